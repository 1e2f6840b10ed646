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

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfigurationTests;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@code docs/custom-clouds.md} shows: the very text that stands there.
 */
class CustomCloudDocumentationTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Pattern YAML = Pattern.compile("^```yaml\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class));

	@Test
	void theExampleWithATokenReadsWhatTheClassForThatCloudReads() throws IOException {
		try (CloudSimulator cloud = CloudSimulator.start("akamai")) {
			Declaration declaration = Declaration.ofText(examples().get(0));
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud)).run((context) -> {
				CloudInstance known = context.getBean(CloudInstance.class);
				List<String> values = values(known);
				List<String> requests = cloud.getRequests();
				cloud.resetRequests();
				this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
					.withPropertyValues(declaration.at(cloud))
					.run((other) -> {
						CloudInstance declared = other.getBean(CloudInstance.class);
						assertThat(values(declared)).isEqualTo(values);
						assertThat(declared.getTags()).isEqualTo(known.getTags()).isNotEmpty();
						assertThat(declared.getAttributes()).isEqualTo(known.getAttributes()).isNotEmpty();
						assertThat(declared.getProvider().getId()).isEqualTo("my-cloud");
						assertThat(declared.getProvider().getDisplayName()).isEqualTo("My Cloud");
						assertThat(declared.getPlatform()).isEqualTo("my_cloud.compute");
						assertThat(declared.getDetection().failures()).isEmpty();
						assertThat(cloud.getRequests()).isEqualTo(requests)
							.startsWith("PUT /v1/token", "GET /v1/instance");
					});
			});
		}
	}

	@Test
	void theExampleWithoutADocumentReadsWhatTheClassForThatCloudReads() throws IOException {
		try (CloudSimulator cloud = CloudSimulator.of("hetzner").dmi(Dmi.KVM).start()) {
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
				.withPropertyValues(Declaration.ofText(examples().get(1)).at(cloud))
				.withPropertyValues("TEXT_CLOUD_HOST=yes")
				.run((context) -> {
					CloudInstance declared = context.getBean(CloudInstance.class);
					assertThat(declared.getProvider().getId()).isEqualTo("text-cloud");
					assertThat(declared.getInstanceId()).isEqualTo("73410962");
					assertThat(declared.getRegion()).isEqualTo("eu-central");
					assertThat(cloud.getRequests()).containsExactly("GET /hetzner/v1/metadata/instance-id",
							"GET /hetzner/v1/metadata/region");
					assertThat(declared.getAvailabilityZone()).isEqualTo("hel1-dc2");
					assertThat(declared.getHostname()).isEqualTo("parcels-7");
					assertThat(declared.getPublicIp()).isEqualTo("203.0.113.91");
					assertThat(declared.getPublicIp()).isEqualTo("203.0.113.91");
					assertThat(cloud.getRequests()).hasSize(5);
				});
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { CustomCloudProperties.class, CustomCloudProperties.Match.class,
			CustomCloudProperties.Token.class, CustomCloudProperties.Field.class })
	void thePageNamesEachProperty(Class<?> type) throws IOException {
		String page = page();
		String prefix = (type == CustomCloudProperties.class) ? "" : (type == CustomCloudProperties.Field.class) ? "."
				: type.getSimpleName().toLowerCase(Locale.ROOT) + ".";
		List<String> missing = new ArrayList<>();
		for (RecordComponent component : type.getRecordComponents()) {
			if (!page.contains("`" + prefix + component.getName()) && !page.contains("." + component.getName() + "`")) {
				missing.add(component.getName());
			}
		}
		assertThat(missing).isEmpty();
	}

	private static List<String> examples() throws IOException {
		return YAML.matcher(page()).results().map((MatchResult result) -> result.group(1)).toList();
	}

	private static String page() throws IOException {
		return Files.readString(DOCS.resolve("custom-clouds.md"));
	}

	private static List<String> values(CloudInstance instance) {
		return Arrays.stream(CloudField.values())
			.filter((field) -> field != CloudField.PROVIDER && field != CloudField.PLATFORM)
			.map((field) -> field.getName() + "=" + field.get(instance))
			.toList();
	}

}
