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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestrictedPaths}.
 */
class RestrictedPathsTests {

	private static final RestrictedPaths RESTRICTED = RestrictedPaths.NONE.custom("attributes")
		.closed("service-accounts", "guestAttributes")
		.except("service-accounts/*/email")
		.documents("instance");

	@ParameterizedTest
	@ValueSource(strings = { "instance/attributes", "instance/attributes/", "project.Attributes", "instance",
			"Instance/", "instance/service-accounts", "instance/serviceAccounts/default",
			"instance/service_accounts/default/identity", "instance/service-accounts/default/email/x",
			"instance/guest-attributes/a/b" })
	void refusesListingsAndWhatIsClosed(String path) {
		assertThat(RESTRICTED.refuses(path)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "instance/attributes/team", "instance/zone", "instance/service-accounts/default/email",
			"email" })
	void letsPassAnythingElse(String path) {
		assertThat(RESTRICTED.refuses(path)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "instance.attributes.team", "attributes[0]", "instance.serviceAccounts.default.scopes" })
	void hidesCustomMetadataAndWhatIsClosed(String path) {
		assertThat(RESTRICTED.hides(path)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "instance.zone", "instance.serviceAccounts.default.email" })
	void showsAnythingElse(String path) {
		assertThat(RESTRICTED.hides(path)).isFalse();
	}

}
