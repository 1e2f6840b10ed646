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

import com.github.tomakehurst.wiremock.common.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wiremock.com.fasterxml.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the simulated DigitalOcean, over HTTP.
 */
class DigitalOceanSimulationTests {

	private static final String ROOT = "/metadata/v1";

	private CloudSimulator cloud = CloudSimulator.start("digitalocean");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void documentIsJson() throws Exception {
		HttpResponse<String> response = client().get(ROOT + ".json");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.body()).contains("\"droplet_id\":412907365,")
			.contains("\"tags\":[\"parcels\",\"env:test\"]")
			.contains("\"floating_ip\":{\"ipv4\":{\"active\":false}}");
		assertThat(json(response)).containsKeys("hostname", "region", "interfaces", "dns", "reserved_ip", "auth_key");
	}

	@ParameterizedTest
	@CsvSource({ "id, 412907365", "hostname, parcels-7", "region, ams3",
			"interfaces/public/0/ipv4/address, 203.0.113.54", "interfaces/public/0/mac, 3e:91:0c:d4:72:58",
			"interfaces/private/0/ipv4/address, 10.133.8.21", "reserved_ip/ipv4/active, false",
			"features/dhcp_enabled, false" })
	void leavesAreText(String path, String value) throws Exception {
		HttpResponse<String> response = client().get(ROOT + "/" + path);
		assertThat(response.body()).isEqualTo(value);
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
	}

	@Test
	void directoriesAreListedAndListsAreLines() throws Exception {
		assertThat(client().get(ROOT + "/").body().lines()).contains("id", "hostname", "interfaces/", "dns/",
				"floating_ip/", "reserved_ip/", "features/", "public-keys", "vendor-data");
		assertThat(client().get(ROOT + "/interfaces/public/").body()).isEqualTo("0/");
		assertThat(client().get(ROOT + "/tags/").body()).isEqualTo("parcels\nenv:test");
		assertThat(client().get(ROOT + "/dns/nameservers").body()).isEqualTo("67.207.67.2\n67.207.67.3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/interfaces", "/interfaces/public/0", "/tags", "/dns" })
	void directoryWithoutSlashHasMoved(String path) throws Exception {
		HttpResponse<String> response = client().get(ROOT + path);
		assertThat(response.statusCode()).isEqualTo(301);
		assertThat(response.headers().firstValue("Location")).hasValue(ROOT + path + "/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/metadata", ROOT + "/nope", ROOT + "/id/", ROOT + "/droplet_id", ROOT + "/user-data",
			"/metadata/v2.json", "/metadata/instance", "/latest/meta-data/", "/openstack", "/v1.json" })
	void whatIsNotThereIsNotFound(String path) throws Exception {
		assertThat(client().get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void dataCanNotBeWritten() throws Exception {
		assertThat(client().put(ROOT + ".json").statusCode()).isEqualTo(405);
		assertThat(client().put("/latest/api/token").statusCode()).isEqualTo(404);
	}

	@Test
	void valuesAreGivenByGettersNamesAndPaths() throws Exception {
		restart(Map.of("region", "fra1", "instanceId", "7", "privateIp", "10.1.2.3", "tags.gpu", "", "user_data",
				"#!/x", "interfaces/public/0/ipv6/ip_address", "2001:db8::9", "dns.nameservers", "9.9.9.9"));
		HttpResponse<String> response = client().get(ROOT + ".json");
		assertThat(response.body()).contains("\"droplet_id\":7,")
			.contains("\"region\":\"fra1\"")
			.contains("\"gateway\":\"10.1.2.1\"")
			.contains("\"ip_address\":\"2001:db8::9\"")
			.contains("\"gpu\"")
			.contains("[\"9.9.9.9\"]");
		assertThat(client().get(ROOT + "/user-data").body()).isEqualTo("#!/x");
	}

	@Test
	void valuesCanBeAbsent() throws Exception {
		restart(Map.of("publicIp", "", "privateIp", "", "hostname", "", "instanceId", "", "region", ""));
		assertThat(json(client().get(ROOT + ".json"))).doesNotContainKeys("hostname", "region", "droplet_id")
			.containsEntry("interfaces", Map.of());
	}

	@ParameterizedTest
	@CsvSource({ "instanceId, i-0abc", "accountId, acme", "instanceType, s-1vcpu-1gb", "tags.team, ml",
			"interfaces.public.0.ipv6.cidr, big" })
	void whenValueIsImpossibleStartFails(String name, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("digitalocean", Map.of(name, value)))
			.withMessageContaining(name)
			.withMessageContaining(value);
	}

	private void restart(Map<String, String> values) {
		this.cloud.close();
		this.cloud = CloudSimulator.start("digitalocean", values);
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud);
	}

	private static Map<String, Object> json(HttpResponse<String> response) {
		return Json.read(response.body(), new TypeReference<>() {
		});
	}

}
