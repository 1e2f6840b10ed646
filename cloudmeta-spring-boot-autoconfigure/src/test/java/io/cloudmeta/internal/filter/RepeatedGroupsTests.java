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

package io.cloudmeta.internal.filter;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RepeatedGroups}.
 */
class RepeatedGroupsTests {

	@ParameterizedTest
	@ValueSource(strings = { "[a-z]+(-[a-z]+)+-\\d+", "(a|b)*", "(?:a)+?", "(a){2,}", "(a){1,65}", "(a){1000}",
			"x(?<name>a)*y", "[)](a)*" })
	void findsGroupWithoutABound(String pattern) {
		assertThat(RepeatedGroups.isUnbounded(pattern)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[a-z]+", "(?:-[a-z]{1,32}){1,8}", "(a|b)*+", "(a)++", "(a){2,}+", "(a)?", "(a){3}",
			"[()]*", "\\)*", "a(b)c" })
	void letsPassWhatIsBounded(String pattern) {
		assertThat(RepeatedGroups.isUnbounded(pattern)).isFalse();
	}

}
