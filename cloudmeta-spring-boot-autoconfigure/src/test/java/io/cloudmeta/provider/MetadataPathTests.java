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

import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MetadataPath}.
 */
class MetadataPathTests {

	private static final Set<String> SECRETS = Set.of("user_data", "public-keys", "customData");

	@ParameterizedTest
	@ValueSource(strings = { "user_data", "user-data/", "a/USER_DATA/b", "public_keys/0", "meta.public-keys",
			"compute/customdata" })
	void refusesWhatMayHoldASecretHoweverItIsWritten(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> MetadataPath.check(path, SECRETS))
			.withMessageContaining("'" + path + "' may hold a secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "user_data_size", "my-public-keys/0", "compute/customData2", "a/b.c" })
	void letsPassWhatOnlyResemblesIt(String path) {
		assertThat(MetadataPath.check(path, SECRETS)).isEqualTo(path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "a//b", "../a", "a/./b", "a?b", "a b", "a\nb", "a%2fb" })
	void refusesWhatLeavesTheTree(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> MetadataPath.check(path, Set.of()))
			.withMessageContaining("path of metadata");
	}

}
