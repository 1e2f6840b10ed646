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

package io.cloudmeta.documentation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.documentation.ConfigurationMetadata.Property;
import io.cloudmeta.internal.detection.GeneratedPage;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares {@code docs/properties.md} with the configuration metadata. With
 * {@code -Dcloudmeta.docs=write} it writes the page's tables.
 */
class PropertiesPageTests {

	/** The page's sections. Each property is in the first one that wants it. */
	private static final Map<String, Predicate<String>> SECTIONS = sections();

	private final ConfigurationMetadata metadata = new ConfigurationMetadata();

	@Test
	void pageListsEachPropertyOfTheMetadata() throws IOException {
		List<Property> properties = Stream
			.of("cloudmeta.", "management.health.cloud.", "management.info.cloud.", "management.endpoint.cloud.")
			.flatMap((prefix) -> this.metadata.properties(prefix).stream())
			.toList();
		GeneratedPage page = GeneratedPage.of("properties.md", getClass());
		List<Property> listed = new ArrayList<>();
		for (Map.Entry<String, Predicate<String>> section : SECTIONS.entrySet()) {
			List<Property> members = properties.stream()
				.filter((property) -> section.getValue().test(property.name()) && !listed.contains(property))
				.toList();
			listed.addAll(members);
			page = page.section(section.getKey(), table(members));
		}
		assertThat(listed).as("each property has a section").containsExactlyInAnyOrderElementsOf(properties);
		page.check();
	}

	private static Map<String, Predicate<String>> sections() {
		Map<String, Predicate<String>> sections = new LinkedHashMap<>();
		sections.put("detection", below("cloudmeta.enabled", "cloudmeta.provider", "cloudmeta.detection",
				"cloudmeta.fetch", "cloudmeta.refresh"));
		sections.put("instance", below("cloudmeta.instance"));
		sections.put("placeholders", below("cloudmeta.placeholders"));
		sections.put("views", below("cloudmeta.profiles", "cloudmeta.metrics", "cloudmeta.opentelemetry",
				"cloudmeta.logging", "cloudmeta.discovery", "cloudmeta.info", "cloudmeta.tags", "management"));
		sections.put("interruptions", below("cloudmeta.interruptions"));
		sections.put("clouds",
				below(CloudProvider.known()
					.stream()
					.map((provider) -> "cloudmeta." + provider.getId())
					.toArray(String[]::new)));
		sections.put("custom", below("cloudmeta.custom"));
		sections.put("simulator", below("cloudmeta.simulator"));
		return sections;
	}

	private static Predicate<String> below(String... prefixes) {
		return (name) -> Arrays.stream(prefixes)
			.anyMatch((prefix) -> name.equals(prefix) || name.startsWith(prefix + "."));
	}

	private static List<String> table(List<Property> properties) {
		assertThat(properties).isNotEmpty();
		List<String> table = new ArrayList<>(List.of("| Property | Type | Default | |", "|---|---|---|---|"));
		properties.stream()
			.sorted(Comparator.comparing((Property property) -> property.name().split("\\.").length)
				.thenComparing(Property::name))
			.map(PropertiesPageTests::row)
			.forEach(table::add);
		return table;
	}

	private static String row(Property property) {
		return "| <a id=\"%1$s\"></a>`%1$s` | %2$s | %3$s | %4$s |".formatted(property.name(), type(property.type()),
				defaultValue(property.defaultValue()), sentence(property.description()));
	}

	/**
	 * Returns the words that may be written, or else a type's name without its packages.
	 */
	private static String type(String name) {
		Object[] constants = constants(name);
		return (constants.length > 0)
				? Arrays.stream(constants)
					.map((constant) -> "`" + ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-')
							+ "`")
					.collect(Collectors.joining(", "))
				: "`" + name.replaceAll("[a-z]+\\.", "").replace(",", ", ") + "`";
	}

	private static Object[] constants(String name) {
		try {
			Object[] constants = Class.forName(name).getEnumConstants();
			return (constants != null) ? constants : new Object[0];
		}
		catch (ClassNotFoundException ex) {
			// a type with parameters
			assertThat(name).contains("<");
			return new Object[0];
		}
	}

	private static String defaultValue(JsonNode value) {
		if (value == null) {
			return "";
		}
		return value.isArray()
				? value.valueStream().map((element) -> "`" + element.asString() + "`").collect(Collectors.joining(", "))
				: "`" + value.asString() + "`";
	}

	/**
	 * Makes a sentence of what may be the text of a Javadoc parameter.
	 */
	private static String sentence(String description) {
		String text = description.substring(0, 1).toUpperCase(Locale.ROOT) + description.substring(1);
		return (text.endsWith(".") ? text : text + ".").replace("|", "\\|")
			.replaceAll("(\\$[<{][a-z]+:[a-z]+[>}])", "`$1`");
	}

}
