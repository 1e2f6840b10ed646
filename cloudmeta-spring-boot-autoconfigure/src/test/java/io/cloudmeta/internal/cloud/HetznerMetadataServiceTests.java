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
 * Tests for what is read of a server of Hetzner Cloud.
 */
class HetznerMetadataServiceTests {

	private static final String TREE = "/hetzner/v1/metadata/";

	@Test
	void startsWithTwoRequestsAndFetchesTheRestOnce() {
		TestInstance instance = TestInstance.of("hetzner");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.HETZNER);
		assertThat(instance.getPlatform()).isEqualTo("hetzner.cloud_server");
		assertThat(instance.getRegion()).isEqualTo("eu-central");
		assertThat(instance.getInstanceId()).isEqualTo("73410962");
		assertThat(instance.getAttributes()).containsOnly(Map.entry("instance-id", "73410962"),
				Map.entry("region", "eu-central"));
		assertThat(instance.getRequests()).containsExactly("GET " + TREE + "instance-id", "GET " + TREE + "region");
		for (int i = 0; i < 2; i++) {
			assertThat(instance.getAvailabilityZone()).isEqualTo("hel1-dc2");
			assertThat(instance.getHostname()).isEqualTo("parcels-7");
			assertThat(instance.getPublicIp()).isEqualTo("203.0.113.91");
			assertThat(instance.getPrivateIp()).isEqualTo("10.24.0.6");
		}
		assertThat(instance.getRequests()).hasSize(6);
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void readsTheNetworkInterfaces() {
		TestInstance instance = TestInstance.of("hetzner");
		assertThat(instance.getNetworkInterfaces()).containsExactly(
				new NetworkInterface(null, List.of(), List.of("203.0.113.91"), null, null),
				new NetworkInterface("86:00:00:6e:41:a9", List.of("10.24.0.6"), List.of(), "10.24.0.0/24", "4183027"));
	}

	@Test
	void readsEachPrivateNetworkAndNoAlias() {
		TestInstance instance = TestInstance.of("hetzner", Map.of("publicIp", "", "private-networks", """
				- alias_ips:
				  - 10.0.0.3
				  - 10.0.0.4
				  ip: '10.0.0.2'
				  mac_address: "86:00:00:AA:BB:CC"
				  network: 10.0.0.0/8
				- ip: 10.1.0.2
				  mac_address: [1]
				- alias_ips: []
				"""));
		assertThat(instance.getNetworkInterfaces()).containsExactly(
				new NetworkInterface("86:00:00:aa:bb:cc", List.of("10.0.0.2"), List.of(), "10.0.0.0/8", null),
				new NetworkInterface(null, List.of("10.1.0.2"), List.of(), null, null));
		assertThat(instance.getPrivateIp()).isEqualTo("10.0.0.2");
	}

	@Test
	void leavesAbsentWhatIsEmptyOrNotProvided() {
		TestInstance instance = TestInstance.of("hetzner",
				Map.of("publicIp", "", "privateIp", "", "availabilityZone", "", "region", ""));
		assertThat(instance.getInstanceId()).isEqualTo("73410962");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getPrivateIp()).isNull();
		assertThat(instance.getNetworkInterfaces()).isEmpty();
		assertThat(instance.getTags()).isEmpty();
		assertThat(instance.getAccountId()).isNull();
		assertThat(instance.getInstanceName()).isNull();
		assertThat(instance.getInstanceType()).isNull();
		assertThat(instance.getImageId()).isNull();
		assertThat(instance.getFailures()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "i-0d58e2a7f1c4963bb", "12 34", "-1", "1\n2", "1.5", "123456789012345678901" })
	void doesNotTakeAnotherIdForAServers(String id) {
		TestInstance instance = TestInstance.of("hetzner");
		instance.respondTo("GET", TREE + "instance-id").with(id);
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.HETZNER);
		assertThat(instance.getPlatform()).isEqualTo("hetzner.cloud_server");
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFailures()).singleElement()
			.asString()
			.contains("describes no instance of Hetzner Cloud");
	}

	@Test
	void takesNoPageForAValue() {
		TestInstance instance = TestInstance.of("hetzner");
		instance.getRegion();
		instance.respondTo((request) -> true).with("<html>\n- ip: 1\n");
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getAttribute("local-ipv4")).isNull();
	}

	@Test
	void fetchesPaths() {
		TestInstance instance = TestInstance.of("hetzner");
		assertThat(instance.getAttribute("region")).isEqualTo("eu-central");
		assertThat(instance.getRequests()).hasSize(2);
		assertThat(instance.getAttribute("availability-zone")).isEqualTo("hel1-dc2");
		assertThat(instance.getAttribute("no-such-value")).isNull();
		assertThat(instance.getRequests()).hasSize(4);
	}

	@ParameterizedTest
	@CsvSource({ "publicIpv4, 203.0.113.91", "localIpv4, " })
	void namesLeadToValues(String name, String value) {
		TestInstance.of("hetzner").assertNameLeadsTo(name, value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "public-keys", "userdata", "user-data", "vendor_data", "USERDATA", "../v1", "a//b",
			"region?x" })
	void refusesPathsToSecretsAndOutOfTheTree(String path) {
		TestInstance.of("hetzner").assertRefuses(path);
	}

}
