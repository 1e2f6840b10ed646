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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.internal.platform.Platforms;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for Google's platforms.
 */
class GcpPlatformsTests {

	private static final String TREE = "GET /computeMetadata/v1/?recursive=true&alt=json";

	private static final Map<String, String> APP_ENGINE = Map.of("GAE_ENV", "standard", "GAE_SERVICE", "orders",
			"GAE_VERSION", "v1", "GAE_INSTANCE", "00c61b117c", "GAE_APPLICATION", "s~acme-orders-prod",
			"GOOGLE_CLOUD_PROJECT", "acme-orders-prod");

	@Test
	void readsAServiceOfCloudRun() {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_cloud_run",
				Map.of("region", "europe-west4", "accountId", "acme-orders-prod", "K_SERVICE", "orders"));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
			assertThat(instance.getPlatform()).isEqualTo("gcp_cloud_run");
			assertThat(instance.getRegion()).isEqualTo("europe-west4");
			assertThat(instance.getAccountId()).isEqualTo("acme-orders-prod");
			assertThat(instance.getInstanceId()).matches("[0-9a-f]{60,}");
			assertThat(instance.getAvailabilityZone()).isNull();
			assertThat(instance.getInstanceName()).isNull();
			assertThat(instance.getInstanceType()).isNull();
			assertThat(instance.getHostname()).isNull();
			assertThat(instance.getPrivateIp()).isNull();
			assertThat(instance.getNetworkInterfaces()).isEmpty();
			assertThat(instance.getAttributes()).containsEntry("K_SERVICE", "orders")
				.containsEntry("instance.zone", "projects/730164928517/zones/europe-west4-1");
			assertThat(named(instance, "service")).isEqualTo("orders");
			assertThat(named(instance, "revision")).isEqualTo("orders-00007-xim");
			assertThat(instance.getDetection().conclusive()).isTrue();
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(cloud.getRequests()).containsOnlyOnce(TREE)
				// the first wave: at the same time Yandex's key and, until Google is
				// found, Azure
				.hasSizeBetween(3, 5)
				.startsWith("PUT /latest/api/token");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 403, 404, 405 })
	void findsCloudRunWhateverItAnswersToEc2sToken(int status) {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_cloud_run");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.put(WireMock.anyUrl())
					.willReturn(WireMock.aResponse()
						.withStatus(status)
						.withHeader("Metadata-Flavor", "Google")
						.withHeader("Server", "Metadata Server for Serverless")));
			assertThat(instance.getPlatform()).isEqualTo("gcp_cloud_run");
			assertThat(instance.getRegion()).isEqualTo("europe-north1");
		}
	}

	@ParameterizedTest
	@CsvSource({ "gcp_cloud_run, NONE", "gcp_cloud_run, KVM", "gcp_cloud_functions, NONE", "gcp_cloud_functions, KVM",
			"gcp_app_engine, NONE", "gcp_app_engine, KVM", "gcp_kubernetes_engine, NONE",
			"gcp_kubernetes_engine, KVM" })
	void findsThePlatformWithoutTheCloudsFirmware(String name, Dmi dmi) {
		try (CloudSimulator cloud = CloudSimulator.of(name).dmi(dmi).start();
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
			assertThat(instance.getPlatform()).isEqualTo(name);
			assertThat(instance.getRegion()).isEqualTo("europe-north1");
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@Test
	void asksOnceWhereTheUserNamesTheCloud() {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_cloud_run");
				DetectedCloudInstance instance = TestSettings.of(cloud).provider(CloudProvider.GCP).instance()) {
			assertThat(instance.getPlatform()).isEqualTo("gcp_cloud_run");
			assertThat(cloud.getRequests()).containsExactly(TREE);
		}
	}

	@Test
	void recognisesAppEngineByItsEnvironmentWithOneRequest() {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_app_engine", Map.of("accountId", "acme-orders-prod"));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getPlatform()).isEqualTo("gcp_app_engine");
			assertThat(instance.getRegion()).isEqualTo("europe-north1");
			assertThat(instance.getAvailabilityZone()).isNull();
			assertThat(instance.getAccountId()).isEqualTo("acme-orders-prod");
			assertThat(named(instance, "appEngineService")).isEqualTo("parcels");
			assertThat(named(instance, "appEngineVersion")).isEqualTo("20261103t081500");
			assertThat(cloud.getRequests()).containsExactly(TREE);
		}
	}

	@Test
	void knowsAppEngineIfItsMetadataServerFails() {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_app_engine", Map.of("accountId", "acme-orders-prod"));
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.timeouts(Duration.ofMillis(500), Duration.ofMillis(1500))
					.instance()) {
			answerAll(cloud, WireMock.serverError());
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
			assertThat(instance.getPlatform()).isEqualTo("gcp_app_engine");
			assertThat(instance.getAccountId()).isEqualTo("acme-orders-prod");
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getDetection().failures()).singleElement().asString().contains("busy (status 500)");
		}
	}

	@Test
	void readsTheFlexibleAppEngineFromItsMachine() {
		try (CloudSimulator cloud = CloudSimulator.start("gcp");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("GAE_SERVICE", "orders")
					.property("GAE_INSTANCE", "aef-orders-20261103-x1b2")
					.instance()) {
			assertThat(instance.getPlatform()).isEqualTo("gcp_app_engine");
			assertThat(instance.getAvailabilityZone()).isEqualTo("europe-north1-c");
			assertThat(instance.getInstanceType()).isEqualTo("n2-standard-4");
			assertThat(named(instance, "appEngineInstance")).isEqualTo("aef-orders-20261103-x1b2");
			assertThat(cloud.getRequests()).containsExactly(TREE);
		}
	}

	@Test
	void readsAPodThatSeesTheMachinesServerAtOnce() {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_kubernetes_engine",
				Map.of("workloadMetadata", "GCE_METADATA"));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getPlatform()).isEqualTo("gcp_kubernetes_engine");
			assertThat(instance.getInstanceType()).isEqualTo("n2-standard-4");
			assertThat(instance.getPrivateIp()).isEqualTo("10.166.5.38");
			assertThat(cloud.getRequests()).containsExactly(TREE);
			assertThat(named(instance, "clusterName")).isEqualTo("parcels-cluster");
			assertThat(cloud.getRequests()).hasSize(2);
		}
	}

	@Test
	void waitsUntilTheServerOfANewPodListens() throws Exception {
		int port = freePort();
		try (CloudSimulator node = CloudSimulator.start("gcp_kubernetes_engine");
				DetectedCloudInstance instance = TestSettings.of(node)
					.property("cloudmeta.gcp.endpoint", "http://127.0.0.1:" + port)
					.instance()) {
			CompletableFuture<CloudSimulator> later = CompletableFuture.supplyAsync(
					() -> CloudSimulator.of("gcp_kubernetes_engine").listen("127.0.0.1", port).start(),
					CompletableFuture.delayedExecutor(1600, TimeUnit.MILLISECONDS));
			try {
				assertThat(instance.getRegion()).isEqualTo("europe-north1");
				assertThat(instance.getDetection().failures()).isEmpty();
			}
			finally {
				later.get(10, TimeUnit.SECONDS).close();
			}
		}
	}

	@Test
	void saysWhyIfTheServerOfAPodNeverListens() throws Exception {
		int port = freePort();
		try (CloudSimulator node = CloudSimulator.start("gcp_kubernetes_engine");
				DetectedCloudInstance instance = TestSettings.of(node)
					.property("cloudmeta.gcp.endpoint", "http://127.0.0.1:" + port)
					.timeouts(Duration.ofMillis(500), Duration.ofMillis(1500))
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
			assertThat(instance.getPlatform()).isEqualTo("gcp_compute_engine");
			assertThat(instance.getDetection().failures()).singleElement()
				.asString()
				.contains("GKE's metadata server does not listen yet", "init container", "cloudmeta.fetch.timeout",
						"network policy");
		}
	}

	@ParameterizedTest
	@CsvSource({ "GKE_METADATA, 0, 'zone=europe-north1-c'",
			"GCE_METADATA, 1, 'zone=europe-north1-c,block=3e6c,sub-block=91ab,host=77f0'",
			"SECURE, 1, 'zone=europe-north1-c,block=3e6c,sub-block=91ab,host=77f0'" })
	void podHasThePlacementOfItsNode(String mode, int requests, String levels) {
		try (CloudSimulator node = CloudSimulator.of("gcp_kubernetes_engine")
			.value("workloadMetadata", mode)
			.value("instance.attributes.physical_host", "/3e6c/91ab/77f0")
			.start(); DetectedCloudInstance instance = TestSettings.of(node).instance()) {
			assertThat(instance.getPlatform()).isEqualTo("gcp_kubernetes_engine");
			node.resetRequests();
			assertThat(instance.getPlacement().toMap().toString()).isEqualTo("{" + levels.replace(",", ", ") + "}");
			assertThat(node.getRequests()).hasSize(requests);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "gcp_cloud_run", "gcp_cloud_functions", "gcp_app_engine" })
	void platformWithoutMachinesHasNoPlacement(String platform) {
		try (CloudSimulator cloud = CloudSimulator.start(platform);
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getPlacement().isEmpty()).isTrue();
			assertThat(cloud.getRequests()).isNotEmpty().noneMatch((request) -> request.contains("physical_host"));
		}
	}

	@Test
	void asksAgainSoonIfTheServerOfAPodDoesNotListenYet() throws Exception {
		int port = freePort();
		try (CloudSimulator node = CloudSimulator.start("gcp_kubernetes_engine")) {
			DetectionSettings settings = TestSettings.of(node)
				.property("cloudmeta.gcp.endpoint", "http://127.0.0.1:" + port)
				.timeouts(Duration.ofMillis(500), Duration.ofMillis(500))
				.build();
			assertThat(new DetectionHolder(settings).get().result().outlook()).isEqualTo(Outlook.REFUSED);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 499, 503 })
	void waitsUntilTheServerOfANewPodIsReady(int status) {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_kubernetes_engine");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl())
					.inScenario("start")
					.whenScenarioStateIs("Started")
					.willReturn(WireMock.aResponse().withStatus(status))
					.willSetStateTo("ready"));
			assertThat(instance.getRegion()).isEqualTo("europe-north1");
			assertThat(cloud.getRequests()).hasSize(5);
		}
	}

	@ParameterizedTest
	@CsvSource({ "K_SERVICE, orders", "CLOUD_RUN_WORKER_POOL, queue" })
	void aVariableOfCloudRunAloneProvesNothing(String variable, String value) {
		try (CloudSimulator cloud = CloudSimulator.of("none").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property(variable, value)
					.property("FUNCTION_TARGET", "orders")
					.property("CLOUD_RUN_JOB", "job")
					.property("CLOUD_RUN_EXECUTION", "job-1")
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(instance.getPlatform()).isNull();
			assertThat(instance.getDetection().evidence()).filteredOn((evidence) -> evidence.finding().contains("gcp_"))
				.extracting(Evidence::bearing)
				.isNotEmpty()
				.containsOnly(Bearing.NEITHER);
		}
	}

	@ParameterizedTest
	@CsvSource({ "aws, aws_ec2", "azure, azure.vm", "gcp, gcp_compute_engine" })
	void aMachineStaysAMachineWhateverVariablesAreSet(String name, String platform) {
		try (CloudSimulator cloud = CloudSimulator.start(name);
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("K_SERVICE", "orders")
					.property("K_REVISION", "orders-00001")
					.instance()) {
			assertThat(instance.getPlatform()).isEqualTo(platform);
			assertThat(instance.getAvailabilityZone()).isNotNull();
			assertThat(instance.getAttributes()).doesNotContainKey("K_SERVICE");
		}
	}

	@Test
	void knativeOnGoogleKubernetesIsNoCloudRun() {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_kubernetes_engine");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("K_SERVICE", "orders")
					.property("FUNCTION_TARGET", "orders")
					.instance()) {
			assertThat(instance.getPlatform()).isEqualTo("gcp_kubernetes_engine");
		}
	}

	@Test
	void anEmulatorOnALaptopIsNoCloud() {
		try (CloudSimulator cloud = CloudSimulator.start("none")) {
			TestSettings settings = TestSettings.of(cloud).property("K_SERVICE", "orders");
			APP_ENGINE.forEach(settings::property);
			try (DetectedCloudInstance instance = settings.instance()) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
				assertThat(instance.getAttributes()).isEmpty();
				assertThat(cloud.getRequests()).isEmpty();
				assertThat(instance.getDetection().evidence()).extracting(Evidence::finding)
					.contains("set as on gcp_app_engine, which the local evidence contradicts");
			}
		}
	}

	@Test
	void theFirmwareOfAnotherCloudWins() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			TestSettings settings = TestSettings.of(cloud);
			APP_ENGINE.forEach(settings::property);
			try (DetectedCloudInstance instance = settings.instance()) {
				assertThat(instance.getPlatform()).isEqualTo("aws_ec2");
				assertThat(cloud.getRequests()).hasSize(2);
			}
		}
	}

	@Test
	void yandexInAPodIsNotGoogle() {
		try (CloudSimulator cloud = CloudSimulator.start("yandex");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("KUBERNETES_SERVICE_HOST", "10.96.0.1")
					.property("KUBERNETES_SERVICE_PORT", "443")
					.property("K_SERVICE", "orders")
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.YANDEX);
		}
	}

	private static void answerAll(CloudSimulator cloud, ResponseDefinitionBuilder response) {
		cloud.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(response));
	}

	private static String named(DetectedCloudInstance instance, String name) {
		String path = Platforms.names(CloudProvider.GCP).get(name);
		return instance
			.getAttribute((path != null) ? path : MetadataServices.of(CloudProvider.GCP).getNames().get(name));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
