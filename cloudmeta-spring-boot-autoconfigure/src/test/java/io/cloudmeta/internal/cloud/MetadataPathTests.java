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

package io.cloudmeta.internal.cloud;

import io.cloudmeta.CloudProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MetadataPath}.
 */
class MetadataPathTests {

	@ParameterizedTest
	@ValueSource(strings = { "user_data", "user-data/", "a/USER_DATA/b", "public_keys/0", "meta.public-keys",
			"compute/customdata", "user_data_size", "my-public-keys/0", "compute/customData2", "attested/document",
			"scheduledevents" })
	void refusesWhatMayHoldASecretHoweverItIsWritten(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> MetadataPath.check(null, path))
			.withMessageContaining("'" + path + "' may hold a secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "placement/region", "a/b.c", "key-name", "regionInfo/regionKey",
			"tags/instance/aws:autoscaling:groupName", "instance/zone/" })
	void letsPassAnythingElse(String path) {
		assertThatCode(() -> MetadataPath.check(null, path)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "a//b", "../a", "a/./b", "a?b", "a b", "a\nb", "a%2fb", "pass%77ord" })
	void refusesWhatLeavesTheTree(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> MetadataPath.check(null, path))
			.withMessageContaining("path of metadata");
	}

	@ParameterizedTest
	@ValueSource(strings = { "iam/security-credentials/x", "IAM/Security_Credentials/x", "identity-credentials/ec2" })
	void refusesWhereverTheApplicationRuns(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> MetadataServices.checkPath(CloudProvider.AWS, path))
			.withMessageContaining("may hold a secret");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MetadataServices.checkPath(CloudProvider.of("acme"), path))
			.withMessageContaining("may hold a secret");
	}

}
