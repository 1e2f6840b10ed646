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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the language of sources and pages: plain technical English, in which the
 * actor is named and software is not personified.
 */
class LanguageTests {

	/** This file, which contains the phrases. */
	private static final String THIS = "LanguageTests.java";

	private static final List<Rule> RULES = List.of(
			new Rule("whoever", "the actor, such as 'the caller' or 'the user', or the passive"),
			new Rule("nobody", "what does not happen, such as 'no request is sent' or 'no service responds'"),
			new Rule("somebody", "the actor, such as 'the user' or 'another process'"),
			new Rule("anybody('s)?", "'any', such as 'on any machines' or 'every user'"),
			new Rule("(your|user's) word", "'the configuration' or 'the setting'"),
			new Rule("(speaks?|spoke|spoken|speaking) (for|against)", "'is evidence for' or 'against'"),
			new Rule("(says?|said) yes", "'accepts', or the status that is returned"),
			new Rule("believ(e|es|ed|ing)", "'uses', 'accepts' or 'validates'"),
			new Rule("tell|tells|told|telling", "'returns', 'contains', 'provides' or 'distinguishes'"),
			new Rule("taken for", "'is identified as', 'is used as' or 'is regarded as'"));

	private static final List<String> EXTENSIONS = List.of(".java", ".md", ".xml", ".yml", ".properties", ".json",
			".html", ".js");

	@Test
	void sourcesAndPagesAvoidThePhrases() {
		List<Path> files = Repository.files((name) -> EXTENSIONS.stream().anyMatch(name::endsWith));
		assertThat(files).hasSizeGreaterThan(500);
		List<String> complaints = new ArrayList<>();
		for (Path file : files) {
			if (!file.endsWith(THIS)) {
				complaints(Repository.read(file))
					.forEach((complaint) -> complaints.add(Repository.ROOT.relativize(file) + ":" + complaint));
			}
		}
		assertThat(complaints).isEmpty();
	}

	static Stream<Arguments> phrases() {
		return Stream.of(Arguments.of("Nobody is asked.", "Nobody"),
				Arguments.of("It is for whoever\n\t * waits.", "whoever"),
				Arguments.of("on anybody's machines", "anybody's"),
				Arguments.of("It speaks\n\t * for AWS.", "speaks for"),
				Arguments.of("// it says\n\t// yes", "says yes"), Arguments.of("What the cloud tells", "tells"),
				Arguments.of("It is taken for Google.", "taken for"));
	}

	@ParameterizedTest
	@MethodSource("phrases")
	void findsAPhraseAndItsLine(String text, String phrase) {
		assertThat(complaints("first line\n" + text)).singleElement()
			.asString()
			.startsWith("2: write ")
			.endsWith(" in place of '" + phrase + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"speaks\": \"for\"", "BodyPublishers.noBody()", "a storyteller", "taken before",
			"It is unbelievable." })
	void leavesOtherWordsAndQuotationsAlone(String text) {
		assertThat(complaints(text)).isEmpty();
	}

	/**
	 * Returns the lines with phrases that are not used, and what to write instead.
	 */
	private static List<String> complaints(String text) {
		List<String> complaints = new ArrayList<>();
		for (Rule rule : RULES) {
			rule.pattern.matcher(text)
				.results()
				.filter((match) -> isProse(match.group()))
				.map((match) -> "%d: write %s in place of '%s'".formatted(line(text, match), rule.instead,
						match.group().replaceAll("\\s+(?:[*#]|//)?\\s*", " ")))
				.forEach(complaints::add);
		}
		return complaints;
	}

	/**
	 * Returns whether a text is no identifier such as {@code noBody}.
	 */
	private static boolean isProse(String text) {
		return text.substring(1).equals(text.substring(1).toLowerCase(Locale.ROOT));
	}

	private static long line(String text, MatchResult match) {
		return 1 + text.substring(0, match.start()).chars().filter((character) -> character == '\n').count();
	}

	/**
	 * A phrase that is not used.
	 */
	private static final class Rule {

		private final Pattern pattern;

		private final String instead;

		private Rule(String phrase, String instead) {
			String wrapped = phrase.replace(" ", "\\s+(?:(?:[*#]|//)\\s+)?");
			this.pattern = Pattern.compile("\\b(?:" + wrapped + ")\\b", Pattern.CASE_INSENSITIVE);
			this.instead = instead;
		}

	}

}
