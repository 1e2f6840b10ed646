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
 * Tests for the simulated Scaleway, over HTTP.
 */
class ScalewaySimulationTests {

	private CloudSimulator cloud = CloudSimulator.start("scaleway");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void documentIsJsonIfRequested() throws Exception {
		HttpResponse<String> response = client().get("/conf?format=json");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.body()).startsWith("{\"id\":\"7d0b3e92-")
			.contains("\"commercial_type\":\"PLAY2-NANO\"")
			.contains("\"zone_id\":\"nl-ams-2\"")
			.contains("\"public_ips_v4\":[{");
	}

	@Test
	void documentIsVariablesForOthers() throws Exception {
		assertThat(client().get("/conf").body().lines()).contains("NAME=parcels-7", "COMMERCIAL_TYPE=PLAY2-NANO",
				"LOCATION_ZONE_ID=nl-ams-2", "TAGS=2", "TAGS_0=parcels");
	}

	@Test
	void userDataIsForRootOnly() throws Exception {
		assertThat(client().get("/user_data/cloud-init").statusCode()).isEqualTo(403);
	}

	@Test
	void valuesAreGivenByGettersNamesAndPaths() throws Exception {
		restart(Map.of("region", "fr-par", "publicIp", "", "privateIp", "", "imageId", "", "location.node_id", "3",
				"tags.gpu", ""));
		assertThat(client().get("/conf?format=json").body()).contains("\"zone\":\"fr-par-1\"")
			.contains("\"zone_id\":\"fr-par-1\"")
			.contains("\"node_id\":\"3\"")
			.contains("\"gpu\"]")
			.contains("\"public_ips_v4\":[]")
			.doesNotContain("private_ip\"", "\"image\"", "\"public_ip\"");
	}

	@Test
	void whenRegionAndZoneContradictStartFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> CloudSimulator.start("scaleway", Map.of("region", "fr-par", "availabilityZone", "nl-ams-1")))
			.withMessageContaining("fr-par")
			.withMessageContaining("nl-ams-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/conf/id", "/latest/meta-data/", "/openstack", "/v1.json", "/metadata/v1.json" })
	void whatIsNotThereIsNotFound(String path) throws Exception {
		assertThat(client().get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void dataCanNotBeWritten() throws Exception {
		assertThat(client().put("/conf").statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@CsvSource({ "tags.team, ml", "privateIp, 10.0.0" })
	void whenValueIsImpossibleStartFails(String name, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("scaleway", Map.of(name, value)))
			.withMessageContaining(name)
			.withMessageContaining(value);
	}

	private void restart(Map<String, String> values) {
		this.cloud.close();
		this.cloud = CloudSimulator.start("scaleway", values);
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud);
	}

}
