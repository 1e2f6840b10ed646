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

import java.util.Map;

import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the advice in SECURITY.md: metadata chooses among the buckets of the
 * configuration, and can name no other.
 */
class ConfiguredBucketTests {

	@Test
	void theRegionChoosesTheBucket() {
		try (ConfigurableApplicationContext context = run("eu-west-1")) {
			assertThat(context.getEnvironment().getProperty("app.bucket")).isEqualTo("data-ireland-7f3a");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "us-east-1", "x:data-evil", "eu-west-1:data-evil", "../evil" })
	void noRegionNamesAnotherBucket(String region) {
		assertThatException().isThrownBy(() -> {
			try (ConfigurableApplicationContext context = run(region)) {
				context.getEnvironment().getRequiredProperty("app.bucket");
			}
		});
	}

	private static ConfigurableApplicationContext run(String region) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(Map.of("cloudmeta.instance.provider", "aws", "cloudmeta.instance.region",
				region, "app.bucket", "${app.buckets.$<cloud:region>}", "app.buckets.eu-west-1", "data-ireland-7f3a"));
		return application.run();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

	}

}
