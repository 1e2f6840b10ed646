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

import java.util.HashMap;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for variables of other tools that are ignored because they hold no address.
 */
class IgnoredVariableTests {

	private static final String VARIABLE = "GCE_METADATA_HOST";

	@Test
	void isAFailureWhereThatCloudIsRead() {
		try (CloudSimulator cloud = CloudSimulator.start("gcp")) {
			DetectionSettings settings = withIgnoredVariable(TestSettings.of(cloud).build());
			try (DetectedCloudInstance instance = new DetectedCloudInstance(() -> settings)) {
				assertThat(instance.getRegion()).isNotNull();
				assertThat(instance.getDetection().failures())
					.containsExactly(VARIABLE + " is ignored, as its value is no address: correct or remove it");
			}
		}
	}

	@Test
	void isEvidenceWhereThatCloudIsProbed() {
		try (CloudSimulator cloud = CloudSimulator.of("azure").dmi(Dmi.KVM).start()) {
			DetectionSettings settings = withIgnoredVariable(
					TestSettings.asInReality(cloud, CloudProvider.AZURE).build());
			try (DetectedCloudInstance instance = new DetectedCloudInstance(() -> settings)) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
				assertThat(instance.getDetection().failures()).isEmpty();
				assertThat(instance.getDetection().evidence()).anySatisfy((evidence) -> {
					assertThat(evidence.source()).isEqualTo(VARIABLE);
					assertThat(evidence.finding()).isEqualTo("is ignored, as its value is no address");
				});
			}
		}
	}

	@Test
	void isNothingWhereAnotherCloudIsRead() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			DetectionSettings settings = withIgnoredVariable(TestSettings.of(cloud).build());
			try (DetectedCloudInstance instance = new DetectedCloudInstance(() -> settings)) {
				assertThat(instance.getDetection().failures()).isEmpty();
				assertThat(instance.getDetection().evidence())
					.noneMatch((evidence) -> evidence.source().equals(VARIABLE));
			}
		}
	}

	private static DetectionSettings withIgnoredVariable(DetectionSettings settings) {
		MetadataEndpoint vendors = settings.endpoint(CloudProvider.GCP);
		assertThat(vendors).isNotNull();
		Map<CloudProvider, MetadataEndpoint> endpoints = new HashMap<>(settings.endpoints());
		endpoints.put(CloudProvider.GCP, MetadataEndpoint.ofVariable(VARIABLE, "a b", vendors));
		return new DetectionSettings(settings.enabled(), settings.provider(), settings.providerSource(),
				settings.probe(), settings.detectionTimeout(), settings.backgroundTimeout(), settings.fetchTimeout(),
				settings.fetchSource(), settings.sysfs(), settings.root(), settings.platformVariables(), endpoints,
				settings.fixedValues(), settings.fixedTags(), settings.fixedPlacement(), settings.tagFilter(),
				settings.custom());
	}

}
