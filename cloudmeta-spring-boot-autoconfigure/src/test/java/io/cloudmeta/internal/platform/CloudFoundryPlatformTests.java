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

package io.cloudmeta.internal.platform;

import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CloudFoundryPlatform}.
 */
class CloudFoundryPlatformTests {

	@Test
	void instanceMayBePartOfTheApplicationsDocument() {
		PlatformMatch match = TestEnvironment.of(Map.of("VCAP_APPLICATION", """
				{"application_id": 12345678901234567890, "instance_id": "e0c1", "organization_id": [],
				"application_name": "p\\u00e4ckchen", "space_name": "a\\nb"}""")).look("cloudfoundry");
		assertThat(match.provider()).isEqualTo(CloudProvider.CLOUD_FOUNDRY);
		assertThat(match.weight()).isEqualTo(Weight.OF_ITS_OWN);
		assertThat(match.identity().get(CloudField.INSTANCE_ID)).isEqualTo("e0c1");
		assertThat(match.identity().get(CloudField.ACCOUNT_ID)).isNull();
		assertThat(match.identity().getAttributes()).containsEntry("application_id", "12345678901234567890")
			.containsEntry("application_name", "päckchen")
			.doesNotContainKey("space_name");
	}

}
