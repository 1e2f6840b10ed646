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

package io.cloudmeta.autoconfigure;

import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.SimulatedCloud;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SimulatedCloud @SimulatedCloud} as users have it: bean, placeholders
 * and requests of an application on a cloud.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE,
		properties = { "app.region=$<cloud:region>", "app.bucket=data-${aws:accountId}-$<cloud:region>",
				"app.zones[0]=$<aws:availabilityZone>", "app.zones[1]=$<azure:zone:none>",
				"app.labels.team=$<cloud:tags.team>", "app.labels.id=$<aws:placement/availability-zone-id:none>" })
@SimulatedCloud(cloud = "aws",
		values = { "region=eu-west-1", "availabilityZone=eu-west-1b", "accountId=010987654321", "tags.team=ml" })
class SimulatedCloudTests {

	@Autowired
	private CloudInstance instance;

	@Autowired
	private CloudSimulator cloud;

	@Autowired
	private App app;

	@Value("$<cloud:instanceType:none> in $<cloud:region>")
	private String label;

	@Test
	void runsOnTheSimulatedCloud() {
		assertThat(this.instance.getProvider().getId()).isEqualTo("aws");
		assertThat(this.instance.getRegion()).isEqualTo("eu-west-1");
		assertThat(this.app.region()).isEqualTo("eu-west-1");
		assertThat(this.app.bucket()).isEqualTo("data-010987654321-eu-west-1");
		assertThat(this.app.zones()).containsExactly("eu-west-1b", "none");
		assertThat(this.app.labels()).containsOnly(Map.entry("id", "euw1-az2"), Map.entry("team", "ml"));
		assertThat(this.label).isEqualTo("m7i.large in eu-west-1");
	}

	@Test
	void asksForTheIdentityOnce() {
		assertThat(this.cloud.getRequests())
			.startsWith("PUT /latest/api/token", "GET /latest/dynamic/instance-identity/document")
			.filteredOn((request) -> request.startsWith("PUT") || request.endsWith("document"))
			.hasSize(2);
	}

	@ConfigurationProperties("app")
	record App(String region, String bucket, List<String> zones, Map<String, String> labels) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(App.class)
	static class Application {

	}

}
