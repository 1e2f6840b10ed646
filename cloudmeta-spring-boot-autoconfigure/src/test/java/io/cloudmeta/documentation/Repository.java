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

package io.cloudmeta.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The files of this project, but for what is built.
 */
final class Repository {

	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Set<String> BUILT = Set.of("target", "node_modules");

	/** The project's own files that a page may quote, without their indents. */
	private static final List<String> QUOTABLE = files(
			(name) -> name.endsWith(".java") || name.endsWith(".factories") || name.endsWith(".xml"))
		.stream()
		.map((file) -> withoutIndent(read(file)))
		.toList();

	private Repository() {
	}

	static List<Path> files(Predicate<String> name) {
		List<Path> files = new ArrayList<>();
		try {
			Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
					String directoryName = directory.getFileName().toString();
					boolean skipped = !directory.equals(ROOT)
							&& (BUILT.contains(directoryName) || directoryName.startsWith("."));
					return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
					if (name.test(file.getFileName().toString())) {
						files.add(file);
					}
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		files.sort(null);
		return files;
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns a text without what differs between a file and a quotation of it: how far
	 * its lines are indented.
	 */
	static String withoutIndent(String text) {
		return text.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
	}

	/**
	 * Returns whether each paragraph of a text stands, line by line, in one of the
	 * project's own files.
	 */
	static boolean isQuoted(String text) {
		return Arrays.stream(withoutIndent(text).split("\n\n"))
			.allMatch((paragraph) -> QUOTABLE.stream().anyMatch((file) -> file.contains(paragraph)));
	}

	/**
	 * Returns whether an import is that of one of the project's own types.
	 */
	static boolean hasType(String line) {
		String file = line.replaceFirst("^import (?:static )?", "").replaceFirst(";$", "").replace('.', '/') + ".java";
		return !files((name) -> file.endsWith("/" + name)).isEmpty();
	}

}
