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

package io.cloudmeta.samples.whereami;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import io.cloudmeta.test.CloudSimulator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the executable jar.
 */
class WhereAmIJarIT {

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "aws, aws_ec2, eu-central-1, eu-central-1b, Amazon Web Services, 2",
			"azure, azure.vm, northeurope, 3, Microsoft Azure, 1",
			"gcp, gcp_compute_engine, europe-north1, europe-north1-c, Google Cloud, 1", "none, -, -, -, Local, 0" })
	void saysWhereItRuns(String cloud, @Nullable String platform, @Nullable String region, @Nullable String zone,
			String name, int requests, @TempDir Path directory) throws Exception {
		String provider = cloud.equals("none") ? "local" : cloud;
		try (CloudSimulator simulator = CloudSimulator.start(cloud);
				WhereAmIJar application = WhereAmIJar.start(simulator, directory)) {
			RestTestClient client = RestTestClient.bindToServer().baseUrl(application.getUrl()).build();
			RestTestClient.BodyContentSpec info = get(client, "/actuator/info");
			info.jsonPath("$.cloud.provider").isEqualTo(provider);
			absentOrEqual(info, "$.cloud.platform", platform);
			absentOrEqual(info, "$.cloud.region", region);
			absentOrEqual(info, "$.cloud.availabilityZone", zone);
			assertThat(simulator.getRequests()).hasSize(requests);
			get(client, "/actuator/health").jsonPath("$.components.cloud.status")
				.isEqualTo("UP")
				.jsonPath("$.components.cloud.details.provider")
				.isEqualTo(provider);
			get(client, "/actuator/cloud").jsonPath("$.provider")
				.isEqualTo(provider)
				.jsonPath("$.evidence")
				.isNotEmpty()
				.jsonPath("$.conclusive")
				.isEqualTo(true);
			client.get()
				.uri("/")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody(String.class)
				.value((page) -> assertThat(page).contains("<h1>" + name + "</h1>"));
		}
	}

	@Test
	void holdsNoSimulator() throws IOException {
		try (JarFile jar = new JarFile(WhereAmIJar.getPath().toFile())) {
			assertThat(jar.stream().map(JarEntry::getName))
				.anyMatch((name) -> name.startsWith("BOOT-INF/lib/cloudmeta-spring-boot-autoconfigure"))
				.noneMatch((name) -> name.contains("wiremock") || name.contains("cloudmeta-spring-boot-test"));
		}
	}

	private static RestTestClient.BodyContentSpec get(RestTestClient client, String path) {
		return client.get().uri(path).exchange().expectStatus().isOk().expectBody();
	}

	private static void absentOrEqual(RestTestClient.BodyContentSpec body, String path, @Nullable String value) {
		if (value != null) {
			body.jsonPath(path).isEqualTo(value);
		}
		else {
			body.jsonPath(path).doesNotExist();
		}
	}

}
