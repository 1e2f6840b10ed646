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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * What the figures depend on.
 */
final class Environment {

	private Environment() {
	}

	static String describe() {
		return "Measured on %s, JDK %s, %d processors (%s), %s, load %s".formatted(LocalDate.now(ZoneOffset.UTC),
				Runtime.version(), Runtime.getRuntime().availableProcessors(), processor(),
				System.getProperty("os.name") + " " + System.getProperty("os.version").replaceAll("-.*", ""), load());
	}

	private static String processor() {
		return read("/proc/cpuinfo").lines()
			.filter((line) -> line.startsWith("model name"))
			.map((line) -> line.substring(line.indexOf(':') + 1).strip())
			.findFirst()
			.orElse(System.getProperty("os.arch").toLowerCase(Locale.ROOT));
	}

	private static String load() {
		String load = read("/proc/loadavg");
		return load.isEmpty() ? "unknown" : load.substring(0, load.indexOf(' '));
	}

	private static String read(String file) {
		try {
			return Files.readString(Path.of(file));
		}
		catch (IOException ex) {
			return "";
		}
	}

}
