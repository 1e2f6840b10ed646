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

import java.nio.file.Path;
import java.util.List;

import io.cloudmeta.internal.http.NetworkNamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clouds whose metadata service has an IPv6 address, on machines without a
 * route to 169.254.169.254.
 */
class Ipv6OnlyTests {

	/**
	 * A network without IPv4, but with the addresses that the vendors document, which can
	 * be used at once: the search for duplicate addresses would take a second or two.
	 */
	private static final String NETWORK = "{ echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad || true; }"
			+ " && ip link set lo up && ip -6 addr add fd00:ec2::254/128 dev lo"
			+ " && ip -6 addr add fd20:ce::254/128 dev lo && ip -6 addr add fd00:c1::a9fe:a9fe/128 dev lo"
			+ " && ip -6 addr add fd00:a9fe:a9fe::1/128 dev lo && ip -6 addr add fd00:42::42/128 dev lo"
			+ " && ip link add br-1 type veth peer name eth0"
			+ " && ip link set br-1 up && ip link set eth0 up && ip -6 addr add fe80::a9fe:a9fe/64 dev eth0 nodad";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "aws, CLOUD, [fd00:ec2::254]", "gcp, CLOUD, [fd20:ce::254]", "openstack, CLOUD, [fe80::a9fe:a9fe%",
			"oracle, CLOUD, [fd00:c1::a9fe:a9fe]", "akamai, CLOUD, [fd00:a9fe:a9fe::1]",
			"scaleway, CLOUD, [fd00:42::42]", "aws, NONE, [fd00:ec2::254]", "gcp, NONE, [fd20:ce::254]",
			"openstack, NONE, [fe80::a9fe:a9fe%", "oracle, NONE, [fd00:c1::a9fe:a9fe]",
			"akamai, NONE, [fd00:a9fe:a9fe::1]" })
	void readsTheIdentityWhereIpv4HasNoRoute(String cloud, String dmi, String address) throws Exception {
		List<String> result = detect(List.of(), cloud, dmi, "[::]");
		assertThat(result.get(0)).isEqualTo(cloud);
		assertThat(result.get(1)).isNotEqualTo("-");
		assertThat(result.get(2)).isNotEqualTo("-");
		assertThat(result.get(3)).isEmpty();
		assertThat(result).last()
			.asString()
			.startsWith("metadata service at http://" + address)
			.contains("] responds as");
	}

	@ParameterizedTest
	@CsvSource({ "aws, [fd00:ec2::254]", "gcp, [fd20:ce::254]", "openstack, [fe80::a9fe:a9fe%" })
	void namesBothAddressesIfNeitherResponds(String cloud, String address) throws Exception {
		List<String> result = detect(List.of(), cloud, "CLOUD");
		assertThat(result.get(0)).isEqualTo(cloud);
		assertThat(result.get(3)).contains("http://" + address,
				" was refused, and there is no route to http://169.254.169.254: ");
	}

	@Test
	void namesBothAddressesIfTheJvmHasNoIpv6() throws Exception {
		List<String> result = detect(List.of("-Djava.net.preferIPv4Stack=true"), "gcp", "CLOUD");
		assertThat(result.get(0)).isEqualTo("gcp");
		assertThat(result.get(3)).contains("http://[fd20:ce::254]/",
				" found no route, and there is no route to http://169.254.169.254: ");
	}

	@Test
	void namesTheOtherAddressIfNoInterfaceHasIpv6() throws Exception {
		List<String> result = NetworkNamespace.run("ip link set lo up", this.directory, Ipv6OnlyMachine.class,
				List.of(), "openstack", "CLOUD");
		assertThat(result.get(0)).isEqualTo("openstack");
		assertThat(result.get(3)).contains("GET http://169.254.169.254/",
				" found no route, and no interface has an" + " address to reach http://[fe80::a9fe:a9fe] from: ");
	}

	private List<String> detect(List<String> options, String... arguments) throws Exception {
		return NetworkNamespace.run(NETWORK, this.directory, Ipv6OnlyMachine.class, options, arguments);
	}

}
