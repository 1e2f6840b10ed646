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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.benchmarks.harness.Startup.Measurement;

/**
 * Starts the application, with the starter and without, from what was prepared on another
 * machine: everything is built and trained on a simulated EC2 and then runs on a
 * simulated Azure. Runs inside a {@link Namespace}.
 *
 * @since 0.1.0
 */
public final class Caches {

	private static final String SECTION = "caches";

	private final Machine machine;

	private final Map<Contestant, List<Measurement>> measurements = new LinkedHashMap<>();

	private Caches(Machine machine) {
		this.machine = machine;
	}

	/**
	 * Measures and prints a table.
	 * @param arguments the options
	 */
	public static void main(String[] arguments) throws Exception {
		Options options = Options.of(arguments);
		int rounds = options.positive("rounds", 15);
		int warmups = options.number("warmups", 2);
		List<String> lines;
		try (Machine machine = new Machine()) {
			Caches caches = new Caches(machine);
			machine.become(Situation.EC2, 2);
			Map<String, List<String>> without = prepare("application");
			Map<String, List<String>> with = prepare("cloudmeta");
			machine.become(Situation.AZURE, 2);
			List<Pair> pairs = new ArrayList<>();
			with.forEach((way, command) -> pairs.add(new Pair(way, contestant(way, Contestant.WITHOUT, without),
					contestant(way, Contestant.CLOUDMETA, with))));
			caches.measure(pairs, rounds, warmups);
			lines = caches.table(pairs, rounds, warmups);
		}
		lines.forEach(System.out::println);
		if (options.write()) {
			Workplace.page().write(SECTION, lines);
		}
		// the simulator leaves threads behind
		System.exit(0);
	}

	private static Map<String, List<String>> prepare(String module) throws Exception {
		Path directory = Files.createTempDirectory(Path.of(System.getProperty(Namespace.DIRECTORY, "")), module);
		return PreparedApplication.prepare(Workplace.executableJar(module), directory, PreparedApplication.knownWays());
	}

	private static Contestant contestant(String way, String name, Map<String, List<String>> ways) {
		return new Contestant(name + ", " + way, Contestant.WITHOUT + ", " + way, ways.getOrDefault(way, List.of()));
	}

	private void measure(List<Pair> pairs, int rounds, int warmups) throws IOException {
		for (int round = -warmups; round < rounds; round++) {
			List<Contestant> order = new ArrayList<>();
			pairs.forEach((pair) -> order.addAll(List.of(pair.without(), pair.with())));
			if (Math.floorMod(round, 2) == 1) {
				Collections.reverse(order);
			}
			for (Contestant contestant : order) {
				Measurement measurement = Measurement.of(this.machine, contestant);
				if (round >= 0) {
					this.measurements.computeIfAbsent(contestant, (key) -> new ArrayList<>()).add(measurement);
				}
			}
		}
	}

	private List<String> table(List<Pair> pairs, int rounds, int warmups) {
		List<String> lines = new ArrayList<>();
		lines.add("%s. %d rounds after %d that were discarded. A request takes %.1f ms."
			.formatted(Environment.describe(), rounds, warmups, this.machine.roundTrip()));
		lines.add("");
		lines.add("| Built and trained on EC2, run on Azure | Without, ms | With, ms | With against without"
				+ " | Added, ms | With against the extracted jar | Requests | Answer |");
		lines.add("|---|--:|--:|--:|--:|--:|--:|---|");
		double[] base = pairs.stream()
			.filter((pair) -> pair.way().equals(PreparedApplication.EXTRACTED))
			.findFirst()
			.map((pair) -> walls(pair.with()))
			.orElseThrow();
		for (Pair pair : pairs) {
			double[] without = walls(pair.without());
			double[] with = walls(pair.with());
			List<Measurement> own = this.measurements.getOrDefault(pair.with(), List.of());
			lines.add("| %s | %s | %s | %s | %s | %s | %s | %s |".formatted(pair.way(),
					Statistics.quartiles(without).format("%.0f"), Statistics.quartiles(with).format("%.0f"),
					Statistics.ratio(with, without).format("%.3f"), Statistics.difference(with, without).format("%.0f"),
					Statistics.ratio(with, base).format("%.3f"), Startup.requests(own),
					Startup.answers(Situation.AZURE, own)));
		}
		return lines;
	}

	private double[] walls(Contestant contestant) {
		return this.measurements.getOrDefault(contestant, List.of()).stream().mapToDouble(Measurement::wall).toArray();
	}

	/**
	 * A way to start, of both applications.
	 *
	 * @param way its name
	 * @param without the application without the starter
	 * @param with the same with it
	 */
	private record Pair(String way, Contestant without, Contestant with) {

	}

}
