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

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Property-based tests for {@link MetadataDocument}.
 */
class MetadataDocumentFuzzTests {

	@Provide
	Arbitrary<String> texts() {
		return Arbitraries
			.of("{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\"b\":", "\"secret\":", "null", "true", "1", "-1e9",
					"9".repeat(70), "\\", "\\u0000", "\\ud800", " ", "\n", "\"\"", "{\"a\":", "[1,", "//", "NaN",
					"\"" + "x".repeat(600) + "\":", "\ud800", "\u0000")
			.list()
			.ofMaxSize(25)
			.map((list) -> String.join("", list));
	}

	@Property
	void textIsDocumentOrNone(@ForAll("texts") String text) {
		for (String json : new String[] { text, "{\"a\":" + text + "}" }) {
			MetadataDocument document = MetadataDocument.parse(json, Set.of("secret"));
			if (document != null) {
				assertThat(document.asMap()).hasSizeLessThanOrEqualTo(2000);
				document.asMap().forEach((path, value) -> {
					assertThat(path).hasSizeLessThanOrEqualTo(1024).doesNotContain("secret");
					assertThat(value).isNotBlank();
					assertThat(document.has(path)).isTrue();
				});
				document.elements("a").forEach((path) -> assertThat(document.has(path)).isTrue());
			}
			MetadataDocument.parseList(json, Set.of());
		}
	}

	@Property
	void pathIsTurned(@ForAll String path) {
		assertThat(MetadataDocument.pathOf(path)).doesNotContain("/");
	}

}
