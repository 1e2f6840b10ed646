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

package io.cloudmeta.internal.detection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.detection.ProbePlan.Step;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every simulated service and what imitates them, each with its own firmware, without any
 * and with that of a common virtual machine: never the wrong cloud. What came out stands
 * in {@code docs/confusion-matrix.md}.
 */
class ConfusionMatrixTests {

	private static final List<Verdicted> CELLS = new ArrayList<>();

	@BeforeAll
	static void detectEverywhere() {
		CELLS.clear();
		for (Situation situation : Situation.all()) {
			Arrays.stream(Dmi.values()).forEach((dmi) -> CELLS.add(Verdicted.of(situation, dmi)));
		}
	}

	static List<Verdicted> cells() {
		return CELLS;
	}

	@ParameterizedTest
	@MethodSource("cells")
	void isTakenForWhatItIs(Verdicted cell) {
		assertThat(cell.provider()).as("%s: %s", cell, cell.evidence()).isEqualTo(cell.expected());
	}

	@ParameterizedTest
	@MethodSource("cells")
	void asksWithoutATokenOnlyWhatIsNotEc2(Verdicted cell) {
		if (cell.situation().cloud().equals("aws")) {
			assertThat(cell.requestsWithoutToken()).as(cell.toString()).isEmpty();
		}
	}

	@ParameterizedTest
	@MethodSource("cells")
	void asksNobodyWhereFirmwareNamesHardware(Verdicted cell) {
		if (cell.dmi() == Dmi.CLOUD && cell.expected().equals(CloudProvider.LOCAL)) {
			assertThat(cell.requests()).as(cell.toString()).isZero();
		}
	}

	@Test
	void pageTellsWhatCameOut() throws IOException {
		GeneratedPage.of("confusion-matrix.md", ConfusionMatrixTests.class)
			.section("plan", plan())
			.section("matrix", matrix())
			.section("evidence", evidence())
			.check();
	}

	private static List<String> plan() {
		List<String> lines = new ArrayList<>(List.of("| | Asked | Why there |", "|--:|---|---|"));
		int number = 1;
		for (Step step : ProbePlan.STEPS) {
			lines.add("| %d | %s | %s |".formatted(number++, name(step), step.reason()));
		}
		for (Step step : ProbePlan.NOT_ASKED) {
			lines.add("| – | %s | not asked: %s |".formatted(name(step), step.reason()));
		}
		return lines;
	}

	private static String name(Step step) {
		CloudProvider provider = step.provider();
		return (provider != null) ? provider.getDisplayName() : "a path that nobody has";
	}

	private static List<String> matrix() {
		List<String> lines = new ArrayList<>(
				List.of("| | Its own firmware | No firmware | A common virtual machine's |", "|---|---|---|---|"));
		for (Situation situation : Situation.all()) {
			lines.add("| %s | %s |".formatted(situation.name(),
					CELLS.stream()
						.filter((cell) -> cell.situation().name().equals(situation.name()))
						.map(Verdicted::summary)
						.collect(Collectors.joining(" | "))));
		}
		return lines;
	}

	private static List<String> evidence() {
		List<String> lines = new ArrayList<>();
		for (Verdicted cell : CELLS) {
			if (cell.dmi() == Dmi.CLOUD) {
				lines.addAll(List.of("", "### " + cell.situation().name()));
			}
			lines.addAll(List.of("", cell.heading(), ""));
			cell.evidence().forEach((line) -> lines.add("- " + line));
		}
		lines.remove(0);
		return lines;
	}

}
