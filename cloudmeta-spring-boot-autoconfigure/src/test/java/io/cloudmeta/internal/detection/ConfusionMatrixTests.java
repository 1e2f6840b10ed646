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
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
 * and with that of a common virtual machine, on a fast network and with 100 ms per
 * response: never the wrong cloud. What came out stands in
 * {@code docs/confusion-matrix.md}.
 */
class ConfusionMatrixTests {

	/** How long a response takes on a slow network, in milliseconds. */
	private static final int SLOW = 100;

	private static final List<Verdicted> FAST_CELLS = new ArrayList<>();

	private static final List<Verdicted> SLOW_CELLS = new ArrayList<>();

	@BeforeAll
	static void detectEverywhere() throws Exception {
		FAST_CELLS.clear();
		FAST_CELLS.addAll(detect(0));
		SLOW_CELLS.clear();
		SLOW_CELLS.addAll(detect(SLOW));
	}

	private static List<Verdicted> detect(int delay) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool((delay > 0) ? 4 : 1);
		try {
			List<Future<Verdicted>> cells = new ArrayList<>();
			for (Situation situation : Situation.all()) {
				for (Dmi dmi : Dmi.values()) {
					cells.add(executor.submit(() -> Verdicted.of(situation, dmi, delay)));
				}
			}
			List<Verdicted> verdicts = new ArrayList<>();
			for (Future<Verdicted> cell : cells) {
				verdicts.add(cell.get());
			}
			return verdicts;
		}
		finally {
			executor.shutdownNow();
		}
	}

	static Stream<Verdicted> cells() {
		return Stream.concat(FAST_CELLS.stream(), SLOW_CELLS.stream());
	}

	/**
	 * Requests of the same wave may not be sent any more where the response to the first
	 * one comes at once.
	 */
	@Test
	void needsNoMoreRequestsOnAFastNetwork() {
		assertThat(FAST_CELLS).zipSatisfy(SLOW_CELLS, (fast, slow) -> {
			assertThat(fast.requests()).as(slow.toString()).isLessThanOrEqualTo(slow.requests());
			assertThat(fast.evidence()).as(slow.toString()).isEqualTo(slow.evidence());
		});
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
	void sendsNoRequestIfTheFirmwareNamesHardware(Verdicted cell) {
		if (cell.dmi() == Dmi.CLOUD && cell.expected().equals(CloudProvider.LOCAL)) {
			assertThat(cell.requests()).as(cell.toString()).isZero();
		}
	}

	@Test
	void pageHasTheResults() throws IOException {
		GeneratedPage.of("confusion-matrix.md", ConfusionMatrixTests.class)
			.section("plan", plan())
			.section("matrix", matrix())
			.section("evidence", evidence())
			.check();
	}

	private static List<String> plan() {
		List<String> lines = new ArrayList<>(List.of("| Wave | Probed | Reason |", "|--:|---|---|"));
		for (Step step : ProbePlan.STEPS) {
			lines.add("| %d | %s | %s |".formatted(step.wave(), name(step), step.reason()));
		}
		for (Step step : ProbePlan.NOT_PROBED) {
			lines.add("| – | %s | not probed: %s |".formatted(name(step), step.reason()));
		}
		return lines;
	}

	private static String name(Step step) {
		CloudProvider provider = step.provider();
		return (provider != null) ? provider.getDisplayName() : "a path that no cloud serves";
	}

	private static List<String> matrix() {
		List<String> lines = new ArrayList<>(
				List.of("| | Its own firmware | No firmware | A common virtual machine's |", "|---|---|---|---|"));
		for (Situation situation : Situation.all()) {
			lines.add("| %s | %s |".formatted(situation.name(),
					SLOW_CELLS.stream()
						.filter((cell) -> cell.situation().name().equals(situation.name()))
						.map(Verdicted::summary)
						.collect(Collectors.joining(" | "))));
		}
		return lines;
	}

	private static List<String> evidence() {
		List<String> lines = new ArrayList<>();
		for (Verdicted cell : SLOW_CELLS) {
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
