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
 * Tests for what is read of a server of UpCloud.
 */
class UpCloudMetadataServiceTests {

	@Test
	void readsAServerWithOneRequest() {
		TestInstance instance = TestInstance.of("upcloud");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.UPCLOUD);
		assertThat(instance.getRegion()).isEqualTo("fi-hel2");
		assertThat(instance.getInstanceId()).isEqualTo("00b7d2f4-5c19-4e83-a6d0-38f1c95e2b74");
		assertThat(instance.getHostname()).isEqualTo("parcels-7");
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.118");
		assertThat(instance.getPrivateIp()).isEqualTo("10.6.11.73");
		assertThat(instance.getTags()).containsExactly(Map.entry("parcels", ""), Map.entry("test", ""));
		assertThat(instance.getNetworkInterfaces()).containsExactly(
				new NetworkInterface("5e:bf:5f:0c:a1:37", List.of(), List.of("203.0.113.118", "2001:db8:7f:2a::5"),
						"203.0.112.0/22", "03a1c7e9-24d8-4b56-8f3e-6c90d2b7e151"),
				new NetworkInterface("5e:bf:5f:0c:b8:90", List.of("10.6.11.73"), List.of(), "10.6.11.0/24",
						"03a1c7e9-24d8-4b56-8f3e-6c90d2b7e152"));
		assertThat(instance.getRequests()).containsExactly("GET /metadata/v1.json");
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void keepsSecretsOutOfTheAttributes() {
		TestInstance instance = TestInstance.of("upcloud", Map.of("user_data", "#cloud-config"));
		assertThat(instance.getAttributes()).containsEntry("platform", "servers")
			.containsEntry("storage.disks[0].tier", "maxiops")
			.doesNotContainKeys("user_data", "public_keys[0]");
		assertThat(instance.getAttributes().toString()).doesNotContain("#cloud-config", "ssh-ed25519");
	}

	@Test
	void findsPathsInTheDocumentAndFetchesOthers() {
		TestInstance instance = TestInstance.of("upcloud");
		assertThat(instance.getAttribute("instance_id")).startsWith("00b7d2f4");
		assertThat(instance.getAttribute("network/interfaces/1/type")).isEqualTo("utility");
		assertThat(instance.getRequests()).hasSize(1);
		assertThat(instance.getAttribute("network/dns")).isEqualTo("94.237.127.9\n94.237.40.9");
		assertThat(instance.getAttribute("no/such/path")).isNull();
		assertThat(instance.getRequests()).hasSize(3);
	}

	@Test
	void readsAServerWithoutPublicAddress() {
		TestInstance instance = TestInstance.of("upcloud", Map.of("publicIp", ""));
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getPrivateIp()).isEqualTo("10.6.11.73");
	}

	@Test
	void survivesWhatIsMissingOrOfAnotherKind() {
		TestInstance instance = TestInstance.of("upcloud");
		answer(instance, """
				{"cloud_name": "upcloud", "instance_id": 7, "hostname": null, "region": ["a"], "tags": null,
				"network": {"dns": null, "interfaces": [{"type": "other", "ip_addresses": [{"address": "192.0.2.1"}]},
				{"type": "private", "mac": 5, "ip_addresses": [{"address": "2001:db8::1", "family": "IPv6"},
				{"address": "10.0.0.9", "family": "IPv4", "floating": "no"}]}, null, 3]}}""");
		assertThat(instance.getInstanceId()).isEqualTo("7");
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getPrivateIp()).isEqualTo("10.0.0.9");
		assertThat(instance.getTags()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"droplet_id\": 1, \"interfaces\": {\"public\": [{\"mac\": \"a\"}]}}",
			"{\"cloud_name\": \"other\", \"instance_id\": \"x\"}", "{\"cloud_name\": \"upcloud\"}" })
	void doesNotTakeAnotherDocumentForAServer(String document) {
		TestInstance instance = TestInstance.of("upcloud");
		answer(instance, document);
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("describes no instance of UpCloud");
	}

	@ParameterizedTest
	@CsvSource({ "cloudName, upcloud", "subplatform, upcloud" })
	void namesLeadToValues(String name, String value) {
		TestInstance.of("upcloud").assertNameLeadsTo(name, value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "user_data", "user-data", "vendor_data", "PUBLIC_KEYS", "../v1", "a//b", "region?x" })
	void refusesPathsToSecretsAndOutOfTheTree(String path) {
		TestInstance.of("upcloud").assertRefuses(path);
	}

	private static void answer(TestInstance instance, String document) {
		instance.respondTo("GET", "/metadata/v1.json").withJson(document);
	}

}
