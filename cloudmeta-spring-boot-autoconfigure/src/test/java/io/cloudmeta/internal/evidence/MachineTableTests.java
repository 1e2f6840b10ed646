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

package io.cloudmeta.internal.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MachineRules} with the strings of existing machines, which are listed
 * with their sources in {@code machines/machines.tsv}.
 */
class MachineTableTests {

	private static final Map<String, String> FILES = Map.of("kernel", "proc/sys/kernel/osrelease", "type",
			"sys/hypervisor/type", "uuid", "sys/hypervisor/uuid", "capabilities", "proc/xen/capabilities", "dt",
			"proc/device-tree/compatible", "dt-hypervisor", "proc/device-tree/hypervisor/compatible");

	@TempDir
	private Path root;

	static Stream<Machine> machines() throws IOException {
		try (Stream<String> lines = Files.lines(Path.of("src/test/resources/machines/machines.tsv"))) {
			return lines.filter((line) -> !line.startsWith("#")).map(Machine::of).toList().stream();
		}
	}

	@ParameterizedTest
	@MethodSource("machines")
	void isDecidedAsExpected(Machine machine) throws IOException {
		Files.createDirectories(this.root.resolve("sys"));
		machine.files().forEach(this::write);
		LocalEvidence evidence = LocalEvidence.collect(this.root.resolve("sys"), this.root, new LocalFiles());
		assertThat(decision(evidence)).as("%s: %s", machine, evidence.evidence()).isEqualTo(machine.decision());
		assertThat(evidence.evidence()).extracting(Evidence::bearing).contains(bearing(machine.decision()));
	}

	@Test
	void listsEachKindOfMachineWithItsSource() throws IOException {
		assertThat(machines()).hasSizeGreaterThan(250).allSatisfy((machine) -> {
			assertThat(machine.source()).isNotBlank();
			assertThat(machine.files()).isNotEmpty();
		});
		Map<String, Long> kinds = machines().collect(Collectors.groupingBy(Machine::kind, Collectors.counting()));
		assertThat(kinds).containsOnlyKeys("bare metal", "board", "chromebook", "cloud", "desktop",
				"developer environment", "handheld", "hypervisor", "laptop", "other processor", "rented server",
				"server", "single board", "tablet");
	}

	private static String decision(LocalEvidence evidence) {
		if (evidence.proven() != null) {
			return evidence.proven().getId();
		}
		if (evidence.hinted() != null) {
			return evidence.hinted().getId() + "?";
		}
		return evidence.ruledOut() ? "local" : "undecided";
	}

	private static Bearing bearing(String decision) {
		return switch (decision) {
			case "local" -> Bearing.AGAINST;
			case "undecided" -> Bearing.NEITHER;
			default -> Bearing.FOR;
		};
	}

	private void write(String name, String content) {
		if (name.equals("cpu")) {
			String flag = content.equals("none") ? "" : " " + content;
			write("proc/cpuinfo", "processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: fpu vme%s lahf_lm\nbugs\t\t:"
				.formatted(flag));
			return;
		}
		String path = FILES.getOrDefault(name, name.contains("/") ? name : "sys/class/dmi/id/" + name);
		try {
			Path file = this.root.resolve(path);
			Files.createDirectories(file.getParent());
			Files.writeString(file, content + "\n", StandardCharsets.US_ASCII);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A line of the table.
	 */
	record Machine(String decision, String kind, String name, String source, Map<String, String> files) {

		static Machine of(String line) {
			String[] columns = line.split("\t");
			assertThat(columns).as(line).hasSize(5);
			Map<String, String> files = Arrays.stream(columns[4].split("\\|"))
				.map((file) -> file.split("=", 2))
				.collect(Collectors.toMap((file) -> file[0], (file) -> file[1]));
			return new Machine(columns[0], columns[1], columns[2], columns[3], files);
		}

		@Override
		public String toString() {
			return "%s (%s)".formatted(this.name, this.source);
		}

	}

}
