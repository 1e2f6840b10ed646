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
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.cloudmeta.interruption.CloudInterruptionEvent.Change;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.SimulatedInterruption;

/**
 * Measures how long it takes from the moment at which a cloud announces an interruption
 * until a listener receives it, and what watching costs: the processor time of an
 * application that watches and of the same one that does not, at the same time. Runs
 * inside a {@link Namespace}.
 *
 * @since 0.1.0
 */
public final class Interruptions {

	private static final String SECTION = "interruptions";

	/** What may be added to the interval. */
	private static final Duration MARGIN = Duration.ofMillis(100);

	/** Fixed, so that the moments of the announcements are those of each other run. */
	private static final long SEED = 20261129;

	static final List<Watched> ALL = List.of(new Watched(Situation.EC2, Duration.ofSeconds(5)),
			new Watched(Situation.AZURE, Duration.ofSeconds(1)), new Watched(Situation.GOOGLE, Duration.ZERO));

	private Interruptions() {
	}

	/**
	 * Measures and prints two tables.
	 * @param arguments the options
	 */
	public static void main(String[] arguments) throws Exception {
		Options options = Options.of(arguments);
		List<Watched> chosen = ALL.stream().filter((watched) -> options.chosen(watched.situation())).toList();
		List<String> lines = new ArrayList<>(List.of(Environment.describe() + ".", "",
				"| | Interval | Notices | Median, ms | 95 % are faster than, ms | Longest, ms | Limit, ms |",
				"|---|--:|--:|--:|--:|--:|--:|"));
		int rounds = options.positive("rounds", 40);
		for (Watched watched : chosen) {
			lines.add(row(watched, latencies(watched, rounds)));
		}
		int seconds = options.positive("seconds", 60);
		int pairs = options.positive("pairs", 10);
		lines.addAll(List.of("",
				"Processor time in %d s, of %d pairs that run at the same time; the interval of the difference is the 95 %% interval of a bootstrap."
					.formatted(seconds, pairs),
				"", "| | Watches, ms | Does not, ms | Difference, ms |", "|---|--:|--:|--:|"));
		for (Watched watched : chosen) {
			lines.add(processorTime(watched, pairs, Duration.ofSeconds(seconds)));
		}
		lines.forEach(System.out::println);
		if (options.write()) {
			Workplace.page().write(SECTION, lines);
		}
		// the simulator leaves threads behind
		System.exit(0);
	}

	private static String row(Watched watched, double[] millis) {
		double longest = Statistics.quantile(millis, 1);
		long limit = watched.interval().plus(MARGIN).toMillis();
		return "| %s, Spot | %s | %d | %.0f | %.0f | %.0f | %d%s |".formatted(watched.situation().title(),
				watched.interval().isZero() ? "open request" : watched.interval().toSeconds() + " s", millis.length,
				Statistics.median(millis), Statistics.quantile(millis, 0.95), longest, limit,
				(longest > limit) ? ", **exceeded**" : "");
	}

	/**
	 * Announces interruptions, each at another moment between two readings.
	 * @return how long each took, in milliseconds
	 */
	static double[] latencies(Watched watched, int rounds) throws IOException, InterruptedException {
		Random random = new Random(SEED);
		double[] millis = new double[rounds];
		try (CloudSimulator cloud = watched.start(); Application application = Application.start(cloud, true)) {
			for (int i = 0; i < rounds; i++) {
				Thread.sleep(1 + random.nextInt(1000 + (int) watched.interval().toMillis()));
				SimulatedInterruption preemption = SimulatedInterruption.preemption().in(Duration.ofMinutes(2));
				long begin = System.nanoTime();
				cloud.announce(preemption);
				millis[i] = (application.awaitNotice(Change.ANNOUNCED) - begin) / 1e6;
				cloud.withdraw(preemption);
				application.awaitNotice(Change.WITHDRAWN);
			}
		}
		return millis;
	}

	private static String processorTime(Watched watched, int pairs, Duration time)
			throws IOException, InterruptedException {
		double[] with = new double[pairs];
		double[] without = new double[pairs];
		for (int i = 0; i < pairs; i++) {
			try (CloudSimulator cloud = watched.start();
					Application watching = Application.start(cloud, true);
					Application other = Application.start(cloud, false)) {
				// until the compilers are done
				Thread.sleep(time.toMillis() / 2);
				double watchingBefore = watching.processorMillis();
				double otherBefore = other.processorMillis();
				Thread.sleep(time.toMillis());
				with[i] = watching.processorMillis() - watchingBefore;
				without[i] = other.processorMillis() - otherBefore;
			}
		}
		return "| %s, Spot | %s | %s | %s |".formatted(watched.situation().title(),
				Statistics.quartiles(with).format("%.0f"), Statistics.quartiles(without).format("%.0f"),
				Statistics.difference(with, without).format("%.0f"));
	}

	/**
	 * A cloud whose notices are watched.
	 *
	 * @param situation the cloud
	 * @param interval the interval at which a spot instance reads its notice; zero if the
	 * service responds when there is one
	 */
	record Watched(Situation situation, Duration interval) {

		CloudSimulator start() {
			return CloudSimulator.of(String.valueOf(this.situation.simulated())).value("lifecycle", "spot").start();
		}

	}

	/**
	 * A {@link WatchingApplication} in a JVM of its own.
	 */
	static final class Application implements AutoCloseable {

		private final Process process;

		private final BufferedReader output;

		private Application(Process process) {
			this.process = process;
			this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		}

		static Application start(CloudSimulator cloud, boolean watches) throws IOException {
			List<Path> classPath = new ArrayList<>(List.of(Workplace.benchmarks().resolve("harness/target/classes")));
			classPath.addAll(Workplace.dependencies("cloudmeta"));
			List<String> command = new ArrayList<>(
					List.of(Workplace.java(), "-Xmx256m", "-cp", Workplace.join(classPath),
							WatchingApplication.class.getName(), "--cloudmeta.interruptions.enabled=" + watches));
			for (Map.Entry<String, String> property : cloud.getProperties().entrySet()) {
				command.add("--%s=%s".formatted(property.getKey(), property.getValue()));
			}
			Application application = new Application(new ProcessBuilder(command).redirectErrorStream(true).start());
			application.await(WatchingApplication.READY);
			return application;
		}

		/**
		 * Waits until the listener has received a notice.
		 * @return when it did, by the clock that all processes of the machine share
		 */
		long awaitNotice(Change change) throws IOException {
			return Long.parseLong(await(WatchingApplication.NOTICE + change + " "));
		}

		private String await(String beginning) throws IOException {
			List<String> before = new ArrayList<>();
			String line = this.output.readLine();
			while (line != null && !line.startsWith(beginning)) {
				before.add(line);
				line = this.output.readLine();
			}
			if (line == null) {
				throw new IllegalStateException(String.join("\n", before));
			}
			return line.substring(beginning.length());
		}

		double processorMillis() {
			return this.process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
		}

		@Override
		public void close() {
			Start.end(this.process);
		}

	}

}
