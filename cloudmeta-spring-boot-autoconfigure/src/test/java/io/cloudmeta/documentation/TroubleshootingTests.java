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

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.cloudmeta.documentation.MarkdownPage.Snippet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the messages in {@code docs/troubleshooting.md} with those that stand in the
 * sources, and with those that the fault tests have seen.
 */
class TroubleshootingTests {

	private static final Path DOCS = Repository.ROOT.resolve("docs");

	private static final Path SOURCES = Repository.ROOT.resolve("cloudmeta-spring-boot-autoconfigure/src/main/java");

	private static final MarkdownPage PAGE = MarkdownPage.of(DOCS.resolve("troubleshooting.md"));

	private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

	/** A text that goes on in the next literal. */
	private static final Pattern CONTINUED = Pattern.compile("\"\\s*\\+\\s*\"");

	private static final Pattern WARNING = Pattern.compile("(?:[lL]og(?:ger)?(?:\\(\\))?\\.warn|warnings\\.accept)"
			+ "\\((?:LogMessage\\.format\\()?\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

	/** How a line of docs/faults.md ends: the fault, the clouds, what was said. */
	private static final Pattern FAULT = Pattern.compile("\\| [^|]+ \\| [^|]+ \\| ([^|]*: [^|]*) \\|");

	private static final String SOURCE = Repository.files((name) -> name.endsWith(".java"))
		.stream()
		.filter((file) -> file.startsWith(SOURCES))
		.map(Repository::read)
		.map((text) -> text.lines().filter((line) -> !line.strip().startsWith("*")).collect(Collectors.joining("\n")))
		.map((text) -> CONTINUED.matcher(text).replaceAll(""))
		.collect(Collectors.joining("\n"));

	private static final List<String> LITERALS = LITERAL.matcher(SOURCE)
		.results()
		.map((literal) -> literal.group(1).replace("\\\"", "\""))
		.toList();

	/** Texts with the name of a cloud in them. */
	private static final List<Pattern> FORMATS = LITERALS.stream()
		.filter((text) -> text.matches(".*%(\\d\\$)?s's .*"))
		.map((text) -> text.replaceFirst(" \\(status %d\\)$", ""))
		.map((text) -> Pattern.compile("\\Q" + text.replaceAll("%(\\d\\$)?s", "\\\\E(\\\\w+ ?){1,3}\\\\Q") + "\\E"))
		.toList();

	static List<Snippet> messages() {
		return PAGE.snippets().stream().filter((snippet) -> snippet.language().equals("text")).toList();
	}

	@ParameterizedTest
	@MethodSource("messages")
	void messageIsInTheSources(Snippet message) {
		List<String> fragments = fragments(message.text());
		assertThat(fragments).isNotEmpty();
		assertThat(fragments).filteredOn((fragment) -> LITERALS.stream().noneMatch((text) -> text.contains(fragment)))
			.filteredOn((fragment) -> FORMATS.stream().noneMatch((format) -> format.matcher(fragment).find()))
			.as("what does not stand in the sources")
			.isEmpty();
	}

	/**
	 * Takes a message apart at what differs, and where the problem ends and the advice
	 * begins: these stand in literals of their own.
	 */
	private static List<String> fragments(String message) {
		return Arrays
			.stream(message
				.split("…|: (?=[a-z])|, as |CLOUD_PROVIDER|Amazon Web Services|Apache CloudStack|\\. (?=[A-Z])"))
			.map(String::strip)
			.map((fragment) -> fragment.replaceAll("^[\\p{Punct}&&[^(@#]]+|[\\p{Punct}&&[^)*'(]]+$", "").strip())
			.filter((fragment) -> fragment.length() > 5)
			.toList();
	}

	@Test
	void thePageHasEachWarning() {
		List<String> warnings = WARNING.matcher(SOURCE)
			.results()
			.map((warning) -> longest(warning.group(1).split("%s|%d")))
			.toList();
		assertThat(warnings).hasSizeGreaterThan(5);
		assertThat(warnings).filteredOn((warning) -> !texts().contains(warning)).isEmpty();
	}

	private static String longest(String[] fragments) {
		return Stream.of(fragments).map(String::strip).max(Comparator.comparing(String::length)).orElseThrow();
	}

	@Test
	void thePageHasTheAdviceOfEachFaultThatIsTested() {
		List<String> advice = Repository.read(DOCS.resolve("faults.md"))
			.lines()
			.map(FAULT::matcher)
			.filter((line) -> line.matches())
			.map((line) -> line.group(1).replaceFirst("^.*?: ", ""))
			.distinct()
			.toList();
		assertThat(advice).hasSizeGreaterThan(15);
		List<Pattern> patterns = messages().stream()
			.flatMap((message) -> message.text().lines())
			.map((message) -> message.replaceFirst("^.*?: ", ""))
			.map((text) -> Pattern.compile("\\Q" + text.replace("…", "\\E.*\\Q") + "\\E"))
			.toList();
		assertThat(advice).filteredOn((text) -> patterns.stream().noneMatch((pattern) -> pattern.matcher(text).find()))
			.isEmpty();
	}

	private static String texts() {
		return messages().stream().map(Snippet::text).collect(Collectors.joining("\n"));
	}

}
