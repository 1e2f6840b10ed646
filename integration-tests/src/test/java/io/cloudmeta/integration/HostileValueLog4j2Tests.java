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
import java.util.Map;

import io.cloudmeta.test.CloudSimulator;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks Log4j by values of the cloud in its patterns and file names. Runs on a class
 * path without Logback, and each class in a JVM of its own.
 */
@ExtendWith({ OutputCaptureExtension.class, Log4j2Application.class })
@Tag("log4j2")
class HostileValueLog4j2Tests {

	private static final String SECRET = Log4j2Application.SECRET;

	@TempDir
	Path directory;

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
				ConfigurableApplicationContext context = Log4j2Application.run(cloud,
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

}
