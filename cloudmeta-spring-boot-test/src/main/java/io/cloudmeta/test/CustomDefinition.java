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
import java.util.Map;

import io.cloudmeta.autoconfigure.custom.CustomCloudProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * The definition of a custom cloud: {@code cloudmeta.custom.<id>} of a test or of its
 * application, whose environment has it some time after the cloud was started.
 */
final class CustomDefinition {

	private static final String PREFIX = "cloudmeta.custom.";

	private final String id;

	private final Map<String, String> given = new LinkedHashMap<>();

	private volatile @Nullable Environment environment;

	CustomDefinition(String id) {
		this.id = id;
	}

	String getId() {
		return this.id;
	}

	String getPrefix() {
		return PREFIX + this.id;
	}

	/**
	 * Returns the properties that the test gave.
	 * @return the properties by their whole names
	 */
	Map<String, String> getGiven() {
		return this.given;
	}

	void give(Map<String, String> properties) {
		properties.forEach((name, value) -> {
			if (!name.startsWith(getPrefix() + ".") && !name.startsWith(getPrefix() + "[")) {
				throw new IllegalArgumentException(
						"'%s' does not define %s: its properties begin with %2$s".formatted(name, getPrefix()));
			}
			this.given.put(name, value);
		});
	}

	void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Returns the definition, as far as it is known by now.
	 * @return the properties, or {@code null} if there are none
	 */
	@Nullable CustomCloudProperties get() {
		if (!this.given.isEmpty()) {
			return bind(new Binder(new MapConfigurationPropertySource(this.given)));
		}
		Environment environment = this.environment;
		return (environment != null) ? bind(Binder.get(environment)) : null;
	}

	private @Nullable CustomCloudProperties bind(Binder binder) {
		return binder.bind(getPrefix(), CustomCloudProperties.class).orElse(null);
	}

}
