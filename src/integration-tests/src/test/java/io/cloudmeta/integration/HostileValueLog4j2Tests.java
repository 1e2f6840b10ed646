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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.cloudmeta.test.CloudSimulator;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks Log4j by values of the cloud in its patterns, file names, lookups and
 * structured events. Runs on a class path of its own, without Logback.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("log4j2")
@TestMethodOrder(OrderAnnotation.class)
class HostileValueLog4j2Tests {

	private static final String SECRET = "owned-by-the-application";

	@TempDir
	Path directory;

	@BeforeEach
	void plantSecret() {
		assertThat(LoggingSystem.get(getClass().getClassLoader()).getClass().getSimpleName())
			.isEqualTo("Log4J2LoggingSystem");
		System.setProperty("app.secret", SECRET);
	}

	@AfterEach
	void resetLogging() {
		System.clearProperty("app.secret");
		for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
			System.clearProperty(property.getEnvironmentVariableName());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "${app.secret}", "${sys:app.secret}", "${spring:app.secret}", "$${sys:app.secret}",
			"${env:PATH:-x}", "${jndi:ldap://127.0.0.1/a}", "%property{app.secret}", "%X{app.secret}", "%d{yyyy}",
			"%replace{a}{a}{b}", "%m%n", "{sys:app.secret}", "$", "\\" })
	void isNeitherLookedUpNorFormatted(String value, CapturedOutput output) throws IOException {
		assertLogged(value, "none", output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ml", "-x", "a:b-c", "Müller", "sys:app.secret" })
	void isLoggedAsItIsIfItIsHarmless(String value, CapturedOutput output) throws IOException {
		assertLogged(value, value, output);
	}

	private void assertLogged(String value, String expected, CapturedOutput output) throws IOException {
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("tags.evil", value));
				ConfigurableApplicationContext context = run(cloud,
						"logging.pattern.console=in [$<cloud:tags.evil:none>] %m%n",
						"logging.pattern.file=file [${app.team}] %m%n",
						"logging.file.name=" + this.directory + "/$<cloud:tags.evil:none>.log",
						"spring.application.name=$<cloud:tags.evil:none>")) {
			LogFactory.getLog(getClass()).info("logged");
			assertThat(output).contains("in [" + expected + "] logged").doesNotContain(SECRET);
			assertThat(Files.readString(this.directory.resolve(expected + ".log")))
				.contains("file [" + expected + "] logged")
				.doesNotContain(SECRET);
			assertThat(context.getEnvironment().getProperty("spring.application.name")).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "${app.secret}", "${sys:app.secret}", "${spring:app.secret}", "%X{x}", "\"" })
	@Order(Integer.MAX_VALUE) // Log4j keeps its own configuration when a later
								// application has none
	void isDataInLog4jsOwnConfiguration(String value, CapturedOutput output) {
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("tags.evil", value));
				ConfigurableApplicationContext context = run(cloud,
						"logging.config=classpath:hostile/log4j2-spring.xml")) {
			LogFactory.getLog(getClass()).info("logged");
			assertThat(output).contains("of [none] logged").doesNotContain(SECRET);
			assertThat(context.isActive()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "${app.secret}", "${sys:app.secret}", "${spring:app.secret}", "%X{x}", "\"" })
	void isDataInStructuredEvents(String value, CapturedOutput output) {
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("tags.evil", value));
				ConfigurableApplicationContext context = run(cloud, "logging.structured.format.console=ecs",
						"logging.structured.json.add.team=$<cloud:tags.evil:none>")) {
			LogFactory.getLog(getClass()).info("logged");
			assertThat(output).contains("\"team\":\"none\"").doesNotContain(SECRET);
			assertThat(context.isActive()).isTrue();
		}
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud, String... properties) {
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
