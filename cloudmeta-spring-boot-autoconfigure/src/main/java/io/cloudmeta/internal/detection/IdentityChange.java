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

package io.cloudmeta.internal.detection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;

/**
 * The identities of two readings, one after the other, with the values that were fetched
 * for both. A value that was fetched for one of them only is no difference.
 *
 * @param before the earlier identity
 * @param now the later identity
 */
record IdentityChange(InstanceMetadata before, InstanceMetadata now) {

	static IdentityChange of(Reading before, Reading now) {
		return new IdentityChange(known(before, now), known(now, before));
	}

	/**
	 * Returns whether the identities differ.
	 */
	boolean isChange() {
		return !this.before.equals(this.now);
	}

	private static InstanceMetadata known(Reading reading, Reading other) {
		FetchedValues values = reading.fetched();
		FetchedValues others = other.fetched();
		if (values == null || others == null) {
			return reading.identity();
		}
		InstanceMetadata.Builder known = reading.identity().toBuilder();
		for (CloudField field : CloudField.values()) {
			if (values.has(field) && others.has(field)) {
				known.set(field, values.peek(field));
			}
		}
		if (values.has(Reading.Kind.NETWORK_INTERFACES) && others.has(Reading.Kind.NETWORK_INTERFACES)) {
			known.networkInterfaces(reading.getNetworkInterfaces());
		}
		if (values.has(Reading.Kind.PLACEMENT) && others.has(Reading.Kind.PLACEMENT)) {
			known.placement(reading.getPlacement().toMap());
		}
		if (reading.identity().getTags() == null && other.identity().getTags() == null) {
			known.tags(tags(reading, other));
		}
		return known.build();
	}

	private static Map<String, String> tags(Reading reading, Reading other) {
		Map<String, String> tags = new LinkedHashMap<>();
		Set<String> names = new TreeSet<>(reading.knownTags().keySet());
		names.addAll(other.knownTags().keySet());
		for (String name : names) {
			String value = reading.knownTags().get(name);
			if (value != null && reading.knowsTag(name) && other.knowsTag(name)) {
				tags.put(name, value);
			}
		}
		return tags;
	}

}
