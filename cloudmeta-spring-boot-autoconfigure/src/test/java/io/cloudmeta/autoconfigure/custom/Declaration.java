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
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.cloudmeta.test.CloudSimulator;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/**
 * A declaration of clouds, written in YAML.
 */
record Declaration(Map<String, String> properties) {

	static Declaration ofResource(String path) throws IOException {
		return of(new ClassPathResource(path));
	}

	static Declaration ofText(String yaml) throws IOException {
		return of(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
	}

	private static Declaration of(Resource yaml) throws IOException {
		Map<String, String> properties = new LinkedHashMap<>();
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("declaration", yaml)) {
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				properties.put(name, String.valueOf(source.getProperty(name)));
			}
		}
		return new Declaration(properties);
	}

	/**
	 * Returns the properties with the simulator's address in place of the real one.
	 */
	String[] at(CloudSimulator cloud) {
		Map<String, String> properties = new LinkedHashMap<>(this.properties);
		properties.replaceAll((name, value) -> name.endsWith(".endpoint") ? cloud.getUrl().toString() : value);
		return pairs(properties);
	}

	static String[] pairs(Map<String, String> properties) {
		return properties.entrySet()
			.stream()
			.map((property) -> property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
	}

}
