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

package io.cloudmeta.recipes;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.cloudmeta.interruption.CloudInterruptions;
import io.cloudmeta.interruption.WatchStatus;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.SimulatedInterruption;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application on a simulated spot instance of its own.
 */
public final class SimulatedMachine implements AutoCloseable {

	private final CloudSimulator cloud;

	private final ConfigurableApplicationContext context;

	/**
	 * Starts the application.
	 * @param application its class
	 * @param properties its properties, as {@code name=value}
	 */
	public SimulatedMachine(Class<?> application, String... properties) {
		this("spot", application, properties);
	}

	/**
	 * Starts the application.
	 * @param lifecycle {@code spot} or {@code on-demand}
	 * @param application its class
	 * @param properties its properties, as {@code name=value}
	 */
	public SimulatedMachine(String lifecycle, Class<?> application, String... properties) {
		this.cloud = CloudSimulator.start("aws", Map.of("lifecycle", lifecycle));
		Map<String, String> all = new HashMap<>(this.cloud.getProperties());
		all.put("cloudmeta.interruptions.enabled", "true");
		all.put("cloudmeta.interruptions.interval", "1s");
		all.put("spring.main.banner-mode", "off");
		all.put("logging.level.root", "warn");
		Arrays.stream(properties)
			.map((property) -> property.split("=", 2))
			.forEach((property) -> all.put(property[0], property[1]));
		SpringApplication spring = new SpringApplication(application);
		spring.setWebApplicationType(WebApplicationType.NONE);
		this.context = spring.run(all.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new));
		await(() -> get(CloudInterruptions.class).getStatus() == WatchStatus.WATCHING);
	}

	public <T> T get(Class<T> type) {
		return this.context.getBean(type);
	}

	public void announce(SimulatedInterruption interruption) {
		this.cloud.announce(interruption);
	}

	public void withdraw(SimulatedInterruption interruption) {
		this.cloud.withdraw(interruption);
	}

	public static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > end) {
				throw new AssertionError("That does not happen");
			}
			sleep(10);
		}
	}

	public static void sleep(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
		this.cloud.close();
	}

}
