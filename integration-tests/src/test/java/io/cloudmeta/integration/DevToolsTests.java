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

package io.cloudmeta.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that DevTools restarts, in a JVM of its own, as DevTools keep
 * out of tests.
 */
class DevToolsTests {

	@Test
	void knowsWhereItRunsAfterRestart(@TempDir Path directory) throws IOException, InterruptedException {
		Path output = directory.resolve("output");
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
							System.getProperty("java.class.path"), RestartedApplication.class.getName()));
			command.addAll(List.of(Arguments.of(cloud, "app.bucket=data-$<cloud:region>",
					"spring.cloud.config.enabled=false", "spring.main.web-application-type=none")));
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			boolean ended = process.waitFor(5, TimeUnit.MINUTES);
			process.destroyForcibly();
			assertThat(ended).as(() -> read(output)).isTrue();
			assertThat(Files.readAllLines(output)).filteredOn((line) -> line.contains("Knows: "))
				.extracting((line) -> line.replaceFirst(".*Knows: ", ""))
				.as(() -> read(output))
				.containsExactly("northeurope, data-northeurope, 3 by RestartClassLoader",
						"northeurope, data-northeurope, 3 by RestartClassLoader");
			// what the first application knew has ended with it
			assertThat(cloud.getRequests()).hasSize(2);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
