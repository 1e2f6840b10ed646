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
import org.junit.jupiter.params.provider.ValueSource;
import wiremock.com.fasterxml.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the simulated Oracle cloud, over HTTP.
 */
class OracleSimulationTests {

	private static final String INSTANCE = "/opc/v2/instance/";

	private CloudSimulator cloud = CloudSimulator.start("oracle");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void instanceIsJson() throws Exception {
		HttpResponse<String> response = client().get(INSTANCE);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(json(INSTANCE)).containsEntry("canonicalRegionName", "eu-frankfurt-1")
			.containsEntry("region", "eu-frankfurt-1")
			.containsEntry("ociAdName", "eu-frankfurt-1-ad-3")
			.containsEntry("timeCreated", 1763446071000L)
			.containsEntry("freeformTags", Map.of("env", "test", "team", "parcels"))
			.doesNotContainKey("privateIp");
	}

	@Test
	void leavesAreText() throws Exception {
		HttpResponse<String> response = client().get(INSTANCE + "shape");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain");
		assertThat(response.body()).isEqualTo("VM.Standard.E5.Flex");
		assertThat(body(INSTANCE + "regionInfo/")).startsWith("{\"realmKey\":\"oc1\"");
		assertThat(body("/opc/v2/vnics/")).startsWith("[{\"vnicId\":\"ocid1.vnic.");
		assertThat(body("/opc/v2/vnics/0/subnetCidrBlock")).isEqualTo("10.74.2.0/24");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer oracle", "Basic Oracle", "Oracle" })
	void whenHeaderIsWrongRequestIsRefused(String authorization) throws Exception {
		assertThat(client().with("Authorization", authorization).get(INSTANCE).statusCode()).isEqualTo(401);
		assertThat(client().with().get(INSTANCE).statusCode()).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-For", "X-Forwarded-Host", "Forwarded" })
	void whenRequestWasForwardedItIsRefused(String header) throws Exception {
		assertThat(
				client().with("Authorization", "Bearer Oracle", header, "for=203.0.113.5").get(INSTANCE).statusCode())
			.isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/opc/v1/instance/", "/opc/v2/", "/openstack", "/openstack/latest/meta_data.json",
			"/latest/meta-data/", INSTANCE + "none", "/opc/v2/vnics/1/" })
	void whatIsTurnedOffOrMissingIsNotFound(String path) throws Exception {
		assertThat(client().get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void onlyReadingIsAllowed() throws Exception {
		assertThat(client().put(INSTANCE).statusCode()).isEqualTo(405);
	}

	@Test
	void valuesAreGivenByGettersNames() throws Exception {
		restart(CloudSimulator.of("oracle")
			.value("region", "us-phoenix-1")
			.value("accountId", "")
			.value("privateIp", "")
			.value("imageId", "ocid1.image.oc1.phx.x")
			.value("tags.env", "")
			.value("tags.cost centre", "7"));
		assertThat(json(INSTANCE)).containsEntry("canonicalRegionName", "us-phoenix-1")
			.containsEntry("region", "phx")
			.containsEntry("availabilityDomain", "kWfR:US-PHOENIX-1-AD-2")
			.containsEntry("image", "ocid1.image.oc1.phx.x")
			.containsEntry("freeformTags", Map.of("team", "parcels", "cost centre", "7"))
			.doesNotContainKey("tenantId");
		assertThat(body("/opc/v2/vnics/0/subnetCidrBlock")).isEqualTo("<null>");
	}

	@Test
	void valuesAreGivenByPaths() throws Exception {
		restart(CloudSimulator.of("oracle")
			.value("faultDomain", "FAULT-DOMAIN-1")
			.value("instance.regionInfo.realmKey", "oc2")
			.value("instance/metadata/queue", "in")
			.value("vnics[0].vlanTag", "7"));
		assertThat(body(INSTANCE + "faultDomain")).isEqualTo("FAULT-DOMAIN-1");
		assertThat(body(INSTANCE + "regionInfo/realmKey")).isEqualTo("oc2");
		assertThat(body(INSTANCE + "metadata/queue")).isEqualTo("in");
		assertThat(body("/opc/v2/vnics/0/vlanTag")).isEqualTo("7");
	}

	@Test
	void valuesThatOracleDoesNotProvideAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloudSimulator.start("oracle", Map.of("publicIp", "203.0.113.7")))
			.withMessageContaining("publicIp")
			.withMessageContaining("no public address");
	}

	private void restart(CloudSimulator.Builder cloud) {
		this.cloud.close();
		this.cloud = cloud.start();
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud, "Authorization", "Bearer Oracle");
	}

	private String body(String path) throws Exception {
		HttpResponse<String> response = client().get(path);
		assertThat(response.statusCode()).as(path).isEqualTo(200);
		return response.body();
	}

	private Map<String, Object> json(String path) throws Exception {
		return Json.read(body(path), new TypeReference<>() {
		});
	}

}
