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

package io.cloudmeta.test;

import java.net.http.HttpResponse;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the simulated Hetzner Cloud, over HTTP.
 */
class HetznerSimulationTests {

	private CloudSimulator cloud = CloudSimulator.start("hetzner");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@ParameterizedTest
	@CsvSource({ "instance-id, 73410962", "hostname, parcels-7", "region, eu-central", "availability-zone, hel1-dc2",
			"public-ipv4, 203.0.113.91" })
	void leavesAreText(String key, String value) throws Exception {
		HttpResponse<String> response = client().get("/hetzner/v1/metadata/" + key);
		assertThat(response.body()).isEqualTo(value);
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
	}

	@Test
	void documentIsYaml() throws Exception {
		assertThat(client().get("/hetzner/v1/metadata").body().lines()).contains("instance-id: 73410962",
				"hostname: parcels-7", "private-networks:", "  - ip: 10.24.0.6", "    subnet: 10.24.0.0/24");
	}

	@Test
	void keysAreJsonAndPrivateNetworksAreYaml() throws Exception {
		assertThat(client().get("/hetzner/v1/metadata/public-keys").body()).startsWith("[\"ssh-");
		assertThat(client().get("/hetzner/v1/metadata/private-networks").body().lines()).startsWith("- ip: 10.24.0.6",
				"  alias_ips: []");
	}

	@Test
	void userDataIsNoContentUnlessGiven() throws Exception {
		assertThat(client().get("/hetzner/v1/userdata").statusCode()).isEqualTo(204);
		restart(Map.of("userdata", "#cloud-config"));
		assertThat(client().get("/hetzner/v1/userdata").body()).isEqualTo("#cloud-config");
	}

	@Test
	void valuesAreGivenByGettersNamesAndKeys() throws Exception {
		restart(Map.of("instanceId", "7", "publicIp", "", "privateIp", "10.1.2.3", "availability-zone", "fsn1-dc14"));
		assertThat(client().get("/hetzner/v1/metadata/instance-id").body()).isEqualTo("7");
		HttpResponse<String> publicIp = client().get("/hetzner/v1/metadata/public-ipv4");
		assertThat(publicIp.statusCode()).isEqualTo(200);
		assertThat(publicIp.body()).isEmpty();
		assertThat(client().get("/hetzner/v1/metadata/private-networks").body()).contains("network: 10.1.0.0/16");
		assertThat(client().get("/hetzner/v1/metadata/availability-zone").body()).isEqualTo("fsn1-dc14");
		restart(Map.of("instanceId", "", "privateIp", ""));
		assertThat(client().get("/hetzner/v1/metadata/instance-id").statusCode()).isEqualTo(404);
		assertThat(client().get("/hetzner/v1/metadata/private-networks").body()).isEqualTo("[]\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/hetzner/v1", "/hetzner/v1/metadata/", "/hetzner/v1/metadata/nope",
			"/latest/meta-data/instance-id", "/2009-04-04/meta-data/instance-id",
			"/latest/dynamic/instance-identity/document", "/openstack", "/metadata/v1.json", "/v1.json" })
	void whatIsNotThereIsNotFound(String path) throws Exception {
		assertThat(client().get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void dataCanNotBeWritten() throws Exception {
		assertThat(client().put("/latest/api/token").statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@CsvSource({ "instanceId, i-0abc", "accountId, acme", "instanceType, cx22", "tags.team, ml", "privateIp, 10.0.0" })
	void whenValueIsImpossibleStartFails(String name, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("hetzner", Map.of(name, value)))
			.withMessageContaining(name)
			.withMessageContaining(value);
	}

	private void restart(Map<String, String> values) {
		this.cloud.close();
		this.cloud = CloudSimulator.start("hetzner", values);
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud);
	}

}
