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
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * An executable jar, built and trained for all the ways to start it.
 */
final class PreparedApplication {

	static final String EXECUTABLE = "executable jar";

	static final String EXTRACTED = "extracted jar";

	static final String PROCESSED = "Spring's AOT processing";

	static final String CDS_ARCHIVE = "CDS archive";

	static final String AOT_CACHE = "AOT cache";

	static final String BOTH = AOT_CACHE + " and " + PROCESSED;

	private static final String APPLICATION = "io.cloudmeta.benchmarks.application.BenchmarkApplication";

	private static final int FIRST_JDK_WITH_AOT_CACHE = 25;

	private final Path directory;

	private final List<String> options;

	private final Map<String, List<String>> ways = new LinkedHashMap<>();

	private PreparedApplication(Path directory, List<String> options) {
		this.directory = directory;
		this.options = options;
	}

	/**
	 * Returns the ways to start that this JDK supports.
	 */
	static List<String> knownWays() {
		return isAotCacheKnown() ? List.of(EXECUTABLE, EXTRACTED, PROCESSED, CDS_ARCHIVE, AOT_CACHE, BOTH)
				: List.of(EXECUTABLE, EXTRACTED, PROCESSED, CDS_ARCHIVE);
	}

	static boolean isAotCacheKnown() {
		return Runtime.version().feature() >= FIRST_JDK_WITH_AOT_CACHE;
	}

	/**
	 * Builds and trains on the machine as it is now.
	 * @param executable the jar
	 * @param directory where to put what is made, an empty one
	 * @param wanted the ways
	 * @param options the JVM's options
	 * @return the arguments of {@code java}, by the way to start
	 */
	static Map<String, List<String>> prepare(Path executable, Path directory, List<String> wanted, String... options)
			throws Exception {
		PreparedApplication application = new PreparedApplication(directory, List.of(options));
		application.prepare(executable, wanted);
		return application.ways;
	}

	private void prepare(Path executable, List<String> wanted) throws Exception {
		List<String> executed = withOptions("-jar", executable.toString());
		Path extracted = this.directory.resolve("extracted");
		Machine.execute(Workplace.java(), "-Djarmode=tools", "-jar", executable.toString(), "extract", "--destination",
				extracted.toString());
		List<String> jar = withOptions("-jar", extracted.resolve(executable.getFileName()).toString());
		List<String> processed = withOptions("-Dspring.aot.enabled=true", "-cp",
				Workplace.join(aotProcessed(extracted, executable.getFileName())), APPLICATION);
		for (String way : wanted) {
			switch (way) {
				case EXECUTABLE -> this.ways.put(way, executed);
				case EXTRACTED -> this.ways.put(way, jar);
				case PROCESSED -> this.ways.put(way, processed);
				case CDS_ARCHIVE -> train(way, "-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=", jar);
				case AOT_CACHE -> train(way, "-XX:AOTCacheOutput=", "-XX:AOTCache=", jar);
				default -> train(way, "-XX:AOTCacheOutput=", "-XX:AOTCache=", processed);
			}
		}
	}

	private List<String> withOptions(String... command) {
		List<String> all = new ArrayList<>(this.options);
		all.addAll(Arrays.asList(command));
		return all;
	}

	private void train(String name, String outputOption, String inputOption, List<String> command) throws Exception {
		Path cache = this.directory.resolve(name.replaceAll("\\W+", "-"));
		List<String> training = new ArrayList<>(List.of(outputOption + cache));
		training.addAll(command);
		try (Start start = Start.of(training)) {
			start.end();
		}
		if (!Files.exists(cache)) {
			throw new IllegalStateException("No %s was written".formatted(name));
		}
		List<String> way = new ArrayList<>(List.of(inputOption + cache));
		way.addAll(command);
		this.ways.put(name, way);
	}

	/**
	 * Processes the application as the goal {@code process-aot} of Spring Boot's plugin
	 * does.
	 * @return the class path to run it with
	 */
	private List<Path> aotProcessed(Path extracted, Path jarName) throws Exception {
		List<Path> classPath = new ArrayList<>();
		classPath.add(extracted.resolve(jarName));
		try (Stream<Path> libraries = Files.list(extracted.resolve("lib"))) {
			libraries.sorted().forEach(classPath::add);
		}
		Path sources = Files.createDirectories(this.directory.resolve("aot/sources"));
		Path classes = Files.createDirectories(this.directory.resolve("aot/classes"));
		List<String> command = new ArrayList<>(List.of(Workplace.java()));
		command.addAll(List.of("-cp", Workplace.join(classPath),
				"org.springframework.boot.SpringApplicationAotProcessor", APPLICATION, sources.toString(),
				classes.toString(), classes.toString(), "io.cloudmeta", "benchmark"));
		Machine.execute(command.toArray(String[]::new));
		compile(sources, classes, classPath);
		Path jar = this.directory.resolve("aot.jar");
		pack(classes, jar);
		classPath.add(0, jar);
		return classPath;
	}

	private static void compile(Path sources, Path classes, List<Path> classPath) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		List<String> arguments = new ArrayList<>(
				List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", Workplace.join(classPath)));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(arguments::add);
		}
		if (compiler.run(null, OutputStream.nullOutputStream(), null, arguments.toArray(String[]::new)) != 0) {
			throw new IllegalStateException("What Spring generated does not compile");
		}
	}

	private static void pack(Path classes, Path jar) throws IOException {
		try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar));
				Stream<Path> files = Files.walk(classes)) {
			for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
				output.putNextEntry(new JarEntry(classes.relativize(file).toString()));
				Files.copy(file, output);
			}
		}
	}

}
