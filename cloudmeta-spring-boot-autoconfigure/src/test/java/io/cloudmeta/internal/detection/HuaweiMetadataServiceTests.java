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

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for Huawei Cloud's metadata service as {@link DetectedCloudInstance} reads it.
 */
class HuaweiMetadataServiceTests {

	private static final String DOCUMENT = "/openstack/latest/meta_data.json";

	private static final String TOKEN = "/meta-data/latest/api/token";

	private static final String UUID = "5b1c7f3e-90a4-4d0e-8a7c-2f7a61d0b9c4";

	private CloudSimulator cloud = CloudSimulator.start("huawei");

	private TestSettings settings = TestSettings.of(this.cloud);

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void readsTheIdentityWithOneRequest() {
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.HUAWEI);
			assertThat(instance.getPlatform()).isEqualTo("huawei_cloud_ecs");
			assertThat(instance.getRegion()).isEqualTo("eu-west-101");
			assertThat(instance.getAvailabilityZone()).isEqualTo("eu-west-101a");
			assertThat(instance.getAccountId()).isEqualTo("0a6fd81c42e94b07935d7b1ef3c2a860");
			assertThat(instance.getInstanceId()).isEqualTo("e2b74c90-16f8-4d3a-a5c1-9380d7fe4b62");
			assertThat(instance.getInstanceName()).isEqualTo("parcels-5");
			assertThat(instance.getInstanceType()).isEqualTo("s6.large.2");
			assertThat(instance.getImageId()).isEqualTo("4f8ad2b6-703c-4e19-b5f8-6c1e92d7a043");
			assertThat(instance.getHostname()).isEqualTo("parcels-5");
			assertThat(instance.getTags()).containsEntry("os_bit", "64").containsEntry("os_type", "Linux");
			assertThat(this.cloud.getRequests()).containsExactly("GET " + DOCUMENT);
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@Test
	void fetchesAddressesWhenAsked() {
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getPrivateIp()).isEqualTo("192.168.9.57");
			assertThat(instance.getPublicIp()).isEqualTo("203.0.113.88");
			assertThat(instance.getNetworkInterfaces()).containsExactly(new NetworkInterface("fa:16:3e:d2:86:1b",
					List.of("192.168.9.57"), List.of("203.0.113.88"), null, "1ac47d58-e03b-49f6-8d72-b6950fe1c384"));
		}
	}

	@Test
	void fetchesWhatOlderDocumentsLack() {
		stub(DOCUMENT,
				"{\"uuid\":\"%s\",\"region_id\":\"eu-de\",\"meta\":{\"image_name\":\"Debian\"}}".formatted(UUID));
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getInstanceType()).isEqualTo("s6.large.2");
			assertThat(instance.getHostname()).isEqualTo("parcels-5");
			assertThat(instance.getImageId()).isEqualTo("Debian");
			assertThat(this.cloud.getRequests()).containsExactly("GET " + DOCUMENT,
					"GET /latest/meta-data/instance-type", "GET /latest/meta-data/local-hostname");
		}
	}

	@Test
	void isReadWithoutARegionWhereTheFirmwareNamesIt() {
		stub(DOCUMENT, "{\"uuid\":\"%s\",\"availability_zone\":\"eu-de-01\"}".formatted(UUID));
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getInstanceId()).isEqualTo(UUID);
			assertThat(instance.getAvailabilityZone()).isEqualTo("eu-de-01");
			assertThat(instance.getRegion()).isNull();
		}
	}

	@Test
	void obtainsATokenWhereOneIsRequiredAndKeepsIt() {
		requireToken(401);
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getInstanceId()).isNotNull();
			assertThat(instance.getPublicIp()).isEqualTo("203.0.113.88");
			assertThat(this.cloud.getRequests()).containsExactly("GET " + DOCUMENT, "PUT " + TOKEN, "GET " + DOCUMENT,
					"GET /latest/meta-data/public-ipv4");
		}
	}

	@Test
	void obtainsAnotherTokenIfItsOwnIsRefused() {
		requireToken(403);
		this.cloud.getWireMock()
			.stubFor(WireMock.put(TOKEN)
				.inScenario("tokens")
				.whenScenarioStateIs("Started")
				.willReturn(WireMock.ok("forgotten"))
				.willSetStateTo("on"));
		try (DetectedCloudInstance instance = this.settings.instance()) {
			// the first token is refused, which is final within one reading
			assertThat(instance.getInstanceId()).isNull();
			instance.refresh();
			assertThat(instance.getInstanceId()).isNotNull();
		}
	}

	@ParameterizedTest
	@CsvSource({ "200, <html>", "200, ''", "404, no", "405, no", "403, no" })
	void tellsThatNoTokenIsIssued(int status, String body) {
		requireToken(401);
		this.cloud.getWireMock()
			.stubFor(WireMock.put(TOKEN).willReturn(WireMock.aResponse().withStatus(status).withBody(body)));
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.HUAWEI);
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getDetection().failures()).singleElement().asString().contains("no token");
		}
	}

	@Test
	void asksNobodyForATokenWithoutEvidence() {
		restart(CloudSimulator.of("huawei").dmi(Dmi.NONE));
		requireToken(401);
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(this.cloud.getRequests()).doesNotContain("PUT " + TOKEN);
		}
	}

	@Test
	void findsAttributes() {
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getAttributes()).containsEntry("meta.vpc_id", "b7d103f6-9c5e-4e82-8a14-2fd06c7be935");
			assertThat(instance.getAttribute("enterprise_project_id")).isEqualTo("0");
			assertThat(instance.getAttribute("meta/metering.resourcespeccode")).isEqualTo("s6.large.2.linux");
			assertThat(instance.getAttribute("placement/availability-zone")).isEqualTo("eu-west-101a");
			assertThat(instance.getAttribute("local-ipv4/x")).isNull();
			assertThat(instance.getAttribute("meta/none")).isNull();
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@Test
	void everyNameLeadsToAValue() {
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(MetadataServices.of(CloudProvider.HUAWEI).getNames()).containsKey("vpcId")
				.allSatisfy((name, path) -> assertThat(instance.getAttribute(path)).as(name).isNotNull());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "securitykey", "SecurityKey", "user-data", "public-keys/0/openssh-key", "public_keys/a",
			"random_seed", "password" })
	void refusesPathsThatMayHoldSecrets(String path) {
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path))
				.withMessageContaining("secret");
			assertThat(instance.getAttributes().toString()).doesNotContain("AAAA", "c2VlZA");
		}
	}

	@Test
	void readsOnlyTheTagsThatItMay() {
		try (DetectedCloudInstance instance = this.settings.readableTags("os_*").instance()) {
			assertThat(instance.getTags())
				.containsExactlyInAnyOrderEntriesOf(Map.of("os_bit", "64", "os_type", "Linux"));
			assertThat(instance.getAttribute("meta/vpc_id")).isNull();
			assertThat(instance.getAttribute("meta/os_bit")).isEqualTo("64");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			{"uuid":"ocid1.instance.oc1.phx.aaaa","region_id":"x"}
			{"uuid":null,"region_id":"x"}
			{"uuid":17,"region_id":"x"}
			{"uuid":["%s"],"region_id":"x"}
			{"region_id":"x"}
			["%s"]
			{"droplet_id":412345678}
			<html><body>Welcome</body></html>
			user-data
			''
			""")
	void isNotFooledByAnotherDocument(String body) {
		stub(DOCUMENT, body.formatted(UUID));
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.HUAWEI);
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getFetchedAt()).isNull();
			assertThat(instance.getDetection().failures()).hasSize(1);
		}
		restart(CloudSimulator.of("huawei").dmi(Dmi.NONE));
		stub(DOCUMENT, body.formatted(UUID));
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
		}
	}

	@Test
	void takesWhatIsRightAndLeavesOutTheRest() {
		stub(DOCUMENT, """
				{"uuid":"%s","region_id":"cn-north-4","name":7,"hostname":"a\\nb","availability_zone":null,
				"meta":["a"],"instance_type":{"x":1}}""".formatted(UUID));
		stub("/latest/meta-data/local-hostname", "<html>");
		stub("/latest/meta-data/instance-type", "");
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getInstanceName()).isEqualTo("7");
			assertThat(instance.getHostname()).isNull();
			assertThat(instance.getInstanceType()).isNull();
			assertThat(instance.getImageId()).isNull();
			assertThat(instance.getAvailabilityZone()).isNull();
			assertThat(instance.getTags()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "400, is not", "401, refuses to answer", "403, refuses to answer", "404, is not", "429, busy",
			"500, busy", "503, busy" })
	void tellsWhyItWasNotRead(int status, String reason) {
		this.cloud.getWireMock()
			.stubFor(WireMock.any(WireMock.anyUrl())
				.willReturn(WireMock.aResponse().withStatus(status).withBody("<html>Error</html>")));
		this.settings.timeouts(Duration.ofMillis(1500), Duration.ofMillis(1500));
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.HUAWEI);
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getDetection().failures()).first().asString().contains(reason);
		}
	}

	private void requireToken(int status) {
		this.cloud.getWireMock()
			.stubFor(WireMock.get(WireMock.anyUrl())
				.withHeader("X-Metadata-Token", WireMock.absent())
				.willReturn(WireMock.aResponse().withStatus(status)));
	}

	private void restart(CloudSimulator.Builder cloud) {
		this.cloud.close();
		this.cloud = cloud.start();
		this.settings = TestSettings.of(this.cloud);
	}

	private void stub(String path, String body) {
		this.cloud.getWireMock().stubFor(get(path).willReturn(WireMock.ok(body)));
	}

	private static MappingBuilder get(String path) {
		return WireMock.get(WireMock.urlEqualTo(path));
	}

}
