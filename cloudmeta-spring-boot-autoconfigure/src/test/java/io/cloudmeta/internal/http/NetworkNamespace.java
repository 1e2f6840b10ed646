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

package io.cloudmeta.internal.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs a Java program in a network namespace of its own. A test is skipped where the
 * machine does not allow that.
 */
public final class NetworkNamespace {

	private NetworkNamespace() {
	}

	/**
	 * Runs a program whose first argument is a file for what it found out.
	 * @param network shell commands that set up the network
	 * @param directory where to put the file
	 * @param program the program's class
	 * @param options the JVM's options
	 * @param arguments the program's further arguments
	 * @return the lines of the file
	 */
	public static List<String> run(String network, Path directory, Class<?> program, List<String> options,
			String... arguments) throws Exception {
		Assumptions.assumeTrue(succeeds(network),
				"this machine does not allow network namespaces (needs Linux, root, unshare, mount and ip)");
		Path file = directory.resolve("result");
		List<String> words = new ArrayList<>();
		words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		words.addAll(options);
		words.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName(), file.toString()));
		words.addAll(List.of(arguments));
		assertThat(succeeds(network + " && exec '" + String.join("' '", words) + "'")).isTrue();
		return Files.readAllLines(file);
	}

	private static boolean succeeds(String command) throws InterruptedException {
		List<String> unshare = new ArrayList<>(List.of("unshare", "--net", "--mount"));
		if (!"root".equals(System.getProperty("user.name"))) {
			unshare.add("--map-root-user");
		}
		unshare.addAll(List.of("sh", "-c", command));
		try {
			Process process = new ProcessBuilder(unshare).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (IOException ex) {
			// no unshare on this machine
			return false;
		}
	}

}
