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

package io.cloudmeta.autoconfigure.placeholder;

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
 * Tests for a placeholder with one of many tags.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "app.team=$<cloud:tags.team>")
@SimulatedCloud(cloud = "aws", values = { "tags.team=ml", "tags.owner=a", "tags.stage=b", "tags.cost=c" })
class TagPlaceholderTests {

	@Test
	void oneTagTakesOneRequest(@Value("${app.team}") String team, @Autowired CloudSimulator cloud) {
		assertThat(team).isEqualTo("ml");
		assertThat(cloud.getRequests()).filteredOn((request) -> request.contains("/tags/"))
			.containsExactly("GET /latest/meta-data/tags/instance/team");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
