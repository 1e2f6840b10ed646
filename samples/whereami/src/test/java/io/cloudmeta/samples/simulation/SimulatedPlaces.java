/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.cloudmeta.samples.simulation;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.cloudmeta.test.CloudSimulator;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * One application in many simulated places, each started when it is first visited: the
 * cloud is detected once, when an application starts.
 */
public final class SimulatedPlaces implements AutoCloseable {

	private final Class<?> application;

	private final List<String> arguments;

	private final Map<String, ConfigurableApplicationContext> places = new ConcurrentHashMap<>();

	/**
	 * Creates places in which nothing runs yet.
	 * @param application the application's class
	 * @param arguments the arguments that it has in each place
	 */
	public SimulatedPlaces(Class<?> application, String... arguments) {
		this.application = application;
		this.arguments = List.of(arguments);
	}

	/**
	 * Returns the places that there are.
	 * @return the names of clouds and platforms, and {@code none}
	 */
	public List<String> getNames() {
		List<String> names = new ArrayList<>(CloudSimulator.getClouds());
		names.addAll(CloudSimulator.getPlatforms());
		names.add("none");
		return names;
	}

	/**
	 * Runs the application in a place.
	 * @param name the place
	 * @param port the port to listen at, {@code 0} for a free one
	 * @return the running application
	 * @throws IllegalArgumentException if there is no such place
	 */
	public ConfigurableApplicationContext start(String name, String port) {
		return this.places.computeIfAbsent(name, (key) -> run(key, port));
	}

	URI address(String name, String host) {
		String port = start(name, "0").getEnvironment().getProperty("local.server.port");
		return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/");
	}

	private ConfigurableApplicationContext run(String name, String port) {
		CloudSimulator.of(name);
		SpringApplication application = new SpringApplication(this.application);
		application.addInitializers((context) -> ((GenericApplicationContext) context).registerBean(PlaceSwitch.class,
				() -> new PlaceSwitch(this, name)));
		application.setRegisterShutdownHook(false);
		List<String> all = new ArrayList<>(this.arguments);
		all.add("--server.port=" + port);
		all.add("--cloudmeta.simulator.cloud=" + name);
		return application.run(all.toArray(String[]::new));
	}

	/**
	 * Ends all applications, and with them their clouds.
	 */
	@Override
	public void close() {
		this.places.values().forEach(ConfigurableApplicationContext::close);
		this.places.clear();
	}

}
