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

package io.cloudmeta.internal.placeholder;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.cloud.MetadataServices;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The words that a placeholder may begin with: {@code cloud} and the providers' ids.
 */
final class PlaceholderPrefixes {

	/** The prefix of what all clouds have. */
	static final String NEUTRAL = "cloud";

	private static final ConfigurationPropertyName CUSTOM = ConfigurationPropertyName.of("cloudmeta.custom");

	private static final Set<String> BUILT_IN = builtIn();

	private final @Nullable ConfigurableEnvironment environment;

	/** Not to look for the same one again whenever a placeholder is read. */
	private final Set<String> found = ConcurrentHashMap.newKeySet();

	PlaceholderPrefixes() {
		this.environment = null;
	}

	/**
	 * Creates the prefixes of an environment, in which users can declare clouds.
	 */
	PlaceholderPrefixes(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	private static Set<String> builtIn() {
		Set<String> ids = new HashSet<>();
		ids.add(NEUTRAL);
		for (CloudProvider provider : CloudProvider.known()) {
			ids.add(provider.getId());
		}
		ids.remove(CloudProvider.LOCAL.getId());
		return Set.copyOf(ids);
	}

	/**
	 * Returns the words of clouds that other libraries and users bring.
	 */
	private Set<String> further() {
		Set<String> ids = new LinkedHashSet<>();
		for (CloudProvider provider : MetadataServices.providers()) {
			ids.add(provider.getId());
		}
		if (this.environment != null) {
			ids.addAll(ofDeclaredClouds(this.environment));
		}
		return ids;
	}

	/**
	 * Looks at nothing but the names of the properties: their values may need what is not
	 * there yet.
	 */
	private static Set<String> ofDeclaredClouds(ConfigurableEnvironment environment) {
		Set<String> ids = new LinkedHashSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.from(environment.getPropertySources())) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter(CUSTOM::isAncestorOf)
					.forEach((name) -> ids.add(name.getElement(CUSTOM.getNumberOfElements(), Form.DASHED)));
			}
		}
		return ids;
	}

	/**
	 * Returns whether a word is a prefix, without looking for other libraries' providers.
	 */
	boolean isBuiltIn(String word) {
		return BUILT_IN.contains(word);
	}

	boolean isKnown(String word) {
		if (isBuiltIn(word) || this.found.contains(word)) {
			return true;
		}
		boolean known = further().contains(word) && !CloudProvider.LOCAL.getId().equals(word);
		if (known) {
			this.found.add(word);
		}
		return known;
	}

	/**
	 * Returns the prefix that somebody may have meant.
	 */
	@Nullable String nearest(String word) {
		Set<String> all = new LinkedHashSet<>(BUILT_IN);
		all.addAll(further());
		return Similarity.nearest(word, all);
	}

}
