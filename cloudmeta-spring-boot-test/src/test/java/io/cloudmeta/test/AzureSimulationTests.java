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
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.common.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wiremock.com.fasterxml.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the simulated Azure, over HTTP.
 */
class AzureSimulationTests {

	private static final String INSTANCE = "/metadata/instance";

	private static final String VERSION = "?api-version=2021-12-13";

	private CloudSimulator cloud = CloudSimulator.start("azure");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void documentIsJson() throws Exception {
		HttpResponse<String> response = client().get(INSTANCE + VERSION);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
		assertThat(response.headers().firstValue("Server").orElseThrow()).startsWith("IMDS/");
		Map<String, Object> document = json(response);
		assertThat(document).containsOnlyKeys("compute", "network");
		assertThat(compute(document)).containsEntry("location", "northeurope")
			.containsEntry("zone", "3")
			.containsEntry("evictionPolicy", "")
			.containsEntry("tags", "env:test;team:parcels")
			.containsEntry("isHostCompatibilityLayerVm", "false");
	}

	@ParameterizedTest
	@ValueSource(strings = { INSTANCE + VERSION, INSTANCE, "/metadata/versions", "/latest/meta-data/", "/" })
	void whenHeaderIsMissingRequestIsBad(String path) throws Exception {
		HttpResponse<String> response = client().with().get(path);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(json(response)).containsEntry("error", "Bad request. Required metadata header not specified");
		assertThat(response.headers().firstValue("Server").orElseThrow()).startsWith("IMDS/");
	}

	@Test
	void whenHeaderIsNotInLowerCaseRequestIsBad() throws Exception {
		assertThat(client().with("Metadata", "True").get(INSTANCE + VERSION).statusCode()).isEqualTo(400);
	}

	@Test
	void loadBalancerHasItsAddressesInBracketsIfTheyAreIpv6() throws Exception {
		assertThat(client().get("/metadata/loadbalancer?api-version=2020-10-01").statusCode()).isEqualTo(404);
		this.cloud.close();
		this.cloud = CloudSimulator.start("azure",
				Map.of("loadbalancer.publicIpAddresses", "2603:1020::34,203.0.113.9"));
		assertThat(client().get("/metadata/loadbalancer?api-version=2020-10-01").body())
			.contains("{\"frontendIpAddress\":\"[2603:1020::34]\",\"privateIpAddress\":\"[fd00::4]\"},"
					+ "{\"frontendIpAddress\":\"203.0.113.9\",\"privateIpAddress\":\"10.62.9.14\"}");
		assertThat(client().get("/metadata/loadbalancer?api-version=2020-09-01").statusCode()).isEqualTo(404);
		assertThat(client().get("/metadata/loadbalancer?api-version=2020-09-02").statusCode()).isEqualTo(400);
	}

	@Test
	void whenRequestWasForwardedItIsBad() throws Exception {
		HttpResponse<String> response = client().with("Metadata", "true", "X-Forwarded-For", "203.0.113.5")
			.get(INSTANCE + VERSION);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(json(response)).containsKey("error");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?api-version=", "?api-version=latest", "?api-version=2021-12-14", "?format=text" })
	void whenVersionIsMissingOrUnknownTheNewestAreNamed(String query) throws Exception {
		HttpResponse<String> response = client().get(INSTANCE + query);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(json(response)).containsEntry("newest-versions", List.of("2025-11-11", "2025-04-07", "2024-07-17"));
	}

	@Test
	void whenParameterIsRepeatedRequestIsBad() throws Exception {
		assertThat(client().get(INSTANCE + VERSION + "&api-version=2021-12-13").statusCode()).isEqualTo(400);
	}

	@Test
	void versionsAreListed() throws Exception {
		HttpResponse<String> response = client().get("/metadata/versions");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).startsWith("{\"apiVersions\":[\"2017-03-01\",").endsWith("\"2025-11-11\"]}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "HEAD" })
	void whenInstanceIsNotReadMethodIsNotAllowed(String method) throws Exception {
		assertThat(client().send(method, INSTANCE + VERSION).statusCode()).isEqualTo(405);
		assertThat(client().send(method, "/metadata/versions").statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@ValueSource(strings = { INSTANCE + "/nope" + VERSION, INSTANCE + "/compute.vmId" + VERSION + "&format=text",
			INSTANCE + "/compute/vmId/" + VERSION + "&format=text", INSTANCE + "/network/interface/1" + VERSION,
			"/metadata/instances" + VERSION, "/latest/meta-data/", "/computeMetadata/v1/" })
	void whatIsNotThereIsNotFound(String path) throws Exception {
		HttpResponse<String> response = client().get(path);
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(json(response)).containsKey("error");
	}

	@ParameterizedTest
	@CsvSource({ "2017-03-01, vmId, false", "2017-04-02, vmId, true", "2017-04-02, subscriptionId, false",
			"2017-08-01, subscriptionId, true", "2017-10-01, zone, false", "2017-12-01, zone, true",
			"2019-06-01, storageProfile, true", "2019-06-01, tagsList, false", "2019-06-04, tagsList, true",
			"2020-12-01, userData, false", "2021-01-01, userData, true", "2021-12-13, physicalZone, false",
			"2023-11-15, physicalZone, true", "2025-04-07, physicalZone, true",
			"2025-04-07, interconnectGroupId, false", "2025-11-11, interconnectGroupId, true" })
	void keysNewerThanTheVersionAreMissing(String version, String key, boolean present) throws Exception {
		Map<String, Object> compute = compute(json(client().get(INSTANCE + "?api-version=" + version)));
		assertThat(compute.containsKey(key)).isEqualTo(present);
	}

	@Test
	void nestedKeysNewerThanTheVersionAreMissingToo() throws Exception {
		assertThat(client().get(INSTANCE + "/compute/securityProfile?api-version=2021-11-15").body()).isEqualTo(
				"{\"encryptionAtHost\":\"false\",\"secureBootEnabled\":\"true\",\"virtualTpmEnabled\":\"true\"}");
		assertThat(client().get(INSTANCE + "/compute/securityProfile?api-version=2020-06-01").body())
			.isEqualTo("{\"secureBootEnabled\":\"true\",\"virtualTpmEnabled\":\"true\"}");
	}

	@Test
	void textListsDirectoriesAndShowsLeaves() throws Exception {
		assertThat(text("")).isEqualTo("compute/\nnetwork/");
		assertThat(text("/network/interface")).isEqualTo("0/");
		assertThat(text("/network/interface/0/")).isEqualTo("ipv4/\nipv6/\nmacAddress");
		assertThat(text("/network/interface/0/ipv4/ipAddress/0/privateIpAddress")).isEqualTo("10.62.9.14");
		assertThat(text("/network/interface/0/ipv4/subnet/0/address")).isEqualTo("10.62.9.0");
		assertThat(text("/compute/licenseType")).isEmpty();
		assertThat(client().get(INSTANCE + "/compute?api-version=2017-04-02&format=text").body())
			.isEqualTo("location\nname\noffer\nosType\nplatformFaultDomain\nplatformUpdateDomain\npublisher\nsku\n"
					+ "version\nvmId\nvmSize");
		assertThat(client().get(INSTANCE + VERSION + "&format=text").headers().firstValue("Content-Type"))
			.hasValue("text/plain; charset=utf-8");
	}

	@Test
	void partsOfTheDocumentAreJsonButALeafIsBad() throws Exception {
		assertThat(client().get(INSTANCE + "/network/interface" + VERSION).body()).startsWith("[{\"ipv4\":");
		assertThat(client().get(INSTANCE + "/network/interface/0/ipv6" + VERSION).body())
			.isEqualTo("{\"ipAddress\":[]}");
		HttpResponse<String> leaf = client().get(INSTANCE + "/compute/vmId" + VERSION);
		assertThat(leaf.statusCode()).isEqualTo(400);
		assertThat(json(leaf)).containsKey("error");
		assertThat(client().get(INSTANCE + "/compute/vmId" + VERSION + "&format=json").statusCode()).isEqualTo(400);
	}

	@Test
	void whenFormatIsUnknownRequestIsBad() throws Exception {
		assertThat(client().get(INSTANCE + VERSION + "&format=xml").statusCode()).isEqualTo(400);
	}

	@Test
	void valuesAreGivenByGettersNames() throws Exception {
		restart(CloudSimulator.of("azure")
			.value("region", "westeurope")
			.value("availabilityZone", "1")
			.value("accountId", "sub-1")
			.value("instanceName", "trainer")
			.value("imageId", "Debian:debian-13:13-gen2:0.20261101.2")
			.value("privateIp", "10.1.2.3")
			.value("publicIp", "")
			.value("tags.team", "ml")
			.value("tags.env", "")
			.value("tags.cost.centre", "7"));
		Map<String, Object> compute = compute(json(client().get(INSTANCE + "?api-version=2023-11-15")));
		assertThat(compute).containsEntry("location", "westeurope")
			.containsEntry("physicalZone", "westeurope-AZ01")
			.containsEntry("subscriptionId", "sub-1")
			.containsEntry("resourceId",
					"/subscriptions/sub-1/resourceGroups/rg-parcels-test/providers/Microsoft.Compute/virtualMachines/trainer")
			.containsEntry("publisher", "Debian")
			.containsEntry("version", "0.20261101.2")
			.containsEntry("tags", "cost.centre:7;team:ml")
			.containsEntry("tagsList",
					List.of(Map.of("name", "cost.centre", "value", "7"), Map.of("name", "team", "value", "ml")));
		assertThat(text("/compute/osProfile/computerName")).isEqualTo("trainer");
		assertThat(text("/compute/storageProfile/imageReference/offer")).isEqualTo("debian-13");
		assertThat(text("/network/interface/0/ipv4/ipAddress/0/publicIpAddress")).isEmpty();
		assertThat(text("/network/interface/0/ipv4/subnet/0/address")).isEqualTo("10.1.2.0");
	}

	@Test
	void valuesAreGivenByPaths() throws Exception {
		restart(CloudSimulator.of("azure")
			.value("compute/resourceGroupName", "rg-a")
			.value("compute.vmScaleSetName", "trainers")
			.value("network.interface[0].macAddress", "0022480A1B2C")
			.value("compute.userData", "aGVsbG8="));
		assertThat(text("/compute/resourceGroupName")).isEqualTo("rg-a");
		assertThat(text("/compute/virtualMachineScaleSet/id"))
			.endsWith("/resourceGroups/rg-a/providers/Microsoft.Compute/virtualMachineScaleSets/trainers");
		assertThat(text("/network/interface/0/macAddress")).isEqualTo("0022480A1B2C");
		assertThat(text("/compute/userData")).isEqualTo("aGVsbG8=");
	}

	@Test
	void imageOfOnesOwnIsAnId() throws Exception {
		restart(CloudSimulator.of("azure").value("imageId", "/subscriptions/s/images/mine"));
		assertThat(text("/compute/storageProfile/imageReference/id")).isEqualTo("/subscriptions/s/images/mine");
		assertThat(text("/compute/publisher")).isEmpty();
	}

	private void restart(CloudSimulator.Builder cloud) {
		this.cloud.close();
		this.cloud = cloud.start();
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud, "Metadata", "true");
	}

	private String text(String path) throws Exception {
		HttpResponse<String> response = client().get(INSTANCE + path + VERSION + "&format=text");
		assertThat(response.statusCode()).as(path).isEqualTo(200);
		return response.body();
	}

	private static Map<String, Object> json(HttpResponse<String> response) {
		return Json.read(response.body(), new TypeReference<>() {
		});
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> compute(Map<String, Object> document) {
		return (Map<String, Object>) document.get("compute");
	}

}
