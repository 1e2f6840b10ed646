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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An application to start.
 *
 * @param name what the tables call it
 * @param baseline the same application without a detection
 * @param command the arguments of {@code java}
 */
record Contestant(String name, String baseline, List<String> command) {

	private static final String SPRING = "io.cloudmeta.benchmarks.application.BenchmarkApplication";

	private static final String MICRONAUT = "io.cloudmeta.benchmarks.micronaut.MicronautApplication";

	static final String WITHOUT = "without";

	static final String CLOUDMETA = "cloudmeta";

	static final String UNUSED = "cloudmeta, unused";

	static final String MICRONAUT_WITHOUT = "Micronaut without";

	static List<Contestant> all() {
		return List.of(without(), cloudmeta(), unused(), byHand(), of("OpenTelemetry", "opentelemetry"),
				of("awspring", "awspring"), micronaut(MICRONAUT_WITHOUT, "plain"), micronaut("Micronaut", "cloud"));
	}

	/**
	 * Returns the application without any cloud support.
	 */
	static Contestant without() {
		return of(WITHOUT, "application");
	}

	/**
	 * Returns the application with the starter and two placeholders.
	 */
	static Contestant cloudmeta() {
		return of(CLOUDMETA, "cloudmeta");
	}

	/**
	 * Returns the application with the starter, in which no value is read: its
	 * configuration file comes from the one without.
	 */
	static Contestant unused() {
		List<Path> classPath = new ArrayList<>(List.of(Workplace.jar("application")));
		classPath.addAll(Workplace.dependencies("cloudmeta"));
		return spring(UNUSED, classPath);
	}

	/**
	 * Returns the application with the detection that one would write by hand.
	 */
	static Contestant byHand() {
		return of("by hand", "brief");
	}

	private static Contestant of(String name, String module) {
		return spring(name, Workplace.classPath(module));
	}

	private static Contestant spring(String name, List<Path> classPath) {
		return new Contestant(name, WITHOUT, List.of("-cp", Workplace.join(classPath), SPRING));
	}

	private static Contestant micronaut(String name, String argument) {
		return new Contestant(name, MICRONAUT_WITHOUT,
				List.of("-cp", Workplace.join(Workplace.classPath("micronaut")), MICRONAUT, argument));
	}

	/**
	 * Returns the contestants that detect something themselves.
	 */
	static List<Contestant> peers() {
		return all().stream()
			.filter((contestant) -> contestant.asks() && !contestant.name().equals(CLOUDMETA))
			.toList();
	}

	/**
	 * Returns whether the application reads where it runs.
	 */
	boolean asks() {
		return !isBaseline() && !this.name.equals(UNUSED);
	}

	/**
	 * Returns the same application on a JVM with more options.
	 */
	Contestant with(String... options) {
		List<String> more = new ArrayList<>(List.of(options));
		more.addAll(this.command);
		return new Contestant(this.name, this.baseline, more);
	}

	/**
	 * Returns whether this is the starter, or what it is compared with.
	 */
	boolean isOurs() {
		return List.of(WITHOUT, CLOUDMETA, UNUSED).contains(this.name);
	}

	boolean isBaseline() {
		return this.name.equals(this.baseline);
	}

}
