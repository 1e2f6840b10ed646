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
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DetectedCloudInstance} and all behind it, against simulated clouds.
 */
class DetectedCloudInstanceTests {

	@Test
	void sendsNoRequestBeforeAGetterIsCalled() {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); DetectedCloudInstance instance = instance(cloud)) {
			assertThat(instance.isDetected()).isFalse();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void readsEc2WithTwoRequests() {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); DetectedCloudInstance instance = instance(cloud)) {
			readIdentity(instance);
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AWS);
			assertThat(cloud.getRequests()).containsExactly("PUT /latest/api/token",
					"GET /latest/dynamic/instance-identity/document");
			assertThat(instance.getDetection().requests()).isEqualTo(2);
		}
	}

	@Test
	void readsAzureWithOneRequest() {
		try (CloudSimulator cloud = CloudSimulator.start("azure"); DetectedCloudInstance instance = instance(cloud)) {
			readIdentity(instance);
			instance.getTags();
			instance.getNetworkInterfaces();
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
			assertThat(cloud.getRequests()).containsExactly("GET /metadata/instance?api-version=2021-12-13");
		}
	}

	@Test
	void readsGoogleWithOneRequest() {
		try (CloudSimulator cloud = CloudSimulator.start("gcp"); DetectedCloudInstance instance = instance(cloud)) {
			readIdentity(instance);
			instance.getTags();
			instance.getNetworkInterfaces();
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
			assertThat(cloud.getRequests()).containsExactly("GET /computeMetadata/v1/?recursive=true&alt=json");
		}
	}

	@Test
	void asksNothingOnALaptop() {
		try (CloudSimulator cloud = CloudSimulator.start("none"); DetectedCloudInstance instance = instance(cloud)) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(instance.isCloud()).isFalse();
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getPlatform()).isNull();
			assertThat(instance.getTags()).isEmpty();
			assertThat(instance.getNetworkInterfaces()).isEmpty();
			assertThat(instance.getAttributes()).isEmpty();
			assertThat(instance.getAttribute("compute/vmId")).isNull();
			assertThat(instance.getFetchedAt()).isNull();
			assertThat(instance.getDetection().conclusive()).isTrue();
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(instance.getDetection().evidence()).singleElement()
				.satisfies((evidence) -> assertThat(evidence.bearing()).isEqualTo(Bearing.AGAINST));
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "aws, NONE", "aws, KVM", "azure, NONE", "azure, KVM", "gcp, NONE", "gcp, KVM" })
	void findsTheCloudWithoutItsFirmware(String name, Dmi dmi) {
		try (CloudSimulator cloud = CloudSimulator.of(name).dmi(dmi).start();
				DetectedCloudInstance instance = instance(cloud)) {
			assertThat(instance.getProvider().getId()).isEqualTo(name);
			assertThat(instance.getDetection().conclusive()).isTrue();
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(instance.getDetection().evidence())
				.filteredOn(
						(evidence) -> evidence.source().startsWith("metadata service") && evidence.provider() != null)
				.extracting(Evidence::bearing)
				.containsOnlyOnce(Bearing.FOR)
				.doesNotContain(Bearing.NEITHER)
				.endsWith(Bearing.FOR);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "azure", "gcp" })
	void probesNothingThatCouldAlarmAnotherCloud(String name) {
		try (CloudSimulator cloud = CloudSimulator.of(name).dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = TestSettings.of(cloud).probedOnly().instance()) {
			instance.getProvider();
			// version 1 of EC2's service, that is: without a token
			assertThat(cloud.getWireMock().getAllServeEvents())
				.filteredOn((event) -> event.getRequest().getUrl().startsWith("/latest/")
						&& !event.getRequest().getMethod().value().equals("PUT"))
				.allSatisfy(
						(event) -> assertThat(event.getRequest().containsHeader("X-aws-ec2-metadata-token")).isTrue());
		}
	}

	@Test
	void asksNothingIfItNeverMayProbe() {
		try (CloudSimulator cloud = CloudSimulator.of("aws").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = TestSettings.of(cloud).probe(Probe.NEVER).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(instance.getDetection().conclusive()).isFalse();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void asksEvenALaptopIfItAlwaysShallProbe() {
		try (CloudSimulator laptop = CloudSimulator.start("none");
				CloudSimulator cloud = CloudSimulator.start("gcp");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("cloudmeta.detection.sysfs", laptop.getProperties().get("cloudmeta.detection.sysfs"))
					.probe(Probe.ALWAYS)
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
		}
	}

	@Test
	void asksOnlyTheCloudThatTheUserNames() {
		try (CloudSimulator cloud = CloudSimulator.of("azure").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = TestSettings.of(cloud).provider(CloudProvider.AZURE).instance()) {
			assertThat(instance.getRegion()).isNotNull();
			assertThat(cloud.getRequests()).hasSize(1);
			assertThat(instance.getDetection().evidence()).first()
				.satisfies((evidence) -> assertThat(evidence.source()).isEqualTo("cloudmeta.provider"));
		}
	}

	@Test
	void sendsNoRequestIfTheProviderIsLocal() {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				DetectedCloudInstance instance = TestSettings.of(cloud).provider(CloudProvider.LOCAL).instance()) {
			assertThat(instance.isCloud()).isFalse();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void sendsNoRequestIfTheProviderIsFixed() {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.fixed(CloudField.PROVIDER, "azure")
					.fixed(CloudField.REGION, "westeurope")
					.fixedTags(Map.of("team", "ml"))
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
			assertThat(instance.getRegion()).isEqualTo("westeurope");
			assertThat(instance.getTags()).containsExactly(Map.entry("team", "ml"));
			assertThat(instance.getHostname()).isNull();
			assertThat(instance.getAttribute("compute/vmId")).isNull();
			assertThat(instance.getFetchedAt()).isNull();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void letsFixedValuesWin() {
		try (CloudSimulator cloud = CloudSimulator.of("aws")
			.value("tags.team", "web")
			.value("tags.env", "prod")
			.start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.fixed(CloudField.REGION, "mars-1")
					.fixed(CloudField.HOSTNAME, "host")
					.fixedTags(Map.of("team", "ml"))
					.instance()) {
			assertThat(instance.getRegion()).isEqualTo("mars-1");
			assertThat(instance.getHostname()).isEqualTo("host");
			assertThat(instance.getInstanceId()).startsWith("i-");
			assertThat(instance.getTags()).containsEntry("team", "ml").containsEntry("env", "prod");
			assertThat(cloud.getRequests()).noneMatch((request) -> request.endsWith("local-hostname"));
		}
	}

	@Test
	void fixedValueNeitherWaitsForTheDetectionNorBeginsOne() {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.fixed(CloudField.REGION, "mars-1")
					.fixed(CloudField.AVAILABILITY_ZONE, "mars-1b")
					.instance()) {
			assertThat(instance.getRegion()).isEqualTo("mars-1");
			assertThat(instance.getAvailabilityZone()).isEqualTo("mars-1b");
			assertThat(instance.isDetected()).isFalse();
			assertThat(instance.getInstanceId()).startsWith("i-");
			assertThat(instance.isDetected()).isTrue();
			assertThat(instance.snapshot().getRegion()).isEqualTo("mars-1");
		}
	}

	@ParameterizedTest
	@CsvSource({ "aws, tags/instance/private", "azure, compute/tagsList/1/value" })
	void readsOnlyTheTagsThatItMay(String name, String path) {
		try (CloudSimulator cloud = CloudSimulator.of(name)
			.value("tags.team", "ml")
			.value("tags.private", "s3cr3t")
			.start(); DetectedCloudInstance instance = TestSettings.of(cloud).readableTags("te*").instance()) {
			assertThat(instance.getTags()).containsExactly(Map.entry("team", "ml"));
			assertThat(instance.getAttributes().values()).noneMatch((value) -> value.contains("s3cr3t"));
			assertThat(instance.getAttribute(path)).isNull();
			assertThat(cloud.getRequests()).noneMatch((request) -> request.contains("tags/instance/private"));
		}
	}

	@Test
	void fetchesWhatTakesMoreRequestsOnceOnly() {
		try (CloudSimulator cloud = CloudSimulator.of("aws").value("tags.Name", "parcels").start();
				DetectedCloudInstance instance = instance(cloud)) {
			int requests = 0;
			for (int i = 0; i < 3; i++) {
				requests = cloud.getRequests().size();
				assertThat(instance.getInstanceName()).isEqualTo("parcels");
				assertThat(instance.getHostname()).isNotNull();
				assertThat(instance.getTags()).containsEntry("Name", "parcels");
				assertThat(instance.getNetworkInterfaces()).isNotEmpty();
				assertThat(instance.getAttribute("placement/availability-zone-id")).isNotNull();
				assertThat(instance.getAttribute("no/such/path")).isNull();
			}
			assertThat(cloud.getRequests()).hasSize(requests);
			assertThat(instance.getDetection().requests()).isEqualTo(cloud.getRequests().size());
		}
	}

	@Test
	void sharesOneDetectionBetweenContextsThatLiveAtTheSameTime() {
		try (CloudSimulator cloud = CloudSimulator.start("azure"); DetectedCloudInstance first = instance(cloud)) {
			try (DetectedCloudInstance second = instance(cloud)) {
				assertThat(second.getRegion()).isEqualTo(first.getRegion());
			}
			try (DetectedCloudInstance third = instance(cloud)) {
				assertThat(third.isDetected()).isFalse();
				assertThat(third.getRegion()).isEqualTo(first.getRegion());
			}
			assertThat(cloud.getRequests()).hasSize(1);
		}
	}

	@Test
	void detectsAnewWhenNoContextIsLeft() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			for (int i = 0; i < 2; i++) {
				try (DetectedCloudInstance instance = instance(cloud)) {
					instance.getRegion();
				}
			}
			assertThat(cloud.getRequests()).hasSize(2);
		}
	}

	@Test
	void keepsTheLastGoodReadingIfTheServiceFails() {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.timeouts(Duration.ofMillis(500), Duration.ofMillis(1500))
					.instance()) {
			String vmId = instance.getInstanceId();
			Instant fetchedAt = instance.getFetchedAt();
			cloud.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.serverError()));
			assertThat(instance.refresh()).isFalse();
			assertThat(instance.getInstanceId()).isEqualTo(vmId);
			assertThat(instance.getFetchedAt()).isEqualTo(fetchedAt);
			assertThat(instance.getDetection().failures()).singleElement()
				.asString()
				.contains("Microsoft Azure", "busy (status 500)");
		}
	}

	@Test
	void tellsWhetherARefreshChangedTheIdentity() {
		try (CloudSimulator cloud = CloudSimulator.start("azure"); DetectedCloudInstance instance = instance(cloud)) {
			instance.getRegion();
			assertThat(instance.refresh()).isFalse();
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl())
					.willReturn(WireMock.okJson("{\"compute\":{\"vmId\":\"%s\",\"location\":\"mars\"}}"
						.formatted(instance.getInstanceId()))));
			assertThat(instance.refresh()).isTrue();
			assertThat(instance.getRegion()).isEqualTo("mars");
			assertThat(instance.getInstanceType()).isNull();
		}
	}

	@Test
	void waitsForATransientFailureToPass() {
		try (CloudSimulator cloud = CloudSimulator.start("gcp"); DetectedCloudInstance instance = instance(cloud)) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl())
					.inScenario("boot")
					.whenScenarioStateIs("Started")
					.willReturn(WireMock.aResponse().withStatus(503))
					.willSetStateTo("ready"));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
			assertThat(instance.getRegion()).isNotNull();
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@Test
	void knowsEc2ByItsFirmwareIfTheServiceIsTurnedOff() {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); DetectedCloudInstance instance = instance(cloud)) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withStatus(403)));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AWS);
			assertThat(instance.getPlatform()).isEqualTo("aws_ec2");
			assertThat(instance.getInstanceId()).startsWith("i-");
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getFetchedAt()).isNull();
			assertThat(instance.getDetection().failures()).singleElement()
				.asString()
				.contains("turned off", "--http-endpoint enabled");
		}
	}

	@Test
	void tellsOfTheHopLimitIfNoTokenArrives() {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.timeouts(Duration.ofMillis(500), Duration.ofMillis(900))
					.instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.put(WireMock.anyUrl()).willReturn(WireMock.ok("late").withFixedDelay(3000)));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AWS);
			assertThat(instance.getDetection().failures()).singleElement().asString().contains("hop limit");
		}
	}

	@ParameterizedTest
	@CsvSource({ "AWS_EC2_METADATA_DISABLED, aws, aws", "aws.disableEc2Metadata, aws, aws" })
	void honoursTheSwitchesOfAws(String property, String name, String provider) {
		try (CloudSimulator cloud = CloudSimulator.start(name)) {
			TestSettings settings = TestSettings.of(cloud);
			settings.property("AWS_EC2_METADATA_DISABLED", null);
			try (DetectedCloudInstance instance = settings.property(property, "TRUE").instance()) {
				assertThat(instance.getProvider().getId()).isEqualTo(provider);
				assertThat(instance.getRegion()).isNull();
				assertThat(cloud.getRequests()).isEmpty();
				assertThat(instance.getDetection().failures()).singleElement()
					.asString()
					.contains("AWS_EC2_METADATA_DISABLED");
			}
		}
	}

	@Test
	void doesNotProbeGoogleIfItsSwitchForbidsIt() {
		try (CloudSimulator cloud = CloudSimulator.of("gcp").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.endpoints("aws", "azure", "gcp")
					.property("NO_GCE_CHECK", "true")
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(cloud.getRequests()).noneMatch((request) -> request.contains("computeMetadata"));
		}
	}

	@ParameterizedTest
	@EnumSource(Impostor.class)
	void isNotFooledBy(Impostor impostor) {
		for (Dmi dmi : Stream.of(Dmi.NONE, Dmi.KVM).toList()) {
			try (CloudSimulator cloud = CloudSimulator.of("none").dmi(dmi).start();
					DetectedCloudInstance instance = TestSettings.of(cloud)
						.timeouts(Duration.ofMillis(1500), Duration.ofSeconds(2))
						.instance()) {
				impostor.stub.accept(cloud);
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
				assertThat(instance.getRegion()).isNull();
			}
		}
	}

	@Test
	void isInconclusiveWithoutAResponse() {
		try (CloudSimulator cloud = CloudSimulator.of("aws").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.timeouts(Duration.ofMillis(300), Duration.ofSeconds(5))
					.instance()) {
			cloud.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok().withFixedDelay(5000)));
			long start = System.nanoTime();
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
			assertThat(instance.getDetection().conclusive()).isFalse();
		}
	}

	private static DetectedCloudInstance instance(CloudSimulator cloud) {
		return TestSettings.of(cloud).instance();
	}

	private static void readIdentity(CloudInstance instance) {
		for (CloudField field : CloudField.values()) {
			boolean more = field == CloudField.INSTANCE_NAME || field == CloudField.HOSTNAME
					|| field == CloudField.PUBLIC_IP || field == CloudField.LIFECYCLE
					|| field == CloudField.AVAILABILITY_ZONE_ID;
			if (!more) {
				assertThat(field.get(instance)).as(field.getName()).isNotNull();
			}
		}
		assertThat(instance.getFetchedAt()).isBeforeOrEqualTo(Instant.now());
	}

	enum Impostor {

		A_LOGIN_PAGE((cloud) -> answerAll(cloud, "text/html", "<html><body>Welcome to the hotel</body></html>")),

		A_SERVER_THAT_SAYS_YES((cloud) -> answerAll(cloud, "text/plain", "")),

		A_SERVER_OF_JSON((cloud) -> answerAll(cloud, "application/json", "{\"status\":\"ok\"}")),

		A_SERVER_WITH_GOOGLES_HEADER((cloud) -> cloud.getWireMock()
			.stubFor(WireMock.any(WireMock.anyUrl())
				.willReturn(WireMock
					.ok("{\"instance\":{\"id\":\"epdabc\",\"vendor\":{\"folderId\":\"b1g\"}},"
							+ "\"project\":{\"projectId\":\"b1g\"}}")
					.withHeader("Metadata-Flavor", "Google")))),

		OPENNEBULAS_ADD_ON((cloud) -> answerAll(cloud, "text/html", "user-data\nmeta-data\n")),

		FIRECRACKER((cloud) -> {
			cloud.getWireMock().stubFor(WireMock.put(WireMock.anyUrl()).willReturn(WireMock.ok("token")));
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.anyUrl()).willReturn(WireMock.okJson("{\"latest\":\"meta-data\"}")));
		}),

		AN_EMULATOR_OF_AWS((cloud) -> {
			cloud.getWireMock().stubFor(WireMock.put(WireMock.anyUrl()).willReturn(WireMock.ok("token")));
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.anyUrl())
					.willReturn(WireMock.okJson("{\"accountId\":\"0123\",\"region\":\"us-east-1\","
							+ "\"instanceId\":\"i-1234567890abcdef0\"}")));
		}),

		AZURE_ARC((cloud) -> answerAll(cloud, "application/json",
				"{\"compute\":{\"vmId\":\"a4c1e7d2-58b3-4f96-8e0d-17b2c9f3d645\",\"location\":\"westeurope\","
						+ "\"resourceId\":\"/subscriptions/x/providers/Microsoft.HybridCompute/machines/m\"}}")),

		REDIRECTS((cloud) -> cloud.getWireMock()
			.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.temporaryRedirect("http://127.0.0.1:1/"))));

		private final Consumer<CloudSimulator> stub;

		Impostor(Consumer<CloudSimulator> stub) {
			this.stub = stub;
		}

		private static void answerAll(CloudSimulator cloud, String type, String body) {
			cloud.getWireMock()
				.stubFor(
						WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok(body).withHeader("Content-Type", type)));
		}

	}

}
