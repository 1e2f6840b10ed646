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

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the simulated platforms of Azure.
 */
class AzurePlatformSimulationsTests {

	private static final String INSTANCE = "/metadata/instance?api-version=2021-12-13";

	@ParameterizedTest
	@ValueSource(strings = { "azure.app_service", "azure.functions", "azure.container_apps" })
	void platformsWithoutMachinesHaveNoMetadataServiceAndNoFirmware(String name) {
		try (CloudSimulator cloud = CloudSimulator.start(name)) {
			assertThat(cloud.getCloud()).isEqualTo(name);
			assertThatIOException().isThrownBy(() -> new SimulatorClient(cloud, "Metadata", "true").get(INSTANCE));
			assertThat(cloud.getRequests()).contains("GET " + INSTANCE);
			assertThat(Path.of(cloud.getProperties().get("cloudmeta.detection.sysfs"))).isEmptyDirectory();
			assertThat(cloud.getProperties()).doesNotContainKey("KUBERNETES_SERVICE_HOST");
		}
	}

	@ParameterizedTest
	@CsvSource({ "westeurope, West Europe", "eastus2, East US 2", "uksouth, UK South",
			"germanywestcentral, Germany West Central", "mars, Mars", "West Europe, West Europe", "'', ''" })
	void appServiceNamesRegionsForPeople(String region, String name) {
		try (CloudSimulator cloud = CloudSimulator.start("azure.app_service",
				Map.of("region", region, "accountId", "1a2b"))) {
			assertThat(cloud.getProperties().getOrDefault("REGION_NAME", "")).isEqualTo(name);
			assertThat(cloud.getProperties().get("WEBSITE_OWNER_NAME")).startsWith("1a2b+rg-parcels-test")
				.contains(name.replace(" ", ""));
		}
	}

	@Test
	void valuesOfASiteFitTogether() {
		try (CloudSimulator cloud = CloudSimulator.start("azure.functions",
				Map.of("WEBSITE_SITE_NAME", "orders", "WEBSITE_SLOT_NAME", "staging", "instanceId", ""))) {
			assertThat(cloud.getProperties()).containsEntry("WEBSITE_HOSTNAME", "orders.azurewebsites.net")
				.containsEntry("WEBSITE_SLOT_NAME", "staging")
				.doesNotContainKey("WEBSITE_INSTANCE_ID")
				.containsEntry("FUNCTIONS_EXTENSION_VERSION", "~4");
		}
		try (CloudSimulator cloud = CloudSimulator.start("azure.app_service")) {
			assertThat(cloud.getProperties()).doesNotContainKey("FUNCTIONS_EXTENSION_VERSION");
		}
	}

	@Test
	void valuesOfAnAppFitTogether() {
		try (CloudSimulator cloud = CloudSimulator.start("azure.container_apps",
				Map.of("CONTAINER_APP_NAME", "orders", "region", "westus2"))) {
			Map<String, String> properties = cloud.getProperties();
			assertThat(properties.get("CONTAINER_APP_ENV_DNS_SUFFIX")).endsWith(".westus2.azurecontainerapps.io");
			assertThat(properties.get("CONTAINER_APP_REVISION")).startsWith("orders--");
			assertThat(properties.get("CONTAINER_APP_REPLICA_NAME"))
				.startsWith(properties.get("CONTAINER_APP_REVISION") + "-");
			assertThat(properties).doesNotContainKey("CONTAINER_APP_JOB_NAME");
		}
		try (CloudSimulator cloud = CloudSimulator.start("azure.container_apps",
				Map.of("CONTAINER_APP_JOB_NAME", "billing"))) {
			assertThat(cloud.getProperties()).doesNotContainKey("CONTAINER_APP_NAME")
				.containsEntry("CONTAINER_APP_JOB_EXECUTION_NAME", "billing-iwpi4il");
		}
	}

	@Test
	void aPodSeesItsNode() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("azure.aks", Map.of("region", "westus2"))) {
			HttpResponse<String> response = new SimulatorClient(cloud, "Metadata", "true").get(INSTANCE);
			assertThat(response.body()).contains("\"resourceGroupName\":\"MC_rg-parcels-test_parcels-aks_westus2\"",
					"\"vmScaleSetName\":\"aks-nodepool1-27143958-vmss\"");
			assertThat(cloud.getProperties()).containsEntry("KUBERNETES_SERVICE_HOST", "10.0.0.1");
			assertThat(Path.of(cloud.getProperties().get("cloudmeta.detection.sysfs"))
				.resolve("class/dmi/id/chassis_asset_tag")).hasContent("7783-7084-3265-9085-8269-3286-77");
		}
	}

	@ParameterizedTest
	@CsvSource({ "azure.app_service, availabilityZone", "azure.container_apps, accountId",
			"azure.functions, CONTAINER_APP_NAME", "azure.aks, WEBSITE_SITE_NAME" })
	void whatAPlatformDoesNotHaveIsRefused(String name, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start(name, Map.of(value, "x")))
			.withMessageContaining("'" + name + "'")
			.withMessageContaining(value);
	}

}
