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

import java.time.Duration;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

	@ParameterizedTest
	@CsvSource({ "East US 2, eastus2", "eastus2, eastus2", "North Central US (Stage), northcentralusstage",
			"<html>hotel</html>, ", "'', westeurope", "x, ", "42, " })
	void namesARegionAsTheMetadataServiceDoes(String name, String region) {
		assertThat(webApp("REGION_NAME", name).getRegion()).isEqualTo(region);
	}

	@ParameterizedTest
	@CsvSource({ SUBSCRIPTION + "+x, " + SUBSCRIPTION, "not-a-subscription+x, ", SUBSCRIPTION + ", ", "+, ",
			"<html>+x, ", "'', " })
	void takesTheSubscriptionFromTheOwner(String owner, String account) {
		DetectedCloudInstance instance = webApp("WEBSITE_OWNER_NAME", owner);
		assertThat(instance.getPlatform()).isEqualTo("azure.app_service");
		assertThat(instance.getAccountId()).isEqualTo(account);
	}

	@ParameterizedTest
	@ValueSource(strings = { "WEBSITE_INSTANCE_ID", "WEBSITE_HOSTNAME", "WEBSITE_OWNER_NAME" })
	void believesInASiteThatTwoOthersCorroborate(String missing) {
		assertThat(webApp(missing, "").getPlatform()).isEqualTo("azure.app_service");
	}

	@ParameterizedTest
	@CsvSource({ "WEBSITE_SITE_NAME, ''", "WEBSITE_HOSTNAME, localhost:7071", "WEBSITE_HOSTNAME, 127.0.0.1:7071",
			"AZURE_FUNCTIONS_ENVIRONMENT, Development", "WEBSITE_HOSTNAME, <html>" })
	void doesNotBelieveInASiteThatIsNotAzures(String variable, String value) {
		assertThat(webApp(variable, value).getProvider()).isEqualTo(CloudProvider.LOCAL);
	}

	@Test
	void appServiceOnAClusterElsewhereIsNotAzure() {
		assertThat(webApp("KUBERNETES_SERVICE_HOST", "10.0.0.1").getProvider()).isEqualTo(CloudProvider.LOCAL);
	}

	@Test
	void variablesOfFunctionsAloneProveNothing() {
		try (CloudSimulator cloud = CloudSimulator.of("none").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("FUNCTIONS_EXTENSION_VERSION", "~4")
					.property("FUNCTIONS_WORKER_RUNTIME", "java")
					.property("WEBSITE_SITE_NAME", "orders")
					.property("WEBSITE_HOSTNAME", "orders.example.org")
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(instance.getPlatform()).isNull();
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
					.contains("set as on azure.functions, but the firmware says otherwise");
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
	void readsAJobOfContainerApps() {
		try (CloudSimulator cloud = CloudSimulator.start("azure.container_apps",
				Map.of("CONTAINER_APP_JOB_NAME", "billing"));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getPlatform()).isEqualTo("azure.container_apps");
			assertThat(instance.getRegion()).isEqualTo("northeurope");
			assertThat(named(instance, "containerAppJobName")).isEqualTo("billing");
			assertThat(named(instance, "containerAppJobExecutionName")).startsWith("billing-");
			assertThat(named(instance, "containerAppName")).isNull();
		}
	}

	@Test
	void readsAJobOfContainerAppsWithoutADomain() {
		try (CloudSimulator cloud = CloudSimulator.start("azure.container_apps",
				Map.of("CONTAINER_APP_JOB_NAME", "billing", "region", ""));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getPlatform()).isEqualTo("azure.container_apps");
			assertThat(instance.getRegion()).isNull();
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
	@CsvSource({ "happyforest-1a2b.westus2-01.azurecontainerapps.io, westus2",
			"HappyForest.WestUS2.azurecontainerapps.io, westus2",
			"x.usgovvirginia.azurecontainerapps.us, usgovvirginia" })
	void takesTheRegionFromTheDomain(String suffix, String region) {
		try (CloudSimulator cloud = CloudSimulator.start("azure.container_apps");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("CONTAINER_APP_ENV_DNS_SUFFIX", suffix)
					.instance()) {
			assertThat(instance.getRegion()).isEqualTo(region);
		}
	}

	@ParameterizedTest
	@CsvSource({ "CONTAINER_APP_NAME, ''", "CONTAINER_APP_REVISION, ''",
			"CONTAINER_APP_ENV_DNS_SUFFIX, x.westeurope.k4apps.io",
			"CONTAINER_APP_ENV_DNS_SUFFIX, azurecontainerapps.io.example.org",
			"CONTAINER_APP_ENV_DNS_SUFFIX, <html>.azurecontainerapps.io" })
	void doesNotBelieveInAnAppThatIsNotAzures(String variable, String value) {
		try (CloudSimulator cloud = CloudSimulator.start("azure.container_apps");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("CONTAINER_APP_HOSTNAME", "")
					.property(variable, value)
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(instance.getRegion()).isNull();
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

	@ParameterizedTest
	@CsvSource({ "MC_rg_my_cluster_northeurope", "MC_rg_cluster_westeurope", "my-nodes", "MC_rg_cluster",
			"XMC_rg_cluster_northeurope" })
	void doesNotGuessTheNameOfACluster(String group) {
		try (CloudSimulator cloud = CloudSimulator.start("azure.aks", Map.of("compute.resourceGroupName", group));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getPlatform()).isEqualTo("azure.aks");
			assertThat(named(instance, "resourceGroupName")).isEqualTo(group);
			assertThat(instance.getAttributes()).doesNotContainKey("clusterName");
			assertThat(named(instance, "clusterName")).isNull();
		}
	}

	@Test
	void saysThatAClusterMayRestrictTheMetadataService() {
		try (CloudSimulator cloud = CloudSimulator.start("azure.aks", Map.of("imdsRestriction", "true"));
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.timeouts(Duration.ofMillis(500), Duration.ofMillis(1500))
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
			assertThat(instance.getPlatform()).isEqualTo("azure.vm");
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getDetection().failures()).singleElement()
				.asString()
				.contains("restrict IMDS", "--disable-imds-restriction", "cloudmeta.instance.*");
		}
	}

	@Test
	void takesNothingFromALoginPageInAPod() {
		try (CloudSimulator cloud = CloudSimulator.start("azure.aks");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok("<html>Welcome</html>")));
			assertThat(instance.getPlatform()).isEqualTo("azure.vm");
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getDetection().failures()).singleElement()
				.asString()
				.contains("answers like Azure but is not");
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

	/**
	 * Reads a web app, of which one variable is changed, where nothing else speaks.
	 */
	private static DetectedCloudInstance webApp(String variable, String value) {
		try (CloudSimulator cloud = CloudSimulator.of("none").dmi(Dmi.NONE).start()) {
			TestSettings settings = TestSettings.of(cloud);
			WEB_APP.forEach(settings::property);
			DetectedCloudInstance instance = settings.property(variable, value).instance();
			assertThat(instance.getProvider()).isNotNull();
			return instance;
		}
	}

	private static String named(DetectedCloudInstance instance, String name) {
		String path = MetadataServices.of(CloudProvider.AZURE).getNames().get(name);
		return instance.getAttribute((path != null) ? path : Platforms.names(CloudProvider.AZURE).get(name));
	}

}
