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
import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfigurationTests;
import io.cloudmeta.autoconfigure.core.InvalidSettingsTests;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what is said of a declaration that makes no sense.
 */
@ExtendWith(OutputCaptureExtension.class)
class CustomCloudSettingsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					check.region              | [a                | It is no regular expression                      | check.region
					check.region              | *                 | such as .+ for any value                         | check.region
					check.region              | ' '               | such as .+ for any value                         | check.region
					check.tokens              | .+                | It may hold a secret                             | check
					check[GET latest/id]      | .+                | Write a path that begins with a slash            | check[GET latest/id]
					document                  | metadata          | Write a path that begins with a slash            | document
					document                  | /a/../b           | Write a path that begins with a slash            | document
					document                  | http://acme/x     | Write a path that begins with a slash            | document
					endpoint                  | ftp://x           | such as http://127.0.0.1:8080                    | endpoint
					fields.reigon             | region            | Write one of platform, region, availabilityZone  | fields.reigon
					fields.provider           | vendor            | Write one of platform, region, availabilityZone  | fields.provider
					fields.region             | ' '               | Write where the value is                         | fields.region
					fields.region             | auth.password     | It may hold a secret                             | fields.region
					fields.region             | GET /v1/user-data | It may hold a secret                             | fields.region
					fields.region             | GET region        | Write a path that begins with a slash            | fields.region
					fields.region.get         | region            | Write a path that begins with a slash            | fields.region
					fields.region.pattern     | .+                | Write where the value is                         | fields.region
					headers.Accept            | ' '               | Write a header's name                            | headers.Accept
					match.dmi.sys_vendor      | *                 | Every machine has this                           | match.dmi.sys_vendor
					match.dmi.sys_vendor      | ' '               | Every machine has this                           | match.dmi.sys_vendor
					match.dmi[../../x]        | Acme              | Write the name of a file                         | match.dmi[../../x]
					match.environment.ACME    | ' '               | or * for any value                               | match.environment.ACME
					platform                  | acme/vm           | The character U+002F is not allowed. Write letters | platform
					token.header              | X-Token           | Write the path of the request                    | token.path
					token.path                | /token            | Write the name of the header                     | token.header
					""")
	void saysWhatToWriteInstead(String property, String value, String instead, String reported, CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(declaration(property, value)));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property: cloudmeta.custom.acme." + reported)
			.contains(instead);
	}

	@ParameterizedTest
	@ValueSource(strings = { "headers.Authorization", "headers[X Key]", "token.headers.Authorization" })
	void doesNotShowTheValueOfAHeader(String property, CapturedOutput output) {
		List<String> properties = declaration(property, "s3cr3t\u0007");
		properties.add("token.path=/token");
		properties.add("token.header=X-Token");
		assertThatException().isThrownBy(() -> run(properties));
		assertThat(output).contains("Property: cloudmeta.custom.acme." + property)
			.contains("Write a header's name")
			.doesNotContain("s3cr3t");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			fields.region | pattern | [0-9  | It is no regular expression
			fields.region | pattern | .+    | its one group in parentheses
			fields.region | pattern | (a)(b) | its one group in parentheses
			fields.region | pattern | ([a-z]+-)+1 | It repeats a group without a bound
			token         | life    | 0     | Write a duration such as 5m or 1h
			token         | life    | soon  | Write a duration such as 500ms or 5s
			token         | method  | eat   | Write one of put, post, get
			token         | scheme  | a b   | Write a single word, such as Bearer
			token         | header  | a b   | Write the name of a header
			token         | headers.X | ' ' | Write a header's name
			""")
	void saysWhatToWriteInsteadOfOneOfSeveral(String parent, String name, String value, String instead,
			CapturedOutput output) {
		List<String> properties = declaration(parent + "." + name, value);
		properties.add("fields.region.path=region");
		properties.add("token.path=/token");
		if (!name.equals("header")) {
			properties.add("token.header=X-Token");
		}
		assertThatException().isThrownBy(() -> run(properties));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property: cloudmeta.custom.acme." + parent + "." + name)
			.contains("Value: \"" + value + "\"")
			.contains("commandLineArgs")
			.contains(instead);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			endpoint     | Write the base URL
			check.region | A status of 200 proves nothing
			document     | There is no document
			""")
	void saysWhatIsMissing(String property, String instead, CapturedOutput output) {
		List<String> properties = declaration("fields.region", "region");
		properties.removeIf((line) -> line.startsWith(property + "="));
		assertThatException().isThrownBy(() -> run(properties));
		assertThat(output).contains("APPLICATION FAILED TO START").contains(instead);
		assertThat(output).doesNotContain("\"null\"");
	}

	@ParameterizedTest
	@CsvSource({ "aws, This id is in use. Write another one", "local, This id is in use", "cloud, This id is in use",
			"auto, This id is in use", "kubernetes, This id is in use", "Acme, Write an id such as my-cloud",
			"ac_me, Write an id such as my-cloud", "1acme, Write an id such as my-cloud" })
	void refusesIdsThatMeanSomethingElse(String id, String instead, CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> run("--cloudmeta.custom." + id + ".endpoint=http://127.0.0.1:1", "--cloudmeta.provider=local"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property: cloudmeta.custom." + id)
			.contains(instead);
	}

	@Test
	void offersDeclaredCloudsWhereAnUnknownOneIsNamed(CapturedOutput output) {
		List<String> properties = declaration("name", "Acme");
		assertThatException().isThrownBy(() -> run(arguments(properties, "--cloudmeta.provider=acne")));
		assertThat(output).contains("Property: cloudmeta.provider").contains(", acme");
	}

	@Test
	void takesAVariableForTheCloudWhoseIdHasHyphens() {
		try (CloudSimulator cloud = CloudSimulator.start("digitalocean")) {
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class))
				.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
				.withPropertyValues("cloudmeta.custom.my-cloud.document=/metadata/v1.json",
						"cloudmeta.custom.my-cloud.check.droplet_id=[0-9]+",
						"cloudmeta.custom.my-cloud.match.dmi.sys_vendor=DigitalOcean")
				.withInitializer((context) -> context.getEnvironment()
					.getPropertySources()
					.addFirst(new SystemEnvironmentPropertySource(
							"test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							Map.of("CLOUDMETA_CUSTOM_MYCLOUD_ENDPOINT", cloud.getUrl().toString()))))
				.run((context) -> {
					CloudInstance instance = context.getBean(CloudInstance.class);
					assertThat(instance.getProvider().getId()).isEqualTo("my-cloud");
					assertThat(instance.getFetchedAt()).isNotNull();
				});
		}
	}

	private static List<String> declaration(String property, String value) {
		List<String> properties = new ArrayList<>(
				List.of("endpoint=http://127.0.0.1:1", "document=/document", "check.region=.+"));
		properties.removeIf((line) -> line.startsWith(property + "="));
		properties.add(property + "=" + value);
		return properties;
	}

	private static void run(List<String> properties) {
		run(arguments(properties, "--cloudmeta.provider=local"));
	}

	private static String[] arguments(List<String> properties, String further) {
		List<String> arguments = new ArrayList<>(
				properties.stream().map((property) -> "--cloudmeta.custom.acme." + property).toList());
		arguments.add(further);
		return arguments.toArray(String[]::new);
	}

	private static void run(String... arguments) {
		SpringApplication application = new SpringApplicationBuilder(InvalidSettingsTests.Application.class)
			.web(WebApplicationType.NONE)
			.build();
		application.run(arguments).close();
	}

}
