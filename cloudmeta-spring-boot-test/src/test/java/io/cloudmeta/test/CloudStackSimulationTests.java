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
 * Tests for the simulated virtual router of Apache CloudStack, over HTTP.
 */
class CloudStackSimulationTests {

	private static final String TREE = "/latest/meta-data/";

	private CloudSimulator cloud = CloudSimulator.start("cloudstack");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void listingIsLinesWithoutSlashes() throws Exception {
		assertThat(get(TREE).body()).isEqualTo("""
				service-offering
				availability-zone
				local-ipv4
				local-hostname
				public-ipv4
				public-hostname
				instance-id
				vm-id
				public-keys
				cloud-identifier
				""");
	}

	@ParameterizedTest
	@CsvSource({ "service-offering, Parcels 4 vCPU", "availability-zone, Zone N\\u00FCrnberg 1",
			"local-ipv4, 10.1.1.87", "local-hostname, parcels-7", "public-ipv4, 198.51.100.9",
			"public-hostname, 198.51.100.9", "instance-id, 7c1e04d2-96b3-4f5a-8d27-e0a3b51c684f",
			"vm-id, 7c1e04d2-96b3-4f5a-8d27-e0a3b51c684f",
			"cloud-identifier, CloudStack-{b2f7d419-30ce-4a68-9517-c84e6d0f23ab}" })
	void valuesHaveNoType(String key, String value) throws Exception {
		for (String path : new String[] { TREE + key, "/latest/" + key }) {
			HttpResponse<String> response = get(path);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).isEqualTo(value);
			assertThat(response.headers().firstValue("Content-Type")).isEmpty();
			assertThat(response.headers().firstValue("Server")).hasValue("Apache");
			assertThat(response.headers().firstValue("ETag")).isPresent();
			assertThat(response.headers().firstValue("Last-Modified")).isPresent();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/latest/meta-data", TREE + "vm-id/", TREE + "public-keys/0/openssh-key",
			TREE + "cloud-name", TREE + "nope", "/latest/user-data", "/latest/api/token", "/1.0/meta-data/",
			"/openstack", "/computeMetadata/v1/", "/latest/dynamic/instance-identity/document" })
	void whatIsNotThereIsNotFound(String path) throws Exception {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
	}

	@Test
	void nothingIsWritten() throws Exception {
		assertThat(client().put("/latest/api/token").statusCode()).isEqualTo(405);
		assertThat(client().put(TREE + "vm-id").statusCode()).isEqualTo(405);
	}

	@Test
	void directoriesAreRedirectedAndShownAsPages() throws Exception {
		assertThat(get("/latest").statusCode()).isEqualTo(301);
		assertThat(get("/latest/").body()).contains("<html>");
		assertThat(get("/metadata/").statusCode()).isEqualTo(200);
	}

	@Test
	void domainIsRightBelowTheTreeOnly() throws Exception {
		restart("cloudstack", Map.of("cloud-domain", "ROOT/parcels"));
		assertThat(get(TREE + "cloud-domain").body()).isEqualTo("ROOT/parcels");
		assertThat(get("/latest/cloud-domain").body()).isEqualTo(get(TREE + "vm-id").body());
	}

	@Test
	void valuesCanBeGivenByGettersAndByKeys() throws Exception {
		restart("cloudstack", Map.of("instanceType", "Large", "vm-id", "412", "instance-id", "i-2-412-VM",
				"cloud-identifier", "", "user-data", "#!/bin/sh"));
		assertThat(get(TREE + "service-offering").body()).isEqualTo("Large");
		assertThat(get(TREE + "vm-id").body()).isEqualTo("412");
		assertThat(get(TREE + "instance-id").body()).isEqualTo("i-2-412-VM");
		assertThat(get(TREE + "cloud-identifier").statusCode()).isEqualTo(404);
		assertThat(get("/latest/user-data").body()).isEqualTo("#!/bin/sh");
	}

	@ParameterizedTest
	@ValueSource(strings = { "region", "accountId", "imageId", "tags.team", "ami-id" })
	void whatItDoesNotHaveIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("cloudstack", Map.of(name, "x")))
			.withMessageContaining("'%s'".formatted(name));
	}

	@Test
	void exoscaleServesAVersionOfItsOwnToo() throws Exception {
		restart("exoscale", Map.of());
		assertThat(get("/1.0/meta-data/").body()).contains("service-offering\n", "vm-id\n");
		assertThat(get("/1.0/meta-data/availability-zone").body()).isEqualTo("ch-gva-2");
		assertThat(get(TREE + "availability-zone").body()).isEqualTo("ch-gva-2");
		assertThat(get("/1.0/meta-data").statusCode()).isEqualTo(404);
		assertThat(get("/2.0/meta-data/").statusCode()).isEqualTo(404);
		assertThat(client().put("/1.0/meta-data/vm-id").statusCode()).isEqualTo(405);
	}

	private void restart(String name, Map<String, String> values) {
		this.cloud.close();
		this.cloud = CloudSimulator.start(name, values);
	}

	private HttpResponse<String> get(String path) throws Exception {
		return client().get(path);
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud);
	}

}
