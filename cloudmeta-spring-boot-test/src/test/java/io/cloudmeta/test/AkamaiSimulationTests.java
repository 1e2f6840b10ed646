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
 * Tests for the simulated compute instances of Akamai, over HTTP.
 */
class AkamaiSimulationTests {

	private CloudSimulator cloud = CloudSimulator.start("akamai");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void tokenIsIssuedToAPut() throws Exception {
		HttpResponse<String> response = client().with("Metadata-Token-Expiry-Seconds", "300").put("/v1/token");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).matches("[0-9a-f]{32}");
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
		assertThat(client().get("/v1/token").statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "86401", "-1", "x" })
	void whenLifeOfTheTokenIsImpossibleRequestIsBad(String life) throws Exception {
		assertThat(client().with("Metadata-Token-Expiry-Seconds", life).put("/v1/token").statusCode()).isEqualTo(400);
	}

	@Test
	void whenLifeOfTheTokenIsMissingRequestIsBad() throws Exception {
		assertThat(client().put("/v1/token").statusCode()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/instance", "/v1/network", "/v1/nope", "/", "/latest/meta-data/", "/v1.json" })
	void whenTokenIsMissingOrWrongRequestIsUnauthorized(String path) throws Exception {
		assertThat(client().get(path).statusCode()).isEqualTo(401);
		assertThat(client().with("Metadata-Token", "0").get(path).statusCode()).isEqualTo(401);
	}

	@Test
	void tokenExpires() throws Exception {
		String token = client().with("Metadata-Token-Expiry-Seconds", "1").put("/v1/token").body();
		assertThat(client().with("Metadata-Token", token).get("/v1/instance").statusCode()).isEqualTo(200);
		Thread.sleep(1100);
		assertThat(client().with("Metadata-Token", token).get("/v1/instance").statusCode()).isEqualTo(401);
	}

	@Test
	void documentsAreJsonIfRequested() throws Exception {
		HttpResponse<String> response = authorized("Accept", "application/json").get("/v1/instance");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.body()).startsWith("{\"id\":58214073,\"label\":\"parcels-7\"")
			.contains("\"image\":{\"id\":\"linode/debian13\"");
		assertThat(authorized("Accept", "application/json").get("/v1/network").body())
			.contains("\"public\":[\"203.0.113.140/32\"]")
			.contains("\"link_local\":\"fe80::");
	}

	@Test
	void documentsAreLinesForOthers() throws Exception {
		HttpResponse<String> response = authorized().get("/v1/instance");
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
		assertThat(response.body().lines()).contains("id: 58214073", "specs.vcpus: 2", "tags.0: parcels");
	}

	@Test
	void userDataIsEncoded() throws Exception {
		assertThat(authorized().get("/v1/user-data").statusCode()).isEqualTo(404);
		restart(Map.of("user-data", "#cloud-config"));
		assertThat(authorized().get("/v1/user-data").body()).isEqualTo("I2Nsb3VkLWNvbmZpZw==");
	}

	@Test
	void valuesAreGivenByGettersNamesAndPaths() throws Exception {
		restart(Map.of("region", "us-ord", "instanceId", "7", "publicIp", "", "imageId", "", "instance.specs.vcpus",
				"8", "network.ipv6.slaac", "2001:db8::1/128", "tags.gpu", ""));
		assertThat(authorized("Accept", "application/json").get("/v1/instance").body()).startsWith("{\"id\":7,")
			.contains("\"region\":\"us-ord\"")
			.contains("\"vcpus\":8")
			.contains("\"gpu\"]")
			.doesNotContain("image");
		assertThat(authorized("Accept", "application/json").get("/v1/network").body()).contains("\"public\":[]")
			.contains("\"slaac\":\"2001:db8::1/128\"");
	}

	private SimulatorClient authorized(String... headers) throws Exception {
		String token = client().with("Metadata-Token-Expiry-Seconds", "300").put("/v1/token").body();
		return (headers.length != 0) ? client().with("Metadata-Token", token, headers[0], headers[1])
				: client().with("Metadata-Token", token);
	}

	@ParameterizedTest
	@CsvSource({ "instanceId, abc", "hostname, web", "availabilityZone, a", "tags.team, ml",
			"instance.specs.vcpus, many" })
	void whenValueIsImpossibleStartFails(String name, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("akamai", Map.of(name, value)))
			.withMessageContaining(name)
			.withMessageContaining(value);
	}

	private void restart(Map<String, String> values) {
		this.cloud.close();
		this.cloud = CloudSimulator.start("akamai", values);
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud);
	}

}
