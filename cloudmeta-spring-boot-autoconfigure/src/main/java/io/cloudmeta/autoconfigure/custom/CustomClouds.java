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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.MetadataService;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The clouds that {@code cloudmeta.custom.*} defines.
 *
 * @since 0.1.0
 */
public final class CustomClouds {

	static final String PREFIX = "cloudmeta.custom.";

	/** Names in the position of a cloud's id that have another meaning. */
	private static final Set<String> WORDS = Set.of("auto", "cloud");

	private CustomClouds() {
	}

	/**
	 * Returns the services of the user's clouds.
	 * @param clouds the properties of the clouds by their ids
	 * @return the services
	 * @throws InvalidConfigurationPropertyValueException if one of them makes no sense
	 */
	public static List<MetadataService> services(Map<String, CustomCloudProperties> clouds) {
		List<MetadataService> services = new ArrayList<>();
		byId(clouds).forEach((id, properties) -> services.add(new CustomCloud(provider(id, properties), properties)));
		return services;
	}

	/**
	 * In the name of an environment variable an id has no hyphens: both forms are the
	 * same cloud.
	 */
	private static Map<String, CustomCloudProperties> byId(Map<String, CustomCloudProperties> clouds) {
		Map<String, String> ids = new LinkedHashMap<>();
		clouds.keySet()
			.forEach((id) -> ids.merge(CloudField.uniform(id), id,
					(one, other) -> (one.length() >= other.length()) ? one : other));
		Map<String, CustomCloudProperties> byId = new LinkedHashMap<>(clouds);
		byId.keySet().retainAll(ids.values());
		return byId;
	}

	private static CloudProvider provider(String id, CustomCloudProperties properties) {
		Set<String> taken = new LinkedHashSet<>(WORDS);
		CloudProvider.known().forEach((provider) -> taken.add(provider.getId()));
		MetadataServices.providers().forEach((provider) -> taken.add(provider.getId()));
		if (taken.contains(id)) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + id, id,
					"This id is in use. Write another one, such as my-%s".formatted(id));
		}
		if (!id.matches("[a-z][a-z0-9-]{0,62}")) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + id, id,
					"A cloud's id is made of lower-case letters, digits and hyphens and begins with a letter."
							+ " Write an id such as my-cloud");
		}
		return CloudProvider.of(id, properties.name());
	}

}
