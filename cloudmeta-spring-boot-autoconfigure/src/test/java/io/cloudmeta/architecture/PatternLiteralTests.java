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

package io.cloudmeta.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.cloudmeta.internal.filter.RepeatedGroups;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps regular expressions that are no constants, such as the arguments of
 * {@code String.matches} and {@code String.replaceAll}, from repeating a group without a
 * bound. {@link ArchitectureRules} does the same for constants.
 */
class PatternLiteralTests {

	private static final Pattern LITERAL = Pattern
		.compile("(?:Pattern\\s*\\.compile|\\.matches|\\.replaceAll|\\.replaceFirst|\\.split)\\(\\s*"
				+ "(\"(?:[^\"\\\\]|\\\\.)*+\"(?:\\s*\\+\\s*\"(?:[^\"\\\\]|\\\\.)*+\")*+)");

	@Test
	void literalsInTheSourcesRepeatGroupsWithinABound() throws IOException {
		List<String> literals = new ArrayList<>();
		try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				literals.addAll(literals(Files.readString(file)));
			}
		}
		assertThat(literals).hasSizeGreaterThan(50).noneMatch(RepeatedGroups::isUnbounded);
	}

	@Test
	void unboundedLiteralIsFound() {
		assertThat(literals("text.matches(\"[a-z]+(-[a-z]+)\" + \"+\\\\d\"); text.split(\"a\");"))
			.containsExactly("[a-z]+(-[a-z]+)+\\d", "a")
			.anyMatch(RepeatedGroups::isUnbounded);
	}

	private static List<String> literals(String source) {
		List<String> literals = new ArrayList<>();
		Matcher matcher = LITERAL.matcher(source);
		while (matcher.find()) {
			literals
				.add(matcher.group(1).replaceAll("\"\\s*\\+\\s*\"", "").replaceAll("^\"|\"$", "").translateEscapes());
		}
		return literals;
	}

}
