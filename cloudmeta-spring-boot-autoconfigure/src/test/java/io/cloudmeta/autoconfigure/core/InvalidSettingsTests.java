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

package io.cloudmeta.autoconfigure.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.cloudmeta.CloudInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the reports of invalid settings.
 */
@ExtendWith(OutputCaptureExtension.class)
public class InvalidSettingsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					cloudmeta.provider          | awz        | Write auto or one of aws, azure, gcp
					cloudmeta.provider          | awss       | No cloud has this id. Did you mean aws? Write auto or one of aws, azure, gcp
					cloudmeta.instance.provider | awss       | No cloud has this id. Did you mean aws? Write one of aws, azure, gcp
					cloudmeta.instance.provider | our-cloud  | or define a custom cloud by cloudmeta.custom.*
					cloudmeta.instance.provider | auto       | Write one of aws, azure, gcp
					cloudmeta.aws.endpoint      | foo        | Write a scheme, a host and, if need be, a port, such as http://127.0.0.1:8080
					cloudmeta.refresh.interval  | 1ms        | Must be at least 10ms
					cloudmeta.aws.endpoint      | not a url  | such as http://127.0.0.1:8080
					cloudmeta.azure.endpoint    | ftp://x    | such as http://127.0.0.1:8080
					cloudmeta.cloudstack.endpoint | http://10.1.1.1:8080 | hands out passwords. Write the router's address alone
					cloudmeta.detection.timeout | -1s        | Must be a positive duration, such as 500ms
					cloudmeta.fetch.timeout     | 0          | Must be a positive duration, such as 500ms
					cloudmeta.detection.background-timeout | -1s | Must not be negative. Write a duration such as 10m, or 0 for none
					cloudmeta.placeholders.enabled | perhaps | Write true or false
					cloudmeta.placeholders.unresolved | ignore | Write fail (reading the property fails), leave (the text stays as it is written) or empty (an empty text)
					cloudmeta.fetch.timeout     | soon       | Write a duration such as 500ms or 5s
					cloudmeta.refresh.interval  | -5m        | Must be at least 10ms
					cloudmeta.detection.probe   | sometimes  | Write one of auto, never, always
					cloudmeta.enabled           | maybe      | Write true or false
					cloudmeta.aws.imds-v1-fallback | maybe   | Write true or false
					cloudmeta.detection.root    | a\0b        | Write the absolute path of a directory
					cloudmeta.instance.provider | My Cloud!  | No cloud has this id
					cloudmeta.instance.platform | my platform | The character U+0020 is not allowed. Write letters, digits and . _ -
					cloudmeta.instance.region   | evil.example/?x | The character U+003F is not allowed. Write letters, digits, spaces and
					cloudmeta.instance.availability-zone | a/../b | The path segment '..' is not allowed. Write letters
					cloudmeta.instance.account-id | my account | The character U+0020 is not allowed. Write letters
					cloudmeta.instance.instance-id | i-1#2   | The character U+0023 is not allowed. Write letters
					cloudmeta.instance.instance-type | ${a   | The character U+0024 is not allowed. Write letters
					cloudmeta.instance.image-id | a*b        | The character U+002A is not allowed. Write letters
					cloudmeta.instance.instance-name | a\u200bb | The character U+200B is not allowed. Write text in one line
					cloudmeta.instance.hostname | web_1      | It is not a host name (RFC 1123). Write a host name such as
					cloudmeta.instance.private-ip | localhost | It is not an IP address. Write an IP address such as
					cloudmeta.instance.public-ip | 10.0.0.256 | It is not an IP address. Write an IP address such as
					cloudmeta.instance.tags.team | a\u202eb  | The character U+202E is not allowed. Write text in one line
					""")
	void namesThePropertyItsOriginAndWhatToWriteInstead(String property, String value, String instead,
			CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.build();
		assertThatException().isThrownBy(() -> application.run("--" + property + "=" + value));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property: " + property)
			.contains("Value: \"" + value + "\"")
			.contains("Origin: ")
			.contains("commandLineArgs")
			.contains(instead)
			.doesNotContainPattern("\\.\\.\\s");
	}

	@ParameterizedTest
	@CsvSource({ "cloudmeta.fetch.timeout, soon", "cloudmeta.detection.probe, sometimes", "cloudmeta.provider, awss",
			"cloudmeta.instance.provider, awss", "cloudmeta.instance.region, a/../b", "cloudmeta.aws.endpoint, foo",
			"cloudmeta.gcp.endpoint, ftp://x", "cloudmeta.refresh.interval, 1ms",
			"cloudmeta.placeholders.allowed-characters, $" })
	void validatesThemEvenIfNoBeanNeedsThem(String property, String value, CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(Indifferent.class).web(WebApplicationType.NONE)
			.build();
		assertThatException().isThrownBy(() -> application.run("--" + property + "=" + value));
		assertThat(output).contains("Property: " + property).contains("Value: \"" + value + "\"");
	}

	@ParameterizedTest
	@CsvSource({ "cloudmeta.provider, awz", "cloudmeta.aws.endpoint, not a url" })
	void looksAtThemWhereAPlaceholderMayNeedThem(String property, String value, CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(Indifferent.class).web(WebApplicationType.NONE)
			.build();
		assertThatException()
			.isThrownBy(() -> application.run("--my.region=$<cloud:region>", "--" + property + "=" + value));
		assertThat(output).contains("Property: " + property).contains("Value: \"" + value + "\"");
	}

	@Test
	void refusesTheRealMachineWhereASimulatedOneIsMeant(@TempDir Path directory, CapturedOutput output)
			throws IOException {
		Files.writeString(directory.resolve("application.properties"), "cloudmeta.simulator.cloud=aws");
		SpringApplication application = new SpringApplicationBuilder(Indifferent.class).web(WebApplicationType.NONE)
			.build();
		assertThatException().isThrownBy(() -> application.run("--spring.config.location=" + directory.toUri()));
		assertThat(output).contains("Property: cloudmeta.simulator.cloud")
			.contains("No cloud is simulated. Set the property on the command line")
			.contains("have cloudmeta-spring-boot-test on the class path");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Indifferent {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	public static class Application {

		Application(CloudInstance instance) {
			assertThat(instance.getProvider()).isNotNull();
		}

	}

}
