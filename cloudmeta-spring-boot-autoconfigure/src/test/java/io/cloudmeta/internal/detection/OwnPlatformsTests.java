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

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the platforms that run on any machines.
 */
class OwnPlatformsTests {

	@Test
	void herokuIsKnownByItsEnvironmentAlone() {
		try (CloudSimulator cloud = CloudSimulator.start("heroku");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.HEROKU);
			assertThat(instance.getPlatform()).isEqualTo("heroku");
			assertThat(instance.getInstanceId()).isEqualTo("e2a9b744-06d1-4c58-9f3b-5718ca0e6d92");
			assertThat(instance.getInstanceName()).isEqualTo("web.1");
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getHostname()).isNull();
			assertThat(instance.getAttributes()).containsEntry("HEROKU_APP_NAME", "parcels");
			assertThat(instance.isCloud()).isTrue();
			assertThat(instance.getDetection().conclusive()).isTrue();
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void flyIsKnownByItsEnvironmentAlone() {
		try (CloudSimulator cloud = CloudSimulator.start("fly", Map.of("region", "fra"));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.FLY);
			assertThat(instance.getPlatform()).isEqualTo("fly");
			assertThat(instance.getRegion()).isEqualTo("fra");
			assertThat(instance.getInstanceId()).isEqualTo("4d89e0b2c71f68");
			assertThat(instance.getImageId()).isEqualTo("registry.fly.io/parcels:deployment-01JCZ7R4W8");
			assertThat(instance.getPrivateIp()).isEqualTo("fdaa:0:5c1e:a7b:2f0:1:9d3c:2");
			assertThat(instance.getPublicIp()).isEqualTo("2001:db8:1f4:6::2c");
			assertThat(instance.getAccountId()).isNull();
			assertThat(instance.getAttribute("FLY_PROCESS_GROUP")).isEqualTo("app");
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void renderIsKnownByItsEnvironmentAlone() {
		try (CloudSimulator cloud = CloudSimulator.start("render");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.RENDER);
			assertThat(instance.getPlatform()).isEqualTo("render");
			assertThat(instance.getInstanceId()).isEqualTo("srv-cq7b1e5umphs73d0k2fg-6bd9f7c4d8-x2mzt");
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getHostname()).isNull();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void cloudFoundryOnVsphereIsTheProvider() {
		try (CloudSimulator cloud = CloudSimulator.start("cloudfoundry", Map.of("space_name", "staging"));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.CLOUD_FOUNDRY);
			assertThat(instance.getPlatform()).isEqualTo("cloudfoundry");
			assertThat(instance.getInstanceId()).isEqualTo("c4b8e01f-72d5-4a39-6f0c-13d9");
			assertThat(instance.getAccountId()).isEqualTo("5ea07b19-d4c2-46f8-93be-72a1c80d6f35");
			assertThat(instance.getPrivateIp()).isEqualTo("10.255.27.41");
			assertThat(instance.getInstanceName()).isNull();
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getAttributes()).containsEntry("application_name", "parcels")
				.containsEntry("space_name", "staging")
				.containsEntry("limits.mem", "1024")
				.containsEntry("application_uris[0]", "parcels.apps.example.com")
				.containsEntry("CF_INSTANCE_INDEX", "0");
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void nomadOnMachinesOfOnesOwnIsTheProvider() {
		try (CloudSimulator cloud = CloudSimulator.start("nomad");
				DetectedCloudInstance instance = TestSettings.of(cloud).probedOnly().instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.NOMAD);
			assertThat(instance.getPlatform()).isEqualTo("nomad");
			assertThat(instance.getRegion()).isEqualTo("europe");
			assertThat(instance.getAvailabilityZone()).isEqualTo("ams1");
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getAttribute("NOMAD_JOB_NAME")).isEqualTo("parcels");
		}
	}

	@Test
	void kubernetesOnMachinesOfOnesOwnIsTheProvider() {
		try (CloudSimulator cloud = CloudSimulator.start("kubernetes");
				DetectedCloudInstance instance = TestSettings.of(cloud).probedOnly().instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.KUBERNETES);
			assertThat(instance.getPlatform()).isEqualTo("kubernetes");
			assertThat(instance.getHostname()).isEqualTo("parcels-6f5d8c9b47-qz2wt");
			assertThat(instance.getAttribute("namespace")).isEqualTo("logistics");
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "nomad, CLOUD", "nomad, NONE", "kubernetes, CLOUD", "kubernetes, NONE", "cloudfoundry, CLOUD",
			"cloudfoundry, NONE" })
	void cloudBelowIsTheProviderAndThePlatformAddsItsAttributes(String platform, Dmi dmi) {
		try (CloudSimulator environment = CloudSimulator.start(platform);
				CloudSimulator cloud = CloudSimulator.of("gcp").dmi(dmi).start()) {
			TestSettings settings = TestSettings.of(cloud).endpoints("gcp");
			environment.getProperties().forEach((name, value) -> {
				if (!name.startsWith("cloudmeta.")) {
					settings.property(name, value);
				}
			});
			try (DetectedCloudInstance instance = settings.instance()) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
				assertThat(instance.getPlatform()).isEqualTo("gcp_compute_engine");
				assertThat(instance.getHostname()).doesNotContain("qz2wt");
				assertThat(instance.getRegion()).isNotEqualTo("europe");
				assertThat(instance.getAttributes()).containsKey("instance.zone")
					.containsAnyOf(Map.entry("NOMAD_JOB_NAME", "parcels"),
							Map.entry("KUBERNETES_SERVICE_HOST", "10.96.0.1"),
							Map.entry("application_name", "parcels"));
				assertThat(cloud.getRequests()).hasSize(1);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "heroku", "fly", "render" })
	void onALaptopTheVariablesOfAHostAreIgnored(String platform) {
		try (CloudSimulator laptop = CloudSimulator.start("none");
				CloudSimulator cloud = CloudSimulator.start(platform);
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("cloudmeta.detection.sysfs", laptop.getProperties().get("cloudmeta.detection.sysfs"))
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(cloud.getRequests()).isEmpty();
			assertThat(instance.getDetection().evidence()).extracting(Evidence::finding)
				.contains("set as on %s, which the local evidence contradicts".formatted(platform));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "heroku", "fly", "render", "cloudfoundry", "nomad", "kubernetes" })
	void theUsersWordIsEnough(String platform) {
		try (CloudSimulator laptop = CloudSimulator.start("none");
				CloudSimulator cloud = CloudSimulator.start(platform);
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("cloudmeta.detection.sysfs", laptop.getProperties().get("cloudmeta.detection.sysfs"))
					.provider(CloudProvider.of(platform))
					.instance()) {
			assertThat(instance.getPlatform()).isEqualTo(platform);
			assertThat(instance.getAttributes()).isNotEmpty();
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "heroku", "fly", "render" })
	void hostOnTheMachineOfACloudThatIsSilentIsTheProvider(String platform) {
		try (CloudSimulator aws = CloudSimulator.start("aws");
				CloudSimulator cloud = CloudSimulator.start(platform);
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("cloudmeta.detection.sysfs", aws.getProperties().get("cloudmeta.detection.sysfs"))
					.instance()) {
			assertThat(instance.getProvider().getId()).isEqualTo(platform);
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(cloud.getRequests())
				.allSatisfy((request) -> assertThat(request).isEqualTo("PUT /latest/api/token"));
		}
	}

	@Test
	void providerWithoutTheVariablesReportsWhatToDo() {
		try (CloudSimulator cloud = CloudSimulator.start("none");
				DetectedCloudInstance instance = TestSettings.of(cloud).provider(CloudProvider.HEROKU).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.HEROKU);
			assertThat(instance.getDetection().failures()).singleElement().asString().contains("cloudmeta.instance.*");
		}
	}

}
