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

package io.cloudmeta.recipes.kubernetes;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

import io.cloudmeta.recipes.SimulatedMachine;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.SimulatedInterruption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CompleteWork}: with a termination handler, which lets the kubelet send
 * a signal, and without one, where the application has only the cloud's notice.
 */
@Timeout(120)
class CompleteWorkTests {

	@TempDir
	private Path directory;

	@Test
	void onASignalCompletesWhatHasBegun() throws Exception {
		assertThat(signalled("10s")).isEqualTo("completed");
	}

	@Test
	void onASignalWithTooLittleGraceDoesNotCompleteIt() throws Exception {
		assertThat(signalled("200ms")).isEqualTo("begun");
		assertThat(this.directory.resolve("log")).content().contains("Not completed within PT0.2S");
	}

	@Test
	void onANoticeTakesNoMoreWorkButCompletesWhatHasBegun() {
		try (SimulatedMachine machine = new SimulatedMachine(Application.class, "app.grace=10s")) {
			ExecutorService workers = machine.get(ExecutorService.class);
			List<String> done = new ArrayList<>();
			Callable<Boolean> work = () -> {
				Thread.sleep(2000);
				return done.add("completed");
			};
			workers.submit(work);
			machine.announce(SimulatedInterruption.preemption());
			SimulatedMachine.await(workers::isShutdown);
			assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> workers.submit(work));
			SimulatedMachine.await(workers::isTerminated);
			assertThat(done).containsExactly("completed");
		}
	}

	private String signalled(String grace) throws IOException, InterruptedException {
		Path file = this.directory.resolve("work");
		try (CloudSimulator cloud = CloudSimulator.start("aws_eks")) {
			List<String> command = new ArrayList<>(List.of(
					Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
					"-cp", classPath(), Pod.class.getName(), file.toString(), "--app.grace=" + grace,
					"--spring.main.web-application-type=none", "--cloudmeta.interruptions.enabled=true"));
			cloud.getProperties().forEach((name, value) -> command.add("--" + name + "=" + value));
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("log").toFile());
			builder.environment().put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
			Process pod = builder.start();
			try {
				SimulatedMachine.await(() -> !pod.isAlive() || Files.exists(file));
				assertThat(pod.isAlive()).as(() -> log()).isTrue();
				pod.destroy();
				assertThat(pod.waitFor()).isEqualTo(143);
				return Files.readString(file);
			}
			finally {
				pod.destroyForcibly();
			}
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

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
			.replace('\n', File.pathSeparatorChar);
	}

	@EnableAutoConfiguration
	@Import(CompleteWork.class)
	static class Application {

		@Bean(destroyMethod = "")
		ExecutorService workers() {
			return Executors.newSingleThreadExecutor();
		}

	}

}
