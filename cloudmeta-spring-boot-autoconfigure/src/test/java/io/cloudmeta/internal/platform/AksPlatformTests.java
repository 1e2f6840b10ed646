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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AksPlatform}.
 */
class AksPlatformTests {

	@ParameterizedTest
	@CsvSource({ "MC_rg_my_cluster_northeurope", "MC_rg_cluster_westeurope", "my-nodes", "MC_rg_cluster",
			"XMC_rg_cluster_northeurope" })
	void doesNotGuessTheNameOfACluster(String group) throws MetadataException {
		InstanceMetadata pod = pod(group);
		assertThat(pod.get(CloudField.PLATFORM)).isEqualTo("azure.aks");
		assertThat(pod.getAttributes()).containsEntry("compute.resourceGroupName", group)
			.doesNotContainKey("clusterName");
	}

	@Test
	void takesTheNameOfTheClusterFromItsNodes() throws MetadataException {
		assertThat(pod("MC_rg_parcels_northeurope").getAttributes()).containsEntry("clusterName", "parcels")
			.containsEntry("KUBERNETES_SERVICE_HOST", "10.0.0.1");
	}

	private static InstanceMetadata pod(String resourceGroup) throws MetadataException {
		Map<String, String> values = Map.of("compute.resourceGroupName", resourceGroup);
		MetadataService azure = MetadataServices.of(CloudProvider.AZURE);
		InstanceMetadata node = azure.identify(CloudSimulator.of("azure.aks").values(values).client(azure), true);
		PlatformMatch match = TestEnvironment.simulated("azure.aks", values).look("azure.aks");
		return match.platform().refine(node, match);
	}

}
