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

package io.cloudmeta.samples.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the executable jar, built once, that runs from what was processed ahead of
 * time.
 */
class AheadOfTimeJarIT {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final Duration START = Duration.ofMinutes(5);

	@ParameterizedTest
	@CsvSource({ "aws, S3ObjectStore", "none, FolderObjectStore" })
	void choosesOnTheMachineWhereItRuns(String cloud, String store, @TempDir Path directory) throws Exception {
		Path log = directory.resolve("log");
		try (CloudSimulator simulator = CloudSimulator.start(cloud)) {
			Process process = start(simulator, log);
			try {
				RestTestClient.bindToServer()
					.baseUrl("http://localhost:" + awaitPort(process, log))
					.build()
					.get()
					.uri("/store")
					.exchange()
					.expectBody()
					.jsonPath("$.store")
					.isEqualTo(store);
				assertThat(log).content().contains("Starting AOT-processed StorageApplication");
			}
			finally {
				process.destroy();
				if (!process.waitFor(20, TimeUnit.SECONDS)) {
					process.destroyForcibly().waitFor();
				}
			}
		}
	}

	private static Process start(CloudSimulator simulator, Path log) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dspring.aot.enabled=true",
						"-jar", Path.of("target", "storage.jar").toString(), "--server.port=0"));
		simulator.getProperties().forEach((name, value) -> command.add("--" + name + "=" + value));
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	private static String awaitPort(Process process, Path log) throws IOException, InterruptedException {
		long end = System.nanoTime() + START.toNanos();
		while (process.isAlive() && System.nanoTime() < end) {
			Matcher port = PORT.matcher(Files.readString(log));
			if (port.find()) {
				return port.group(1);
			}
			Thread.sleep(50);
		}
		throw new IllegalStateException("The application did not start:\n" + Files.readString(log));
	}

}
