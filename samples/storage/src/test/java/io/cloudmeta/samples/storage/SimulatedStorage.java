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

package io.cloudmeta.samples.storage;

import java.util.ArrayList;
import java.util.List;

import io.cloudmeta.samples.store.ObjectStore;
import io.cloudmeta.samples.store.TestStores;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs the application on a simulated cloud, with S3 and Cloud Storage on this machine.
 * The README's command starts it.
 */
public final class SimulatedStorage implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	SimulatedStorage(String cloud, TestStores stores, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--cloudmeta.simulator.cloud=" + cloud));
		stores.getProperties().forEach((name, value) -> all.add("--" + name + "=" + value));
		all.addAll(List.of(arguments));
		SpringApplication application = new SpringApplication(StorageApplication.class);
		application.addInitializers(stores);
		application.setRegisterShutdownHook(false);
		this.context = application.run(all.toArray(String[]::new));
	}

	/**
	 * Starts the simulated cloud and its stores, then the application.
	 * @param args the cloud's name and the port to listen at
	 */
	public static void main(String[] args) {
		try {
			TestStores stores = TestStores.of(args[0]);
			SimulatedStorage storage = new SimulatedStorage(args[0], stores, "--server.port=" + args[1],
					"--spring.main.banner-mode=off", "--logging.level.root=warn");
			Runtime.getRuntime().addShutdownHook(new Thread(storage::close));
			storage.print();
		}
		catch (RuntimeException ex) {
			// Reported by Spring Boot
			System.exit(1);
		}
	}

	private void print() {
		String address = getAddress();
		String where = this.context.getBean(ObjectStore.class).getLocation();
		List<String> lines = List.of("", "  Reports are kept in " + where + ", simulated.", "",
				"    curl " + address + "/store", "    curl -T README.md " + address + "/reports/today",
				"    curl " + address + "/reports/today", "", "  Elsewhere:     -Dcloud=aws, gcp, azure, none, …",
				"  Another port:  -Dport=8181", "  Stop:          Ctrl+C", "");
		lines.forEach(System.out::println);
	}

	String getAddress() {
		return "http://localhost:" + this.context.getEnvironment().getProperty("local.server.port");
	}

	ConfigurableApplicationContext getContext() {
		return this.context;
	}

	/**
	 * Ends the application and its cloud. The stores stay.
	 */
	@Override
	public void close() {
		this.context.close();
	}

}
