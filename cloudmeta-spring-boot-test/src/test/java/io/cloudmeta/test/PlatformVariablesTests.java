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

package io.cloudmeta.test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlatformVariables}.
 */
class PlatformVariablesTests {

	@Test
	void hidesWhatTheMachineHasAndNothingElse() {
		assertThat(PlatformVariables
			.hidden(Map.of("K_SERVICE", "mine", "KUBERNETES_SERVICE_HOST", "10.0.0.1", "HOME", "/root")::get))
			.containsExactlyInAnyOrderEntriesOf(Map.of("K_SERVICE", "", "KUBERNETES_SERVICE_HOST", ""));
	}

	@ParameterizedTest
	@EnumSource(SimulatedClouds.class)
	void knowsOfEachPlatformWhatItIsRecognisedBy(SimulatedClouds platform) {
		Map<String, String> hidden = PlatformVariables.hidden((name) -> "set");
		try (CloudSimulator cloud = CloudSimulator.start(platform.getName())) {
			List<String> variables = cloud.getProperties()
				.keySet()
				.stream()
				.filter(hidden::containsKey)
				.filter((name) -> !cloud.getProperties().get(name).isEmpty())
				.toList();
			// Beanstalk is known by a file
			boolean machine = SimulatedClouds.withMetadataService().contains(platform.getName())
					|| platform == SimulatedClouds.NONE || platform == SimulatedClouds.AWS_ELASTIC_BEANSTALK;
			assertThat(variables.isEmpty()).isEqualTo(machine);
		}
	}

	@Test
	void platformsHaveNoEndpointOfTheirOwn() {
		assertThat(SimulatedClouds.withMetadataService()).contains("aws", "gcp", "opennebula")
			.doesNotContain("none")
			.noneMatch((name) -> name.contains("_") || name.contains("."));
		assertThat(Arrays.stream(SimulatedClouds.values()).map(SimulatedClouds::getName))
			.contains("gcp_cloud_run", "azure.container_apps")
			.doesNotHaveDuplicates();
	}

}
