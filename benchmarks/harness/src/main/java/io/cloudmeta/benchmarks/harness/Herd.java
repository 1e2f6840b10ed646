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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.detection.DetectedCloudInstance;
import io.cloudmeta.internal.detection.DetectionSettings;
import io.cloudmeta.internal.detection.FetchSource;
import io.cloudmeta.internal.detection.Probe;
import io.cloudmeta.internal.detection.TagFilter;
import io.cloudmeta.spi.MetadataEndpoint;

import org.springframework.boot.logging.LoggingSystem;

/**
 * Boots many instances at once behind one slow metadata service. Each instance is a
 * detection of its own, as an application would make it, in one process.
 *
 * @since 0.1.0
 */
public final class Herd {

	private static final String SECTION = "herd";

	private static final String SUMMARY = "%,d instances, one service that answers %,d requests a second and returns"
			+ " 503 to requests that would wait more than half a second. %,d have their identity after %.1f s. %,d requests,"
			+ " %,d of them refused and %,d served in vain, as the instance had given up. No instance sent more"
			+ " than %d requests.";

	/** The default. */
	private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration LIMIT = Duration.ofMinutes(3);

	private final int instances;

	private final int capacity;

	private final Duration fetchTimeout;

	private final Map<Integer, int[]> buckets = new TreeMap<>();

	/** The number of instances by their requests and responses. */
	private final Map<List<Integer>, Integer> kinds = new LinkedHashMap<>();

	private double seconds;

	private int read;

	private Herd(int instances, int capacity, Duration fetchTimeout) {
		this.instances = instances;
		this.capacity = capacity;
		this.fetchTimeout = fetchTimeout;
	}

	/**
	 * Measures and prints a table.
	 * @param arguments the options
	 */
	public static void main(String[] arguments) throws Exception {
		Options options = Options.of(arguments);
		// ten thousand applications would not write into one log
		LoggingSystem.get(Herd.class.getClassLoader()).beforeInitialize();
		List<String> lines = boot(options.positive("instances", 10_000), options.positive("capacity", 250),
				FETCH_TIMEOUT)
			.table();
		lines.forEach(System.out::println);
		if (options.write()) {
			Workplace.page().write(SECTION, lines);
		}
	}

	/**
	 * Boots instances and waits until each has its identity.
	 * @param instances how many
	 * @param capacity how many requests a second the metadata service answers
	 * @param fetchTimeout for how long an instance sends requests before it continues in
	 * the background
	 * @return what happened
	 */
	static Herd boot(int instances, int capacity, Duration fetchTimeout) throws IOException, InterruptedException {
		Herd herd = new Herd(instances, capacity, fetchTimeout);
		Process server = new ProcessBuilder(Workplace.java(), "-cp", System.getProperty("java.class.path"),
				SlowMetadataServer.class.getName(), Integer.toString(capacity))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
			String line = output.readLine();
			while (line != null && !line.startsWith("port ")) {
				line = output.readLine();
			}
			herd.boot("http://127.0.0.1:" + ((line != null) ? line.substring(5) : "-1"));
			server.getOutputStream().close();
			herd.read(output);
		}
		finally {
			server.destroyForcibly().waitFor();
		}
		return herd;
	}

	private void boot(String url) throws InterruptedException {
		List<DetectedCloudInstance> herd = new ArrayList<>();
		for (int i = 0; i < this.instances; i++) {
			DetectionSettings settings = settings(url + "/" + i, this.fetchTimeout);
			herd.add(new DetectedCloudInstance(() -> settings));
		}
		long begin = System.nanoTime();
		herd.forEach(DetectedCloudInstance::start);
		long end = begin + LIMIT.toNanos();
		do {
			Thread.sleep(50);
			this.read = (int) herd.stream().filter(Herd::isRead).count();
		}
		while (this.read < this.instances && System.nanoTime() < end);
		this.seconds = (System.nanoTime() - begin) / 1e9;
		herd.forEach(DetectedCloudInstance::close);
	}

	private static boolean isRead(DetectedCloudInstance instance) {
		return instance.isDetected() && instance.getFetchedAt() != null;
	}

	private static DetectionSettings settings(String url, Duration fetchTimeout) {
		MetadataEndpoint endpoint = MetadataEndpoint.configured("cloudmeta.gcp.endpoint", url);
		return new DetectionSettings(true, CloudProvider.GCP, "cloudmeta.provider", Probe.AUTO, Duration.ofMillis(500),
				Duration.ofMinutes(10), fetchTimeout, FetchSource.SERVICE, Path.of("/nowhere/sys"), Path.of("/nowhere"),
				Map.of(), Map.of(CloudProvider.GCP, endpoint), Map.of(), Map.of(), Map.of(), TagFilter.ALL, List.of());
	}

	private void read(BufferedReader output) throws IOException {
		String line = output.readLine();
		while (line != null && !line.equals("end")) {
			String[] words = line.split(" ");
			if (words[0].equals("bucket")) {
				this.buckets.put(Integer.valueOf(words[1]),
						new int[] { Integer.parseInt(words[2]), Integer.parseInt(words[3]) });
			}
			else {
				this.kinds.put(List.of(Integer.valueOf(words[1]), Integer.valueOf(words[2])),
						Integer.valueOf(words[3]));
			}
			line = output.readLine();
		}
	}

	/**
	 * Returns how many instances have their identity.
	 */
	int read() {
		return this.read;
	}

	/**
	 * Returns how many answers the instance was given that was given most.
	 */
	int mostAnswers() {
		return this.kinds.keySet().stream().mapToInt((kind) -> kind.get(1)).max().orElse(0);
	}

	/**
	 * Returns the number of requests of the instance that sent the most.
	 */
	int mostRequests() {
		return this.kinds.keySet().stream().mapToInt((kind) -> kind.get(0)).max().orElse(0);
	}

	private List<String> table() {
		int requests = this.buckets.values().stream().mapToInt((counts) -> counts[0]).sum();
		int refused = this.buckets.values().stream().mapToInt((counts) -> counts[1]).sum();
		List<String> lines = new ArrayList<>();
		lines.add(Environment.describe() + ".");
		lines.add("");
		lines.add(SUMMARY.formatted(this.instances, this.capacity, this.read, this.seconds, requests, refused,
				requests - refused - this.read, mostRequests()));
		lines.add("");
		lines.add("| Second | Requests | Refused | |");
		lines.add("|--:|--:|--:|---|");
		int most = this.buckets.values().stream().mapToInt((counts) -> counts[0]).max().orElse(1);
		int last = this.buckets.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
		for (int i = 0; i <= last; i++) {
			int[] counts = this.buckets.getOrDefault(i, new int[2]);
			lines.add("| %.2f | %d | %d | `%s` |".formatted(i * SlowMetadataServer.BUCKET / 1000.0, counts[0],
					counts[1], "#".repeat(Math.round(40f * counts[0] / most))));
		}
		return lines;
	}

}
