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

package io.cloudmeta.spi;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetadataText}.
 */
class MetadataTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "<html>", "  ", "\r\n", " <!DOCTYPE html>" })
	void blankAndHtmlAreNoValues(String text) {
		assertThat(MetadataText.value(text)).isNull();
		assertThat(MetadataText.block(text)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "eu-west-1", "Zürich", "東京", "😀", "מרכז", "a b", "${a}", "a<b>" })
	void textIsValue(String text) {
		assertThat(MetadataText.value(" " + text + "\r\n")).isEqualTo(text);
	}

	@Test
	void controlCharactersAtItsEndsStayToBeNoticed() {
		assertThat(MetadataText.value("\u0000a\u001b\n")).isEqualTo("\u0000a\u001b");
	}

	@Test
	void linesAreLimitedInNumber() {
		assertThat(MetadataText.lines("a\n".repeat(5000))).hasSize(1000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\nb\u0000", "a\u001b[31m\nb", "a\n\u202eb", "a\u0085b", "a\nb\u200e" })
	void blockWithInvisibleCharacterHasAViolation(String block) {
		assertThat(MetadataText.violation(block)).contains("U+", "is not allowed").doesNotContain(block);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"password\": \"s3cr3t\"} {\"a\": 1}", "[{\"password\": \"s3cr3t\"}]x",
			"{'password': 's3cr3t'}", "{password: s3cr3t}", "[", "{\"a\": 1",
			"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[{\"password\":\"s3cr3t\"}]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]" })
	void documentThatCannotBeReadToItsEndHasAViolation(String block) {
		assertThat(MetadataText.violation(block)).isNotNull().doesNotContain("s3cr3t");
	}

	@Test
	void documentOfMoreThanIsReadHasAViolation() {
		String numbers = "1,".repeat(1000);
		assertThat(MetadataText.violation("[" + numbers + "{\"password\": \"s3cr3t\"}]")).isNotNull();
		String members = IntStream.range(0, 1000).mapToObj("\"m%d\": 1,"::formatted).collect(Collectors.joining("\n"));
		assertThat(MetadataText.violation("{" + members + "\"x\": {\"password\": \"s3cr3t\"}}")).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\": [1, {\"b\": null}]}", "[\"a\", \"b\"]", "{}", "[]" })
	void documentWithoutSecretHasNoViolation(String block) {
		assertThat(MetadataText.violation(block)).isNull();
	}

	@Test
	void blockOfSeveralLinesHasNoViolation() {
		assertThat(MetadataText.violation("10.0.0.1\n10.0.0.2")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "projects/1/zones/europe-west4-b, europe-west4-b", "europe-west4-b, europe-west4-b",
			"projects/1/zones/, ", "<b>projects/1/zones/x, ", "projects/<b>/zones/x, projects/<b>/zones/x",
			"projects/../zones/x, projects/../zones/x" })
	void lastSegmentIsCutFromAPathOnly(String path, String segment) {
		assertThat(MetadataText.lastSegment(path)).isEqualTo(segment);
	}

}
