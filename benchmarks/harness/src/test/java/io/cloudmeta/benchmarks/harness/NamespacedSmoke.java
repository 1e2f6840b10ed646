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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.cloudmeta.benchmarks.harness.Footprint.Kept;
import io.cloudmeta.benchmarks.harness.Interruptions.Watched;
import io.cloudmeta.benchmarks.harness.Startup.Measurement;

/**
 * Runs each harness once inside a namespace and writes what there is to assert.
 */
public final class NamespacedSmoke {

	/** No times are measured, so the JVM need not be the one that is measured. */
	private static final String FAST = "-XX:TieredStopAtLevel=1";

	private NamespacedSmoke() {
	}

	/**
	 * Runs one of the harnesses.
	 * @param args what to run, and the file to write
	 */
	public static void main(String[] args) throws Exception {
		List<String> lines = new ArrayList<>();
		try (Machine machine = new Machine()) {
			switch (args[0]) {
				case "footprint" -> footprint(machine, lines);
				case "startup" -> startup(machine, lines);
				case "interruptions" -> interruptions(lines);
				default -> caches(machine, lines);
			}
		}
		Files.write(Path.of(args[1]), lines);
		// the simulator leaves threads behind
		System.exit(0);
	}

	private static void footprint(Machine machine, List<String> lines) throws Exception {
		machine.become(Situation.LAPTOP, 0);
		int without = Footprint.loaded(Contestant.without().with(FAST));
		for (Situation situation : List.of(Situation.LAPTOP, Situation.EC2, Situation.GOOGLE, Situation.AZURE)) {
			machine.become(situation, 0);
			Kept kept = Footprint.measure(machine, Contestant.cloudmeta().with(FAST));
			lines.add("%s %d %s %s".formatted(situation, kept.requests(), kept.cloud(), kept.region()));
			lines.add("%s classes %d".formatted(situation, kept.classes().size()));
			int loaded = Footprint.loaded(Contestant.cloudmeta().with(FAST));
			lines.add("%s all %d".formatted(situation, loaded - without));
			lines.add("%s bytes %d".formatted(situation, kept.bytes()));
		}
		machine.become(Situation.LAPTOP, 0);
		Kept unused = Footprint.measure(machine, Contestant.unused().with(FAST));
		lines.add("UNUSED classes %d".formatted(unused.classes().size()));
	}

	private static void startup(Machine machine, List<String> lines) throws Exception {
		machine.become(Situation.EC2, 0);
		for (Contestant contestant : Contestant.peers()) {
			Measurement measurement = Measurement.of(machine, contestant.with(FAST));
			lines.add("%s: %s %s".formatted(contestant.name(), measurement.cloud(), measurement.region()));
		}
	}

	private static void interruptions(List<String> lines) throws Exception {
		for (Watched watched : Interruptions.ALL) {
			lines.add("%s %d".formatted(watched.situation(), Interruptions.latencies(watched, 2).length));
		}
	}

	private static void caches(Machine machine, List<String> lines) throws Exception {
		Path directory = Files.createTempDirectory(Path.of(System.getProperty(Namespace.DIRECTORY, "")), "caches");
		machine.become(Situation.EC2, 0);
		List<String> wanted = PreparedApplication.isAotCacheKnown() ? List.of(PreparedApplication.BOTH)
				: List.of(PreparedApplication.PROCESSED, PreparedApplication.CDS_ARCHIVE);
		Map<String, List<String>> ways = PreparedApplication.prepare(Workplace.executableJar("cloudmeta"), directory,
				wanted, FAST);
		machine.become(Situation.AZURE, 0);
		for (Map.Entry<String, List<String>> way : ways.entrySet()) {
			Measurement measurement = Measurement.of(machine, new Contestant(way.getKey(), "", way.getValue()));
			lines.add("%s: %d %s %s".formatted(way.getKey(), measurement.requests(), measurement.cloud(),
					measurement.region()));
		}
	}

}
