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
 * Tests for the simulated ECS of Alibaba Cloud, over HTTP.
 */
class AlibabaSimulationTests {

	private static final String TOKEN = "/latest/api/token";

	private static final String TTL = "X-aliyun-ecs-metadata-token-ttl-seconds";

	private static final String TOKEN_HEADER = "X-aliyun-ecs-metadata-token";

	private static final String ALL = "/2016-01-01/meta-data/all";

	private CloudSimulator cloud = CloudSimulator.start("alibaba");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", ALL, "/latest/meta-data/instance-id", "/nope" })
	void withoutATokenNothingIsAnswered(String path) throws Exception {
		assertThat(new SimulatorClient(this.cloud).get(path).statusCode()).isEqualTo(401);
		assertThat(new SimulatorClient(this.cloud, TOKEN_HEADER, "invented").get(path).statusCode()).isEqualTo(401);
		assertThat(new SimulatorClient(this.cloud, "X-aws-ec2-metadata-token", token()).get(path).statusCode())
			.isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "21601", "-1", "ten", "" })
	void whenLifeOfTheTokenIsImpossibleItIsNotIssued(String seconds) throws Exception {
		assertThat(new SimulatorClient(this.cloud, TTL, seconds).put(TOKEN).statusCode()).isEqualTo(400);
	}

	@Test
	void headerOfEc2GetsNoToken() throws Exception {
		assertThat(
				new SimulatorClient(this.cloud, "X-aws-ec2-metadata-token-ttl-seconds", "60").put(TOKEN).statusCode())
			.isEqualTo(400);
		assertThat(new SimulatorClient(this.cloud, TTL, "60").get(TOKEN).statusCode()).isEqualTo(405);
	}

	@Test
	void tokenEndsWithItsLife() throws Exception {
		SimulatorClient client = new SimulatorClient(this.cloud, TOKEN_HEADER,
				new SimulatorClient(this.cloud, TTL, "1").put(TOKEN).body());
		assertThat(client.get(ALL).statusCode()).isEqualTo(200);
		Thread.sleep(1100);
		assertThat(client.get(ALL).statusCode()).isEqualTo(401);
	}

	@Test
	void documentHoldsTheTreeButNotTheAccount() throws Exception {
		HttpResponse<String> response = authorized().get(ALL);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		Map<String, Object> document = Json.read(response.body(), new TypeReference<>() {
		});
		assertThat(document).containsEntry("instance-id", text("instance-id"))
			.containsEntry("region-id", "cn-hangzhou")
			.containsEntry("instance",
					Map.of("instance-name", "parcels-7", "instance-type", text("instance/instance-type")))
			.doesNotContainKey("owner-account-id");
		assertThat(authorized().get("/latest/meta-data/all").statusCode()).isEqualTo(404);
	}

	@Test
	void directoriesAreListed() throws Exception {
		assertThat(authorized().get("/").body()).isEqualTo("2016-01-01\nlatest");
		assertThat(authorized().get("/latest/").body()).isEqualTo("meta-data");
		assertThat(text("").split("\n")).contains("hostname", "instance-id", "instance/", "network/", "zone-id")
			.doesNotContain("tags/");
		assertThat(text("instance/")).isEqualTo("instance-name\ninstance-type");
		assertThat(text("network/interfaces/macs/")).isEqualTo(text("mac") + "/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/latest/meta-data/nope", "/latest/meta-data/instance-id/", "/latest/user-data",
			"/latest/meta-data/tags/instance/", "/2017-01-01/meta-data/", "/openstack",
			"/latest/dynamic/instance-identity/document", "/computeMetadata/v1/instance/id" })
	void whatIsNotThereIsNotFound(String path) throws Exception {
		assertThat(authorized().get(path).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "region, ap-southeast-1, zone-id, ap-southeast-1b", "region, cn-beijing, zone-id, cn-beijing-i",
			"availabilityZone, eu-central-1a, region-id, eu-central-1",
			"availabilityZone, cn-shanghai-g, region-id, cn-shanghai", "instanceName, web, instance/instance-name, web",
			"privateIp, 10.1.2.3, network/interfaces/macs/00:16:3e:2b:70:c4/vswitch-cidr-block, 10.1.2.0/24",
			"accountId, 42, owner-account-id, 42", "tags.team, ml, tags/instance/team, ml",
			"vswitch-id, vsw-9, vswitch-id, vsw-9", "instance.instance-type, ecs.e, instance/instance-type, ecs.e" })
	void valuesAreGivenByGettersNamesAndByPaths(String name, String value, String path, String expected)
			throws Exception {
		restart(Map.of(name, value));
		assertThat(text(path)).isEqualTo(expected);
	}

	@Test
	void emptyValuesAreAbsent() throws Exception {
		restart(Map.of("publicIp", "", "imageId", ""));
		assertThat(authorized().get("/latest/meta-data/eipv4").statusCode()).isEqualTo(404);
		assertThat(authorized().get(ALL).body()).doesNotContain("image-id").doesNotContain("eipv4");
	}

	@Test
	void userDataIsThereIfGiven() throws Exception {
		restart(Map.of("user-data", "#!/bin/sh"));
		assertThat(authorized().get("/latest/user-data").body()).isEqualTo("#!/bin/sh");
		assertThat(authorized().get("/latest").body()).isEqualTo("meta-data\nuser-data");
	}

	@Test
	void dataCanNotBeWritten() throws Exception {
		assertThat(authorized().put(ALL).statusCode()).isEqualTo(405);
	}

	@Test
	void whenTagKeyIsImpossibleStartFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("alibaba", Map.of("tags.a/b", "7")))
			.withMessageContaining("tags.a/b")
			.withMessageContaining("slash");
	}

	private void restart(Map<String, String> values) {
		this.cloud.close();
		this.cloud = CloudSimulator.start("alibaba", values);
	}

	private String token() throws Exception {
		return new SimulatorClient(this.cloud, TTL, "60").put(TOKEN).body();
	}

	private SimulatorClient authorized() throws Exception {
		return new SimulatorClient(this.cloud, TOKEN_HEADER, token());
	}

	private String text(String path) throws Exception {
		HttpResponse<String> response = authorized().get("/latest/meta-data/" + path);
		assertThat(response.statusCode()).as(path).isEqualTo(200);
		return response.body();
	}

}
