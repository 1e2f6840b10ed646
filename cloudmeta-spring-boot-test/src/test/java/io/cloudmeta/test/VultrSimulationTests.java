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
 * Tests for the simulated Vultr, over HTTP.
 */
class VultrSimulationTests {

	private CloudSimulator cloud = CloudSimulator.start("vultr");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void documentIsJson() throws Exception {
		HttpResponse<String> response = client().get("/v1.json");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.body()).contains("\"instanceid\":\"51870294\"")
			.contains("\"region\":{\"countrycode\":\"NL\",\"regioncode\":\"AMS\"}")
			.contains("\"network-type\":\"private\"")
			.contains("\"ipv6\":{\"additional\":[],\"address\":\"\"");
	}

	@ParameterizedTest
	@CsvSource({ "hostname, parcels-7", "instanceid, 51870294", "region/regioncode, AMS",
			"interfaces/0/ipv4/address, 203.0.113.77" })
	void leavesAreText(String path, String value) throws Exception {
		assertThat(client().get("/v1/" + path).body()).isEqualTo(value);
	}

	@Test
	void valuesAreGivenByGettersNamesAndPaths() throws Exception {
		restart(Map.of("region", "ewr", "publicIp", "", "privateIp", "10.1.2.3", "tags.gpu", "", "region.countrycode",
				"US", "user-data", "#!/x"));
		assertThat(client().get("/v1.json").body()).contains("{\"countrycode\":\"US\",\"regioncode\":\"EWR\"}")
			.contains("\"address\":\"10.1.2.3\"")
			.contains("\"gpu\"")
			.doesNotContain("\"network-type\":\"public\"");
		assertThat(client().get("/v1/user-data").body()).isEqualTo("#!/x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/v1", "/v1/nope", "/v1/user-data", "/metadata/v1.json", "/latest/meta-data/",
			"/openstack" })
	void whatIsNotThereIsNotFound(String path) throws Exception {
		assertThat(client().get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void dataCanNotBeWritten() throws Exception {
		assertThat(client().put("/v1.json").statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@CsvSource({ "accountId, acme", "instanceType, vc2", "tags.team, ml", "privateIp, 10.0.0" })
	void whenValueIsImpossibleStartFails(String name, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("vultr", Map.of(name, value)))
			.withMessageContaining(name)
			.withMessageContaining(value);
	}

	private void restart(Map<String, String> values) {
		this.cloud.close();
		this.cloud = CloudSimulator.start("vultr", values);
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud);
	}

}
