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
import java.net.HttpURLConnection;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.cloudmeta.test.CloudSimulator;

/**
 * Runs inside a network and mount namespace: there a simulated cloud has the real address
 * and the firmware's files are where the kernel puts them, so the application runs as it
 * does in production, without a single setting.
 */
public final class NamespacedWhereAmI {

	private static final String METADATA_ADDRESS = "169.254.169.254";

	private NamespacedWhereAmI() {
	}

	/**
	 * Writes what the application says.
	 * @param args the simulated cloud, what its firmware says, the application's jar and
	 * arguments, and the directory for {@code info.json}, {@code requests.txt} with the
	 * requests until then, {@code cloud.json} and {@code whereami.log}
	 */
	public static void main(String[] args) throws Exception {
		if (NetworkInterface.networkInterfaces().anyMatch(NamespacedWhereAmI::leadsElsewhere)) {
			throw new IllegalStateException("This is no network namespace of its own");
		}
		Path results = Path.of(args[args.length - 1]);
		try (CloudSimulator cloud = CloudSimulator.of(args[0])
			.dmi(CloudSimulator.Dmi.valueOf(args[1]))
			.listen(METADATA_ADDRESS, 80)
			.start()) {
			mountFirmware(cloud);
			Process application = start(cloud, results.resolve("whereami.log"),
					Arrays.asList(args).subList(2, args.length - 1));
			try {
				Files.writeString(results.resolve("info.json"), read(application, "info"));
				Files.write(results.resolve("requests.txt"), cloud.getRequests());
				Files.writeString(results.resolve("cloud.json"), read(application, "cloud"));
			}
			finally {
				application.destroyForcibly().waitFor();
			}
		}
	}

	private static boolean leadsElsewhere(NetworkInterface networkInterface) {
		return networkInterface.inetAddresses()
			.anyMatch((address) -> !address.isLoopbackAddress() && !METADATA_ADDRESS.equals(address.getHostAddress()));
	}

	private static void mountFirmware(CloudSimulator cloud) throws IOException, InterruptedException {
		Path sysfs = Path.of(cloud.getProperties().get("cloudmeta.detection.sysfs"));
		Files.createDirectories(sysfs.resolve("class"));
		Process mount = new ProcessBuilder("mount", "--bind", sysfs.resolve("class").toString(), "/sys/class")
			.inheritIO()
			.start();
		if (mount.waitFor() != 0) {
			throw new IllegalStateException("The firmware's files could not be mounted");
		}
	}

	private static Process start(CloudSimulator cloud, Path log, List<String> jarAndArguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-Dcloudmeta.detection.root=" + cloud.getProperties().get("cloudmeta.detection.root"));
		command.add("-jar");
		command.addAll(jarAndArguments);
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().keySet().removeIf((name) -> !name.equals("PATH") && !name.equals("HOME"));
		return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	private static String read(Process application, String endpoint) throws IOException, InterruptedException {
		URI uri = URI.create("http://127.0.0.1:8080/actuator/" + endpoint);
		long end = System.nanoTime() + 60_000_000_000L;
		while (true) {
			try {
				HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
				return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				if (!application.isAlive() || System.nanoTime() > end) {
					throw ex;
				}
				Thread.sleep(100);
			}
		}
	}

}
