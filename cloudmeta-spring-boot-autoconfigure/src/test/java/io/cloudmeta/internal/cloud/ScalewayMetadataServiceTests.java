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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is read of an instance of Scaleway.
 */
class ScalewayMetadataServiceTests {

	@Test
	void readsAnInstanceWithOneRequest() {
		TestInstance instance = TestInstance.of("scaleway");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.SCALEWAY);
		assertThat(instance.getPlatform()).isEqualTo("scaleway_cloud_compute");
		assertThat(instance.getRegion()).isEqualTo("nl-ams");
		assertThat(instance.getAvailabilityZone()).isEqualTo("nl-ams-2");
		assertThat(instance.getAccountId()).isEqualTo("c2f9a741-5e0d-4b36-8c17-90d3b6e8f254");
		assertThat(instance.getInstanceId()).isEqualTo("7d0b3e92-1f64-4a8c-95d7-e2c80fa1b346");
		assertThat(instance.getInstanceName()).isEqualTo("parcels-7");
		assertThat(instance.getInstanceType()).isEqualTo("PLAY2-NANO");
		assertThat(instance.getImageId()).isEqualTo("38b4f6d1-c07e-4952-83ad-f1e5920b7c6d");
		assertThat(instance.getHostname()).isEqualTo("parcels-7");
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.205");
		assertThat(instance.getPrivateIp()).isEqualTo("10.72.33.5");
		assertThat(instance.getTags()).containsExactly(Map.entry("parcels", ""), Map.entry("test", ""));
		assertThat(instance.getNetworkInterfaces()).containsExactly(
				new NetworkInterface(null, List.of("10.72.33.5"), List.of("203.0.113.205", "2001:db8:bc8:1640::7"),
						null, null),
				new NetworkInterface("02:00:00:1c:5d:e7", List.of(), List.of(), null,
						"0f62d9b8-7c41-4e35-96a0-d8b13f5e7c24"));
		assertThat(instance.getRequests()).containsExactly("GET /conf?format=json");
		assertThat(instance.getFailures()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "par1, fr-par-1, fr-par", "ams1, nl-ams-1, nl-ams", "pl-waw-3, pl-waw-3, pl-waw" })
	void spellsZonesAsTheApiDoes(String zone, String expected, String region) {
		TestInstance instance = TestInstance.of("scaleway", Map.of("zone", zone));
		assertThat(instance.getAvailabilityZone()).isEqualTo(expected);
		assertThat(instance.getRegion()).isEqualTo(region);
		assertThat(instance.getAttribute("location/zone_id")).isEqualTo(zone);
	}

	@Test
	void keepsSecretsOutOfTheAttributes() {
		TestInstance instance = TestInstance.of("scaleway");
		assertThat(instance.getAttributes()).containsEntry("location.hypervisor_id", "1402")
			.containsEntry("state_detail", "booted");
		assertThat(instance.getAttributes().toString()).doesNotContain("ssh-ed25519");
	}

	@Test
	void findsPathsInTheDocumentOnly() {
		TestInstance instance = TestInstance.of("scaleway");
		assertThat(instance.getAttribute("image/arch")).isEqualTo("x86_64");
		assertThat(instance.getAttribute("public_ips_v4/0/address")).isEqualTo("203.0.113.205");
		assertThat(instance.getAttribute("no/such/path")).isNull();
		assertThat(instance.getRequests()).hasSize(1);
	}

	@Test
	void takesWhatOlderInstancesHave() {
		TestInstance instance = TestInstance.of("scaleway");
		answer(instance, """
				{"id": "7d0b", "commercial_type": "DEV1-S", "project": "p", "organization": null, "image": null,
				"public_ip": {"address": "203.0.113.9"}, "public_ips_v4": ["203.0.113.9"], "ipv6": {"address":
				"2001:db8::1"}, "private_ip": null, "location": {"zone_id": "fr-par-1"}, "tags": [1, null, {}]}""");
		assertThat(instance.getAccountId()).isEqualTo("p");
		assertThat(instance.getImageId()).isNull();
		assertThat(instance.getRegion()).isEqualTo("fr-par");
		assertThat(instance.getAvailabilityZone()).isEqualTo("fr-par-1");
		assertThat(instance.getPrivateIp()).isNull();
		assertThat(instance.getNetworkInterfaces())
			.containsExactly(new NetworkInterface(null, List.of(), List.of("203.0.113.9", "2001:db8::1"), null, null));
		assertThat(instance.getTags()).containsOnlyKeys("1");
	}

	@Test
	void leavesAbsentWhatTheInstanceDoesNotHave() {
		TestInstance instance = TestInstance.of("scaleway",
				Map.of("publicIp", "", "privateIp", "", "imageId", "", "region", "", "instanceName", ""));
		assertThat(instance.getInstanceId()).isNotNull();
		assertThat(instance.getImageId()).isNull();
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getInstanceName()).isNull();
		assertThat(instance.getPrivateIp()).isNull();
		assertThat(instance.getPublicIp()).isEqualTo("2001:db8:bc8:1640::7");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\": \"x\"}", "{\"commercial_type\": \"DEV1-S\"}", "ID=x\nCOMMERCIAL_TYPE=y" })
	void doesNotTakeAnotherDocumentForAnInstance(String document) {
		TestInstance instance = TestInstance.of("scaleway");
		answer(instance, document);
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("describes no instance of Scaleway");
	}

	@Test
	void livesAtAnAddressOfItsOwn() {
		assertThat(MetadataServices.of(CloudProvider.SCALEWAY).getEndpoint((name) -> null).uri())
			.hasToString("http://169.254.42.42");
	}

	@ParameterizedTest
	@CsvSource({ "zoneId, nl-ams-2", "commercialType, PLAY2-NANO", "project, e61d8c05-3b9f-4720-a4f8-1c75d2e9b083" })
	void namesLeadToValues(String name, String value) {
		TestInstance.of("scaleway").assertNameLeadsTo(name, value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "user_data", "user_data/cloud-init", "ssh_public_keys", "ssh-keys", "../v1", "a//b",
			"region?x" })
	void refusesPathsToSecretsAndOutOfTheTree(String path) {
		TestInstance.of("scaleway").assertRefuses(path);
	}

	private static void answer(TestInstance instance, String document) {
		instance.respondTo("GET", "/conf?format=json").withJson(document);
	}

}
