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
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what is read of Apache CloudStack, against its simulated router.
 */
class CloudStackMetadataServiceTests {

	private static final String TREE = "/latest/meta-data/";

	@Test
	void readsTheIdentityWithThreeRequests() {
		try (CloudSimulator cloud = CloudSimulator.start("cloudstack");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.CLOUDSTACK);
			assertThat(instance.getPlatform()).isEqualTo("cloudstack");
			assertThat(instance.getInstanceId()).isEqualTo("7c1e04d2-96b3-4f5a-8d27-e0a3b51c684f");
			assertThat(instance.getAvailabilityZone()).isEqualTo("Zone Nürnberg 1");
			assertThat(instance.getAttributes()).containsOnlyKeys("instance-id", "availability-zone");
			assertThat(instance.getFetchedAt()).isNotNull();
			assertThat(cloud.getRequests()).containsExactly("GET " + TREE, "GET " + TREE + "instance-id",
					"GET " + TREE + "availability-zone");
		}
	}

	@Test
	void fetchesTheOtherValuesOnceWhenTheyAreAskedFor() {
		try (CloudSimulator cloud = CloudSimulator.start("cloudstack");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			for (int i = 0; i < 2; i++) {
				assertThat(instance.getInstanceType()).isEqualTo("Parcels 4 vCPU");
				assertThat(instance.getHostname()).isEqualTo("parcels-7");
				assertThat(instance.getInstanceName()).isEqualTo("parcels-7");
				assertThat(instance.getPrivateIp()).isEqualTo("10.1.1.87");
				assertThat(instance.getPublicIp()).isEqualTo("198.51.100.9");
				assertThat(instance.getNetworkInterfaces()).containsExactly(
						new NetworkInterface(null, List.of("10.1.1.87"), List.of("198.51.100.9"), null, null));
			}
			assertThat(cloud.getRequests()).hasSize(3 + 3 + 1 + 2 + 2);
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getAccountId()).isNull();
			assertThat(instance.getImageId()).isNull();
			assertThat(instance.getTags()).isEmpty();
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(cloud.getRequests()).allMatch((request) -> request.startsWith("GET " + TREE));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "Zürich-2|Zürich-2", "東京 1|東京 1", "Edge 😀|Edge 😀", "C:\\users|C:\\users",
			"a\\u000ab|a\\u000ab", "\\ud83d|\\ud83d" })
	void readsEscapesOfWhatIsNotAsciiOnly(String zone, String expected) {
		try (CloudSimulator cloud = CloudSimulator.start("cloudstack", Map.of("availabilityZone", zone));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getAttribute("availability-zone")).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@CsvSource({ "10.1.1.87, 10.1.1.87,", "10.1.1.87, 198.51.100.9, 198.51.100.9",
			"203.0.113.54, 203.0.113.54, 203.0.113.54", "10.1.1.87, parcels-7,", "10.1.1.87, 999.1.1.1," })
	void tellsThePublicAddressFromTheRepeatedPrivateOne(String privateIp, String publicIp, String expected) {
		try (CloudSimulator cloud = CloudSimulator.start("cloudstack",
				Map.of("privateIp", privateIp, "publicIp", publicIp));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getPrivateIp()).isEqualTo(privateIp);
			assertThat(instance.getPublicIp()).isEqualTo(expected);
			assertThat(instance.getNetworkInterfaces()).singleElement()
				.satisfies((card) -> assertThat(card.publicAddresses())
					.isEqualTo((expected != null) ? List.of(expected) : List.of()));
		}
	}

	@Test
	void readsAnyKeyByItsPath() {
		try (CloudSimulator cloud = CloudSimulator.start("cloudstack", Map.of("cloud-domain", "ROOT/parcels"));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getAttribute("cloud-identifier"))
				.isEqualTo("CloudStack-{b2f7d419-30ce-4a68-9517-c84e6d0f23ab}");
			assertThat(instance.getAttribute("cloud-domain")).isEqualTo("ROOT/parcels");
			assertThat(instance.getAttribute("vm-id/")).isEqualTo("7c1e04d2-96b3-4f5a-8d27-e0a3b51c684f");
			assertThat(instance.getAttribute("cloud-name")).isNull();
			assertThat(instance.getDetection().failures()).isEmpty();
			int requests = cloud.getRequests().size();
			assertThat(instance.getAttribute("instance-id")).isEqualTo(instance.getInstanceId());
			assertThat(cloud.getRequests()).hasSize(requests).doesNotContain("GET " + TREE + "vm-id/");
		}
	}

	@Test
	void hasTheVendorsNames() {
		Map<String, String> names = MetadataServices.of(CloudProvider.CLOUDSTACK).getNames();
		assertThat(names).containsEntry("serviceOffering", "service-offering")
			.containsEntry("cloudIdentifier", "cloud-identifier")
			.containsEntry("vmId", "vm-id")
			.containsEntry("cloudDomainId", "cloud-domain-id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "user-data", "userdata", "db-password", "API_TOKEN", "my-secret", "private-key",
			"setup-script", "../user-data", "vm-id/../user-data", "vm%2did", "" })
	void asksForNoSecretAndNothingOutsideTheTree(String path) {
		try (CloudSimulator cloud = CloudSimulator.start("cloudstack", Map.of("user-data", "#!/bin/sh"));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			instance.getInstanceId();
			int requests = cloud.getRequests().size();
			assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path));
			assertThat(cloud.getRequests()).hasSize(requests);
		}
	}

	@Test
	void knowsCloudStackByItsFirmwareAloneIfNothingAnswers() {
		try (CloudSimulator cloud = CloudSimulator.start("cloudstack");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			answer(cloud, WireMock.notFound());
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.CLOUDSTACK);
			assertThat(instance.getPlatform()).isEqualTo("cloudstack");
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getHostname()).isNull();
			assertThat(instance.getFetchedAt()).isNull();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "404|no metadata is kept there", "500|disk of the virtual router",
			"403|may not read", "401|may not read", "405|status 405", "429|busy", "503|busy" })
	void explainsEachStatusInOneLine(int status, String line) {
		try (CloudSimulator cloud = CloudSimulator.start("cloudstack");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.timeouts(Duration.ofMillis(500), Duration.ofMillis(1500))
					.instance()) {
			answer(cloud, WireMock.aResponse().withStatus(status));
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getDetection().failures()).singleElement()
				.asString()
				.contains("Apache CloudStack", line)
				.doesNotContain("\n");
		}
	}

	@Test
	void explainsARouterThatIsSilentOrGone() {
		try (CloudSimulator cloud = CloudSimulator.start("cloudstack");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.timeouts(Duration.ofMillis(300), Duration.ofMillis(1500))
					.instance()) {
			answer(cloud, WireMock.ok().withFixedDelay(3000));
			assertThat(instance.getDetection().failures()).singleElement().asString().contains("own firewall");
		}
		try (CloudSimulator cloud = CloudSimulator.start("cloudstack");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("cloudmeta.cloudstack.endpoint", "http://127.0.0.1:1")
					.instance()) {
			assertThat(instance.getDetection().failures()).singleElement()
				.asString()
				.contains("refused", "restart the router");
		}
		try (CloudSimulator cloud = CloudSimulator.start("cloudstack");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			answer(cloud, WireMock.aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.CLOUDSTACK);
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getDetection().failures()).isNotEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "<html><body>service-offering\nvm-id</body></html>", "user-data\nmeta-data\n",
			"instance-id\nlocal-ipv4\nami-id\n", "vm-id", "{\"service-offering\":\"vm-id\"}", "null", "[]", "42" })
	void believesNoOtherListing(String body) {
		try (CloudSimulator cloud = CloudSimulator.start("cloudstack");
				DetectedCloudInstance instance = alone(cloud, "cloudstack").instance()) {
			answer(cloud, WireMock.ok(body));
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getAvailabilityZone()).isNull();
			assertThat(instance.getDetection().failures()).singleElement().asString().contains("lists no keys");
		}
		try (CloudSimulator cloud = CloudSimulator.of("cloudstack").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = alone(cloud, "cloudstack").instance()) {
			answer(cloud, WireMock.ok(body));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  \n", "<html>login</html>", "two\nlines" })
	void takesNoPageAndNoEmptyAnswerForAValue(String body) {
		try (CloudSimulator cloud = CloudSimulator.start("cloudstack");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			cloud.getWireMock().stubFor(WireMock.get(WireMock.urlMatching(TREE + ".+")).willReturn(WireMock.ok(body)));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.CLOUDSTACK);
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getAvailabilityZone()).isNull();
			assertThat(instance.getHostname()).isNull();
			assertThat(instance.getInstanceType()).isNull();
			assertThat(instance.getPrivateIp()).isNull();
			assertThat(instance.getPublicIp()).isNull();
			assertThat(instance.getNetworkInterfaces()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "azure", "gcp" })
	void isNotTakenForACloudThatServesItsPaths(String other) {
		try (CloudSimulator cloud = CloudSimulator.of(other).dmi(Dmi.KVM).start();
				DetectedCloudInstance instance = alone(cloud, "cloudstack").instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
		}
	}

	@Test
	void isFoundWithoutFirmwareWhereItsAddressIsGiven() {
		try (CloudSimulator cloud = CloudSimulator.of("cloudstack").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = alone(cloud, "cloudstack").instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.CLOUDSTACK);
			assertThat(cloud.getRequests()).hasSize(3);
		}
	}

	@Test
	void isNotClaimedWithoutProofIfItMayBeExoscale() {
		try (CloudSimulator cloud = CloudSimulator.of("exoscale").dmi(Dmi.KVM).start();
				DetectedCloudInstance instance = alone(cloud, "cloudstack").instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(instance.getDetection().evidence())
				.anyMatch((evidence) -> evidence.finding().contains("Exoscale"));
		}
	}

	@Test
	void isAskedLastAtAnAddressThatOthersShare() {
		try (CloudSimulator cloud = CloudSimulator.of("cloudstack").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.CLOUDSTACK);
			assertThat(cloud.getRequests()).endsWith("GET /latest/meta-data/", "GET /latest/meta-data/instance-id",
					"GET /latest/meta-data/availability-zone");
		}
	}

	private static void answer(CloudSimulator cloud, ResponseDefinitionBuilder response) {
		cloud.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(response));
	}

	/**
	 * Settings with an address for one cloud only, as a user would write them.
	 */
	private static TestSettings alone(CloudSimulator cloud, String id) {
		TestSettings settings = TestSettings.of(cloud);
		cloud.getProperties().keySet().forEach((name) -> {
			if (name.endsWith(".endpoint") && !name.equals("cloudmeta.%s.endpoint".formatted(id))) {
				settings.property(name, null);
			}
		});
		return settings;
	}

}
