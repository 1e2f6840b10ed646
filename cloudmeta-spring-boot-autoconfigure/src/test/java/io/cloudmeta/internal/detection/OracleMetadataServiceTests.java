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
 * Tests for Oracle's metadata service as {@link DetectedCloudInstance} reads it.
 */
class OracleMetadataServiceTests {

	private static final String INSTANCE = "/opc/v2/instance/";

	private static final String VNICS = "/opc/v2/vnics/";

	private CloudSimulator cloud = CloudSimulator.start("oracle");

	private TestSettings settings = TestSettings.of(this.cloud);

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void readsTheIdentityWithOneRequest() {
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.ORACLE);
			assertThat(instance.getPlatform()).isEqualTo("oracle_cloud_compute");
			assertThat(instance.getRegion()).isEqualTo("eu-frankfurt-1");
			assertThat(instance.getAvailabilityZone()).isEqualTo("kWfR:EU-FRANKFURT-1-AD-2");
			assertThat(instance.getAccountId()).isEqualTo("ocid1.tenancy.oc1..aaaaaaaah3x8parcels2test");
			assertThat(instance.getInstanceId()).isEqualTo("ocid1.instance.oc1.eu-frankfurt-1.antheljt6w9qparcels");
			assertThat(instance.getInstanceName()).isEqualTo("parcels-4");
			assertThat(instance.getInstanceType()).isEqualTo("VM.Standard.E5.Flex");
			assertThat(instance.getImageId()).isEqualTo("ocid1.image.oc1.eu-frankfurt-1.aaaaaaaav2k7parcels");
			assertThat(instance.getHostname()).isEqualTo("parcels-4");
			assertThat(instance.getPublicIp()).isNull();
			assertThat(instance.getTags()).containsExactlyInAnyOrderEntriesOf(Map.of("team", "parcels", "env", "test"));
			assertThat(this.cloud.getRequests()).containsExactly("GET " + INSTANCE);
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@Test
	void fetchesTheNetworkWhenAsked() {
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getPrivateIp()).isEqualTo("10.74.2.19");
			assertThat(instance.getNetworkInterfaces()).containsExactly(
					new NetworkInterface("02:00:17:0a:5c:e1", List.of("10.74.2.19"), List.of(), "10.74.2.0/24", null));
			assertThat(this.cloud.getRequests()).containsExactly("GET " + INSTANCE, "GET " + VNICS, "GET " + VNICS);
		}
	}

	@Test
	void readsAnInterfaceThatHasIpv6Only() {
		stub(VNICS, """
				[{"vnicId":"a","macAddr":"02:00:17:00:00:01","subnetCidrBlock":"<null>",
				"ipv6Addresses":["2603:c020::1","2603:c020::2"],"ipv6SubnetCidrBlock":"2603:c020::/64"},
				{"vnicId":"b","privateIp":"10.0.0.9","subnetCidrBlock":"10.0.0.0/24","nicIndex":1}]""");
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getPrivateIp()).isEqualTo("2603:c020::1");
			assertThat(instance.getNetworkInterfaces()).containsExactly(
					new NetworkInterface("02:00:17:00:00:01", List.of("2603:c020::1", "2603:c020::2"), List.of(),
							"2603:c020::/64", null),
					new NetworkInterface(null, List.of("10.0.0.9"), List.of(), "10.0.0.0/24", null));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "null", "<html>", "", "7", "[null]", "{\"vnicId\":\"a\"}" })
	void hasNoInterfacesIfTheyAreNotDescribed(String body) {
		stub(VNICS, body);
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getNetworkInterfaces()).isEmpty();
			assertThat(instance.getPrivateIp()).isNull();
			assertThat(instance.getInstanceId()).isNotNull();
		}
	}

	@Test
	void takesTheRegionsNameAndNotItsKey() {
		restart(CloudSimulator.of("oracle").value("region", "us-phoenix-1"));
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getRegion()).isEqualTo("us-phoenix-1");
			assertThat(instance.getAttribute("region")).isEqualTo("phx");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', nullValues = "-", textBlock = """
			"region":"phx"; -
			"region":"eu-madrid-1"; eu-madrid-1
			"region":"phx","regionInfo":{"regionIdentifier":"us-phoenix-1"}; us-phoenix-1
			"region":"phx","canonicalRegionName":null; -
			"canonicalRegionName":["us-phoenix-1"]; -
			""")
	void readsTheRegionWhereItStands(String members, String region) {
		stub(INSTANCE, "{\"id\":\"ocid1.instance.oc1.phx.a\",%s}".formatted(members));
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getInstanceId()).isEqualTo("ocid1.instance.oc1.phx.a");
			assertThat(instance.getRegion()).isEqualTo(region);
		}
	}

	@Test
	void takesTheCompartmentIfTheTenancyIsUnknown() {
		restart(CloudSimulator.of("oracle").value("accountId", ""));
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getAccountId()).startsWith("ocid1.compartment.");
		}
	}

	@Test
	void findsAttributesInTheDocument() {
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getAttributes()).containsEntry("regionInfo.regionKey", "FRA")
				.containsEntry("timeCreated", "1763446071000");
			assertThat(instance.getAttribute("instance/faultDomain")).isEqualTo("FAULT-DOMAIN-3");
			assertThat(instance.getAttribute("faultDomain")).isEqualTo("FAULT-DOMAIN-3");
			assertThat(instance.getAttribute("regionInfo/realmKey")).isEqualTo("oc1");
			assertThat(instance.getAttribute("instance/definedTags/Oracle-Tags/CreatedOn"))
				.isEqualTo("2026-11-18T06:07:51Z");
			assertThat(this.cloud.getRequests()).hasSize(1);
		}
	}

	@Test
	void fetchesAttributesThatTheDocumentLacks() {
		restart(CloudSimulator.of("oracle").value("metadata/queue", "parcels-in"));
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getAttribute("vnics/0/vlanTag")).isEqualTo("1904");
			assertThat(instance.getAttribute("metadata/queue")).isEqualTo("parcels-in");
			assertThat(instance.getAttribute("instance/nothing")).isNull();
			assertThat(this.cloud.getRequests()).containsExactly("GET " + INSTANCE, "GET /opc/v2/vnics/0/vlanTag",
					"GET /opc/v2/instance/metadata/queue", "GET /opc/v2/instance/nothing");
		}
	}

	@Test
	void everyNameLeadsToAValue() {
		restart(CloudSimulator.of("oracle").value("launchMode", "PARAVIRTUALIZED"));
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(MetadataServices.of(CloudProvider.ORACLE).getNames()).containsKey("compartmentId")
				.allSatisfy((name, path) -> assertThat(instance.getAttribute(path)).as(name).isNotNull());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "instance/metadata/user_data", "metadata/ssh_authorized_keys", "instance/metadata",
			"instance/metadata/", "extendedMetadata", "instance/", "instance", "identity/key.pem", "Identity/cert.pem",
			"metadata/db-password", "metadata/oke-init-script" })
	void refusesPathsThatMayHoldSecrets(String path) {
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path))
				.withMessageContaining("secret");
			assertThat(instance.getAttributes().toString()).doesNotContain("ssh-ed25519");
		}
	}

	@Test
	void readsOnlyTheTagsThatItMay() {
		try (DetectedCloudInstance instance = this.settings.readableTags("te*").instance()) {
			assertThat(instance.getTags()).containsExactly(Map.entry("team", "parcels"));
			assertThat(instance.getAttribute("instance/freeformTags/env")).isNull();
			assertThat(instance.getAttribute("freeformTags/env")).isNull();
			assertThat(instance.getAttribute("definedTags/Oracle-Tags/CreatedOn")).isNull();
			assertThat(instance.getAttribute("vnics")).isNotNull();
			assertThat(instance.getAttributes().keySet())
				.noneMatch((path) -> path.contains("Tags") && !path.equals("freeformTags.team"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			{"uuid":"5b1c7f3e-90a4-4d0e-8a7c-2f7a61d0b9c4"}
			{"id":"ocid1.volume.oc1.phx.a"}
			{"id":7}
			{"id":null,"shape":"x"}
			{"id":["ocid1.instance.oc1.phx.a"]}
			[{"id":"ocid1.instance.oc1.phx.a"}]
			<html><body>Welcome</body></html>
			user-data
			''
			""")
	void isNotFooledByAnotherDocument(String body) {
		stub(INSTANCE, body);
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.ORACLE);
			assertThat(instance.getPlatform()).isEqualTo("oracle_cloud_compute");
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getInstanceType()).isNull();
			assertThat(instance.getFetchedAt()).isNull();
			assertThat(instance.getDetection().failures()).hasSize(1);
		}
		restart(CloudSimulator.of("oracle").dmi(Dmi.NONE));
		stub(INSTANCE, body);
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
		}
	}

	@Test
	void takesWhatIsRightAndLeavesOutTheRest() {
		stub(INSTANCE,
				"""
						{"id":"ocid1.instance.oc1.phx.a","displayName":"Größe 7","hostname":"a\\nb","shape":{"x":1},"image":null,
						"metadata":null,"freeformTags":["a"],"definedTags":7,"availabilityDomain":""}""");
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getInstanceName()).isEqualTo("Größe 7");
			assertThat(instance.getHostname()).isNull();
			assertThat(instance.getInstanceType()).isNull();
			assertThat(instance.getImageId()).isNull();
			assertThat(instance.getAvailabilityZone()).isNull();
			assertThat(instance.getTags()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "401, refuses to answer", "403, refuses to answer", "404, is not Oracle", "400, is not Oracle",
			"429, busy", "500, busy", "503, busy" })
	void tellsWhyItWasNotRead(int status, String reason) {
		this.cloud.getWireMock()
			.stubFor(WireMock.any(WireMock.anyUrl())
				.willReturn(WireMock.aResponse().withStatus(status).withBody("<html>Error</html>")));
		this.settings.timeouts(Duration.ofMillis(1500), Duration.ofMillis(1500));
		try (DetectedCloudInstance instance = this.settings.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.ORACLE);
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getDetection().failures()).first().asString().contains(reason);
		}
	}

	@Test
	void asksAsTheServiceWantsToBeAsked() {
		try (DetectedCloudInstance instance = this.settings.instance()) {
			instance.getPrivateIp();
			assertThat(this.cloud.getWireMock().getAllServeEvents()).hasSize(2)
				.allSatisfy((event) -> assertThat(event.getRequest().getHeader("Authorization"))
					.isEqualTo("Bearer Oracle"));
		}
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
