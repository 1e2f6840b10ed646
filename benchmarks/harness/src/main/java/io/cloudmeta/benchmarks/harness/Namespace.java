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

package io.cloudmeta.benchmarks.harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.util.FileSystemUtils;

/**
 * Runs something in a network and a mount namespace of its own: there a simulated cloud
 * has the real address, and the firmware's files are where the kernel puts them, so that
 * whatever is measured needs no setting.
 */
final class Namespace {

	private static final String BEGIN = "ip link set lo up && ip address add 169.254.169.254/32 dev lo";

	/** Names the directory that the class may leave as it likes. */
	static final String DIRECTORY = "cloudmeta.benchmarks.directory";

	private Namespace() {
	}

	/**
	 * Returns whether this machine lets us.
	 */
	static boolean isAllowed() {
		try {
			return start(List.of("sh", "-c", BEGIN + " && mount --bind /tmp /tmp"), new File("/dev/null")) == 0;
		}
		catch (IOException ex) {
			// no unshare on this machine
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Runs a class with the class path that this one has.
	 * @return its exit code
	 */
	static int run(Class<?> type, File log, String... arguments) throws IOException, InterruptedException {
		Path directory = Files.createTempDirectory("cloudmeta-benchmarks");
		List<String> command = new ArrayList<>(List.of("sh", "-c", BEGIN + " && exec \"$0\" \"$@\"", Workplace.java(),
				"-D" + DIRECTORY + "=" + directory, "-cp", System.getProperty("java.class.path"), type.getName()));
		command.addAll(Arrays.asList(arguments));
		try {
			return start(command, log);
		}
		finally {
			// what was mounted there ended with the namespace
			if (!Files.readString(Path.of("/proc/self/mounts")).contains(directory.toString())) {
				FileSystemUtils.deleteRecursively(directory);
			}
		}
	}

	private static int start(List<String> command, File log) throws IOException, InterruptedException {
		List<String> unshare = new ArrayList<>(List.of("unshare", "--net", "--mount"));
		if (!"root".equals(System.getProperty("user.name"))) {
			unshare.add("--map-root-user");
		}
		unshare.addAll(command);
		ProcessBuilder builder = new ProcessBuilder(unshare).redirectErrorStream(true);
		builder.redirectOutput(
				log.getPath().isEmpty() ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.appendTo(log));
		Process process = builder.start();
		Thread end = new Thread(() -> process.descendants().forEach(ProcessHandle::destroyForcibly));
		Runtime.getRuntime().addShutdownHook(end);
		try {
			return process.waitFor();
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
			Runtime.getRuntime().removeShutdownHook(end);
		}
	}

}
