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

package io.cloudmeta.integration;

import java.util.ArrayList;
import java.util.List;

import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that logs by Log4j, on a cloud whose tags others may set. As an
 * extension, plants a secret before each test and resets logging after it.
 */
final class Log4j2Application implements BeforeEachCallback, AfterEachCallback {

	/** Stands for what only the application may know. */
	static final String SECRET = "owned-by-the-application";

	@Override
	public void beforeEach(ExtensionContext test) {
		assertThat(LoggingSystem.get(getClass().getClassLoader()).getClass().getSimpleName())
			.isEqualTo("Log4J2LoggingSystem");
		System.setProperty("app.secret", SECRET);
	}

	@Override
	public void afterEach(ExtensionContext test) {
		System.clearProperty("app.secret");
		for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
			System.clearProperty(property.getEnvironmentVariableName());
		}
	}

	static ConfigurableApplicationContext run(CloudSimulator cloud, String... properties) {
		List<String> all = new ArrayList<>(List.of("app.secret=" + SECRET, "app.team=$<cloud:tags.evil:none>",
				"spring.main.banner-mode=off", "spring.cloud.config.enabled=false"));
		all.addAll(List.of(properties));
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.run(Arguments.of(cloud, all.toArray(String[]::new)));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
