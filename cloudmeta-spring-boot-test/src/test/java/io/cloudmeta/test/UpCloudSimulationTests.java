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
 * Tests for the simulated UpCloud, over HTTP.
 */
class UpCloudSimulationTests {

	private CloudSimulator cloud = CloudSimulator.start("upcloud");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void documentIsJson() throws Exception {
		HttpResponse<String> response = client().get("/metadata/v1.json");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.body()).startsWith("{\"cloud_name\":\"upcloud\",")
			.contains("\"region\":\"fi-hel2\"")
			.contains("\"type\":\"utility\"")
			.contains("\"user_data\":\"\"");
	}

	@ParameterizedTest
	@CsvSource({ "cloud_name, upcloud", "region, fi-hel2", "network/interfaces/0/type, public", "hostname, parcels-7" })
	void leavesAreText(String path, String value) throws Exception {
		assertThat(client().get("/metadata/v1/" + path).body()).isEqualTo(value);
	}

	@Test
	void valuesAreGivenByGettersNamesAndPaths() throws Exception {
		restart(Map.of("region", "de-fra1", "publicIp", "", "privateIp", "10.1.2.3", "tags.gpu", "",
				"storage/disks/0/tier", "standard"));
		assertThat(client().get("/metadata/v1.json").body()).contains("\"region\":\"de-fra1\"")
			.contains("\"address\":\"10.1.2.3\"")
			.contains("\"gpu\"")
			.contains("\"tier\":\"standard\"")
			.doesNotContain("\"type\":\"public\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/metadata", "/metadata/v1/nope", "/metadata/v1/droplet_id", "/latest/meta-data/",
			"/openstack", "/v1.json" })
	void whatIsNotThereIsNotFound(String path) throws Exception {
		assertThat(client().get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void dataCanNotBeWritten() throws Exception {
		assertThat(client().put("/metadata/v1.json").statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@CsvSource({ "accountId, acme", "instanceType, 1xCPU", "tags.team, ml", "privateIp, 10.0.0" })
	void whenValueIsImpossibleStartFails(String name, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("upcloud", Map.of(name, value)))
			.withMessageContaining(name)
			.withMessageContaining(value);
	}

	private void restart(Map<String, String> values) {
		this.cloud.close();
		this.cloud = CloudSimulator.start("upcloud", values);
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud);
	}

}
