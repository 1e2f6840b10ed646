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
 * Tests for what is read of an instance of Vultr.
 */
class VultrMetadataServiceTests {

	@Test
	void readsAnInstanceWithOneRequest() {
		TestInstance instance = TestInstance.of("vultr");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.VULTR);
		assertThat(instance.getPlatform()).isEqualTo("vultr.cloud_compute");
		assertThat(instance.getRegion()).isEqualTo("ams");
		assertThat(instance.getInstanceId()).isEqualTo("d27e9f10-6b3a-4c85-b1f4-70a5e8c3d962");
		assertThat(instance.getHostname()).isEqualTo("parcels-7");
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.77");
		assertThat(instance.getPrivateIp()).isEqualTo("10.19.96.4");
		assertThat(instance.getTags()).containsExactly(Map.entry("parcels", ""), Map.entry("test", ""));
		assertThat(instance.getNetworkInterfaces()).containsExactly(
				new NetworkInterface("56:00:04:9d:2e:b8", List.of(), List.of("203.0.113.77", "2001:db8:19f0:5401::7"),
						"203.0.112.0/23", null),
				new NetworkInterface("5a:00:04:9d:2e:b8", List.of("10.19.96.4"), List.of(), "10.19.96.0/24",
						"net5f81c2d9a03b6"));
		assertThat(instance.getRequests()).containsExactly("GET /v1.json");
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void takesTheNumberWhereThereIsNoOtherId() {
		TestInstance instance = TestInstance.of("vultr", Map.of("instance-v2-id", ""));
		assertThat(instance.getInstanceId()).isEqualTo("51870294");
	}

	@Test
	void keepsSecretsOutOfTheAttributes() {
		TestInstance instance = TestInstance.of("vultr", Map.of("user-data", "#cloud-config"));
		assertThat(instance.getAttributes()).containsEntry("region.countrycode", "NL")
			.containsEntry("interfaces[0].network-type", "public")
			.doesNotContainKey("interfaces[1].ipv6.address");
		assertThat(instance.getAttributes().toString()).doesNotContain("#cloud-config", "ssh-ed25519");
	}

	@Test
	void findsPathsInTheDocumentAndFetchesOthers() {
		TestInstance instance = TestInstance.of("vultr");
		assertThat(instance.getAttribute("instanceid")).isEqualTo("51870294");
		assertThat(instance.getAttribute("interfaces/0/mac")).isEqualTo("56:00:04:9d:2e:b8");
		assertThat(instance.getRequests()).hasSize(1);
		assertThat(instance.getAttribute("region")).isEqualTo("countrycode\nregioncode");
		assertThat(instance.getAttribute("bgp/ipv4/my-asn")).isNull();
		assertThat(instance.getAttribute("no/such/path")).isNull();
		assertThat(instance.getRequests()).hasSize(4);
	}

	@Test
	void readsFurtherAddresses() {
		TestInstance instance = TestInstance.of("vultr");
		answer(instance, """
				{"instanceid": 42506325, "region": {"regioncode": "EWR", "countrycode": "US"}, "hostname": "",
				"interfaces": [{"network-type": "private", "ipv4": {"address": ""}},
				{"network-type": "public", "mac": "56:00:00:AA:00:01", "ipv4": {"address": "203.0.113.7",
				"additional": ["203.0.113.8", {"address": "203.0.113.9", "netmask": "255.255.255.0"}, null]},
				"ipv6": {}}], "tags": "a"}""");
		assertThat(instance.getInstanceId()).isEqualTo("42506325");
		assertThat(instance.getRegion()).isEqualTo("ewr");
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getPrivateIp()).isNull();
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.7");
		assertThat(instance.getTags()).isEmpty();
		assertThat(instance.getNetworkInterfaces()).last()
			.isEqualTo(new NetworkInterface("56:00:00:aa:00:01", List.of(),
					List.of("203.0.113.7", "203.0.113.8", "203.0.113.9"), null, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"instanceid\": \"1\", \"region\": \"EWR\"}", "{\"region\": {\"regioncode\": \"EWR\"}}",
			"{\"instanceid\": \"\", \"region\": {\"regioncode\": \"EWR\"}}" })
	void doesNotTakeAnotherDocumentForAnInstance(String document) {
		TestInstance instance = TestInstance.of("vultr");
		answer(instance, document);
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("describes no instance of Vultr");
	}

	@ParameterizedTest
	@CsvSource({ "regionCode, AMS", "countryCode, NL", "instanceV2Id, d27e9f10-6b3a-4c85-b1f4-70a5e8c3d962" })
	void namesLeadToValues(String name, String value) {
		TestInstance.of("vultr").assertNameLeadsTo(name, value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "user-data", "user_data", "public-keys", "startup-script", "../v1", "a//b", "region?x" })
	void refusesPathsToSecretsAndOutOfTheTree(String path) {
		TestInstance.of("vultr").assertRefuses(path);
	}

	private static void answer(TestInstance instance, String document) {
		instance.respondTo("GET", "/v1.json").withJson(document);
	}

}
