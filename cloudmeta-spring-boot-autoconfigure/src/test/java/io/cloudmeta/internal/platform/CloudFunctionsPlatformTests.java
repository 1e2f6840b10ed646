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
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CloudFunctionsPlatform}.
 */
class CloudFunctionsPlatformTests {

	private static final String FUNCTIONS = "gcp_cloud_functions";

	@Test
	void readsAFunction() throws MetadataException {
		MetadataService google = MetadataServices.of(CloudProvider.GCP);
		InstanceMetadata found = google.identify(CloudSimulator.of(FUNCTIONS).client(google), true);
		PlatformMatch match = TestEnvironment.simulated(FUNCTIONS, Map.of()).look(FUNCTIONS);
		InstanceMetadata function = match.platform().refine(found, match);
		assertThat(function.get(CloudField.PLATFORM)).isEqualTo("gcp_cloud_functions");
		assertThat(function.get(CloudField.AVAILABILITY_ZONE)).isNull();
		assertThat(named(function, "functionTarget")).isEqualTo("io.example.parcels.Track");
		assertThat(named(function, "functionSignatureType")).isEqualTo("http");
		assertThat(named(function, "service")).isEqualTo("parcels");
	}

	@Test
	void readsAFunctionOfTheFirstGeneration() {
		PlatformMatch match = TestEnvironment.simulated(FUNCTIONS, Map.of())
			.with("FUNCTION_TARGET", "")
			.with("K_SERVICE", "")
			.with("FUNCTION_NAME", "track")
			.with("FUNCTION_REGION", "europe-north1")
			.with("GCP_PROJECT", "parcels-test-418")
			.look(FUNCTIONS);
		assertThat(match.identity().get(CloudField.PLATFORM)).isEqualTo("gcp_cloud_functions");
		assertThat(match.identity().get(CloudField.REGION)).isEqualTo("europe-north1");
		assertThat(match.identity().get(CloudField.ACCOUNT_ID)).isEqualTo("parcels-test-418");
		assertThat(named(match.identity(), "functionName")).isEqualTo("track");
	}

	private static String named(InstanceMetadata identity, String name) {
		return identity.getAttributes().get(Platforms.names(CloudProvider.GCP).get(name));
	}

}
