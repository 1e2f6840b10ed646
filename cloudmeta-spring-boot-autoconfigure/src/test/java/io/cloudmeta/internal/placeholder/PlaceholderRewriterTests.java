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

package io.cloudmeta.internal.placeholder;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlaceholderRewriter}.
 */
class PlaceholderRewriterTests {

	private final List<String> found = new ArrayList<>();

	private final List<String> unknownPrefixes = new ArrayList<>();

	private final PlaceholderRewriter rewriter = new PlaceholderRewriter(
			new PlaceholderSyntax(new MockEnvironment().withProperty("cloudmeta.custom.acme.endpoint", "")));

	private String rewrite(String text) {
		return this.rewriter.rewrite(text, this.found::add,
				(placeholder) -> this.unknownPrefixes.add(placeholder.text()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "plain", "$", "$<", "$<cloud", "$<:x>", "$<name>", "(?$<year>\\d+)", "$<foo:bar>",
			"${server.port:8080}", "${cloud}", "${cloud:nope}", "${aws:nope:x}", "${cloud:${x}}", "${azure:${x}:y}",
			"#{systemProperties}", "<b>$</b>", "${", "${a", "${cloud:region", "a${b:${c:d}}e", "$<local:region>",
			"C:\\temp\\x", "a\\:b\\>c", "{\"a\":{}}", "\\${cloud:region:${x}}", "$<Cloud:x>", "${path:/tmp/x}" })
	void leavesTextsOfOthersAsTheyAre(String text) {
		assertThat(rewrite(text)).isSameAs(text);
		assertThat(this.found).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "$<cloud:region>", "$<cloud:region:none>", "$<cloud:region:>", "$<aws:tags.a\\:b:none>",
			"$<azure:resource-group-name>", "$<acme:region>", "$<cloud:region:<none>>", "$<cloud:region:a\\>b>",
			"$<aws:placement/availability-zone-id>", "$<cloud:regoin>" })
	void makesOneReadableNameOfSimplePlaceholder(String text) {
		assertThat(rewrite(text)).isEqualTo("${" + text.substring(1) + "}");
		assertThat(this.found).containsExactly(text);
	}

	@Test
	void rewritesEachPlaceholderOfText() {
		assertThat(rewrite("a $<cloud:region> b $<x> $<aws:tags.t:d>$<cloud:provider>"))
			.isEqualTo("a ${<cloud:region>} b $<x> ${<aws:tags.t:d>}${<cloud:provider>}");
		assertThat(this.found).containsExactly("$<cloud:region>", "$<aws:tags.t:d>", "$<cloud:provider>");
	}

	@Test
	void rewritesPlaceholderInDefaultOfSpringsPlaceholder() {
		assertThat(rewrite("${defined:$<cloud:region>}")).isEqualTo("${defined:${<cloud:region>}}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "${cloud:region}", "${cloud:region:none}", "${cloud:region:}", "${aws:tags.a\\:b}",
			"${azure:ResourceGroupName}", "${aws:placement/x:none}", "${acme:region}" })
	void leavesToSpringWhatItLooksUpByItself(String text) {
		assertThat(rewrite(text)).isSameAs(text);
		assertThat(this.found).containsExactly(text);
	}

	@Test
	void separatesKeyAndDefaultForSpringWhereFurtherPlaceholdersAreInside() {
		String rewritten = rewrite("$<azure:tags.${x}:${y:z}>");
		assertThat(rewritten).startsWith("${").endsWith("tags.${x}:${y:z}}");
		assertThat(name(rewritten)).satisfies((name) -> {
			assertThat(PlaceholderName.isNested(name)).isTrue();
			assertThat(PlaceholderName.original(name)).isEqualTo("$<azure:tags.${x}:${y:z}>");
		});
	}

	@Test
	void separatesKeyAndDefaultInBracesToo() {
		String rewritten = rewrite("${cloud:region:${fb}}");
		assertThat(rewritten).endsWith("region:${fb}}").isNotEqualTo("${cloud:region:${fb}}");
		assertThat(this.found).containsExactly("${cloud:region:${fb}}");
	}

	@Test
	void reportsNestedPlaceholdersFromOutsideToInside() {
		rewrite("$<cloud:region:$<aws:zone:$<cloud:accountId>>>");
		assertThat(this.found).containsExactly("$<cloud:region:$<aws:zone:$<cloud:accountId>>>",
				"$<aws:zone:$<cloud:accountId>>", "$<cloud:accountId>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "$<cloud:region", "$<cloud:>", "$<cloud::x>", "$<cloud: >", "a $<aws:x b",
			"$<cloud:region:$<cloud:x>" })
	void marksMalformedPlaceholder(String text) {
		String rewritten = rewrite(text);
		String start = text.substring(text.indexOf("$<"));
		assertThat(rewritten).startsWith(text.substring(0, text.indexOf("$<")) + "${");
		assertThat(PlaceholderName.isMalformed(name(rewritten.substring(rewritten.indexOf("${"))))).isTrue();
		assertThat(this.found).contains(start);
	}

	@Test
	void keepsEscapedStartAwayFromLaterPasses() {
		String rewritten = rewrite("\\$<cloud:region> \\$<x>");
		assertThat(rewritten).isEqualTo("${<start}cloud:region> ${<start}x>");
		assertThat(this.found).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "$<cloud:region>", "\\$<cloud:region>", "$<cloud:region:${a:b}>", "$<cloud:region:{}}>",
			"${cloud:region:${x}}", "$<aws:tags.a\\:${b}:c>", "$<cloud:x", "${a:$<cloud:region:$<aws:region>>}" })
	void leavesWhatItHasRewritten(String text) {
		String once = rewrite(text);
		List<String> foundOnce = List.copyOf(this.found);
		this.found.clear();
		assertThat(rewrite(once)).isSameAs(once);
		assertThat(CloudPlaceholders.asWritten(once)).isEqualTo(text);
		assertThat(this.found).as("reported again").containsAll(foundOnce.stream().limit(1).toList());
	}

	@Test
	void hearsOfPrefixThatDoesNotExistIfTheKeyDoes() {
		rewrite("$<clod:region> $<clod:nope> $<foo>");
		assertThat(this.unknownPrefixes).containsExactly("$<clod:region>");
	}

	@Test
	void doesNotTakeForeverForManyBeginnings() {
		assertThat(rewrite("$<cloud:".repeat(200))).startsWith("${");
		assertThat(rewrite("${$<cloud:".repeat(200))).startsWith("${");
	}

	private static String name(String rewritten) {
		return rewritten.substring(2, rewritten.length() - 1);
	}

}
