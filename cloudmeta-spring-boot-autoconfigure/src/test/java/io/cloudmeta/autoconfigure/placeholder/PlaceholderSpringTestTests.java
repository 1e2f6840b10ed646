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

import java.util.Map;

import io.cloudmeta.autoconfigure.core.FakeCloudApplication;
import io.cloudmeta.internal.placeholder.FakeCloudInstance;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootContextLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for placeholders in the property sources of Spring's own tests.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE, properties = "test.boot=$<cloud:region>")
@TestPropertySource(locations = "classpath:/placeholders/late.properties", properties = "test.inline=$<cloud:region>")
@ContextConfiguration(classes = PlaceholderSpringTestTests.Empty.class,
		loader = PlaceholderSpringTestTests.Loader.class)
class PlaceholderSpringTestTests {

	@Autowired
	private Environment environment;

	@Value("$<cloud:region>")
	private String field;

	@Value("${test.dynamic}")
	private String dynamic;

	@DynamicPropertySource
	static void dynamic(DynamicPropertyRegistry registry) {
		registry.add("test.dynamic", () -> "$<cloud:region>");
	}

	@Test
	void resolves() {
		assertThat(this.environment.getProperty("test.boot")).isEqualTo("eu-west-1");
		assertThat(this.environment.getProperty("test.inline")).isEqualTo("eu-west-1");
		assertThat(this.environment.getProperty("late.region")).isEqualTo("eu-west-1");
		assertThat(this.environment.getProperty("test.dynamic")).isEqualTo("eu-west-1");
		assertThat(this.field).isEqualTo("eu-west-1");
		assertThat(this.dynamic).isEqualTo("eu-west-1");
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	static class Loader extends SpringBootContextLoader {

		@Override
		protected SpringApplication getSpringApplication() {
			SpringApplication application = new SpringApplication();
			application.addListeners(new FakeCloudApplication.Attachment(FakeCloudInstance.aws(), Map.of()));
			return application;
		}

	}

}
