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
 * Tests for what is read of a compute instance of Akamai.
 */
class AkamaiMetadataServiceTests {

	@Test
	void readsAnInstanceWithTwoRequests() {
		TestInstance instance = TestInstance.of("akamai");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.AKAMAI);
		assertThat(instance.getPlatform()).isEqualTo("akamai_cloud.compute");
		assertThat(instance.getRegion()).isEqualTo("nl-ams");
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getAccountId()).isEqualTo("4D1A7E60-92C5-4B3F-8E0D7B16A25C");
		assertThat(instance.getInstanceId()).isEqualTo("58214073");
		assertThat(instance.getInstanceName()).isEqualTo("parcels-7");
		assertThat(instance.getInstanceType()).isEqualTo("g6-standard-2");
		assertThat(instance.getImageId()).isEqualTo("linode/debian13");
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getTags()).containsExactly(Map.entry("parcels", ""), Map.entry("test", ""));
		assertThat(instance.getAttributes()).containsEntry("specs.vcpus", "2").containsKey("host_uuid");
		assertThat(instance.getRequests()).containsExactly("PUT /v1/token", "GET /v1/instance");
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void fetchesAddressesWithoutTheirPrefixAtFirstUse() {
		TestInstance instance = TestInstance.of("akamai");
		for (int i = 0; i < 2; i++) {
			assertThat(instance.getPublicIp()).isEqualTo("203.0.113.140");
			assertThat(instance.getPrivateIp()).isEqualTo("192.168.139.52");
			assertThat(instance.getNetworkInterfaces()).containsExactly(new NetworkInterface(null,
					List.of("192.168.139.52"), List.of("203.0.113.140", "2001:db8::f03c:94ff:fe2b:7d1a"), null, null));
		}
		assertThat(instance.getRequests()).containsExactly("PUT /v1/token", "GET /v1/instance", "GET /v1/network",
				"GET /v1/network", "GET /v1/network");
	}

	@Test
	void leavesAbsentWhatTheInstanceDoesNotHave() {
		TestInstance instance = TestInstance.of("akamai",
				Map.of("publicIp", "", "privateIp", "", "imageId", "", "accountId", ""));
		assertThat(instance.getImageId()).isNull();
		assertThat(instance.getAccountId()).isNull();
		assertThat(instance.getPrivateIp()).isNull();
		assertThat(instance.getPublicIp()).isEqualTo("2001:db8::f03c:94ff:fe2b:7d1a");
	}

	@Test
	void asksForAnotherTokenOnceIfItsOwnIsRejected() {
		TestInstance instance = TestInstance.of("akamai");
		instance.respondTo("GET", "/v1/instance").with(401, "").asBefore();
		assertThat(instance.getRegion()).isEqualTo("nl-ams");
		assertThat(instance.getRequests()).containsExactly("PUT /v1/token", "GET /v1/instance", "PUT /v1/token",
				"GET /v1/instance");
	}

	@Test
	void findsPathsInTheDocuments() {
		TestInstance instance = TestInstance.of("akamai");
		assertThat(instance.getAttribute("specs/memory")).isEqualTo("4096");
		assertThat(instance.getAttribute("instance/specs/memory")).isEqualTo("4096");
		assertThat(instance.getAttribute("no/such/path")).isNull();
		assertThat(instance.getRequests()).hasSize(2);
		assertThat(instance.getAttribute("network/ipv4/public/0")).isEqualTo("203.0.113.140/32");
		assertThat(instance.getAttribute("network/ipv6/link_local")).isEqualTo("fe80::f03c:94ff:fe2b:7d1a/128");
		assertThat(instance.getAttribute("network/nope")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\": \"i-1\", \"host_uuid\": \"x\"}", "{\"id\": 1}", "id: 1\nhost_uuid: x", "<html>",
			"", "null", "7", "[]" })
	void doesNotTakeATokenWithoutADocumentForAnInstance(String document) {
		TestInstance instance = TestInstance.of("akamai");
		instance.respondTo("GET", "/v1/instance").with(document);
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.AKAMAI);
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFailures()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "two words", "<html>", "a\nb" })
	void sendsNothingThatIsNoToken(String token) {
		TestInstance instance = TestInstance.of("akamai");
		instance.respondTo("PUT", "/v1/token").with(token);
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getRequests()).containsExactly("PUT /v1/token");
	}

	@ParameterizedTest
	@CsvSource({ "label, parcels-7", "vcpus, 2", "imageLabel, Debian 13",
			"hostUuid, 9f3c61d07be24a85c1d940e7f2a86b35c07d18e4" })
	void namesLeadToValues(String name, String value) {
		TestInstance.of("akamai").assertNameLeadsTo(name, value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "user-data", "user_data", "ssh-keys", "token", "../v1", "a//b", "region?x" })
	void refusesPathsToSecretsAndOutOfTheTree(String path) {
		TestInstance.of("akamai").assertRefuses(path);
	}

}
