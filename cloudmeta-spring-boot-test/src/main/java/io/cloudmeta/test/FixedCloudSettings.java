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

package io.cloudmeta.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudPlacement;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

/**
 * The settings of a {@link FixedCloud}.
 *
 * @param properties the properties that fix it
 */
record FixedCloudSettings(Map<String, Object> properties) {

	private static final String SOURCE = "fixedCloud";

	private static final String PREFIX = "cloudmeta.instance.";

	private static final List<String> NAMES = List.of("platform", "region", "availabilityZone", "accountId",
			"instanceId", "instanceName", "instanceType", "imageId", "hostname", "privateIp", "publicIp", "lifecycle",
			"availabilityZoneId");

	private static final String PLACEMENT = "placement.";

	/**
	 * Returns the settings of a test class.
	 * @param testClass the class
	 * @return the settings, or {@code null} if it has no fixed cloud
	 * @throws IllegalArgumentException if that makes no sense
	 */
	static @Nullable FixedCloudSettings of(Class<?> testClass) {
		FixedCloud annotation = NearestCloud.find(testClass, FixedCloud.class);
		if (annotation == null) {
			return null;
		}
		try {
			return new FixedCloudSettings(properties(annotation));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("@FixedCloud of %s: %s".formatted(testClass.getName(), ex.getMessage()),
					ex);
		}
	}

	private static Map<String, Object> properties(FixedCloud annotation) {
		if (!StringUtils.hasText(annotation.provider())) {
			throw new IllegalArgumentException("It names no provider. Write @FixedCloud(\"aws\") or another one's id");
		}
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put(PREFIX + "provider", annotation.provider());
		SimulatedCloudSettings.parse(annotation.values())
			.forEach((name, value) -> properties.put(PREFIX + known(name), value));
		return properties;
	}

	private static String known(String name) {
		boolean tag = name.startsWith("tags.") && name.length() > "tags.".length();
		boolean level = name.startsWith(PLACEMENT)
				&& CloudPlacement.names().contains(name.substring(PLACEMENT.length()));
		if (!tag && !level && !NAMES.contains(name)) {
			throw new IllegalArgumentException("There is no value '%s'. There are %s, placement.<level> and tags.<name>"
				.formatted(name, String.join(", ", NAMES)));
		}
		// brackets keep a tag's name as it is
		return tag ? "tags[%s]".formatted(name.substring("tags.".length())) : name;
	}

	/**
	 * Adds the properties where a simulated cloud's would be, unless they are there.
	 * @param environment the environment
	 */
	void addTo(ConfigurableEnvironment environment) {
		MutablePropertySources sources = environment.getPropertySources();
		if (sources.contains(SOURCE)) {
			return;
		}
		MapPropertySource source = new MapPropertySource(SOURCE, this.properties);
		if (sources.contains(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
			sources.addBefore(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, source);
		}
		else {
			sources.addFirst(source);
		}
	}

}
