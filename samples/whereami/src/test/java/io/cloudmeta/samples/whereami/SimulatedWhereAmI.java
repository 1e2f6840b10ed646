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

package io.cloudmeta.samples.whereami;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.samples.simulation.SimulatedPlaces;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs the application on a simulated cloud. The README's command starts it.
 */
public final class SimulatedWhereAmI {

	private static final String COMMAND = System.getProperty("os.name").startsWith("Windows") ? "mvnw" : "./mvnw";

	private SimulatedWhereAmI() {
	}

	/**
	 * Starts the simulated cloud, then the application.
	 * @param args the cloud's name and the port to listen at
	 */
	public static void main(String[] args) {
		String cloud = args[0];
		String port = args[1];
		if (!isFree(port)) {
			fail("Port %s is taken or is no port. Choose another one: %s -q -Pwhereami -Dcloud=%s -Dport=8181"
				.formatted(port, COMMAND, cloud));
		}
		try {
			SimulatedPlaces places = new SimulatedPlaces(WhereAmIApplication.class, "--spring.main.banner-mode=off",
					"--logging.level.root=warn");
			Runtime.getRuntime().addShutdownHook(new Thread(places::close));
			print(places.start(cloud, port), places);
		}
		catch (IllegalArgumentException ex) {
			fail(ex.getMessage());
		}
		catch (RuntimeException ex) {
			// Reported by Spring Boot
			System.exit(1);
		}
	}

	private static boolean isFree(String port) {
		try (ServerSocket socket = new ServerSocket(Integer.parseInt(port))) {
			return socket.isBound();
		}
		catch (IOException | IllegalArgumentException ex) {
			return false;
		}
	}

	private static void print(ConfigurableApplicationContext context, SimulatedPlaces places) {
		String address = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
		CloudInstance instance = context.getBean(CloudInstance.class);
		List<String> lines = List.of("", "  Where am I?  " + instance.getProvider().getDisplayName() + ", simulated.",
				"", "    " + address, "    " + address + "/actuator/info", "    " + address + "/actuator/health",
				"    " + address + "/actuator/cloud", "",
				"  Another cloud:  choose it on the page, or %s -q -Pwhereami -Dcloud=azure".formatted(COMMAND),
				"                  (" + String.join(", ", places.getNames()) + ")", "  Another port:   -Dport=8181",
				"  Stop:           Ctrl+C", "");
		lines.forEach(System.out::println);
	}

	private static void fail(String message) {
		List.of("", "  " + message, "").forEach(System.err::println);
		System.exit(2);
	}

}
