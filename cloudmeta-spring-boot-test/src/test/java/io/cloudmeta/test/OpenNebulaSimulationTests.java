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
 * Tests for the simulated services of OpenNebula, over HTTP.
 */
class OpenNebulaSimulationTests {

	private final CloudSimulator cloud = CloudSimulator.start("opennebula",
			Map.of("tags.TEAM", "ml", "VM/NAME", "web-3", "VM.TEMPLATE.NIC.0.EXTERNAL_IP", "198.51.100.3"));

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void oneGateDescribesTheMachine() throws Exception {
		HttpResponse<String> response = oneGate().get("/vm");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json;charset=utf-8");
		assertThat(response.body())
			.isEqualTo("{\"VM\":{\"NAME\":\"web-3\",\"ID\":\"412\",\"STATE\":\"3\",\"LCM_STATE\":\"3\","
					+ "\"USER_TEMPLATE\":{\"LABELS\":\"parcels\",\"INSTANCE_TYPE\":\"m1.small\",\"TEAM\":\"ml\"},"
					+ "\"TEMPLATE\":{\"NIC\":[{\"NETWORK\":\"parcels-net\",\"NAME\":\"NIC0\",\"IP\":\"10.8.0.54\","
					+ "\"MAC\":\"02:00:0a:08:00:36\",\"EXTERNAL_IP\":\"198.51.100.3\"}],\"NIC_ALIAS\":[]}}}");
		assertThat(oneGate().get("/").body()).contains("vm_info");
	}

	@Test
	void oneGateRequiresBothHeaders() throws Exception {
		String token = this.cloud.getProperties().get("TOKENTXT");
		assertThat(client().get("/vm").statusCode()).isEqualTo(401);
		assertThat(client("X-ONEGATE-TOKEN", token).get("/vm").statusCode()).isEqualTo(401);
		assertThat(client("X-ONEGATE-TOKEN", token, "X-ONEGATE-VMID", "413").get("/vm").statusCode()).isEqualTo(401);
		assertThat(client("X-ONEGATE-TOKEN", "x", "X-ONEGATE-VMID", "412").get("/vm").body())
			.isEqualTo("Not authorized");
	}

	@Test
	void oneGateRefusesWhatItDoesNotKnow() throws Exception {
		assertThat(oneGate().get("/latest/meta-data/").statusCode()).isEqualTo(400);
		assertThat(oneGate().get("/service").statusCode()).isEqualTo(400);
		assertThat(oneGate().put("/vm").statusCode()).isEqualTo(403);
	}

	@Test
	void addOnListsItsVersions() throws Exception {
		HttpResponse<String> response = client().get("/");
		assertThat(response.body()).isEqualTo("1.0\n2007-01-19\n2007-08-29\n2009-04-04\n");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
		assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("SAMEORIGIN");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/openstack", "/computeMetadata/v1/instance/id", "/metadata/instance", "/opc/v2/instance/",
			"/latest/dynamic/instance-identity/document", "/latest/api/token", "/cloudmeta-probe" })
	void addOnRespondsToEveryPath(String path) throws Exception {
		HttpResponse<String> response = client().get(path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("user-data\nmeta-data\n");
	}

	@ParameterizedTest
	@CsvSource({ "/latest/meta-data/local-ipv4, 10.8.0.54", "/1.0/meta-data/LOCAL-IPV4/, 10.8.0.54",
			"/x/meta-data/reservation-id, r-412", "/latest/meta-data/local-hostname, i-412.cloud.local",
			"/latest/meta-data/instance-type, m1.small" })
	void addOnServesItsKeysInAnyVersion(String path, String value) throws Exception {
		assertThat(client().get(path).body()).isEqualTo(value);
	}

	@Test
	void addOnHasTheRealOnesFault() throws Exception {
		assertThat(client().get("/latest/meta-data/instance-id").body().lines()).hasSize(3).first().isEqualTo("i-412");
		assertThat(client().get("/latest/meta-data/ami-launch-index").statusCode()).isEqualTo(404);
		assertThat(client().get("/latest/user-data").statusCode()).isEqualTo(404);
		assertThat(client().put("/latest/api/token").statusCode()).isEqualTo(404);
	}

	@Test
	void whatItDoesNotHaveIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloudSimulator.start("opennebula", Map.of("region", "x")));
	}

	private SimulatorClient oneGate() {
		Map<String, String> properties = this.cloud.getProperties();
		return client("X-ONEGATE-TOKEN", properties.get("TOKENTXT"), "X-ONEGATE-VMID", properties.get("VMID"));
	}

	private SimulatorClient client(String... headers) {
		return new SimulatorClient(this.cloud, headers);
	}

}
