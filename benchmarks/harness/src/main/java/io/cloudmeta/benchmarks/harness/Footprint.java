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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Counts what the starter loads and keeps. Runs inside a {@link Namespace}.
 *
 * @since 0.1.0
 */
public final class Footprint {

	private static final String SECTION = "footprint";

	private static final Pattern LOADED = Pattern
		.compile("(?m)^(?:\\[[^]]*])*\\s*(io\\.cloudmeta\\.(?!benchmarks\\.)[\\w.$/+]+) source:");

	/** All classes, those of the JDK and of Spring included. */
	private static final Pattern ANY_LOADED = Pattern.compile("(?m) source: ");

	/** Ours, by line: number, instances, bytes and class. */
	private static final Pattern KEPT = Pattern
		.compile("(?m)^\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(?:\\[+L)?io\\.cloudmeta\\.(?!benchmarks\\.)");

	private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

	private Footprint() {
	}

	/**
	 * Counts and prints a table.
	 * @param arguments the options
	 */
	public static void main(String[] arguments) throws Exception {
		Options options = Options.of(arguments);
		int repeats = options.positive("rounds", 3);
		List<String> lines = new ArrayList<>(List.of(Environment.describe() + ".", "",
				"| | Our classes loaded | Our objects, bytes | The whole heap, more than without, bytes | Requests |",
				"|---|--:|--:|--:|--:|"));
		List<String> all = new ArrayList<>(List.of("| Classes loaded, of the JDK and Spring too | Without | cloudmeta"
				+ " | By hand | cloudmeta, more than without | By hand, more than without | cloudmeta against by hand |",
				"|---|--:|--:|--:|--:|--:|--:|"));
		int spread = 0;
		try (Machine machine = new Machine()) {
			for (Situation situation : List.of(Situation.LAPTOP, Situation.EC2, Situation.GOOGLE, Situation.AZURE)) {
				if (!options.chosen(situation)) {
					continue;
				}
				machine.become(situation, 0);
				Kept without = median(machine, Contestant.without(), repeats);
				for (Contestant contestant : List.of(Contestant.unused(), Contestant.cloudmeta())) {
					lines.add(row(situation, contestant, median(machine, contestant, repeats), without));
				}
				List<int[]> loaded = new ArrayList<>();
				for (Contestant contestant : List.of(Contestant.without(), Contestant.cloudmeta(),
						Contestant.byHand())) {
					int[] each = loaded(contestant, repeats);
					spread = Math.max(spread, each[repeats - 1] - each[0]);
					loaded.add(each);
				}
				all.add(allClasses(situation, loaded.get(0)[repeats / 2], loaded.get(1)[repeats / 2],
						loaded.get(2)[repeats / 2]));
			}
		}
		lines.add("");
		lines.addAll(all);
		lines.add("");
		lines.add("Medians of %d processes each, which differ by at most %d classes.".formatted(repeats, spread));
		lines.add("");
		lines.add("The jar has %d bytes.".formatted(Files.size(Workplace.product())));
		lines.forEach(System.out::println);
		if (options.write()) {
			Workplace.page().write(SECTION, lines);
		}
		// the simulator leaves threads behind
		System.exit(0);
	}

	private static String row(Situation situation, Contestant contestant, Kept with, Kept without) {
		return "| %s, %s | %d | %d | %d | %d |".formatted(situation.title(), contestant.name(), with.classes().size(),
				with.bytes(), with.heap() - without.heap(), with.requests());
	}

	private static String allClasses(Situation situation, int without, int cloudmeta, int byHand) {
		int more = cloudmeta - without;
		int moreByHand = byHand - without;
		return String.format(Locale.ROOT, "| %s | %d | %d | %d | %d | %d | %.2f |", situation.title(), without,
				cloudmeta, byHand, more, moreByHand, (double) more / moreByHand);
	}

	private static Kept median(Machine machine, Contestant contestant, int repeats)
			throws IOException, InterruptedException {
		List<Kept> all = new ArrayList<>();
		for (int i = 0; i < repeats; i++) {
			all.add(measure(machine, contestant));
		}
		all.sort(Comparator.comparingLong(Kept::heap));
		return all.get(repeats / 2);
	}

	private static int[] loaded(Contestant contestant, int repeats) throws IOException {
		int[] all = new int[repeats];
		for (int i = 0; i < repeats; i++) {
			all[i] = loaded(contestant);
		}
		Arrays.sort(all);
		return all;
	}

	static Kept measure(Machine machine, Contestant contestant) throws IOException, InterruptedException {
		Path log = Files.createTempFile("classes", ".log");
		List<String> arguments = new ArrayList<>(List.of("-Xlog:class+load:file=" + log + "::filecount=0"));
		// what a full collection leaves must not depend on the heap's size or on time
		arguments.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:SoftRefLRUPolicyMSPerMB=0"));
		arguments.addAll(contestant.command());
		machine.takeRequests();
		try (Start start = Start.of(arguments)) {
			int requests = machine.takeRequests();
			String histogram = histogram(start.pid());
			List<String> classes = groups(LOADED, Files.readString(log)).toList();
			long bytes = groups(KEPT, histogram).mapToLong(Long::parseLong).sum();
			long heap = groups(TOTAL, histogram).mapToLong(Long::parseLong).sum();
			return new Kept(classes, bytes, heap, requests, start.cloud(), start.region());
		}
		finally {
			Files.delete(log);
		}
	}

	/**
	 * Counts all classes that are loaded until an application is ready.
	 */
	static int loaded(Contestant contestant) throws IOException {
		Path log = Files.createTempFile("classes", ".log");
		List<String> arguments = new ArrayList<>(List.of("-Xlog:class+load:file=" + log + "::filecount=0"));
		// no garbage collection: Micrometer notes it, by dozens of classes
		arguments.addAll(List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmn160m", "-XX:MetaspaceSize=256m"));
		arguments.addAll(contestant.command());
		try (Start start = Start.of(arguments)) {
			return (int) ANY_LOADED.matcher(Files.readString(log)).results().count();
		}
		finally {
			Files.delete(log);
		}
	}

	private static Stream<String> groups(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		return matcher.results().map((result) -> result.group(1));
	}

	private static String histogram(long pid) throws IOException, InterruptedException {
		String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
		// twice, as what has a finalizer goes later
		for (int i = 0; i < 2; i++) {
			run(jcmd, Long.toString(pid), "GC.run");
		}
		return run(jcmd, Long.toString(pid), "GC.class_histogram");
	}

	private static String run(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException(output);
		}
		return output;
	}

	/**
	 * What one application keeps, as soon as it is ready.
	 *
	 * @param classes the names of our classes that were loaded
	 * @param bytes the size of the objects of our classes, without what they refer to
	 * @param heap the size of all objects
	 * @param requests how many requests arrived
	 * @param cloud the answer
	 * @param region the answer
	 */
	record Kept(List<String> classes, long bytes, long heap, int requests, String cloud, String region) {

	}

}
