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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each fault of a metadata service, from real sockets, in each phase: nothing that it
 * does harms the application. What came out stands in {@code docs/faults.md}.
 * <p>
 * Some faults are met by all simulated clouds, the others by some that speak differently;
 * {@code -Dcloudmeta.faults=all} lets all meet all.
 */
class FaultMatrixTests {

	/** How long a machine that is busy may take beyond a deadline. */
	private static final Duration GRACE = Duration.ofMillis(1500);

	/** A token by PUT, a document, Google's header, one text for each value. */
	private static final List<String> DIFFERENT = List.of("aws", "azure", "gcp", "cloudstack");

	private static final Set<Fault> MET_BY_ALL = Set.of(Fault.REFUSED, Fault.SILENT, Fault.STOPS_IN_THE_BODY,
			Fault.ALWAYS_503, Fault.TWICE_503, Fault.ALWAYS_404, Fault.HTML);

	/** How many cells at a time: most of them wait. */
	private static final int AT_A_TIME = 16;

	private static final boolean ALL_MEET_ALL = "all".equals(System.getProperty("cloudmeta.faults"));

	private static final List<FaultCell> CELLS = new ArrayList<>();

	private static final List<FaultyServer> SERVERS = new CopyOnWriteArrayList<>();

	@BeforeAll
	static void meetAllFaults(@TempDir Path emptyDirectory) throws Exception {
		Map<String, HealthyCloud> clouds = new LinkedHashMap<>();
		CloudSimulator.getClouds().forEach((name) -> clouds.put(name, HealthyCloud.start(name)));
		Semaphore free = new Semaphore(AT_A_TIME);
		List<FutureTask<FaultCell>> cells = new ArrayList<>();
		try (GroupLog log = GroupLog.attach()) {
			for (Fault fault : Fault.values()) {
				for (HealthyCloud cloud : clouds.values()) {
					for (FaultPhase phase : FaultPhase.values()) {
						if (isMet(fault, phase, cloud)) {
							free.acquire();
							cells.add(inAGroupOfItsOwn(free, () -> {
								FaultyServer server = new FaultyServer(cloud.simulator().getUrl());
								SERVERS.add(server);
								return FaultCell.of(fault, phase, cloud, server, emptyDirectory, log);
							}));
						}
					}
				}
			}
			for (FutureTask<FaultCell> cell : cells) {
				CELLS.add(cell.get());
			}
		}
		finally {
			clouds.values().forEach((cloud) -> cloud.simulator().close());
		}
	}

	private static boolean isMet(Fault fault, FaultPhase phase, HealthyCloud cloud) {
		String name = cloud.simulator().getCloud();
		if (!ALL_MEET_ALL && !MET_BY_ALL.contains(fault) && !DIFFERENT.contains(name)) {
			return false;
		}
		return switch (phase) {
			case NAMED, REFRESH -> true;
			case UNNAMED -> ProbePlan.providers().contains(CloudProvider.of(name));
			case FETCH -> cloud.question() != null;
		};
	}

	private static FutureTask<FaultCell> inAGroupOfItsOwn(Semaphore free, Callable<FaultCell> cell) {
		FutureTask<FaultCell> task = new FutureTask<>(cell);
		ThreadGroup group = new ThreadGroup("cell");
		new Thread(group, () -> {
			try {
				task.run();
			}
			finally {
				free.release();
			}
		}, "cell").start();
		return task;
	}

	@AfterAll
	static void closeServers() throws IOException {
		for (FaultyServer server : SERVERS) {
			server.close();
		}
		SERVERS.clear();
		CELLS.clear();
	}

	private static List<FaultCell> cells(Fault fault) {
		return CELLS.stream().filter((cell) -> cell.fault() == fault).toList();
	}

	@ParameterizedTest
	@EnumSource
	void isNeverTakenForTheTruth(Fault fault) {
		assertThat(cells(fault)).isNotEmpty().allSatisfy((cell) -> {
			assertThat(cell.lies()).as(cell.toString()).isEmpty();
			assertThat(cell.followed()).as(cell.toString()).isFalse();
		});
	}

	@ParameterizedTest
	@EnumSource
	void isOverWithItsDeadline(Fault fault) {
		assertThat(cells(fault)).allSatisfy((cell) -> assertThat(cell.elapsed()).as(cell.toString())
			.isLessThan(cell.phase().deadline().plus(GRACE)));
	}

	@ParameterizedTest
	@EnumSource
	void leavesNoThreadAndNoAnswerUnderWay(Fault fault) {
		assertThat(cells(fault)).allSatisfy((cell) -> {
			assertThat(cell.threads()).as(cell.toString()).isEmpty();
			assertThat(cell.unfinished()).as(cell.toString()).isZero();
		});
	}

	@Test
	void leavesNoConnection() throws InterruptedException {
		long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (SERVERS.stream().anyMatch((server) -> server.open() > 0) && System.nanoTime() < end) {
			Thread.sleep(50);
		}
		assertThat(SERVERS).isNotEmpty().allSatisfy((server) -> assertThat(server.open()).isZero());
	}

	@ParameterizedTest
	@EnumSource
	void saysWhatToDoInALine(Fault fault) {
		assertThat(cells(fault)).allSatisfy((cell) -> {
			List<String> warnings = cell.logged().stream().filter((line) -> line.startsWith("WARN")).toList();
			List<String> others = cell.logged().stream().filter((line) -> line.startsWith("INFO")).toList();
			assertThat(cell.logged()).as(cell.toString())
				.hasSize(warnings.size() + others.size())
				.noneMatch((line) -> line.contains("stack trace") || line.contains("\n"));
			boolean warned = cell.verdict().equals(FaultCell.PROVIDER_ONLY) || cell.verdict().equals(FaultCell.KEPT);
			List<String> ofValues = warnings.stream().filter((line) -> line.startsWith("WARN A value of ")).toList();
			assertThat(warnings).as(cell.toString())
				.doesNotHaveDuplicates()
				.hasSize((warned ? 1 : 0) + ofValues.size());
			if (cell.phase() == FaultPhase.FETCH && cell.verdict().equals(FaultCell.ABSENT)) {
				// these look like a value that the instance does not have
				boolean mayBeMissing = EnumSet.of(Fault.ALWAYS_404, Fault.EMPTY, Fault.HTML, Fault.ONCE_401)
					.contains(fault);
				assertThat(!ofValues.isEmpty() || mayBeMissing).as(cell.toString()).isTrue();
			}
			assertThat(warnings).as(cell.toString())
				.allMatch((line) -> line.matches(".* was (not read|ignored), as .*: .*"));
			boolean cloud = cell.verdict().equals(FaultCell.PROVIDER_ONLY)
					|| (cell.phase() != FaultPhase.REFRESH && cell.verdict().equals(FaultCell.ALL));
			assertThat(others).as(cell.toString()).hasSize(cloud ? 1 : 0);
		});
	}

	@ParameterizedTest
	@EnumSource
	void passesWhereItIsWorthToTryAgain(Fault fault) {
		assertThat(cells(fault)).filteredOn((cell) -> fault.passes(cell.cloud()))
			.filteredOn((cell) -> cell.phase() != FaultPhase.UNNAMED)
			.allSatisfy((cell) -> assertThat(cell.verdict()).as(cell.toString()).isIn(FaultCell.ALL, FaultCell.VALUE));
	}

	@Test
	void pageHasTheResults() throws IOException {
		Assumptions.assumeFalse(ALL_MEET_ALL, "the page shows what is run in every build");
		GeneratedPage.of("faults.md", FaultMatrixTests.class)
			.section("phases", phases())
			.section("matrix", matrix())
			.section("lines", lines())
			.check();
	}

	private static List<String> phases() {
		List<String> lines = new ArrayList<>(
				List.of("| Phase | Deadline | Cells | Late | Untrue values | Threads left |"
						+ " Answers left under way | Stack traces |", "|---|--:|--:|--:|--:|--:|--:|--:|"));
		for (FaultPhase phase : FaultPhase.values()) {
			List<FaultCell> cells = CELLS.stream().filter((cell) -> cell.phase() == phase).toList();
			lines.add("| %s | %d ms | %d | %d | %d | %d | %d | %d |".formatted(phase.description(),
					phase.deadline().toMillis(), cells.size(),
					cells.stream().filter((cell) -> cell.elapsed().compareTo(phase.deadline().plus(GRACE)) > 0).count(),
					cells.stream().mapToLong((cell) -> cell.lies().size()).sum(),
					cells.stream().mapToLong((cell) -> cell.threads().size()).sum(),
					cells.stream().mapToLong(FaultCell::unfinished).sum(),
					cells.stream()
						.flatMap((cell) -> cell.logged().stream())
						.filter((line) -> line.contains("stack trace"))
						.count()));
		}
		return lines;
	}

	private static List<String> matrix() {
		String phases = Arrays.stream(FaultPhase.values())
			.map(FaultPhase::description)
			.collect(Collectors.joining(" | "));
		List<String> lines = new ArrayList<>(
				List.of("| Fault | Clouds | %s |".formatted(phases), "|---|--:|---|---|---|---|"));
		for (Fault fault : Fault.values()) {
			long clouds = cells(fault).stream().map(FaultCell::cloud).distinct().count();
			lines.add("| %s | %d | %s |".formatted(fault.description(), clouds,
					Arrays.stream(FaultPhase.values())
						.map((phase) -> verdicts(fault, phase))
						.collect(Collectors.joining(" | "))));
		}
		return lines;
	}

	private static String verdicts(Fault fault, FaultPhase phase) {
		Map<String, List<String>> clouds = new LinkedHashMap<>();
		cells(fault).stream()
			.filter((cell) -> cell.phase() == phase)
			.forEach(
					(cell) -> clouds.computeIfAbsent(cell.verdict(), (verdict) -> new ArrayList<>()).add(cell.cloud()));
		if (clouds.size() == 1) {
			return clouds.keySet().iterator().next();
		}
		return clouds.entrySet()
			.stream()
			.map((verdict) -> "%s: %s".formatted(String.join(", ", verdict.getValue()), verdict.getKey()))
			.collect(Collectors.joining("; "));
	}

	private static List<String> lines() {
		List<String> lines = new ArrayList<>(List.of("| Fault | On | What the line says |", "|---|---|---|"));
		for (Fault fault : Fault.values()) {
			Map<String, List<String>> clouds = new LinkedHashMap<>();
			cells(fault).stream()
				.filter((cell) -> cell.phase() == FaultPhase.NAMED && DIFFERENT.contains(cell.cloud()))
				.filter((cell) -> !cell.failures().isEmpty())
				.forEach((cell) -> clouds.computeIfAbsent(cell.line(), (line) -> new ArrayList<>()).add(cell.cloud()));
			clouds.forEach((line, names) -> lines
				.add("| %s | %s | %s |".formatted(fault.description(), String.join(", ", names), line)));
		}
		return lines;
	}

}
