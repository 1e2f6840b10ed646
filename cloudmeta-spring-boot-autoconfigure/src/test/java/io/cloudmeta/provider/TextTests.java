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

package io.cloudmeta.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudField;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Text} and for what {@link Identity} lets in.
 */
class TextTests {

	@ParameterizedTest
	@ValueSource(strings = { "a\nb", "a\u0000b", "a\u001b[31mb", "a\u0085b", "a\u009bb", "a\u2028b", "a\u2029b",
			"a\u202eb", "a\u2066b", "a\ud800b", "\udc00", "<html>", "  " })
	void isNoValueIfItIsMoreThanText(String text) {
		assertThat(Text.value(text)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "eu-west-1", "Zürich", "東京", "😀", "מרכז", "a b", "${a}", "a<b>" })
	void isValueIfItIsText(String text) {
		assertThat(Text.value(text)).isEqualTo(text);
	}

	@Test
	void longTextIsNoValue() {
		assertThat(Text.value("a".repeat(4097))).isNull();
		assertThat(Text.value("a".repeat(4096))).hasSize(4096);
	}

	@Test
	void tagIsCleaned() {
		assertThat(Text.tags(Map.of("team", "a\nb\u202ec\ud800d\u0085e")))
			.containsExactly(Map.entry("team", "a bcd e"));
	}

	@Test
	void tagWithMendedNameTakesNoOthersPlace() {
		Map<String, String> tags = new LinkedHashMap<>();
		tags.put("te\u202eam", "evil");
		tags.put("team", "ml");
		tags.put("team ", "evil");
		tags.put("own\u0000er", "x");
		assertThat(Text.tags(tags)).containsExactly(Map.entry("team", "ml"), Map.entry("own er", "x"));
	}

	@Test
	void tagsAreLimitedInNumberAndLength() {
		Map<String, String> tags = new LinkedHashMap<>();
		tags.put("huge", "a".repeat(1024 * 1024));
		tags.put("a".repeat(1024 * 1024), "huge");
		for (int i = 0; i < 5000; i++) {
			tags.put("tag" + i, "value");
		}
		assertThat(Text.tags(tags)).hasSize(998).containsKey("tag0").doesNotContainKey("huge");
	}

	@Test
	void linesAreLimitedInNumber() {
		assertThat(Text.lines("a\n".repeat(5000))).hasSize(1000);
	}

	@Test
	void interfacesAndAttributesAreCleaned() {
		NetworkInterface hostile = new NetworkInterface("02\n", List.of("10.0.0.1", "a\u202eb"), List.of("x\ny"),
				"s\u0000", "n\u2028n");
		Identity identity = Identity.of(CloudProvider.AZURE)
			.networkInterfaces(List.of(hostile))
			.attributes(Map.of("a\nb", "c", "d", "e\u202e", "f", "g"))
			.build();
		assertThat(identity.getNetworkInterfaces())
			.containsExactly(new NetworkInterface("02", List.of("10.0.0.1"), List.of(), "s", null));
		assertThat(identity.get(CloudField.PRIVATE_IP)).isEqualTo("10.0.0.1");
		assertThat(identity.getAttributes()).containsExactly(Map.entry("f", "g"));
	}

}
