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

import java.util.Map;

import io.cloudmeta.test.CloudSimulator;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks a configuration file of Log4j by values of the cloud.
 *
 * @see HostileValueLog4j2Tests
 */
@ExtendWith({ OutputCaptureExtension.class, Log4j2Application.class })
@Tag("log4j2")
class HostileValueLog4j2ConfigurationTests {

	private static final String SECRET = Log4j2Application.SECRET;

	@ParameterizedTest
	@ValueSource(strings = { "${app.secret}", "${sys:app.secret}", "${spring:app.secret}", "%X{x}", "\"" })
	void isDataInLog4jsOwnConfiguration(String value, CapturedOutput output) {
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("tags.evil", value));
				ConfigurableApplicationContext context = Log4j2Application.run(cloud,
						"logging.config=classpath:hostile/log4j2-spring.xml")) {
			LogFactory.getLog(getClass()).info("logged");
			assertThat(output).contains("of [none] logged").doesNotContain(SECRET);
			assertThat(context.isActive()).isTrue();
		}
	}

}
