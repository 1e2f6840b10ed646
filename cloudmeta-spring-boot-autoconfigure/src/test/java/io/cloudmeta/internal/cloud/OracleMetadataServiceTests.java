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

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.MetadataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for Oracle's metadata service as {@link DetectedCloudInstance} reads it.
 */
class OracleMetadataServiceTests {

	private static final String INSTANCE = "/opc/v2/instance/";

	private static final String VNICS = "/opc/v2/vnics/";

	@Test
	void readsTheIdentityWithOneRequest() {
		TestInstance instance = TestInstance.of("oracle");
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
		assertThat(instance.getRequests()).containsExactly("GET " + INSTANCE);
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void fetchesTheNetworkAtFirstUse() {
		TestInstance instance = TestInstance.of("oracle");
		assertThat(instance.getPrivateIp()).isEqualTo("10.74.2.19");
		assertThat(instance.getNetworkInterfaces()).containsExactly(
				new NetworkInterface("02:00:17:0a:5c:e1", List.of("10.74.2.19"), List.of(), "10.74.2.0/24", null));
		assertThat(instance.getRequests()).containsExactly("GET " + INSTANCE, "GET " + VNICS, "GET " + VNICS);
	}

	@Test
	void readsAnInterfaceThatHasIpv6Only() {
		TestInstance instance = TestInstance.of("oracle");
		instance.respondTo("GET", VNICS).with("""
				[{"vnicId":"a","macAddr":"02:00:17:00:00:01","subnetCidrBlock":"<null>",
				"ipv6Addresses":["2603:c020::1","2603:c020::2"],"ipv6SubnetCidrBlock":"2603:c020::/64"},
				{"vnicId":"b","privateIp":"10.0.0.9","subnetCidrBlock":"10.0.0.0/24","nicIndex":1}]""");
		assertThat(instance.getPrivateIp()).isEqualTo("2603:c020::1");
		assertThat(instance.getNetworkInterfaces()).containsExactly(
				new NetworkInterface("02:00:17:00:00:01", List.of("2603:c020::1", "2603:c020::2"), List.of(),
						"2603:c020::/64", null),
				new NetworkInterface(null, List.of("10.0.0.9"), List.of(), "10.0.0.0/24", null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "null", "<html>", "", "7", "[null]", "{\"vnicId\":\"a\"}" })
	void hasNoInterfacesIfTheyAreNotDescribed(String body) {
		TestInstance instance = TestInstance.of("oracle");
		instance.respondTo("GET", VNICS).with(body);
		assertThat(instance.getNetworkInterfaces()).isEmpty();
		assertThat(instance.getPrivateIp()).isNull();
		assertThat(instance.getInstanceId()).isNotNull();
	}

	@Test
	void takesTheRegionsNameAndNotItsKey() {
		TestInstance instance = TestInstance.of("oracle", Map.of("region", "us-phoenix-1"));
		assertThat(instance.getRegion()).isEqualTo("us-phoenix-1");
		assertThat(instance.getAttribute("region")).isEqualTo("phx");
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
		TestInstance instance = TestInstance.of("oracle");
		instance.respondTo("GET", INSTANCE).with("{\"id\":\"ocid1.instance.oc1.phx.a\",%s}".formatted(members));
		assertThat(instance.getInstanceId()).isEqualTo("ocid1.instance.oc1.phx.a");
		assertThat(instance.getRegion()).isEqualTo(region);
	}

	@Test
	void takesTheCompartmentIfTheTenancyIsUnknown() {
		TestInstance instance = TestInstance.of("oracle", Map.of("accountId", ""));
		assertThat(instance.getAccountId()).startsWith("ocid1.compartment.");
	}

	@Test
	void findsAttributesInTheDocument() {
		TestInstance instance = TestInstance.of("oracle");
		assertThat(instance.getAttributes()).containsEntry("regionInfo.regionKey", "FRA")
			.containsEntry("timeCreated", "1763446071000");
		assertThat(instance.getAttribute("instance/faultDomain")).isEqualTo("FAULT-DOMAIN-3");
		assertThat(instance.getAttribute("faultDomain")).isEqualTo("FAULT-DOMAIN-3");
		assertThat(instance.getAttribute("regionInfo/realmKey")).isEqualTo("oc1");
		assertThat(instance.getAttribute("instance/definedTags/Oracle-Tags/CreatedOn"))
			.isEqualTo("2026-11-18T06:07:51Z");
		assertThat(instance.getRequests()).hasSize(1);
	}

	@Test
	void fetchesAttributesThatTheDocumentLacks() {
		TestInstance instance = TestInstance.of("oracle", Map.of("metadata/queue", "parcels-in"));
		assertThat(instance.getAttribute("vnics/0/vlanTag")).isEqualTo("1904");
		assertThat(instance.getAttribute("metadata/queue")).isEqualTo("parcels-in");
		assertThat(instance.getAttribute("instance/nothing")).isNull();
		assertThat(instance.getRequests()).containsExactly("GET " + INSTANCE, "GET /opc/v2/vnics/0/vlanTag",
				"GET /opc/v2/instance/metadata/queue", "GET /opc/v2/instance/nothing");
	}

	@Test
	void everyNameLeadsToAValue() {
		TestInstance instance = TestInstance.of("oracle", Map.of("launchMode", "PARAVIRTUALIZED"));
		assertThat(MetadataServices.of(CloudProvider.ORACLE).getNames()).containsKey("compartmentId")
			.allSatisfy((name, path) -> assertThat(instance.getAttribute(path)).as(name).isNotNull());
	}

	@ParameterizedTest
	@ValueSource(strings = { "instance/metadata/user_data", "metadata/ssh_authorized_keys", "instance/metadata",
			"instance/metadata/", "extendedMetadata", "instance/", "instance", "identity/key.pem", "Identity/cert.pem",
			"metadata/db-password", "metadata/oke-init-script" })
	void refusesPathsThatMayHoldSecrets(String path) {
		TestInstance instance = TestInstance.of("oracle");
		assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path))
			.withMessageContaining("secret");
		assertThat(instance.getAttributes().toString()).doesNotContain("ssh-ed25519");
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
		TestInstance instance = TestInstance.of("oracle");
		instance.respondTo("GET", INSTANCE).with(body);
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.ORACLE);
		assertThat(instance.getPlatform()).isEqualTo("oracle_cloud_compute");
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getInstanceType()).isNull();
		assertThat(instance.getFetchedAt()).isNull();
		assertThat(instance.getFailures()).hasSize(1);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
	}

	@Test
	void takesWhatIsRightAndLeavesOutTheRest() {
		TestInstance instance = TestInstance.of("oracle");
		instance.respondTo("GET", INSTANCE)
			.with("""
					{"id":"ocid1.instance.oc1.phx.a","displayName":"Größe 7","hostname":"a\\nb","shape":{"x":1},"image":null,
					"metadata":null,"freeformTags":["a"],"definedTags":7,"availabilityDomain":""}""");
		assertThat(instance.getInstanceName()).isEqualTo("Größe 7");
		assertThat(instance)
			.extracting(CloudInstance::getHostname, CloudInstance::getInstanceType, CloudInstance::getImageId,
					CloudInstance::getAvailabilityZone)
			.containsOnlyNulls();
		assertThat(instance.getTags()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "401, refuses the request", "403, refuses the request", "404, another service", "400, another service",
			"429, busy", "500, busy", "503, busy" })
	void tellsWhyItWasNotRead(int status, String reason) {
		TestInstance instance = TestInstance.of("oracle");
		instance.respondTo((request) -> true).with(status, "<html>Error</html>");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.ORACLE);
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFailures()).first().asString().contains(reason);
	}

	@Test
	void sendsTheRequiredHeader() {
		TestInstance instance = TestInstance.of("oracle");
		instance.getPrivateIp();
		assertThat(instance.getClient().getRequests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.headers()).containsEntry("Authorization", "Bearer Oracle"));
	}

}
