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

package io.cloudmeta.autoconfigure.interruption;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.cloudmeta.internal.interruption.NoticeServer;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.SimulatedInterruption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what only a JVM of its own shows: its shutdown, and which classes it loads.
 */
class JvmShutdownTests {

	@TempDir
	private Path directory;

	private Path output;

	private Process start(NoticeServer server, String... options) throws IOException {
		return start(WatchedApplication.class, server.properties(), options);
	}

	private Process start(Class<?> application, Map<String, String> properties, String... options) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
		for (String option : options) {
			if (option.startsWith("-X")) {
				command.add(option);
			}
		}
		command
			.addAll(List.of("-cp", System.getProperty("java.class.path"), application.getName(), "--test.block=true"));
		properties.forEach((name, value) -> command.add("--%s=%s".formatted(name, value)));
		for (String option : options) {
			if (option.startsWith("--")) {
				command.add(option);
			}
		}
		this.output = this.directory.resolve("output");
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(this.output.toFile()).start();
	}

	private String output() {
		try {
			return Files.readString(this.output, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void awaitOutput(String text) {
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (!output().contains(text)) {
			assertThat(System.nanoTime()).as(this::output).isLessThan(end);
			try {
				Thread.sleep(20);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private static void terminate(Process process) throws InterruptedException {
		process.destroy();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whenNothingIsAnnouncedTheShutdownIsAnInterruption() throws Exception {
		try (NoticeServer server = NoticeServer.azure("Regular")) {
			Process process = start(server, "--cloudmeta.interruptions.enabled=true");
			awaitOutput("Watching for notices");
			terminate(process);
			assertThat(output()).containsOnlyOnce("received ANNOUNCED SHUTDOWN");
		}
	}

	@Test
	void whenThePreemptionIsAnnouncedWithTheSignalTheLastCheckFindsIt() throws Exception {
		try (NoticeServer server = NoticeServer.azure("Regular")) {
			Process process = start(server, "--cloudmeta.interruptions.enabled=true",
					"--cloudmeta.interruptions.interval=60s");
			awaitOutput("Watching for notices");
			server.azureEvents(2, """
					{"EventId": "e", "EventStatus": "Scheduled", "EventType": "Preempt", "Resources": ["orders_3"],
					"NotBefore": "%s", "Description": "Preempted"}
					""".formatted(Instant.now().plusSeconds(30)));
			terminate(process);
			assertThat(output()).containsOnlyOnce("received ANNOUNCED PREEMPTION").doesNotContain("SHUTDOWN");
		}
	}

	@Test
	void whenGooglePreemptsWithTheSignalThePreemptionIsTheReason() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("gcp", Map.of("lifecycle", "spot"))) {
			Process process = start(WatchedApplication.class, cloud.getProperties(),
					"--cloudmeta.interruptions.enabled=true");
			awaitOutput("Watching for notices");
			cloud.announce(SimulatedInterruption.preemption());
			terminate(process);
			assertThat(output()).containsOnlyOnce("received ANNOUNCED PREEMPTION").doesNotContain("SHUTDOWN");
		}
	}

	@Test
	void whenTheServiceHangsTheShutdownIsNotDelayed() throws Exception {
		try (NoticeServer server = NoticeServer.azure("Regular")) {
			Process process = start(server, "--cloudmeta.interruptions.enabled=true");
			awaitOutput("Watching for notices");
			server.setDelay(Duration.ofSeconds(30));
			terminate(process);
			assertThat(output()).containsOnlyOnce("received ANNOUNCED SHUTDOWN");
		}
	}

	@Test
	void whenItIsOffNothingOfItIsLoadedButTheConstant() throws Exception {
		try (NoticeServer server = NoticeServer.azure("Regular")) {
			Process process = start(PlainApplication.class, server.properties(), "-Xlog:class+load=info");
			awaitOutput("started on azure");
			terminate(process);
			assertThat(output().lines()
				.filter((line) -> line.contains("source:"))
				.map((line) -> line.replaceFirst(".*\\] ", "").replaceFirst(" source:.*", ""))
				.filter((name) -> name.startsWith("io.cloudmeta.")
						&& (name.contains(".interruption.") || name.contains("Interruption")))
				.filter((name) -> !name.contains("PlainApplication")))
				// the types of its methods are those that Spring looks at
				.containsOnly("io.cloudmeta.interruption.CloudInterruptions", "io.cloudmeta.interruption.WatchStatus",
						"io.cloudmeta.interruption.CloudInterruption",
						"io.cloudmeta.autoconfigure.interruption.CloudMetaInterruptionsAutoConfiguration",
						"io.cloudmeta.autoconfigure.interruption.DisabledInterruptions");
			assertThat(output()).doesNotContain("SHUTDOWN");
			assertThat(server.count("scheduledevents")).isZero();
		}
	}

}
