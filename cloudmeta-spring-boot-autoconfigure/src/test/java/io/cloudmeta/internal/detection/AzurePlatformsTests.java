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

import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.internal.platform.Platforms;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for Azure's platforms.
 */
class AzurePlatformsTests {

	private static final String SUBSCRIPTION = "3b9d2f61-7c54-4a0e-9f18-6d2ce85b7a43";

	private static final Map<String, String> WEB_APP = Map.of("WEBSITE_SITE_NAME", "orders", "WEBSITE_INSTANCE_ID",
			"8f21c0", "WEBSITE_HOSTNAME", "orders.azurewebsites.net", "WEBSITE_OWNER_NAME",
			SUBSCRIPTION + "+rg-orders-WestEuropewebspace-Linux", "REGION_NAME", "West Europe");

	@Test
	void readsAWebAppFromItsEnvironment() {
		try (CloudSimulator cloud = CloudSimulator.start("azure.app_service",
				Map.of("region", "westeurope", "accountId", SUBSCRIPTION, "instanceId", "8f21c0", "WEBSITE_SITE_NAME",
						"orders", "WEBSITE_RESOURCE_GROUP", "rg-orders"));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(cloud.getProperties()).containsEntry("REGION_NAME", "West Europe")
				.containsEntry("WEBSITE_OWNER_NAME", SUBSCRIPTION + "+rg-orders-WestEuropewebspace-Linux");
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
			assertThat(instance.getPlatform()).isEqualTo("azure.app_service");
			assertThat(instance.getRegion()).isEqualTo("westeurope");
			assertThat(instance.getAccountId()).isEqualTo(SUBSCRIPTION);
			assertThat(instance.getInstanceId()).isEqualTo("8f21c0");
			assertThat(instance.getAvailabilityZone()).isNull();
			assertThat(instance.getInstanceName()).isNull();
			assertThat(instance.getInstanceType()).isNull();
			assertThat(instance.getHostname()).isNull();
			assertThat(instance.getTags()).isEmpty();
			assertThat(instance.getNetworkInterfaces()).isEmpty();
			assertThat(named(instance, "siteName")).isEqualTo("orders");
			assertThat(named(instance, "resourceGroupName")).isEqualTo("rg-orders");
			assertThat(named(instance, "subscriptionId")).isEqualTo(SUBSCRIPTION);
			assertThat(named(instance, "location")).isEqualTo("westeurope");
			assertThat(named(instance, "slotName")).isNull();
			assertThat(instance.getAttribute("compute/vmId")).isNull();
			assertThat(instance.getFetchedAt()).isNull();
			assertThat(instance.getDetection().conclusive()).isTrue();
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(Dmi.class)
	void readsAFunctionAppFromItsEnvironment(Dmi dmi) {
		try (CloudSimulator cloud = CloudSimulator.of("azure.functions").dmi(dmi).start();
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getPlatform()).isEqualTo("azure.functions");
			assertThat(instance.getRegion()).isEqualTo("northeurope");
			assertThat(named(instance, "functionsExtensionVersion")).isEqualTo("~4");
			assertThat(named(instance, "functionsWorkerRuntime")).isEqualTo("java");
			assertThat(named(instance, "memoryLimitMb")).isEqualTo("1536");
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void readsAWebAppWhoseMachineShowsAzuresFirmware() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			TestSettings settings = TestSettings.of(cloud);
			WEB_APP.forEach(settings::property);
			try (DetectedCloudInstance instance = settings.instance()) {
				assertThat(instance.getPlatform()).isEqualTo("azure.app_service");
				assertThat(instance.getRegion()).isEqualTo("westeurope");
				assertThat(cloud.getRequests()).isEmpty();
			}
		}
	}

	@Test
	void readsAWebAppWhereTheUserNamesTheCloud() {
		try (CloudSimulator cloud = CloudSimulator.start("azure.app_service");
				DetectedCloudInstance instance = TestSettings.of(cloud).provider(CloudProvider.AZURE).instance()) {
			assertThat(instance.getPlatform()).isEqualTo("azure.app_service");
			assertThat(instance.getRegion()).isEqualTo("northeurope");
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void anEmulatorOnALaptopIsNotAzure() {
		try (CloudSimulator cloud = CloudSimulator.start("none")) {
			TestSettings settings = TestSettings.of(cloud).property("FUNCTIONS_EXTENSION_VERSION", "~4");
			WEB_APP.forEach(settings::property);
			try (DetectedCloudInstance instance = settings.instance()) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
				assertThat(instance.getRegion()).isNull();
				assertThat(cloud.getRequests()).isEmpty();
				assertThat(instance.getDetection().evidence()).extracting(Evidence::finding)
					.contains("set as on azure.functions, which the local evidence contradicts");
			}
		}
	}

	@Test
	void theFirmwareOfAnotherCloudWins() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			TestSettings settings = TestSettings.of(cloud);
			WEB_APP.forEach(settings::property);
			try (DetectedCloudInstance instance = settings.instance()) {
				assertThat(instance.getPlatform()).isEqualTo("aws_ec2");
				assertThat(instance.getAttributes()).doesNotContainKey("WEBSITE_SITE_NAME");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(Dmi.class)
	void azureArcOnAMachineOfEc2IsNotAzure(Dmi dmi) {
		try (CloudSimulator cloud = CloudSimulator.of("aws").dmi(dmi).start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("IMDS_ENDPOINT", "http://localhost:40342")
					.property("IDENTITY_ENDPOINT", "http://localhost:40342/metadata/identity/oauth2/token")
					.instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.urlPathEqualTo("/metadata/instance"))
					.willReturn(WireMock.okJson("{\"compute\":{\"vmId\":\"" + SUBSCRIPTION
							+ "\",\"location\":\"westeurope\",\"resourceId\":\"/subscriptions/x/resourceGroups/y"
							+ "/providers/Microsoft.HybridCompute/machines/m\"},\"network\":{}}")));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AWS);
			assertThat(instance.getPlatform()).isEqualTo("aws_ec2");
			assertThat(cloud.getRequests()).hasSize(2);
		}
	}

	@ParameterizedTest
	@EnumSource(Dmi.class)
	void readsAnAppOfContainerAppsFromItsEnvironment(Dmi dmi) {
		try (CloudSimulator cloud = CloudSimulator.of("azure.container_apps")
			.value("region", "westeurope")
			.value("CONTAINER_APP_NAME", "orders")
			.dmi(dmi)
			.start(); DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
			assertThat(instance.getPlatform()).isEqualTo("azure.container_apps");
			assertThat(instance.getRegion()).isEqualTo("westeurope");
			assertThat(instance.getAccountId()).isNull();
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getHostname()).isNull();
			assertThat(named(instance, "containerAppName")).isEqualTo("orders");
			assertThat(named(instance, "containerAppRevision")).isEqualTo("orders--k3v9x1d");
			assertThat(named(instance, "containerAppReplicaName")).startsWith("orders--k3v9x1d-");
			assertThat(named(instance, "location")).isEqualTo("westeurope");
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void containerAppsAreNoClusterOfTheUsers() {
		try (CloudSimulator cloud = CloudSimulator.start("azure.container_apps");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("KUBERNETES_SERVICE_HOST", "10.0.0.1")
					.property("KUBERNETES_SERVICE_PORT", "443")
					.property("FUNCTIONS_EXTENSION_VERSION", "~4")
					.property("WEBSITE_SITE_NAME", "orders")
					.property("WEBSITE_HOSTNAME", "orders.calmbeach.northeurope.azurecontainerapps.io")
					.property("WEBSITE_INSTANCE_ID", "1")
					.instance()) {
			assertThat(instance.getPlatform()).isEqualTo("azure.container_apps");
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(Dmi.class)
	void readsAPodFromItsNode(Dmi dmi) {
		try (CloudSimulator cloud = CloudSimulator.of("azure.aks")
			.value("region", "westeurope")
			.value("availabilityZone", "2")
			.dmi(dmi)
			.start(); DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
			assertThat(instance.getPlatform()).isEqualTo("azure.aks");
			assertThat(instance.getRegion()).isEqualTo("westeurope");
			assertThat(instance.getAvailabilityZone()).isEqualTo("2");
			assertThat(instance.getInstanceType()).isEqualTo("Standard_D4as_v5");
			assertThat(named(instance, "clusterName")).isEqualTo("parcels-aks");
			assertThat(named(instance, "vmScaleSetName")).startsWith("aks-nodepool1-");
			assertThat(instance.getAttributes()).containsEntry("KUBERNETES_SERVICE_HOST", "10.0.0.1");
			assertThat(cloud.getRequests()).filteredOn((request) -> request.startsWith("GET /metadata/instance"))
				.hasSize(1);
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@Test
	void aClusterOfAnotherCloudIsNotAks() {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_kubernetes_engine");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getPlatform()).isEqualTo("gcp_kubernetes_engine");
			assertThat(cloud.getRequests()).noneMatch((request) -> request.startsWith("GET /metadata"));
		}
	}

	private static String named(DetectedCloudInstance instance, String name) {
		String path = MetadataServices.of(CloudProvider.AZURE).getNames().get(name);
		return instance.getAttribute((path != null) ? path : Platforms.names(CloudProvider.AZURE).get(name));
	}

}
