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

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudPlacement;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.internal.detection.DetectedCloudInstance;
import io.cloudmeta.internal.filter.Similarity;
import io.cloudmeta.internal.platform.Platforms;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

/**
 * The keys that can follow a prefix. The providers' own names are looked up only for keys
 * that are nothing else.
 */
final class PlaceholderKeys {

	private static final String TAGS = "tags";

	private static final String PLACEMENT = "placement";

	private static final String IS_CLOUD = "cloud";

	private static final String FETCHED_AT = "fetchedAt";

	private PlaceholderKeys() {
	}

	private static Map<String, String> ownNames(String prefix) {
		CloudProvider provider = CloudProvider.of(prefix);
		Map<String, String> names = new LinkedHashMap<>(Platforms.names(provider));
		MetadataService service = MetadataServices.of(provider);
		if (service != null) {
			try {
				names.putAll(service.getNames());
			}
			catch (RuntimeException | LinkageError | StackOverflowError ex) {
				// another library's code: its paths can be read without names
			}
		}
		return names;
	}

	/**
	 * Returns whether a key means something after a prefix, on whatever cloud.
	 */
	static boolean isKnown(String prefix, String key) {
		return isNeutral(key) || (isProvider(prefix) && (isPath(key) || ownPath(prefix, key) != null));
	}

	/**
	 * Returns whether a key means the same after each prefix.
	 */
	static boolean isNeutral(String key) {
		return CloudField.of(key) != null || tag(key) != null || level(key) != null || isNamed(key, IS_CLOUD)
				|| isNamed(key, FETCHED_AT);
	}

	/**
	 * Returns whether a key that has placeholders in it is surely one of ours.
	 * @param prefix the prefix
	 * @param beginning the key's text before the first placeholder in it
	 */
	static boolean isNeutralOrPath(String prefix, String beginning) {
		return startsWithTags(beginning) || (isProvider(prefix) && isPath(beginning));
	}

	/**
	 * Returns the value of a key.
	 * @param instance the instance
	 * @param prefix the prefix
	 * @param key the key
	 * @return the value, or {@code null} if there is none
	 * @throws IllegalArgumentException if the key is a path that must not be read
	 */
	static @Nullable String value(DetectedCloudInstance instance, String prefix, String key) {
		if (isProvider(prefix) && !CloudProvider.of(prefix).equals(instance.getProvider())) {
			check(prefix, key);
			return null;
		}
		if (isNeutral(key)) {
			return neutralValue(instance, key);
		}
		if (!isProvider(prefix)) {
			return null;
		}
		String path = isPath(key) ? key : ownPath(prefix, key);
		return (path != null) ? instance.getAttribute(path) : null;
	}

	/**
	 * Checks a key that may be a path which is not read here, so that it fails on each
	 * machine if it fails on one.
	 * @param prefix the prefix
	 * @param key the key
	 * @throws IllegalArgumentException if the key is a path that must not be read
	 */
	static void check(String prefix, String key) {
		if (isProvider(prefix) && isPath(key) && tag(key) == null) {
			MetadataServices.checkPath(CloudProvider.of(prefix), key);
		}
	}

	private static @Nullable String neutralValue(DetectedCloudInstance instance, String key) {
		CloudField field = CloudField.of(key);
		if (field != null) {
			return instance.get(field);
		}
		String tag = tag(key);
		if (tag != null) {
			return instance.getTag(tag);
		}
		String level = level(key);
		if (level != null) {
			return instance.getPlacement().get(level);
		}
		if (isNamed(key, IS_CLOUD)) {
			return Boolean.toString(instance.isCloud());
		}
		Instant fetchedAt = instance.getFetchedAt();
		return (fetchedAt != null) ? fetchedAt.toString() : null;
	}

	/**
	 * Returns the names that exist after a prefix, for people.
	 */
	static List<String> names(String prefix) {
		List<String> names = new ArrayList<>(Arrays.stream(CloudField.values()).map(CloudField::getName).toList());
		names.add(IS_CLOUD);
		names.add(FETCHED_AT);
		CloudPlacement.names().forEach((level) -> names.add(PLACEMENT + "." + level));
		if (isProvider(prefix)) {
			ownNames(prefix).keySet().stream().filter((name) -> !names.contains(name)).forEach(names::add);
		}
		return names;
	}

	/**
	 * Returns the name that a key is probably meant to be.
	 * @return the name, or {@code null} if none is near
	 */
	static @Nullable String nearest(String prefix, String key) {
		return Similarity.nearest(key, names(prefix));
	}

	private static @Nullable String ownPath(String prefix, String key) {
		String uniform = CloudField.uniform(key);
		return ownNames(prefix).entrySet()
			.stream()
			.filter((name) -> CloudField.uniform(name.getKey()).equals(uniform))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	static boolean isProvider(String prefix) {
		return !PlaceholderSyntax.NEUTRAL.equals(prefix);
	}

	static boolean isPath(String key) {
		return key.indexOf('/') >= 0;
	}

	/**
	 * Returns the level of the placement that a key names.
	 */
	private static @Nullable String level(String key) {
		if (!key.regionMatches(true, 0, PLACEMENT, 0, PLACEMENT.length())) {
			return null;
		}
		for (String level : CloudPlacement.names()) {
			if (isNamed(key, PLACEMENT + "." + level)) {
				return level;
			}
		}
		return null;
	}

	/**
	 * Returns the name of the tag in a key.
	 */
	static @Nullable String tag(String key) {
		return (startsWithTags(key) && key.length() > TAGS.length() + 1) ? key.substring(TAGS.length() + 1) : null;
	}

	private static boolean startsWithTags(String key) {
		return key.regionMatches(true, 0, TAGS, 0, TAGS.length()) && key.startsWith(".", TAGS.length());
	}

	private static boolean isNamed(String key, String name) {
		return CloudField.uniform(key).equals(CloudField.uniform(name));
	}

}
