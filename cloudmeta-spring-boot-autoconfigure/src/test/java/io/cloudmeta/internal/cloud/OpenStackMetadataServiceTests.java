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

package io.cloudmeta.internal.cloud;

import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for OpenStack's metadata service as {@link DetectedCloudInstance} reads it.
 */
class OpenStackMetadataServiceTests {

	private static final String DOCUMENT = "/openstack/latest/meta_data.json";

	private static final String NETWORK = "/openstack/latest/network_data.json";

	private static final String UUID = "5b1c7f3e-90a4-4d0e-8a7c-2f7a61d0b9c4";

	@Test
	void readsTheIdentityWithOneRequest() {
		TestInstance instance = TestInstance.of("openstack");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.OPENSTACK);
		assertThat(instance.getPlatform()).isEqualTo("openstack_nova");
		assertThat(instance.getAvailabilityZone()).isEqualTo("nova");
		assertThat(instance.getAccountId()).isEqualTo("91e6b2d07c5f4a38b0d94e17f26ac853");
		assertThat(instance.getInstanceId()).isEqualTo("c7f0a1d4-5e29-4b83-96ad-0d41e8b7f352");
		assertThat(instance.getInstanceName()).isEqualTo("parcels-3");
		assertThat(instance.getHostname()).isEqualTo("parcels-3.novalocal");
		assertThat(instance.getImageId()).isNull();
		assertThat(instance.getTags()).containsExactlyInAnyOrderEntriesOf(Map.of("team", "parcels", "env", "test"));
		assertThat(instance.getRequests()).containsExactly("GET " + DOCUMENT);
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void fetchesFlavorAndAddressesOnceAtFirstUse() {
		TestInstance instance = TestInstance.of("openstack");
		for (int i = 0; i < 2; i++) {
			assertThat(instance.getInstanceType()).isEqualTo("m1.medium");
			assertThat(instance.getPrivateIp()).isEqualTo("10.47.0.23");
			assertThat(instance.getPublicIp()).isEqualTo("198.51.100.209");
		}
		assertThat(instance.getRequests()).containsExactly("GET " + DOCUMENT, "GET /latest/meta-data/instance-type",
				"GET /latest/meta-data/local-ipv4", "GET /latest/meta-data/public-ipv4");
	}

	@Test
	void readsAnInterfaceWhoseAddressComesByDhcp() {
		TestInstance instance = TestInstance.of("openstack");
		assertThat(instance.getNetworkInterfaces()).containsExactly(new NetworkInterface("fa:16:3e:7b:04:c9",
				List.of("10.47.0.23"), List.of("198.51.100.209"), null, "d29c6e0b-84f1-4a7a-b3c5-71e05f9a68d2"));
	}

	@Test
	void readsInterfacesWhoseAddressesAreFixed() {
		TestInstance instance = TestInstance.of("openstack");
		instance.respondTo("GET", NETWORK).with("""
				{"links":[{"id":"a","ethernet_mac_address":"FA:16:3E:10:20:30"},{"id":"b","mtu":null},{"id":"c"}],
				"networks":[
				{"type":"ipv6","link":"a","ip_address":"fd00::5/64","netmask":"ffff:ffff:ffff:ffff::","network_id":"6"},
				{"type":"ipv4","link":"a","ip_address":"10.20.0.14","netmask":"255.255.255.0","network_id":"4"},
				{"type":"ipv4_dhcp","link":"b","network_id":"5"},{"type":"ipv4","link":"elsewhere"}]}""");
		// the floating address may belong to any of them, the local one to the first
		assertThat(instance.getNetworkInterfaces()).containsExactly(
				new NetworkInterface("fa:16:3e:10:20:30", List.of("10.20.0.14", "fd00::5"), List.of(), "10.20.0.0/24",
						"4"),
				new NetworkInterface(null, List.of(), List.of(), null, "5"),
				new NetworkInterface(null, List.of(), List.of(), null, null));
	}

	@Test
	void readsAnInterfaceWhoseAddressIsFixed() {
		TestInstance instance = TestInstance.of("openstack", Map.of("networks/0/type", "ipv4"));
		assertThat(instance.getNetworkInterfaces())
			.containsExactly(new NetworkInterface("fa:16:3e:7b:04:c9", List.of("10.47.0.23"), List.of("198.51.100.209"),
					"10.47.0.0/24", "d29c6e0b-84f1-4a7a-b3c5-71e05f9a68d2"));
	}

	@Test
	void readsAnInterfaceThatHasIpv6Only() {
		TestInstance instance = TestInstance.of("openstack", Map.of("privateIp", "2001:db8:47::23", "publicIp", ""));
		assertThat(instance.getPrivateIp()).isEqualTo("2001:db8:47::23");
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getNetworkInterfaces()).containsExactly(new NetworkInterface("fa:16:3e:7b:04:c9",
				List.of("2001:db8:47::23"), List.of(), null, "d29c6e0b-84f1-4a7a-b3c5-71e05f9a68d2"));
		assertThat(instance.getAttribute("local-ipv4")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "null", "<html>", "", "{\"links\":7,\"networks\":{\"a\":1}}",
			"{\"links\":null,\"networks\":[[]]}" })
	void knowsAddressesEvenIfTheNetworkIsNotDescribed(String body) {
		TestInstance instance = TestInstance.of("openstack");
		instance.respondTo("GET", NETWORK).with(body);
		assertThat(instance.getNetworkInterfaces())
			.containsExactly(new NetworkInterface(null, List.of("10.47.0.23"), List.of("198.51.100.209"), null, null));
	}

	@Test
	void hasNoRegionWhereNothingNamesOne() {
		TestInstance instance = TestInstance.of("openstack");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getRequests()).containsExactly("GET " + DOCUMENT, "GET /openstack/latest/vendor_data.json",
				"GET /openstack/latest/vendor_data2.json");
	}

	@Test
	void readsTheRegionThatTheOperatorWrote() {
		TestInstance instance = TestInstance.of("openstack",
				CloudSimulator.of("openstack").values(Map.of("region", "GRA11")), Map.of("OS_REGION_NAME", "other"));
		assertThat(instance.getRegion()).isEqualTo("GRA11");
	}

	@ParameterizedTest
	@ValueSource(strings = { "meta/region", "meta/region_id" })
	void doesNotReadTheRegionThatAUserWrote(String name) {
		TestInstance instance = TestInstance.of("openstack", Map.of(name, "evil-1"));
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getTags()).containsValue("evil-1");
	}

	@Test
	void readsTheRegionUnderTheKeyThatTheSettingsName() {
		TestInstance instance = TestInstance.of("openstack",
				CloudSimulator.of("openstack").values(Map.of("meta/site.region", "GRA11", "region", "other")),
				Map.of("cloudmeta.openstack.region-key", " site.region "));
		assertThat(instance.getRegion()).isEqualTo("GRA11");
		assertThat(instance.getRequests()).containsExactly("GET " + DOCUMENT);
	}

	@Test
	void readsTheRegionOfTheOperatorIfNothingStandsUnderTheKey() {
		TestInstance instance = TestInstance.of("openstack",
				CloudSimulator.of("openstack").values(Map.of("meta/region", "evil-1", "region", "GRA11")),
				Map.of("cloudmeta.openstack.region-key", "site"));
		assertThat(instance.getRegion()).isEqualTo("GRA11");
	}

	@Test
	void readsTheRegionOfDynamicVendorData() {
		TestInstance instance = TestInstance.of("openstack");
		instance.respondTo("GET", "/openstack/latest/vendor_data.json")
			.with("{\"cloud-init\":\"#cloud-config\",\"region\":null}");
		instance.respondTo("GET", "/openstack/latest/vendor_data2.json")
			.with("{\"static\":{\"region_name\":\"fr-1\"}}");
		assertThat(instance.getRegion()).isEqualTo("fr-1");
	}

	@Test
	void takesTheRegionOfTheEnvironmentIfThereIsNoOther() {
		TestInstance instance = TestInstance.of("openstack", CloudSimulator.of("openstack"),
				Map.of("OS_REGION_NAME", "RegionOne"));
		assertThat(instance.getRegion()).isEqualTo("RegionOne");
	}

	@Test
	void findsAttributesInTheDocument() {
		TestInstance instance = TestInstance.of("openstack");
		assertThat(instance.getAttributes()).containsEntry("project_id", "91e6b2d07c5f4a38b0d94e17f26ac853")
			.containsEntry("launch_index", "0")
			.containsEntry("meta.team", "parcels")
			.containsEntry("devices[0].tags[0]", "front");
		assertThat(instance.getAttribute("project_id")).isEqualTo("91e6b2d07c5f4a38b0d94e17f26ac853");
		assertThat(instance.getAttribute("meta/team")).isEqualTo("parcels");
		assertThat(instance.getAttribute("devices/0/mac")).isEqualTo("fa:16:3e:7b:04:c9");
		assertThat(instance.getRequests()).hasSize(1);
	}

	@Test
	void fetchesAttributesOfEc2sTree() {
		TestInstance instance = TestInstance.of("openstack");
		assertThat(instance.getAttribute("instance-id")).isEqualTo("i-000001a7");
		assertThat(instance.getAttribute("placement/availability-zone")).isEqualTo("nova");
		assertThat(instance.getAttribute("security-groups")).isEqualTo("default\nparcels-node");
		assertThat(instance.getAttribute("ramdisk-id")).isNull();
		// Nova would fail at these
		int requests = instance.getRequests().size();
		assertThat(instance.getAttribute("instance-id/x")).isNull();
		assertThat(instance.getAttribute("devices/7/mac")).isNull();
		assertThat(instance.getRequests()).hasSize(requests);
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void hasNoTagThatIsMissing() {
		TestInstance instance = TestInstance.of("openstack");
		assertThat(instance.getAttribute("meta/none")).isNull();
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void hasNoZoneIfNovaReturnsNone() {
		TestInstance instance = TestInstance.of("openstack", Map.of("availabilityZone", ""));
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getAttribute("placement/availability-zone")).isNull();
	}

	@Test
	void everyNameLeadsToAValue() {
		TestInstance instance = TestInstance.of("openstack",
				Map.of("kernel-id", "aki-00000003", "ramdisk-id", "ari-00000004"));
		assertThat(MetadataServices.of(CloudProvider.OPENSTACK).getNames()).containsEntry("projectId", "project_id")
			.allSatisfy((name, path) -> assertThat(instance.getAttribute(path)).as(name).isNotNull());
	}

	@ParameterizedTest
	@ValueSource(strings = { "user-data", "public-keys/0/openssh-key", "public_keys/parcels", "keys/0/data",
			"random_seed", "admin_pass", "Password", "security-credentials/role", "securitykey", "user_data" })
	void refusesPathsThatMayHoldSecrets(String path) {
		TestInstance instance = TestInstance.of("openstack");
		assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path))
			.withMessageContaining("secret");
		assertThat(instance.getAttributes().toString()).doesNotContain("AAAA", "random_seed", "c2VlZA");
	}

	@Test
	void isUnchangedAfterARefreshThoughTheSeedDiffers() {
		TestInstance instance = TestInstance.of("openstack");
		instance.getInstanceId();
		assertThat(instance.refresh()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			{"uuid":"ocid1.instance.oc1.phx.aaaa","name":"oracle"}
			{"uuid":"%s","region_id":"cn-north-4","instance_type":"s6.large.2"}
			{"uuid":null,"name":"x"}
			{"uuid":17}
			{"uuid":["%s"]}
			["%s"]
			"%s"
			{"droplet_id":412345678}
			<html><body>Welcome</body></html>
			user-data
			''
			""")
	void isNotFooledByAnotherDocument(String body) {
		TestInstance instance = TestInstance.of("openstack");
		instance.respondTo("GET", DOCUMENT).with(body.formatted(UUID));
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.OPENSTACK);
		assertThat(instance.getPlatform()).isEqualTo("openstack_nova");
		assertThat(
				List.of(CloudField.REGION, CloudField.INSTANCE_ID, CloudField.INSTANCE_NAME, CloudField.INSTANCE_TYPE))
			.allSatisfy((field) -> assertThat(field.get(instance)).isNull());
		assertThat(instance.getFetchedAt()).isNull();
		assertThat(instance.getFailures()).hasSize(1);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
	}

	@Test
	void tellsWhatToDoWithADocumentOfHuawei() {
		TestInstance instance = TestInstance.of("openstack");
		instance.respondTo("GET", DOCUMENT).with("{\"uuid\":\"%s\",\"region_id\":\"cn-north-4\"}".formatted(UUID));
		instance.getRegion();
		assertThat(instance.getFailures()).singleElement().asString().contains("cloudmeta.provider=huawei");
	}

	@Test
	void takesWhatIsRightAndLeavesOutTheRest() {
		TestInstance instance = TestInstance.of("openstack");
		instance.respondTo("GET", DOCUMENT).with("""
				{"uuid":"%s","name":"Größe 7","hostname":"a\\nb","availability_zone":null,"project_id":7,
				"launch_index":"0","meta":["a"],"devices":null}""".formatted(UUID));
		assertThat(instance.getInstanceName()).isEqualTo("Größe 7");
		assertThat(instance.getAccountId()).isEqualTo("7");
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getTags()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "400, refused as bad", "401, refuses the request", "403, refuses the request", "404, no such instance",
			"405, another service", "429, busy", "500, busy", "503, busy" })
	void tellsWhyItWasNotRead(int status, String reason) {
		TestInstance instance = TestInstance.of("openstack");
		instance.respondTo((request) -> true).with(status, "<html>Error</html>");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.OPENSTACK);
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFailures()).first().asString().contains(reason);
	}

	@Test
	void waitsUntilItIsReady() {
		TestInstance instance = TestInstance.of("openstack");
		instance.respondTo("GET", DOCUMENT).with(429, "").asBefore();
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(true))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.BUSY));
		assertThat(instance.getInstanceId()).isNotNull();
		assertThat(instance.getFailures()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "200, {}", "200, <html>", "500, x" })
	void isRefusedWithoutEvidenceIfOraclesPathReturnsAResponseToo(int status, String body) throws MetadataException {
		TestInstance instance = TestInstance.of("openstack");
		instance.respondTo("GET", "/opc/v2/instance/").with(status, body);
		if (status == 200) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
		}
		else {
			assertThat(instance.identify(false).getProvider()).isEqualTo(CloudProvider.OPENSTACK);
		}
	}

}
