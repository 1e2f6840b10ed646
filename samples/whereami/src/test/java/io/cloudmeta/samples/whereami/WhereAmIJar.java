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

package io.cloudmeta.samples.whereami;

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

/**
 * The executable jar in a process of its own.
 */
final class WhereAmIJar implements AutoCloseable {

	private static final Path JAR = Path.of("target", "whereami.jar");

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final Duration START = Duration.ofSeconds(60);

	private final Path log;

	private final Process process;

	private WhereAmIJar(Path log, Process process) {
		this.log = log;
		this.process = process;
	}

	static Path getPath() {
		return JAR;
	}

	static WhereAmIJar start(CloudSimulator simulator, Path directory) throws IOException {
		Path log = directory.resolve("whereami.log");
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		List<String> command = new ArrayList<>(List.of(java, "-jar", JAR.toString(), "--server.port=0"));
		simulator.getProperties().forEach((name, value) -> command.add("--" + name + "=" + value));
		return new WhereAmIJar(log,
				new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
	}

	/**
	 * Waits until the application listens.
	 * @return its address
	 */
	String getUrl() throws IOException, InterruptedException {
		long end = System.nanoTime() + START.toNanos();
		while (this.process.isAlive() && System.nanoTime() < end) {
			Matcher port = PORT.matcher(Files.readString(this.log));
			if (port.find()) {
				return "http://localhost:" + port.group(1);
			}
			Thread.sleep(50);
		}
		throw new IllegalStateException("The application did not start:\n" + Files.readString(this.log));
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
			this.process.destroyForcibly().waitFor();
		}
	}

}
