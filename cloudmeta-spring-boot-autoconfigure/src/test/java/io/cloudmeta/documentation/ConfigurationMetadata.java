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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the configuration metadata of cloudmeta and of all libraries on the class path say
 * of properties.
 */
final class ConfigurationMetadata {

	private final Map<String, Property> properties = new TreeMap<>();

	private final Map<String, String> groups = new TreeMap<>();

	ConfigurationMetadata() {
		try {
			for (URL resource : Collections
				.list(getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream input = resource.openStream()) {
					read(JsonMapper.shared().readTree(input));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read(JsonNode metadata) {
		metadata.path("properties").forEach((node) -> {
			Property property = new Property(node.path("name").asString(), node.path("type").asString(""),
					node.get("defaultValue"), node.path("description").asString(""));
			this.properties.put(property.name(), property);
		});
		metadata.path("groups")
			.forEach((node) -> this.groups.merge(node.path("name").asString(), node.path("description").asString(""),
					(a, b) -> a.isEmpty() ? b : a));
	}

	List<Property> properties(String prefix) {
		return this.properties.values().stream().filter((property) -> property.name().startsWith(prefix)).toList();
	}

	String group(String name) {
		return this.groups.getOrDefault(name, "");
	}

	/**
	 * Returns whether there is a property of this name, be it an element of a list or a
	 * map.
	 */
	boolean isKnown(String name) {
		String property = name.replaceAll("\\[\\d+]", "");
		return this.properties.values()
			.stream()
			.anyMatch((known) -> known.name().equals(property)
					|| known.isMap() && property.startsWith(known.name() + "."));
	}

	/**
	 * Returns whether a text of the documentation names a property: it may have an
	 * asterisk at its end, or an id in angle brackets for any.
	 */
	boolean isMeant(String text) {
		if (isKnown(text)) {
			return true;
		}
		String pattern = text.replaceAll("([.])", "\\\\$1").replaceAll("<[^>]+>", "[a-z]+");
		String expression = pattern.endsWith("*") ? pattern.substring(0, pattern.length() - 1) + ".+" : pattern;
		return this.properties.keySet().stream().anyMatch((known) -> known.matches(expression))
				|| text.startsWith("cloudmeta.custom.");
	}

	/**
	 * Returns whether an environment variable is a property's.
	 */
	boolean isVariable(String variable) {
		return this.properties.values().stream().anyMatch((known) -> {
			String name = known.name().replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
			return name.equals(variable) || known.isMap() && variable.startsWith(name + "_");
		});
	}

	/**
	 * A property.
	 *
	 * @param name the name
	 * @param type the class
	 * @param defaultValue the default, or {@code null}
	 * @param description what it is
	 */
	record Property(String name, String type, @Nullable JsonNode defaultValue, String description) {

		boolean isMap() {
			return this.type.startsWith("java.util.Map");
		}

	}

}
