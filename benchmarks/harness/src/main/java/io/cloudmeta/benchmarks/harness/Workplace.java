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
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the build has put what is measured.
 */
final class Workplace {

	private Workplace() {
	}

	/**
	 * Returns the directory {@code benchmarks}.
	 */
	static Path benchmarks() {
		try {
			Path classes = Path.of(Workplace.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			return classes.resolve("../../..").toRealPath();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static PerformancePage page() {
		return new PerformancePage(benchmarks().resolve("../docs/performance.md"));
	}

	/**
	 * Returns a module's jar and what it depends on.
	 */
	static List<Path> classPath(String module) {
		List<Path> classPath = new ArrayList<>(List.of(jar(module)));
		classPath.addAll(dependencies(module));
		return classPath;
	}

	static List<Path> dependencies(String module) {
		try {
			String text = Files.readString(benchmarks().resolve(module).resolve("target/classpath")).strip();
			return Arrays.stream(text.split(File.pathSeparator)).map(Path::of).toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Build first: ./mvnw -pl benchmarks/harness -am package -DskipTests", ex);
		}
	}

	static Path jar(String module) {
		return find(benchmarks().resolve(module),
				"benchmark-" + module + "-.*(?<!-executable|-sources|-javadoc)\\.jar");
	}

	static Path executableJar(String module) {
		return find(benchmarks().resolve(module), "benchmark-" + module + "-.*-executable\\.jar");
	}

	/**
	 * Returns the jar that users get.
	 */
	static Path product() {
		return find(benchmarks().resolve("../cloudmeta-spring-boot-autoconfigure").normalize(),
				"cloudmeta-spring-boot-autoconfigure-[^-]*(-SNAPSHOT)?\\.jar");
	}

	private static Path find(Path module, String name) {
		try (Stream<Path> files = Files.list(module.resolve("target"))) {
			return files.filter((file) -> file.getFileName().toString().matches(name))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("%s is not built: no %s".formatted(module, name)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	static String join(List<Path> classPath) {
		return String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList());
	}

}
