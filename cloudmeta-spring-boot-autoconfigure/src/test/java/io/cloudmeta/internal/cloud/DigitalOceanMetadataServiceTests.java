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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what is read of a Droplet.
 */
class DigitalOceanMetadataServiceTests {

	@Test
	void readsADropletWithOneRequest() {
		TestInstance instance = TestInstance.of("digitalocean");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.DIGITALOCEAN);
		assertThat(instance.getRegion()).isEqualTo("ams3");
		assertThat(instance.getInstanceId()).isEqualTo("412907365");
		assertThat(instance.getHostname()).isEqualTo("parcels-7");
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.54");
		assertThat(instance.getPrivateIp()).isEqualTo("10.133.8.21");
		assertThat(instance.getTags()).containsExactly(Map.entry("parcels", ""), Map.entry("env:test", ""));
		assertThat(instance.getNetworkInterfaces()).containsExactly(
				new NetworkInterface("3e:91:0c:d4:72:58", List.of(), List.of("203.0.113.54", "2001:db8:5c:d1::7"),
						"203.0.112.0/20", null),
				new NetworkInterface("a2:6d:f5:18:b3:04", List.of("10.133.8.21"), List.of(), "10.133.8.0/24", null));
		assertThat(instance.getFetchedAt()).isNotNull();
		assertThat(instance.getRequests()).containsExactly("GET /metadata/v1.json");
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void keepsSecretsOutOfTheAttributes() {
		TestInstance instance = TestInstance.of("digitalocean", Map.of("user_data", "#cloud-config"));
		assertThat(instance.getAttributes()).containsEntry("droplet_id", "412907365")
			.containsEntry("interfaces.public[0].anchor_ipv4.ip_address", "10.18.0.9")
			.containsEntry("features.dhcp_enabled", "false");
		assertThat(instance.getAttributes().toString()).doesNotContain("6b1f0c94e2d75a83", "#cloud-config", "#!/bin/sh",
				"ssh-ed25519");
	}

	@ParameterizedTest
	@CsvSource({ "id, 412907365", "droplet_id, 412907365", "region, ams3",
			"interfaces/public/0/ipv4/address, 203.0.113.54", "interfaces/public/0/anchor_ipv4/address, 10.18.0.9",
			"interfaces/private/0/ipv4/ip_address, 10.133.8.21", "interfaces.private[0].type, ",
			"dns/nameservers/1, 67.207.67.3", "features/dhcp_enabled, false" })
	void findsPathsInTheDocument(String path, String value) {
		TestInstance instance = TestInstance.of("digitalocean");
		if (value == null) {
			assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path));
		}
		else {
			assertThat(instance.getAttribute(path)).isEqualTo(value);
		}
		assertThat(instance.getRequests()).hasSize(1);
	}

	@Test
	void fetchesOtherPathsOnceOnly() {
		TestInstance instance = TestInstance.of("digitalocean");
		for (int i = 0; i < 2; i++) {
			assertThat(instance.getAttribute("dns/nameservers")).isEqualTo("67.207.67.2\n67.207.67.3");
			assertThat(instance.getAttribute("interfaces")).isEqualTo("private/\npublic/");
			assertThat(instance.getAttribute("no/such/path")).isNull();
		}
		assertThat(instance.getRequests()).containsExactly("GET /metadata/v1.json", "GET /metadata/v1/dns/nameservers",
				"GET /metadata/v1/interfaces", "GET /metadata/v1/interfaces/", "GET /metadata/v1/no/such/path");
	}

	@ParameterizedTest
	@ValueSource(strings = { "user-data", "vendor-data", "vendor_data", "auth-key", "AUTH_KEY", "public-keys", "../v1",
			"a//b", "region?x" })
	void refusesPathsToSecretsAndOutOfTheTree(String path) {
		TestInstance instance = TestInstance.of("digitalocean");
		assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path));
		assertThat(instance.getRequests()).hasSize(1);
	}

	@Test
	void namesReservedAddresses() {
		TestInstance instance = TestInstance.of("digitalocean",
				Map.of("reserved_ip.ipv4.active", "true", "reserved_ip.ipv4.ip_address", "198.51.100.20"));
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.54");
		assertThat(instance.getNetworkInterfaces().get(0).publicAddresses()).containsExactly("203.0.113.54",
				"198.51.100.20", "2001:db8:5c:d1::7");
		assertThat(instance.getAttribute("reserved_ip/ipv4/ip_address")).isEqualTo("198.51.100.20");
	}

	@Test
	void readsADropletWithoutPublicAddress() {
		TestInstance instance = TestInstance.of("digitalocean", Map.of("publicIp", ""));
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getPrivateIp()).isEqualTo("10.133.8.21");
		assertThat(instance.getNetworkInterfaces()).hasSize(1);
	}

	@Test
	void acceptsTextForNumbersAndNothingForTags() {
		TestInstance instance = TestInstance.of("digitalocean");
		answer(instance, """
				{"droplet_id": "18446744073709551615", "hostname": "web-1", "region": "fra1\\nnyc3", "tags": null,
				"interfaces": {"public": [{"ipv4": {"ip_address": 7}, "mac": ["a"]}], "private": {}}}""");
		assertThat(instance.getInstanceId()).isEqualTo("18446744073709551615");
		assertThat(instance.getHostname()).isEqualTo("web-1");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getTags()).isEmpty();
		assertThat(instance.getPrivateIp()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"droplet_id\": 1.5, \"interfaces\": {\"public\": [{\"mac\": \"a\"}]}}",
			"{\"droplet_id\": 412907365}", "{\"cloud_name\": \"upcloud\", \"instance_id\": \"x\"}" })
	void doesNotTakeAnotherDocumentForADroplet(String document) {
		TestInstance instance = TestInstance.of("digitalocean");
		answer(instance, document);
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("describes no instance of DigitalOcean");
	}

	private static void answer(TestInstance instance, String document) {
		instance.respondTo("GET", "/metadata/v1.json").withJson(document);
	}

}
