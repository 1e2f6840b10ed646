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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.Main;

import org.springframework.boot.json.JsonParserFactory;

/**
 * Runs the benchmarks of JMH in processes with the starter and without, one after the
 * other and in turns, and compares them.
 *
 * @since 0.1.0
 */
public final class Reads {

	private static final String SECTION = "reads";

	/** What is on the class path, but not where the starter is not. */
	private static final String STARTER = "cloudmeta-spring-boot-(autoconfigure|starter|test)";

	/** What has listeners of its own and is never in an application. */
	private static final String TEST_SUPPORT = "cloudmeta-spring-boot-test|wiremock|spring-boot-test|spring-test";

	private static final String WITH = " with";

	private static final String WITHOUT = " without";

	private static final String ALLOCATED = ":gc.alloc.rate.norm";

	private final Map<String, List<Double>> scores = new LinkedHashMap<>();

	private Reads() {
	}

	/**
	 * Measures and prints a table.
	 * @param arguments the options
	 */
	public static void main(String[] arguments) throws Exception {
		Options options = Options.of(arguments);
		int rounds = options.positive("rounds", 5);
		int more = Math.max(rounds, options.number("more", 30));
		Reads reads = new Reads();
		for (int round = 0; round < more; round++) {
			List<Runnable> order = new ArrayList<>((round < rounds) ? reads.all() : reads.withGoals());
			if (round % 2 == 1) {
				Collections.reverse(order);
			}
			order.forEach(Runnable::run);
			List.of("round %d of %d".formatted(round + 1, more)).forEach(System.out::println);
		}
		List<String> lines = reads.table(rounds, more);
		lines.forEach(System.out::println);
		if (options.write()) {
			Workplace.page().write(SECTION, lines);
		}
	}

	private List<Runnable> all() {
		return List.of(() -> run("PropertyBenchmarks", WITHOUT), () -> run("PropertyBenchmarks", WITH),
				() -> run("GetterBenchmarks", WITH));
	}

	/**
	 * Returns what is measured more often, as there is a goal for it.
	 */
	private List<Runnable> withGoals() {
		String benchmarks = "PropertyBenchmarks.(existing|missing)";
		String place = "place=" + PropertyBenchmarks.FILE;
		return List.of(() -> run(benchmarks, WITHOUT, "-p", place), () -> run(benchmarks, WITH, "-p", place));
	}

	private void run(String benchmarks, String variant, String... options) {
		try {
			Path result = Files.createTempFile("jmh", ".json");
			List<String> command = new ArrayList<>(List.of(Workplace.java(), "-cp", classPath(variant),
					Main.class.getName(), benchmarks, "-f", "1", "-wi", "4", "-i", "4", "-w", "500ms", "-r", "500ms",
					"-prof", "gc", "-rf", "json", "-rff", result.toString(), "-v", "SILENT"));
			command.addAll(List.of(options));
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.INHERIT)
				.start();
			if (process.waitFor() != 0) {
				throw new IllegalStateException("JMH failed");
			}
			add(JsonParserFactory.getJsonParser().parseList(Files.readString(result)), variant);
			Files.delete(result);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static String classPath(String variant) {
		return String.join(File.pathSeparator,
				Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
					.filter((entry) -> !entry.matches(".*(" + TEST_SUPPORT + ").*"))
					.filter((entry) -> variant.equals(WITH) || !entry.matches(".*" + STARTER + ".*"))
					.toList());
	}

	private void add(List<Object> results, String variant) {
		for (Object result : results) {
			Map<?, ?> benchmark = (Map<?, ?>) result;
			String name = String.valueOf(benchmark.get("benchmark")).replaceAll(".*\\.", "") + place(benchmark)
					+ variant;
			add(name, (Map<?, ?>) benchmark.get("primaryMetric"));
			Map<?, ?> secondary = (Map<?, ?>) benchmark.get("secondaryMetrics");
			Object allocated = (secondary != null) ? secondary.get("gc.alloc.rate.norm") : null;
			add(name + ALLOCATED, (Map<?, ?>) allocated);
		}
	}

	private static String place(Map<?, ?> benchmark) {
		return (benchmark.get("params") instanceof Map<?, ?> parameters) ? " " + parameters.get("place") : "";
	}

	private void add(String name, @Nullable Map<?, ?> metric) {
		Object score = (metric != null) ? metric.get("score") : null;
		if (score != null) {
			this.scores.computeIfAbsent(name, (key) -> new ArrayList<>()).add(Double.valueOf(score.toString()));
		}
	}

	private List<String> table(int rounds, int more) {
		List<String> lines = new ArrayList<>();
		lines.add("%s. %d rounds, each in processes of their own, and %d of the first two with placeholders in a file."
			.formatted(Environment.describe(), rounds, more));
		lines.add("");
		properties(lines, "Placeholders in a file", PropertyBenchmarks.FILE);
		properties(lines, "Placeholders on the command line", PropertyBenchmarks.COMMAND_LINE);
		lines.add("| | ns | Allocated, bytes |");
		lines.add("|---|--:|--:|");
		getter(lines, "A field of a record, to compare with", "fieldOfRecord");
		getter(lines, "`CloudInstance.getProvider()`", "getProvider");
		getter(lines, "`CloudInstance.getRegion()`", "getRegion");
		return lines;
	}

	private void properties(List<String> lines, String title, String place) {
		lines.add("| %s | Without, ns | With, ns | With against without | Allocated without, bytes | With |"
			.formatted(title));
		lines.add("|---|--:|--:|--:|--:|--:|");
		property(lines, "A property of `application.yml`", "existing " + place);
		property(lines, "A property that is not there", "missing " + place);
		property(lines, "A property with a placeholder of Spring's", "withPlaceholder " + place);
		property(lines, "A property with `$<cloud:region>`, without the starter just text",
				"withCloudPlaceholder " + place);
		lines.add("");
	}

	private void property(List<String> lines, String title, String name) {
		double[] with = values(name + WITH);
		double[] without = values(name + WITHOUT);
		lines.add("| %s | %s | %s | %s | %s | %s |".formatted(title, Statistics.quartiles(without).format("%.0f"),
				Statistics.quartiles(with).format("%.0f"), Statistics.ratio(with, without).format("%.3f"),
				allocated(name + WITHOUT), allocated(name + WITH)));
	}

	private void getter(List<String> lines, String title, String name) {
		lines.add("| %s | %s | %s |".formatted(title, Statistics.quartiles(values(name + WITH)).format("%.2f"),
				allocated(name + WITH)));
	}

	private String allocated(String name) {
		return "%.0f".formatted(Statistics.median(values(name + ALLOCATED)));
	}

	private double[] values(String name) {
		return this.scores.getOrDefault(name, List.of()).stream().mapToDouble(Double::doubleValue).toArray();
	}

}
