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

package io.cloudmeta.internal.detection;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that user data is fetched for each call, and not kept.
 */
class FetchedUserDataTests {

	@ParameterizedTest
	@CsvSource({ "aws, user-data, #!/bin/sh", "azure, compute.userData, IyEvYmluL3No" })
	void isFetchedWithEachCallAndNotBefore(String name, String path, String userData) {
		try (CloudSimulator cloud = CloudSimulator.start(name, Map.of(path, userData));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			instance.getTags();
			instance.getAttributes();
			assertThat(cloud.getRequests()).noneMatch((request) -> request.matches("(?i).*user[-_]?data.*"));
			cloud.resetRequests();
			assertThat(instance.fetchUserData()).asString(StandardCharsets.UTF_8).isEqualTo("#!/bin/sh");
			int requests = cloud.getRequests().size();
			assertThat(instance.fetchUserData()).asString(StandardCharsets.UTF_8).isEqualTo("#!/bin/sh");
			assertThat(cloud.getRequests()).hasSize(2 * requests);
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@Test
	void isMissingIfItIsTooLong() {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			cloud.getWireMock()
				.stubFor(
						WireMock.get("/latest/user-data").willReturn(WireMock.ok().withBody(new byte[256 * 1024 + 1])));
			assertThat(instance.fetchUserData()).isNull();
			assertThat(instance.getDetection().failures()).singleElement().asString().contains("more than 256 KB");
		}
	}

}
