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
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.autoconfigure.core.CloudAttribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an IDE knows of the properties.
 */
class ConfigurationMetadataTests {

	private static final Set<String> WITHOUT_DEFAULT = Set.of("cloudmeta.custom", "cloudmeta.refresh.interval",
			"cloudmeta.metrics.enabled", "cloudmeta.instance.tags", "cloudmeta.openstack.region-key",
			"cloudmeta.interruptions.interval", "cloudmeta.interruptions.kinds");

	private final Map<String, JsonNode> properties = properties();

	@ParameterizedTest
	@ValueSource(strings = { "cloudmeta.enabled", "cloudmeta.provider", "cloudmeta.detection.timeout",
			"cloudmeta.detection.background-timeout", "cloudmeta.detection.probe", "cloudmeta.detection.sysfs",
			"cloudmeta.detection.root", "cloudmeta.fetch.timeout", "cloudmeta.fetch.source",
			"cloudmeta.instance.provider", "cloudmeta.instance.platform", "cloudmeta.instance.region",
			"cloudmeta.instance.availability-zone", "cloudmeta.instance.account-id", "cloudmeta.instance.instance-id",
			"cloudmeta.instance.instance-name", "cloudmeta.instance.instance-type", "cloudmeta.instance.image-id",
			"cloudmeta.instance.hostname", "cloudmeta.instance.private-ip", "cloudmeta.instance.public-ip",
			"cloudmeta.instance.lifecycle", "cloudmeta.instance.tags", "cloudmeta.interruptions.enabled",
			"cloudmeta.interruptions.readiness", "cloudmeta.interruptions.readiness-lead",
			"cloudmeta.interruptions.shutdown", "cloudmeta.interruptions.shutdown-lead",
			"cloudmeta.interruptions.kinds", "cloudmeta.interruptions.discovery", "cloudmeta.interruptions.interval",
			"cloudmeta.aws.endpoint", "cloudmeta.aws.imds-v1-fallback", "cloudmeta.azure.endpoint",
			"cloudmeta.gcp.endpoint", "cloudmeta.openstack.region-key", "cloudmeta.refresh.interval",
			"cloudmeta.placeholders.enabled", "cloudmeta.placeholders.dollar-brace",
			"cloudmeta.placeholders.unresolved", "cloudmeta.profiles.enabled", "cloudmeta.metrics.enabled",
			"cloudmeta.metrics.tags", "cloudmeta.opentelemetry.enabled", "cloudmeta.logging.enabled",
			"cloudmeta.discovery.enabled", "cloudmeta.info.include", "cloudmeta.tags.include", "cloudmeta.custom",
			"management.health.cloud.enabled", "management.info.cloud.enabled", "management.endpoint.cloud.access" })
	void completesAndExplainsEachProperty(String name) {
		JsonNode property = this.properties.get(name);
		assertThat(property).as(name).isNotNull();
		assertThat(property.path("type").asString()).isNotEmpty();
		assertThat(property.path("description").asString()).hasSizeGreaterThan(10);
		if (!name.startsWith("cloudmeta.instance.") && !WITHOUT_DEFAULT.contains(name)) {
			assertThat(property.has("defaultValue")).as(name).isTrue();
		}
	}

	@Test
	void describesPropertiesAsSpringBootDoes() throws IOException {
		for (JsonNode property : read().path("properties")) {
			String description = property.path("description").asString();
			assertThat(description).as(property.path("name").asString()).matches("[A-Z].*\\.");
			if (property.path("type").asString().equals("java.lang.Boolean")) {
				assertThat(description).startsWith("Whether to ");
			}
		}
	}

	@Test
	void offersTheValuesThatAreKnown() throws IOException {
		assertThat(offered("cloudmeta.info.include")).contains("tags", "*").containsAll(CloudAttribute.values());
		assertThat(offered("cloudmeta.metrics.tags")).containsExactlyElementsOf(CloudAttribute.values());
	}

	@Test
	void offersEachProvider() throws IOException {
		List<String> known = CloudProvider.known().stream().map(CloudProvider::getId).toList();
		assertThat(offered("cloudmeta.provider")).contains("auto").containsAll(known);
		assertThat(offered("cloudmeta.instance.provider")).containsExactlyInAnyOrderElementsOf(known);
	}

	private static List<String> offered(String property) throws IOException {
		List<String> offered = new ArrayList<>();
		read().path("hints").forEach((hint) -> {
			if (hint.path("name").asString().equals(property)) {
				hint.path("values").forEach((value) -> offered.add(value.path("value").asString()));
			}
		});
		return offered;
	}

	private static Map<String, JsonNode> properties() {
		try {
			Map<String, JsonNode> properties = new LinkedHashMap<>();
			// a property may be generated and completed by hand
			read().path("properties").forEach((property) -> properties.put(property.path("name").asString(), property));
			return properties;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static JsonNode read() throws IOException {
		for (URL resource : Collections.list(ConfigurationMetadataTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream input = resource.openStream()) {
				JsonNode metadata = JsonMapper.shared().readTree(input);
				if (metadata.toString().contains("\"cloudmeta.enabled\"")) {
					return metadata;
				}
			}
		}
		throw new IOException("There is no metadata of cloudmeta");
	}

}
