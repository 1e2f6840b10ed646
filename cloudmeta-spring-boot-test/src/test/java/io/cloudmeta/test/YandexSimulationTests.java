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
 * Tests for the simulated Yandex Cloud, over HTTP.
 */
class YandexSimulationTests {

	private static final String V1 = "/computeMetadata/v1/";

	private CloudSimulator cloud = CloudSimulator.start("yandex");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void whenHeaderIsMissingRequestIsForbidden() throws Exception {
		assertThat(new SimulatorClient(this.cloud).get(V1 + "instance/id").statusCode()).isEqualTo(403);
		assertThat(new SimulatorClient(this.cloud, "Metadata-Flavor", "Gogle").get(V1).statusCode()).isEqualTo(403);
	}

	@Test
	void documentIsJsonWithoutTheIdentity() throws Exception {
		HttpResponse<String> response = client().get(V1 + "instance/?recursive=true&alt=json");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.headers().firstValue("Metadata-Flavor")).hasValue("Google");
		Map<String, Object> document = Json.read(response.body(), new TypeReference<>() {
		});
		assertThat(document).containsEntry("id", "fhm2n6v8k4q0x7c5r9t1")
			.containsEntry("vendor",
					Map.of("cloudId", "b1gk7r2v9c4m6n8x0z3q", "environment", "yandex-cloud", "folderId",
							"b1g5p9t2h8w4k6d1s7f3"))
			.containsEntry("zone", "projects/b1gk7r2v9c4m6n8x0z3q/zones/ru-central1-d");
		assertThat(client().get(V1 + "?recursive=true&alt=json").body()).contains("\"project\":{}");
	}

	@ParameterizedTest
	@CsvSource({ "yandex/folder-id, b1g5p9t2h8w4k6d1s7f3", "instance/vendor/folder-id, b1g5p9t2h8w4k6d1s7f3",
			"instance/id, fhm2n6v8k4q0x7c5r9t1", "instance/network-interfaces/0/ip, 10.129.6.31",
			"instance/network-interfaces/0/access-configs/0/external-ip, 203.0.113.164",
			"instance/attributes/serial-port-enable, 0", "project/, ''" })
	void leavesAreText(String path, String value) throws Exception {
		assertThat(text(path)).isEqualTo(value);
	}

	@Test
	void directoriesAreListed() throws Exception {
		assertThat(text("")).isEqualTo("instance/\nproject/\nyandex/");
		assertThat(text("instance/vendor/")).isEqualTo("cloud-id\nenvironment\nfolder-id\nidentity/");
		assertThat(text("instance/vendor/identity/document")).contains("\"imageId\":\"fd8m3j6q1v5y7b0g9n2c\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { V1 + "instance/nope", V1 + "instance/id/", V1 + "project/project-id",
			V1 + "instance/machine-type", "/openstack", "/latest/dynamic/instance-identity/document",
			"/metadata/instance?api-version=2021-12-13", "/computeMetadata/v2/" })
	void whatIsNotThereIsNotFound(String path) throws Exception {
		assertThat(client().get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void dataCanNotBeWritten() throws Exception {
		assertThat(client().put(V1 + "instance/id").statusCode()).isEqualTo(405);
		assertThat(client().put("/latest/api/token").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "region, kz1, instance/zone, projects/b1gk7r2v9c4m6n8x0z3q/zones/kz1-d",
			"accountId, b1gx, instance/vendor/folder-id, b1gx", "accountId, b1gx, yandex/folder-id, b1gx",
			"instanceId, epd5, instance/hostname, epd5.auto.internal", "tags.team, ml, instance/vendor/labels/team, ml",
			"publicIp, '', instance/network-interfaces/0/access-configs/, ''",
			"instance/maintenance-event, NONE, instance/maintenance-event, NONE",
			"instance.attributes.user-data, x, instance/attributes/user-data, x" })
	void valuesAreGivenByGettersNamesAndByPaths(String name, String value, String path, String expected)
			throws Exception {
		this.cloud.close();
		this.cloud = CloudSimulator.start("yandex", Map.of(name, value));
		assertThat(text(path)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "instanceId, 6902713845510277364", "instanceType, standard-v3" })
	void whenValueIsImpossibleStartFails(String name, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("yandex", Map.of(name, value)))
			.withMessageContaining(name)
			.withMessageContaining(value);
	}

	@Test
	void whenRegionAndZoneContradictStartFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> CloudSimulator.start("yandex", Map.of("region", "kz1", "availabilityZone", "ru-central1-a")))
			.withMessageContaining("ru-central1-a");
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud, "Metadata-Flavor", "Google");
	}

	private String text(String path) throws Exception {
		HttpResponse<String> response = client().get(V1 + path);
		assertThat(response.statusCode()).as(path).isEqualTo(200);
		return response.body();
	}

}
