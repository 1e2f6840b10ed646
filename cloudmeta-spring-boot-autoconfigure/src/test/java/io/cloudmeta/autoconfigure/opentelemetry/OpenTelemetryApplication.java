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

package io.cloudmeta.autoconfigure.opentelemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application that writes down OpenTelemetry's resource attributes, for tests that
 * need environment variables.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ OpenTelemetrySdkAutoConfiguration.class, CloudMetaAutoConfiguration.class,
		CloudMetaOpenTelemetryAutoConfiguration.class })
public class OpenTelemetryApplication {

	public static void main(String[] args) throws IOException {
		SpringApplication application = new SpringApplication(OpenTelemetryApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run(args)) {
			Files.writeString(Path.of(args[0]),
					CloudMetaOpenTelemetryAutoConfigurationTests.attributes(context).toString());
		}
	}

}
