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
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wiremock.com.fasterxml.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the simulated Huawei Cloud, over HTTP.
 */
class HuaweiSimulationTests {

	private static final String DOCUMENT = "/openstack/latest/meta_data.json";

	private static final String TOKEN = "/meta-data/latest/api/token";

	private static final String TTL = "X-Metadata-Token-Ttl-Seconds";

	private CloudSimulator cloud = CloudSimulator.start("huawei");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void documentHasWhatNovasLacks() throws Exception {
		assertThat(json()).containsEntry("region_id", "eu-west-101")
			.containsEntry("availability_zone", "eu-west-101a")
			.containsEntry("instance_type", "s6.large.2")
			.containsEntry("enterprise_project_id", "0")
			.containsKeys("uuid", "random_seed")
			.extractingByKey("meta", InstanceOfAssertFactories.MAP)
			.containsEntry("os_bit", "64")
			.containsEntry("image_name", "Debian 13.1 64bit")
			.containsKey("vpc_id");
	}

	@Test
	void openStacksListsAndEc2sTreeAreThere() throws Exception {
		assertThat(body("/openstack")).endsWith("2025-04-04\nlatest");
		assertThat(body("/latest/meta-data/local-ipv4")).isEqualTo("192.168.9.57");
		assertThat(body("/latest/meta-data/placement/availability-zone")).isEqualTo("eu-west-101a");
		assertThat(body("/openstack/latest/network_data.json")).contains("\"type\":\"ipv4_dhcp\"");
	}

	@Test
	void tokenIsIssuedAndChecked() throws Exception {
		HttpResponse<String> token = client().with(TTL, "21600").put(TOKEN);
		assertThat(token.statusCode()).isEqualTo(200);
		assertThat(client().with("X-Metadata-Token", token.body()).get(DOCUMENT).statusCode()).isEqualTo(200);
		assertThat(client().with("X-Metadata-Token", "made-up").get(DOCUMENT).statusCode()).isEqualTo(401);
		assertThat(client().with(TTL, "21600").get(TOKEN).statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "21601", "-1", "long", "999999999" })
	void whenLifeOfTokenIsWrongRequestIsBad(String ttl) throws Exception {
		assertThat(client().with(TTL, ttl).put(TOKEN).statusCode()).isEqualTo(400);
		assertThat(client().put(TOKEN).statusCode()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/openstack/latest/securitykey", "/latest/api/token", "/opc/v2/instance/",
			"/latest/meta-data/none" })
	void whatIsMissingIsNotFound(String path) throws Exception {
		assertThat(client().get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void valuesAreGivenByGettersNamesAndPaths() throws Exception {
		this.cloud.close();
		this.cloud = CloudSimulator.of("huawei")
			.value("region", "cn-north-4")
			.value("instanceType", "c7.xlarge.2")
			.value("imageId", "")
			.value("publicIp", "")
			.value("meta/image_name", "Ubuntu")
			.value("enterprise_project_id", "7")
			.value("tags.team", "ml")
			.start();
		assertThat(json()).containsEntry("region_id", "cn-north-4")
			.containsEntry("availability_zone", "cn-north-4a")
			.containsEntry("enterprise_project_id", "7")
			.extractingByKey("meta", InstanceOfAssertFactories.MAP)
			.containsEntry("team", "ml")
			.containsEntry("image_name", "Ubuntu")
			.doesNotContainKey("metering.image_id");
		assertThat(body("/latest/meta-data/instance-type")).isEqualTo("c7.xlarge.2");
		assertThat(body("/latest/meta-data/public-ipv4")).isEmpty();
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud);
	}

	private String body(String path) throws Exception {
		HttpResponse<String> response = client().get(path);
		assertThat(response.statusCode()).as(path).isEqualTo(200);
		return response.body();
	}

	private Map<String, Object> json() throws Exception {
		return Json.read(body(DOCUMENT), new TypeReference<>() {
		});
	}

}
