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

package io.cloudmeta.autoconfigure.custom;

import java.util.ArrayList;
import java.util.List;

import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for placeholders of a cloud that a configuration file declares.
 */
class CustomCloudPlaceholderTests {

	@Test
	void areResolvedWhereverTheyStand() {
		try (CloudSimulator cloud = CloudSimulator.start("digitalocean");
				ConfigurableApplicationContext context = run(cloud, "--app.argument=$<digitalocean-declared:region>")) {
			assertThat(context.getEnvironment().getProperty("app.argument")).isEqualTo("ams3");
			assertThat(context.getEnvironment().getProperty("app.brackets")).isEqualTo("ams3/412907365");
			assertThat(context.getEnvironment().getProperty("app.braces")).isEqualTo("ams3");
			assertThat(context.getEnvironment().getProperty("app.path")).isEqualTo("false");
			assertThat(context.getEnvironment().getProperty("app.other")).isEqualTo("none");
			assertThat(context.getEnvironment().resolvePlaceholders("${digitalocean-declared:region}"))
				.isEqualTo("ams3");
			assertThat(cloud.getRequests()).hasSize(1);
		}
	}

	@Test
	void takeTheirDefaultsElsewhere() {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				ConfigurableApplicationContext context = run(cloud,
						"--app.argument=$<digitalocean-declared:region:none>")) {
			assertThat(context.getEnvironment().getProperty("app.argument")).isEqualTo("none");
			assertThat(context.getEnvironment().getProperty("app.braces")).isEqualTo("nowhere");
		}
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud, String argument) {
		List<String> arguments = new ArrayList<>(List.of(
				"--spring.config.location=classpath:/custom/digitalocean.yml,classpath:/custom/placeholders.yml",
				"--cloudmeta.custom.digitalocean-declared.endpoint=" + cloud.getUrl(), argument));
		cloud.getProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.build();
		return application.run(arguments.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

	}

}
