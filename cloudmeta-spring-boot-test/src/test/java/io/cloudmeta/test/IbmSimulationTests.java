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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
 * Tests for the simulated VPC of IBM Cloud, over HTTP.
 */
class IbmSimulationTests {

	private static final String TOKEN = "/identity/v1/token?version=2025-08-26";

	private static final String INSTANCE = "/metadata/v1/instance?version=2025-08-26";

	private CloudSimulator cloud = CloudSimulator.start("ibm");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { TOKEN, "/instance_identity/v1/token?version=2022-03-01" })
	void tokenIsIssuedForAPutWithADocument(String path) throws Exception {
		HttpResponse<String> response = put(path, "{\"expires_in\":60}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(json(response)).containsEntry("expires_in", 60);
		assertThat(json(put(path, "{}"))).containsEntry("expires_in", 300);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			/identity/v1/token?version=2025-08-26 | {"expires_in":3601}
			/identity/v1/token?version=2025-08-26 | {"expires_in":4}
			/identity/v1/token?version=2025-08-26 | {"expires_in":"60"}
			/identity/v1/token?version=2025-08-26 | ``
			/identity/v1/token                    | {"expires_in":60}
			/identity/v1/token?version=2021-01-01 | {"expires_in":60}
			""")
	void whenTheTokenRequestIsWrongNoTokenIsIssued(String path, String body) throws Exception {
		assertThat(put(path, body).statusCode()).isEqualTo(400);
	}

	@Test
	void headersAreNeeded() throws Exception {
		assertThat(new SimulatorClient(this.cloud, "Content-Type", "application/json").put(TOKEN).statusCode())
			.isEqualTo(403);
		assertThat(new SimulatorClient(this.cloud, "Metadata-Flavor", "ibm").put(TOKEN).statusCode()).isEqualTo(400);
		assertThat(new SimulatorClient(this.cloud, "Metadata-Flavor", "ibm").get(TOKEN).statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer invented", "Bearer ", "Basic eyJ" })
	void withoutATokenNothingIsAnswered(String authorization) throws Exception {
		assertThat(new SimulatorClient(this.cloud).get(INSTANCE).statusCode()).isEqualTo(401);
		assertThat(new SimulatorClient(this.cloud, "Authorization", authorization).get(INSTANCE).statusCode())
			.isEqualTo(401);
	}

	@Test
	void documentIsJson() throws Exception {
		HttpResponse<String> response = authorized().get(INSTANCE);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(json(response)).containsEntry("name", "parcels-7")
			.containsEntry("zone", Map.of("name", "us-south-1"))
			.containsEntry("crn", "crn:v1:bluemix:public:is:us-south-1:a/4b7e91c05d2f48a6b3e8071c9d5fa264::instance:"
					+ "0717_2c9f6e1b-84a3-4d70-b5e8-91f3c7a0d264");
		assertThat(authorized().get("/metadata/v1/instance").statusCode()).isEqualTo(400);
		assertThat(authorized().put(INSTANCE).statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/openstack", "/latest/meta-data/", "/latest/api/token",
			"/metadata/instance?api-version=2021-12-13", "/metadata/v1/instance/initialization?version=2025-08-26" })
	void whatIsNotThereIsNotFound(String path) throws Exception {
		assertThat(authorized().get(path).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "region, eu-de, '\"zone\":{\"name\":\"eu-de-1\"}'",
			"availabilityZone, jp-tok-3, crn:v1:bluemix:public:is:jp-tok-3",
			"accountId, 0123abcd, a/0123abcd::instance", "privateIp, 10.1.2.3, '\"address\":\"10.1.2.3\"'",
			"instanceType, cx3, '\"profile\":{\"name\":\"cx3\"}'", "vpc/name, net, '\"name\":\"net\"'",
			"resource_group.id, rg, '\"resource_group\":{\"id\":\"rg\"}'" })
	void valuesAreGivenByGettersNamesAndByPaths(String name, String value, String expected) throws Exception {
		this.cloud.close();
		this.cloud = CloudSimulator.start("ibm", Map.of(name, value));
		assertThat(authorized().get(INSTANCE).body()).contains(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "primary_network_attachment.primary_ip.address | \"primary_network_attachment\":{\"id\":",
					"primary_network_attachment.primary_ip.address | \"network_attachments\":[{",
					"primary_network_attachment.primary_ip.address | \"virtual_network_interface\":{",
					"primary_network_interface.primary_ipv4_address | \"primary_ipv4_address\":\"10.1.2.3\"",
					"primary_network_interface.primary_ip.address | \"network_interfaces\":[{" })
	void networkHasTheFormWhosePathIsGiven(String name, String expected) throws Exception {
		this.cloud.close();
		this.cloud = CloudSimulator.start("ibm", Map.of(name, "10.1.2.3"));
		assertThat(authorized().get(INSTANCE).body()).contains(expected);
	}

	@Test
	void whenVersionIsNewTokensAreNotAtTheirOldPath() throws Exception {
		assertThat(put("/instance_identity/v1/token?version=2025-08-26", "{}").statusCode()).isEqualTo(404);
		assertThat(put("/instance_identity/v1/token?version=2025-08-25", "{}").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "tags.team, ml", "hostname, web", "publicIp, 203.0.113.9" })
	void whatIbmDoesNotSayCanNotBeGiven(String name, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("ibm", Map.of(name, value)))
			.withMessageContaining(name)
			.withMessageContaining("can't be simulated on 'ibm'");
	}

	@Test
	void whenRegionAndZoneContradictStartFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloudSimulator.start("ibm", Map.of("region", "eu-de", "availabilityZone", "us-south-1")))
			.withMessageContaining("us-south-1");
	}

	private SimulatorClient authorized() throws Exception {
		return new SimulatorClient(this.cloud, "Authorization",
				"Bearer " + json(put(TOKEN, "{\"expires_in\":60}")).get("access_token"));
	}

	private HttpResponse<String> put(String path, String body) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.cloud.getUrl() + path))
			.header("Metadata-Flavor", "ibm")
			.header("Content-Type", "application/json")
			.PUT(BodyPublishers.ofString(body))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

	private static Map<String, Object> json(HttpResponse<String> response) {
		return Json.read(response.body(), new TypeReference<>() {
		});
	}

}
