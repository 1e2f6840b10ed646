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

package com.example;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.SimulatedCloud;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the application under "Getting started" in the README, on a simulated cloud.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "management.endpoints.web.exposure.include=health,info")
@SimulatedCloud(cloud = "azure", values = { "region=northeurope", "compute.resourceGroupName=rg-blue" })
class DemoApplicationTests {

	@Test
	void injectsTheInstance(@Autowired CloudInstance instance) {
		assertThat(instance.getProvider().getId()).isEqualTo("azure");
		assertThat(instance.getRegion()).isEqualTo("northeurope");
	}

	@Test
	void resolvesPlaceholders(@Autowired Environment environment) {
		assertThat(environment.getProperty("app.bucket")).isEqualTo("data-dublin-7f3a");
		assertThat(environment.getProperty("app.resource-group")).isEqualTo("rg-blue");
	}

	@Test
	void infoContainsTheProvider(@LocalServerPort int port) {
		RestTestClient client = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
		client.get()
			.uri("/actuator/info")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.cloud.provider")
			.isEqualTo("azure");
		client.get().uri("/actuator/health").exchange().expectStatus().isOk();
	}

}
