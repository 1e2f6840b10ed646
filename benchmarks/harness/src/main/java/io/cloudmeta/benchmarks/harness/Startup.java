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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Starts applications side by side: in each round each of them once, in turns from the
 * first to the last and back. Runs inside a {@link Namespace}.
 *
 * @since 0.1.0
 */
public final class Startup {

	private static final String SECTION = "startup";

	/** A round trip on a real cloud. */
	private static final int DELAY = 2;

	/** Who waits so long is not made to wait more often than this. */
	private static final double LONG_WAIT = 8000;

	private static final int ROUNDS_OF_LONG_WAITS = 3;

	private final Consumer<String> progress;

	private final Options options;

	private Startup(Options options, Consumer<String> progress) {
		this.options = options;
		this.progress = progress;
	}

	/**
	 * Measures and prints a table for each situation.
	 * @param arguments the options
	 */
	public static void main(String[] arguments) throws Exception {
		Options options = Options.of(arguments);
		Startup startup = new Startup(options, System.out::println);
		List<String> lines = startup.run();
		lines.forEach(System.out::println);
		if (options.write()) {
			Workplace.page().write(SECTION, lines);
		}
		// the simulator leaves threads behind
		System.exit(0);
	}

	private List<String> run() throws Exception {
		int rounds = this.options.positive("rounds", 12);
		int more = this.options.number("more", 40);
		int warmups = this.options.number("warmups", 3);
		List<String> lines = new ArrayList<>();
		lines.add("%s. %d rounds after %d that were discarded, and %d of the first three on the laptop and on EC2."
			.formatted(Environment.describe(), rounds, warmups, Math.max(rounds, more))
				+ " In brackets: the quartiles; of what is compared, the 95 % interval of a bootstrap over the rounds.");
		try (Machine machine = new Machine()) {
			for (Situation situation : Situation.values()) {
				if (this.options.chosen(situation)) {
					machine.become(situation, this.options.number("delay", DELAY));
					int own = situation.hasGoal() ? Math.max(rounds, more) : rounds;
					lines.addAll(table(machine, situation, measure(machine, rounds, own, warmups)));
				}
			}
		}
		return lines;
	}

	private Map<Contestant, List<Measurement>> measure(Machine machine, int rounds, int own, int warmups)
			throws IOException {
		Map<Contestant, List<Measurement>> measurements = new LinkedHashMap<>();
		Contestant.all().forEach((contestant) -> measurements.put(contestant, new ArrayList<>()));
		Set<Contestant> slow = new LinkedHashSet<>();
		for (int round = -warmups; round < own; round++) {
			List<Contestant> order = new ArrayList<>(measurements.keySet());
			if (Math.floorMod(round, 2) == 1) {
				Collections.reverse(order);
			}
			for (Contestant contestant : order) {
				boolean enough = round < 0 || round >= ROUNDS_OF_LONG_WAITS;
				if ((slow.contains(contestant) && enough) || (round >= rounds && !contestant.isOurs())) {
					continue;
				}
				Measurement measurement = Measurement.of(machine, contestant);
				if (measurement.wall() > LONG_WAIT) {
					slow.add(contestant);
				}
				if (round >= 0) {
					measurements.computeIfAbsent(contestant, (key) -> new ArrayList<>()).add(measurement);
				}
				this.progress.accept("%d %s: %.0f ms, %s %s, %d requests".formatted(round, contestant.name(),
						measurement.wall(), measurement.cloud(), measurement.region(), measurement.requests()));
			}
		}
		return measurements;
	}

	private static List<String> table(Machine machine, Situation situation,
			Map<Contestant, List<Measurement>> measurements) {
		List<String> lines = new ArrayList<>(List.of("", "### " + situation.title(), ""));
		if (!Double.isNaN(machine.roundTrip())) {
			lines.add("A request takes %.1f ms.".formatted(machine.roundTrip()));
			lines.add("");
		}
		String counted = (situation.simulated() != null) ? "Requests" : "Packets";
		lines.add(
				"| | Ready after, ms | Against without | Added, ms | CPU added, ms | %s | Answer |".formatted(counted));
		lines.add("|---|--:|--:|--:|--:|--:|---|");
		measurements.forEach((contestant, own) -> {
			List<Measurement> base = measurements.entrySet()
				.stream()
				.filter((entry) -> entry.getKey().name().equals(contestant.baseline()))
				.findFirst()
				.orElseThrow()
				.getValue();
			lines.add(row(situation, contestant, own, base));
		});
		return lines;
	}

	private static String row(Situation situation, Contestant contestant, List<Measurement> own,
			List<Measurement> base) {
		double[] wall = own.stream().mapToDouble(Measurement::wall).toArray();
		String ready = Statistics.quartiles(wall).format("%.0f");
		if (contestant.isBaseline()) {
			return "| %s | %s | | | | %s | |".formatted(contestant.name(), ready, requests(own));
		}
		double[] baseWall = base.stream().mapToDouble(Measurement::wall).toArray();
		double[] cpu = own.stream().mapToDouble(Measurement::cpu).toArray();
		double[] baseCpu = base.stream().mapToDouble(Measurement::cpu).toArray();
		return "| %s | %s | %s | %s | %s | %s | %s |".formatted(contestant.name(), ready,
				Statistics.ratio(wall, baseWall).format("%.3f"), Statistics.difference(wall, baseWall).format("%.0f"),
				Statistics.difference(cpu, baseCpu).format("%.0f"), requests(own),
				contestant.asks() ? answers(situation, own) : "");
	}

	static String requests(List<Measurement> measurements) {
		return String.join(", ",
				measurements.stream().map(Measurement::requests).distinct().sorted().map(String::valueOf).toList());
	}

	static String answers(Situation situation, List<Measurement> measurements) {
		return String.join("; ", measurements.stream().map((measurement) -> {
			boolean right = situation.isRight(measurement.cloud(), measurement.region());
			return (right ? "right" : "wrong") + ": " + measurement.cloud() + ", " + measurement.region();
		}).distinct().toList());
	}

	/**
	 * One start.
	 *
	 * @param wall until it was ready, in milliseconds
	 * @param cpu the CPU's time until then, in milliseconds
	 * @param requests how many requests arrived
	 * @param cloud the answer
	 * @param region the answer
	 */
	record Measurement(double wall, double cpu, int requests, String cloud, String region) {

		static Measurement of(Machine machine, Contestant contestant) throws IOException {
			machine.takeRequests();
			try (Start start = Start.of(contestant.command())) {
				return new Measurement(start.wall(), start.cpu(), machine.takeRequests(), start.cloud(),
						start.region());
			}
		}

	}

}
