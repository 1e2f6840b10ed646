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

import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.SimulatedCloud;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SimulatedCloud @SimulatedCloud} with a platform, as users have it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "app.task=${aws:taskFamily}:$<aws:taskRevision>")
@SimulatedCloud(cloud = "aws_ecs", values = { "region=eu-west-1", "Family=orders" })
class SimulatedPlatformTests {

	@Autowired
	private CloudInstance instance;

	@Autowired
	private CloudSimulator cloud;

	@Value("${app.task}")
	private String task;

	@Value("$<aws:functionName:none> in $<cloud:region>, $<aws:availabilityZoneId>")
	private String label;

	@Test
	void runsOnTheSimulatedPlatform() {
		assertThat(this.instance.getProvider().getId()).isEqualTo("aws");
		assertThat(this.instance.getPlatform()).isEqualTo("aws_ecs");
		assertThat(this.task).isEqualTo("orders:17");
		assertThat(this.label).isEqualTo("none in eu-west-1, euw1-az2");
		assertThat(this.cloud.getRequests()).hasSize(1);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
