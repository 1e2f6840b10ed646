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
 * Tests for the simulated OpenStack, over HTTP.
 */
class OpenStackSimulationTests {

	private static final String DOCUMENT = "/openstack/latest/meta_data.json";

	private static final String EC2 = "/latest/meta-data/";

	private CloudSimulator cloud = CloudSimulator.start("openstack");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void documentIsJsonWithAnotherSeedEachTime() throws Exception {
		HttpResponse<String> response = client().get(DOCUMENT);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(json(DOCUMENT)).containsEntry("availability_zone", "nova")
			.containsEntry("launch_index", 0)
			.containsEntry("hostname", "parcels-3.novalocal")
			.containsEntry("meta", Map.of("env", "test", "team", "parcels"))
			.doesNotContainKeys("region", "region_id", "flavor", "image");
		assertThat(client().get(DOCUMENT).body()).isNotEqualTo(response.body());
	}

	@Test
	void networkIsJsonRegardlessOfItsType() throws Exception {
		HttpResponse<String> response = client().get("/openstack/latest/network_data.json");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=UTF-8");
		assertThat(response.body()).startsWith("{\"links\":[{\"id\":\"tap3f8e10c6-2b\"")
			.contains("\"mtu\":null", "\"type\":\"ipv4_dhcp\"")
			.doesNotContain("ip_address");
	}

	@ParameterizedTest
	@CsvSource({ "2012-08-10, random_seed, false", "2013-04-04, random_seed, true", "2013-10-17, project_id, false",
			"2015-10-15, project_id, true", "2015-10-15, devices, false", "2016-06-30, devices, true",
			"2018-08-27, dedicated_cpus, false", "2020-10-14, dedicated_cpus, true", "latest, dedicated_cpus, true" })
	void keysNewerThanTheVersionAreMissing(String version, String key, boolean present) throws Exception {
		assertThat(json("/openstack/" + version + "/meta_data.json").containsKey(key)).isEqualTo(present);
	}

	@Test
	void versionsAndFilesAreListed() throws Exception {
		assertThat(body("/")).startsWith("1.0\n2007-01-19\n").endsWith("\n2009-04-04\nlatest");
		assertThat(body("/openstack")).startsWith("2012-08-10\n").endsWith("\n2025-04-04\nlatest");
		assertThat(body("/openstack/")).isEqualTo(body("/openstack"));
		assertThat(body("/openstack/2013-04-04")).isEqualTo("meta_data.json\npassword");
		assertThat(body("/openstack/latest/"))
			.isEqualTo("meta_data.json\nnetwork_data.json\npassword\nvendor_data.json\nvendor_data2.json");
		assertThat(body("/latest")).isEqualTo("meta-data/");
		assertThat(body(EC2)).isEqualTo("""
				ami-id
				ami-launch-index
				ami-manifest-path
				block-device-mapping/
				hostname
				instance-action
				instance-id
				instance-type
				local-hostname
				local-ipv4
				placement/
				public-hostname
				public-ipv4
				public-keys/
				reservation-id
				security-groups""");
	}

	@Test
	void leavesOfEc2sTreeAreText() throws Exception {
		assertThat(body(EC2 + "ami-manifest-path")).isEqualTo("FIXME");
		assertThat(body("/2009-04-04//meta-data/instance-type/")).isEqualTo("m1.medium");
		assertThat(body(EC2 + "placement")).isEqualTo("availability-zone");
		assertThat(body(EC2 + "public-keys/")).isEqualTo("0=parcels");
		assertThat(body(EC2 + "public-keys/0/")).isEqualTo("openssh-key");
	}

	@Test
	void theMethodDoesNotCount() throws Exception {
		assertThat(client().put(DOCUMENT).statusCode()).isEqualTo(200);
		assertThat(client().send("DELETE", EC2 + "instance-id").body()).isEqualTo("i-000001a7");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/openstack/2014-01-01/meta_data.json", "/openstack/2013-04-04/network_data.json",
			"/openstack/latest/user_data", "/openstack/latest/securitykey", "/latest/user-data", "/latest/api/token",
			"/latest/dynamic/instance-identity/document", "/opc/v2/instance/", "/metadata/instance",
			EC2 + "placement/region", EC2 + "mac", EC2 + "kernel-id" })
	void whatNovaDoesNotHaveIsNotFound(String path) throws Exception {
		HttpResponse<String> response = client().get(path);
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).startsWith("<html>");
	}

	@Test
	void errorsAreJsonForWhoAcceptsIt() throws Exception {
		HttpResponse<String> response = client().with("Accept", "application/json").get("/openstack/latest/none");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).startsWith("{\"message\":").contains("\"code\":\"404 Not Found\"");
	}

	@Test
	void belowALeafNovaFails() throws Exception {
		assertThat(client().get(EC2 + "instance-id/x").statusCode()).isEqualTo(500);
	}

	@Test
	void valuesAreGivenByGettersNames() throws Exception {
		restart(CloudSimulator.of("openstack")
			.value("instanceName", "Größe 7")
			.value("accountId", "p1")
			.value("instanceType", "gpu.a100")
			.value("region", "GRA11")
			.value("availabilityZone", "")
			.value("publicIp", "")
			.value("privateIp", "10.1.2.3")
			.value("tags.team", "")
			.value("tags.cost/centre", "7"));
		assertThat(json(DOCUMENT)).containsEntry("name", "Größe 7")
			.containsEntry("hostname", "gr-e-7.novalocal")
			.containsEntry("project_id", "p1")
			.containsEntry("availability_zone", null)
			.containsEntry("meta", Map.of("env", "test", "cost/centre", "7"));
		assertThat(body("/openstack/latest/vendor_data.json")).isEqualTo("{\"region\":\"GRA11\"}");
		assertThat(body("/openstack/latest/vendor_data2.json")).isEqualTo("{\"static\":{\"region\":\"GRA11\"}}");
		assertThat(body(EC2 + "instance-type")).isEqualTo("gpu.a100");
		assertThat(body(EC2 + "placement/availability-zone")).isEqualTo("None");
		assertThat(body(EC2 + "public-ipv4")).isEmpty();
		assertThat(body(EC2 + "local-ipv4")).isEqualTo("10.1.2.3");
	}

	@Test
	void valuesAreGivenByPaths() throws Exception {
		restart(CloudSimulator.of("openstack")
			.value("launch_index", "3")
			.value("meta.role", "api")
			.value("meta/tier", "gold")
			.value("kernel-id", "aki-1")
			.value("links/0/ethernet_mac_address", "fa:16:3e:00:00:01"));
		assertThat(json(DOCUMENT)).containsEntry("launch_index", 3)
			.containsEntry("meta", Map.of("env", "test", "team", "parcels", "role", "api", "tier", "gold"));
		assertThat(body(EC2 + "kernel-id")).isEqualTo("aki-1");
		assertThat(body("/openstack/latest/network_data.json"))
			.contains("\"ethernet_mac_address\":\"fa:16:3e:00:00:01\"");
	}

	@Test
	void valuesThatOpenStackDoesNotProvideAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloudSimulator.start("openstack", Map.of("imageId", "ubuntu")))
			.withMessageContaining("imageId")
			.withMessageContaining("no image");
	}

	private void restart(CloudSimulator.Builder cloud) {
		this.cloud.close();
		this.cloud = cloud.start();
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud);
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
