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

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link MetadataDocument}.
 */
class MetadataDocumentTests {

	@Test
	void flattensInTheOrderOfTheDocument() {
		MetadataDocument document = parse("""
				{"compute": {"vmId": "a", "tagsList": [{"name": "n", "value": "v"}, {"name": "m"}]}, "last": true}
				""");
		assertThat(document.asMap()).containsExactly(entry("compute.vmId", "a"), entry("compute.tagsList[0].name", "n"),
				entry("compute.tagsList[0].value", "v"), entry("compute.tagsList[1].name", "m"), entry("last", "true"));
	}

	@Test
	void keepsAllDigitsOfNumbers() {
		MetadataDocument document = parse("{\"id\": 18446744073709551615, \"share\": 0.10}");
		assertThat(document.get("id")).isEqualTo("18446744073709551615");
		assertThat(document.get("share")).isEqualTo("0.10");
	}

	@Test
	void leavesOutWhatIsNullOrBlank() {
		assertThat(parse("{\"a\": null, \"b\": \"\", \"c\": \"  \", \"d\": [], \"e\": {}}").asMap()).isEmpty();
	}

	@Test
	void membersMayBeEmpty() {
		MetadataDocument document = parse(
				"{\"meta\": {\"spot\": \"\", \"team\": \"ml\", \"a\": {\"b\": 1}, \"c\": null}, \"d\": 2}");
		assertThat(document.members("meta")).containsExactly(entry("spot", ""), entry("team", "ml"), entry("a.b", "1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dbPassword", "db-pwd", "private_key", "tls-key", "api.token", "service-account-json",
			"kube-env", "user-data", "userData", "random_seed" })
	void passesOverSecretsAtAnyDepth(String name) {
		MetadataDocument document = parse("""
				{"a": {"%1$s": "s3cr3t", "b": [{"%1$s": {"c": "s3cr3t"}}, {"%1$s": ["s3cr3t"]}]}, "%1$s": "s3cr3t",
				 "id": 1}""".formatted(name));
		assertThat(document.asMap()).containsExactly(entry("id", "1"));
		assertThat(document.isComplete()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'name': 'db_password', 'value': 's3cr3t'}", "{'value': 's3cr3t', 'name': 'db_password'}",
			"{'Key': 'db_password', 'Value': 's3cr3t'}", "{'value': {'a': ['s3cr3t']}, 'key': 'db_password'}" })
	void passesOverTheValueOfATagWhoseNameLooksLikeASecret(String tag) {
		MetadataDocument document = parse(
				"{\"tags\": [%s, {\"key\": \"team\", \"value\": \"ml\"}]}".formatted(tag.replace('\'', '"')));
		assertThat(document.asMap().values()).containsExactly("db_password", "team", "ml");
		assertThat(document.isComplete()).isFalse();
	}

	@Test
	void passesOverTagsThatAreASecretWithItsName() {
		MetadataDocument document = parse(
				"{\"tags\": [\"env:test\", \"db_password=s3cr3t\", \"api-token:s3cr3t\", \"token\"]}");
		assertThat(document.asMap().values()).containsExactly("env:test", "token");
	}

	@Test
	void documentWithoutSecretsIsComplete() {
		assertThat(parse("{\"a\": {\"key-name\": \"b\"}}").isComplete()).isTrue();
	}

	@Test
	void readsTheTokenAlone() {
		assertThat(MetadataDocument.tokenOf("{\"access_token\": \"abc\", \"life\": 1}", "access_token"))
			.isEqualTo("abc");
		assertThat(MetadataDocument.tokenOf("{\"a\": {\"token\": \"abc\"}}", "a.token")).isEqualTo("abc");
		assertThat(MetadataDocument.tokenOf("{}", "access_token")).isNull();
		assertThat(MetadataDocument.tokenOf("[", "access_token")).isNull();
	}

	@Test
	void passesOverWhatIsNotToBeRead() {
		MetadataDocument document = MetadataDocument.parse("""
				{"instance": {"attributes": {"user-data": "secret"}, "id": 1, "x": {"attributes": ["secret"]}}}
				""", Set.of("attributes"));
		assertThat(document).isNotNull();
		assertThat(document.asMap()).containsExactly(entry("instance.id", "1"));
	}

	@Test
	void listsElements() {
		MetadataDocument document = parse(
				"{\"nic\": [{\"ip\": [\"1\", \"2\"]}, {}, {\"ip\": [\"3\"]}], \"nics\": [1]}");
		assertThat(document.elements("nic")).containsExactly("nic[0]", "nic[2]");
		assertThat(document.elements("nic[0].ip")).containsExactly("nic[0].ip[0]", "nic[0].ip[1]");
		assertThat(document.elements("none")).isEmpty();
	}

	@Test
	void readsAListWhereOneIsExpected() {
		MetadataDocument document = MetadataDocument.parseList("[{\"id\": 1, \"key\": \"secret\"}, \"x\"]",
				Set.of("key"));
		assertThat(document).isNotNull();
		assertThat(document.elements("")).containsExactly("[0]", "[1]");
		assertThat(document.asMap()).containsExactly(entry("[0].id", "1"), entry("[1]", "x"));
		assertThat(MetadataDocument.parseList("{\"id\": 1}", Set.of())).isNull();
		assertThat(MetadataDocument.parseList("[1] [2]", Set.of())).isNull();
	}

	@Test
	void tellsWhetherAnythingStandsSomewhere() {
		MetadataDocument document = parse("{\"a\": {\"b\": 1}, \"list\": [1], \"abc\": 1}");
		assertThat(document.has("a")).isTrue();
		assertThat(document.has("a.b")).isTrue();
		assertThat(document.has("list")).isTrue();
		assertThat(document.has("ab")).isFalse();
		assertThat(document.has("a.c")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "<html>", "[1]", "\"text\"", "1", "null", "{", "{\"a\":1", "{\"a\":1} x",
			"{\"a\":1}{\"b\":2}", "{a:1}", "user-data\nmeta-data\n" })
	void isNothingIfTheTextIsNoJsonObject(String text) {
		assertThat(MetadataDocument.parse(text, Set.of())).isNull();
	}

	@Test
	void isNothingIfTheTextIsTooDeepOrTheNumberTooLong() {
		assertThat(MetadataDocument.parse("{\"a\":".repeat(100) + "1" + "}".repeat(100), Set.of())).isNull();
		assertThat(MetadataDocument.parse("{\"a\":" + "9".repeat(1000) + "}", Set.of())).isNull();
	}

	private static MetadataDocument parse(String json) {
		MetadataDocument document = MetadataDocument.parse(json, Set.of());
		assertThat(document).isNotNull();
		return document;
	}

	@ParameterizedTest
	@CsvSource({ "1000, 1000", "1001, 1000", "5000, 1000" })
	void readsNoMoreThanAThousandElementsAndWhatFollowsThem(int elements, int read) {
		String list = IntStream.range(0, elements).mapToObj("[%d]"::formatted).collect(Collectors.joining(","));
		MetadataDocument document = MetadataDocument.parse("{\"tags\":[%s],\"id\":7}".formatted(list), Set.of());
		assertThat(document).isNotNull();
		assertThat(document.elements("tags")).hasSize(read);
		assertThat(document.get("id")).isEqualTo("7");
	}

	@ParameterizedTest
	@CsvSource({ "1000, 1000", "1001, 1000", "5000, 1000" })
	void readsNoMoreThanAThousandMembersAndWhatFollowsThem(int members, int read) {
		String object = IntStream.range(0, members).mapToObj("\"m%d\":[1]"::formatted).collect(Collectors.joining(","));
		MetadataDocument document = MetadataDocument.parse("{\"tags\":{%s},\"id\":7}".formatted(object), Set.of());
		assertThat(document).isNotNull();
		assertThat(document.asMap().keySet()).filteredOn((path) -> path.startsWith("tags.")).hasSize(read);
		assertThat(document.get("id")).isEqualTo("7");
	}

	@Test
	void readsNoMoreThanFiveThousandValues() {
		String list = "[" + "1,".repeat(999) + "1]";
		String object = IntStream.range(0, 6)
			.mapToObj((number) -> "\"l%d\":%s".formatted(number, list))
			.collect(Collectors.joining(",", "{", "}"));
		MetadataDocument document = MetadataDocument.parse(object, Set.of());
		assertThat(document).isNotNull();
		assertThat(document.asMap()).hasSize(5000);
		assertThat(document.get("l4[999]")).isEqualTo("1");
		assertThat(document.get("l5[0]")).isNull();
	}

	@Test
	void passesOverTheValueOfASecretTagWhoseNameIsOneValueTooMany() {
		String list = "[" + "1,".repeat(999) + "1]";
		String full = "{\"a\":%1$s,\"b\":%1$s,\"c\":%1$s,\"d\":%1$s,\"e\":[%2$s1],\"tags\":[%3$s]}".formatted(list,
				"1,".repeat(998), "{\"value\":\"s3cr3t\",\"key\":\"password\"}");
		MetadataDocument document = parse(full);
		assertThat(document.get("e[998]")).isEqualTo("1");
		assertThat(document.get("tags[0].value")).isNull();
		assertThat(document.isComplete()).isFalse();
	}

	@Test
	void readsNoValueWhosePathIsTooLong() {
		String longest = "a".repeat(512);
		MetadataDocument document = MetadataDocument
			.parse("{\"%1$s\":{\"%2$s\":1,\"%2$sb\":2}}".formatted(longest, "a".repeat(511)), Set.of());
		assertThat(document).isNotNull();
		assertThat(document.asMap()).hasSize(1).containsValue("1");
	}

}
