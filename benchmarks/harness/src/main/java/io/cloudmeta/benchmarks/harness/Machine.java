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

package io.cloudmeta.benchmarks.harness;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.cloudmeta.test.CloudSimulator;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * The machine that applications start on, in a namespace: its firmware's files, its
 * {@code /etc/hosts}, its network, and the metadata service with its real address. Made
 * once; {@link #become(Situation, int)} makes another one of it.
 */
final class Machine implements AutoCloseable {

	private static final String ADDRESS = "169.254.169.254";

	private static final String LOCALHOST = "127.0.0.1 localhost\n";

	private static final Pattern TRANSMITTED = Pattern.compile("(?m)^\\s*void0:(?:\\s*\\d+){9}\\s+(\\d+)");

	/** Variables that may reveal the machine that runs the simulation. */
	private static final List<String> OWN = List.of("/run/cloud-init", "/var/elasticbeanstalk");

	/** So many requests later, a simulator is as fast as it gets. */
	private static final int WARM = 400;

	private final Path directory;

	private final Path firmware;

	private final Path hosts;

	private @Nullable CloudSimulator simulator;

	private boolean addressed = true;

	private double roundTrip = Double.NaN;

	private long packetsBefore;

	Machine() throws IOException, InterruptedException {
		if (NetworkInterface.networkInterfaces().anyMatch(Machine::leadsElsewhere)) {
			throw new IllegalStateException("This is no network namespace of its own");
		}
		this.directory = Path.of(System.getProperty(Namespace.DIRECTORY, ""));
		Path sys = this.directory.resolve("sys");
		this.firmware = Files.createDirectories(sys.resolve("devices/virtual/dmi/id"));
		Files.createDirectories(sys.resolve("class/dmi"));
		Files.createSymbolicLink(sys.resolve("class/dmi/id"), Path.of("../../devices/virtual/dmi/id"));
		// what the JVM reads
		for (String kept : List.of("fs", "kernel", "devices/system")) {
			Path target = Files.createDirectories(sys.resolve(kept));
			execute("mount", "--rbind", "/sys/" + kept, target.toString());
		}
		execute("mount", "--rbind", sys.toString(), "/sys");
		for (String own : OWN) {
			if (Files.isDirectory(Path.of(own))) {
				execute("mount", "--bind", Files.createDirectories(this.directory.resolve("empty")).toString(), own);
			}
		}
		this.hosts = file("hosts", LOCALHOST, "/etc/hosts");
		// no name can be resolved, which fails at once
		file("resolv.conf", "nameserver 127.0.0.1\n", "/etc/resolv.conf");
		execute("ip", "link", "add", "void0", "type", "veth", "peer", "name", "void1");
		// IPv6 looks for neighbours, which would be counted
		Path ipv6 = Path.of("/proc/sys/net/ipv6/conf/void0/disable_ipv6");
		if (Files.isWritable(ipv6)) {
			Files.writeString(ipv6, "1");
		}
		execute("ip", "address", "add", "10.255.0.2/24", "dev", "void0");
	}

	private static boolean leadsElsewhere(NetworkInterface networkInterface) {
		return networkInterface.inetAddresses()
			.anyMatch((address) -> !address.isLoopbackAddress() && !ADDRESS.equals(address.getHostAddress()));
	}

	private Path file(String name, String text, String mounted) throws IOException, InterruptedException {
		Path file = Files.writeString(this.directory.resolve(name), text);
		execute("mount", "--bind", file.toString(), mounted);
		return file;
	}

	/**
	 * Makes another machine of this one.
	 * @param situation which one
	 * @param delay how long its metadata service takes for each answer, in milliseconds
	 */
	void become(Situation situation, int delay) throws IOException, InterruptedException {
		leave();
		String cloud = situation.simulated();
		Files.writeString(this.hosts,
				LOCALHOST + ("gcp".equals(cloud) ? "%s metadata.google.internal metadata\n".formatted(ADDRESS) : ""));
		if (cloud == null) {
			disappear();
			return;
		}
		address(true);
		CloudSimulator simulator = CloudSimulator.of(cloud).dmi(situation.dmi()).listen(ADDRESS, 80).start();
		this.simulator = simulator;
		Path dmi = Path.of(simulator.getProperties().get("cloudmeta.detection.sysfs"), "class/dmi/id");
		if (Files.isDirectory(dmi)) {
			FileSystemUtils.copyRecursively(dmi, this.firmware);
		}
		if (!cloud.equals("none")) {
			warmUp(simulator, delay);
		}
	}

	private void leave() throws IOException {
		if (this.simulator != null) {
			this.simulator.close();
			this.simulator = null;
		}
		this.roundTrip = Double.NaN;
		try (Stream<Path> files = Files.list(this.firmware)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
	}

	private void disappear() throws IOException, InterruptedException {
		address(false);
		execute("ip", "link", "set", "void0", "up");
		execute("ip", "link", "set", "void1", "up");
		execute("ip", "route", "replace", "default", "dev", "void0");
		execute("ip", "neighbour", "replace", ADDRESS, "lladdr", "02:00:00:00:00:01", "dev", "void0", "nud",
				"permanent");
	}

	private void address(boolean wanted) throws IOException, InterruptedException {
		if (wanted != this.addressed) {
			if (wanted) {
				execute("ip", "link", "set", "void0", "down");
			}
			execute("ip", "address", wanted ? "add" : "delete", ADDRESS + "/32", "dev", "lo");
			this.addressed = wanted;
		}
	}

	private void warmUp(CloudSimulator simulator, int delay) throws IOException {
		for (int i = 0; i < WARM; i++) {
			ask(simulator);
		}
		simulator.getWireMock().setGlobalFixedDelay(delay);
		double[] millis = new double[50];
		for (int i = 0; i < millis.length; i++) {
			long begin = System.nanoTime();
			ask(simulator);
			millis[i] = (System.nanoTime() - begin) / 1e6;
		}
		this.roundTrip = Statistics.median(millis);
		simulator.resetRequests();
	}

	private static void ask(CloudSimulator simulator) throws IOException {
		URI uri = simulator.getUrl().resolve("/latest/api/token");
		HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
		connection.setRequestProperty("X-aws-ec2-metadata-token-ttl-seconds", "60");
		connection.setRequestMethod("PUT");
		if (connection.getResponseCode() < 400) {
			connection.getInputStream().readAllBytes();
		}
		else if (connection.getErrorStream() != null) {
			connection.getErrorStream().readAllBytes();
		}
	}

	/**
	 * Returns how long a request to the metadata service takes, in milliseconds; not a
	 * number where there is none.
	 */
	double roundTrip() {
		return this.roundTrip;
	}

	/**
	 * Returns how many requests arrived since the last call, or, where all disappears,
	 * how many packets were sent.
	 */
	int takeRequests() throws IOException {
		CloudSimulator current = this.simulator;
		if (current == null) {
			return takePackets();
		}
		int requests = current.getRequests().size();
		current.resetRequests();
		return requests;
	}

	private int takePackets() throws IOException {
		Matcher matcher = TRANSMITTED.matcher(Files.readString(Path.of("/proc/net/dev")));
		long now = matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
		long packets = now - this.packetsBefore;
		this.packetsBefore = now;
		return (int) packets;
	}

	static void execute(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).inheritIO().start();
		if (process.waitFor() != 0) {
			throw new IllegalStateException("Failed: " + String.join(" ", command));
		}
	}

	/**
	 * Stops the metadata service. The rest ends with the namespace.
	 */
	@Override
	public void close() throws IOException {
		leave();
	}

}
