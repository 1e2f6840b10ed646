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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.cloudmeta.test.CloudSimulator;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks Logback by values in its patterns, file names and structured events. Logback
 * substitutes variables and reads conversion words in whatever its configuration gets.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostileValueLoggingTests {

	private static final String SECRET = HostileValueTests.SECRET;

	@TempDir
	Path directory;

	@BeforeEach
	void plantSecret() {
		System.setProperty("app.secret", SECRET);
	}

	@BeforeEach
	@AfterEach
	void resetLogging() {
		for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
			System.clearProperty(property.getEnvironmentVariableName());
		}
		LoggingSystem loggingSystem = LoggingSystem.get(getClass().getClassLoader());
		// contexts of other tests may be open, with which it would stay as it is
		loggingSystem.cleanUp();
		loggingSystem.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
	}

	@AfterEach
	void removeSecret() {
		System.clearProperty("app.secret");
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud, Map<String, String> properties) {
		Map<String, Object> all = new LinkedHashMap<>(cloud.getProperties());
		all.put("app.secret", SECRET);
		all.put("app.team", "$<cloud:tags.evil:none>");
		all.put("spring.main.banner-mode", "off");
		all.putAll(properties);
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(all);
		return application.run();
	}

	@ParameterizedTest
	@ValueSource(strings = { "${app.secret}", "${app.secret:-x}", "%property{app.secret}", "%d{yyyy}",
			"%replace(a){a,b}", "${HOME}", "${jndi:ldap://127.0.0.1/a}", "%X{app.secret}", "$$${app.secret}", "%nopex)",
			"\\", "%m", "{app.secret}", "$" })
	void isNeitherSubstitutedNorFormatted(String value, CapturedOutput output) throws IOException {
		assertLogged(value, "none", output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ml", "-x", "a:b-c", "s:x", "Müller" })
	void isLoggedAsItIsIfItIsHarmless(String value, CapturedOutput output) throws IOException {
		assertLogged(value, value, output);
	}

	private void assertLogged(String value, String expected, CapturedOutput output) throws IOException {
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("tags.evil", value));
				ConfigurableApplicationContext context = run(cloud,
						Map.of("logging.pattern.console", "in %clr([$<cloud:tags.evil:none>]){faint} %m%n",
								"logging.pattern.file", "file [${app.team}] %m%n", "logging.file.name",
								this.directory + "/$<cloud:tags.evil:none>.log", "spring.application.name",
								"$<cloud:tags.evil:none>", "logging.pattern.correlation", "[${app.team}]"))) {
			LogFactory.getLog(HostileValueLoggingTests.class).info("logged");
			assertThat(output).contains("in [" + expected + "] logged").doesNotContain(SECRET);
			assertThat(Files.readString(this.directory.resolve(expected + ".log")))
				.contains("file [" + expected + "] logged")
				.doesNotContain(SECRET);
			assertThat(context.getEnvironment().getProperty("spring.application.name")).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "${app.secret}", "%property{app.secret}", "\"", "\\", "a\nFORGED" })
	void isDataInStructuredEvents(String value, CapturedOutput output) {
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("tags.evil", value));
				ConfigurableApplicationContext context = run(cloud,
						Map.of("logging.structured.format.console", "ecs", "logging.structured.ecs.service.name",
								"${app.team}", "logging.structured.json.add.team", "$<cloud:tags.evil:none>"))) {
			LogFactory.getLog(HostileValueLoggingTests.class).info("logged");
			assertThat(output).contains("\"team\":\"none\"").doesNotContain(SECRET).doesNotContain("FORGED");
			assertThat(context.isActive()).isTrue();
		}
	}

	@Test
	void isNotSubstitutedInLogbacksOwnConfiguration(CapturedOutput output) {
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("tags.evil", "${app.secret}"));
				ConfigurableApplicationContext context = run(cloud,
						Map.of("logging.config", "classpath:hostile/logback-spring.xml"))) {
			LogFactory.getLog(HostileValueLoggingTests.class).info("logged");
			assertThat(output).contains("of [none] logged").doesNotContain(SECRET);
			assertThat(context.isActive()).isTrue();
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
