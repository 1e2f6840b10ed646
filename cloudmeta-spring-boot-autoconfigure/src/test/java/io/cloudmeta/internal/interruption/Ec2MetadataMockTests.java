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

package io.cloudmeta.internal.interruption;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.InterruptionKind;
import io.cloudmeta.interruption.WatchStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests against AWS's own mock of the metadata service, version 1.9 or later.
 *
 * @see <a href= "https://github.com/aws/amazon-ec2-metadata-mock">Amazon EC2 Metadata
 * Mock</a>
 */
class Ec2MetadataMockTests {

	private static final String COMMAND = "ec2-metadata-mock";

	@TempDir
	private Path directory;

	private Process process;

	private int port;

	@BeforeEach
	void skipWithoutTheMock() {
		assumeTrue(
				Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
					.anyMatch((path) -> Files.isExecutable(Path.of(path, COMMAND))),
				"Skipped: there is no ec2-metadata-mock on the PATH"
						+ " (https://github.com/aws/amazon-ec2-metadata-mock/releases)");
	}

	@AfterEach
	void end() throws InterruptedException {
		if (this.process != null) {
			this.process.destroyForcibly().waitFor();
		}
	}

	private WatchedChanges watch(String lifecycle, String... arguments) throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.port = socket.getLocalPort();
		}
		Path configuration = Files.writeString(this.directory.resolve("aemm.json"), """
				{"metadata": {"values": {"instance-life-cycle": "%s"}}}
				""".formatted(lifecycle));
		List<String> command = new ArrayList<>(List.of(COMMAND));
		command.addAll(List.of(arguments));
		command.addAll(List.of("--hostname", "127.0.0.1", "--port", Integer.toString(this.port), "--config-file",
				configuration.toString(), "--imdsv2"));
		this.process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("log").toFile())
			.start();
		WatchedChanges.await(() -> isListening() || !this.process.isAlive(), this::log);
		assertThat(this.process.isAlive()).as(this::log).isTrue();
		return new WatchedChanges(
				Map.of("cloudmeta.provider", "aws", "cloudmeta.aws.endpoint", "http://127.0.0.1:" + this.port),
				Duration.ofMillis(50), List.of());
	}

	private boolean isListening() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private String log() {
		try {
			return Files.readString(this.directory.resolve("log"));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	@ParameterizedTest
	@CsvSource({ "terminate, PREEMPTION", "stop, STOP", "hibernate, HIBERNATION" })
	void spotInstanceReceivesNoticeAndRecommendationOnce(String action, InterruptionKind kind) throws Exception {
		try (WatchedChanges watched = watch("spot", "spot", "--action", action)) {
			watched.awaitStatus(WatchStatus.WATCHING);
			// its time is two minutes after each request
			Thread.sleep(2500);
			assertThat(watched.changes()).containsExactlyInAnyOrder("ANNOUNCED " + kind, "ANNOUNCED REBALANCE");
			CloudInterruption notice = watched.watcher().getPending().get(0);
			assertThat(notice.getKind()).isEqualTo(kind);
			assertThat(notice.getRemaining()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(120));
		}
	}

	@Test
	void noticeComesWithADelay() throws Exception {
		try (WatchedChanges watched = watch("spot", "spot", "--mock-delay-sec", "5", "--rebalance-delay-sec", "600")) {
			watched.awaitStatus(WatchStatus.WATCHING);
			assertThat(watched.changes()).isEmpty();
			watched.awaitChanges("ANNOUNCED PREEMPTION");
		}
	}

	@ParameterizedTest
	@CsvSource({ "instance-stop, STOP", "instance-retirement, RETIREMENT", "instance-reboot, REBOOT",
			"system-reboot, REBOOT", "system-maintenance, MAINTENANCE" })
	void scheduledEventIsAnnounced(String code, InterruptionKind kind) throws Exception {
		try (WatchedChanges watched = watch("on-demand", "events", "--code", code, "--not-before",
				"2030-01-05T16:00:00Z", "--not-after", "2030-01-05T18:00:00Z", "--not-before-deadline",
				"2030-01-06T16:00:00Z")) {
			watched.awaitChanges("ANNOUNCED " + kind).awaitStatus(WatchStatus.WATCHING);
			assertThat(watched.last().getDeadline()).isEqualTo("2030-01-05T16:00:00Z");
		}
	}

	@Test
	void scheduledEventThatIsOverIsNone() throws Exception {
		try (WatchedChanges watched = watch("on-demand", "events", "--state", "completed")) {
			watched.awaitStatus(WatchStatus.WATCHING);
			assertThat(watched.changes()).isEmpty();
		}
	}

}
