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
 * Tests for the simulated CVM of Tencent Cloud, over HTTP.
 */
class TencentSimulationTests {

	private CloudSimulator cloud = CloudSimulator.start("tencent");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void directoriesAreListed() throws Exception {
		assertThat(client().get("/").body()).isEqualTo("1.0\n2017-09-19\nlatest\nmeta-data");
		assertThat(text("").split("\n")).contains("app-id", "instance-id", "instance/", "network/", "placement/");
		assertThat(text("placement/")).isEqualTo("region\nzone");
		assertThat(text("placement")).isEqualTo(text("placement/"));
		String card = "network/interfaces/macs/" + text("network/interfaces/macs/");
		assertThat(card).endsWith(text("mac") + "/");
		assertThat(text(card + "local-ipv4s/")).isEqualTo(text("local-ipv4") + "/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/latest/meta-data/nope", "/latest/meta-data/instance-id/", "/latest/user-data",
			"/latest/meta-data/hostname", "/2018-01-01/meta-data/", "/openstack", "/2016-01-01/meta-data/all",
			"/latest/dynamic/instance-identity/document", "/computeMetadata/v1/instance/id" })
	void whatIsNotThereIsNotFound(String path) throws Exception {
		assertThat(client().get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void thereAreNoTokensAndDataCanNotBeWritten() throws Exception {
		assertThat(client().put("/latest/api/token").statusCode()).isEqualTo(405);
		assertThat(client().get("/latest/api/token").statusCode()).isEqualTo(404);
		assertThat(client().put("/latest/meta-data/instance-id").statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@CsvSource({ "region, eu-frankfurt, placement/zone, eu-frankfurt-3",
			"availabilityZone, ap-guangzhou-6, placement/region, ap-guangzhou",
			"availabilityZone, na-siliconvalley-2, placement/zone, na-siliconvalley-2",
			"instanceName, web, instance-name, web", "accountId, 42, app-id, 42",
			"imageId, img-1, instance/image-id, img-1",
			"privateIp, 10.1.2.3, network/interfaces/macs/52:54:00:8c:1d:e7/local-ipv4s/10.1.2.3/gateway, 10.1.2.1",
			"publicIp, 203.0.113.9, network/interfaces/macs/52:54:00:8c:1d:e7/public-ipv4s, 203.0.113.9",
			"payment.charge-type, PREPAID, payment/charge-type, PREPAID", "as-group-id, asg-1, as-group-id, asg-1" })
	void valuesAreGivenByGettersNamesAndByPaths(String name, String value, String path, String expected)
			throws Exception {
		restart(Map.of(name, value));
		assertThat(text(path)).isEqualTo(expected);
	}

	@Test
	void emptyValuesAreAbsent() throws Exception {
		restart(Map.of("publicIp", "", "imageId", "", "hostname", ""));
		assertThat(client().get("/latest/meta-data/public-ipv4").statusCode()).isEqualTo(404);
		assertThat(client().get("/latest/meta-data/instance/image-id").statusCode()).isEqualTo(404);
	}

	@Test
	void userDataIsThereIfGiven() throws Exception {
		restart(Map.of("user-data", "#!/bin/sh"));
		assertThat(client().get("/latest/user-data").body()).isEqualTo("#!/bin/sh");
	}

	@ParameterizedTest
	@CsvSource({ "tags.team, ml", "hostname, web" })
	void whatTencentDoesNotSayCanNotBeGiven(String name, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("tencent", Map.of(name, value)))
			.withMessageContaining(name)
			.withMessageContaining("says nothing of");
	}

	private void restart(Map<String, String> values) {
		this.cloud.close();
		this.cloud = CloudSimulator.start("tencent", values);
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud);
	}

	private String text(String path) throws Exception {
		HttpResponse<String> response = client().get("/latest/meta-data/" + path);
		assertThat(response.statusCode()).as(path).isEqualTo(200);
		return response.body();
	}

}
