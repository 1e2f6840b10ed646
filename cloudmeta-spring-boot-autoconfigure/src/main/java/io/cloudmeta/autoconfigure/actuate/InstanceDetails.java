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

package io.cloudmeta.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudPlacement;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * An instance as JSON shows it: by the names of its getters, without what is absent.
 */
final class InstanceDetails {

	private InstanceDetails() {
	}

	/**
	 * Returns the details of an instance. Values that are not included are not read.
	 * @param instance the instance
	 * @param included which names to include
	 * @return the details in the order of the getters
	 */
	static Map<String, Object> of(CloudInstance instance, Predicate<String> included) {
		Map<String, Object> details = new LinkedHashMap<>();
		for (CloudField field : CloudField.values()) {
			if (included.test(field.getName())) {
				put(details, field.getName(), field.get(instance));
			}
		}
		if (included.test("networkInterfaces")) {
			put(details, "networkInterfaces",
					instance.getNetworkInterfaces().stream().map(InstanceDetails::of).toList());
		}
		if (included.test("placement")) {
			CloudPlacement placement = instance.getPlacement();
			// a mock of the application's own tests returns null
			put(details, "placement", (placement != null) ? placement.toMap() : null);
		}
		if (included.test("tags")) {
			put(details, "tags", instance.getTags());
		}
		if (included.test("attributes")) {
			put(details, "attributes", instance.getAttributes());
		}
		if (included.test("fetchedAt")) {
			put(details, "fetchedAt", instance.getFetchedAt());
		}
		return details;
	}

	private static Map<String, Object> of(NetworkInterface networkInterface) {
		Map<String, Object> details = new LinkedHashMap<>();
		put(details, "mac", networkInterface.mac());
		put(details, "privateAddresses", networkInterface.privateAddresses());
		put(details, "publicAddresses", networkInterface.publicAddresses());
		put(details, "subnet", networkInterface.subnet());
		put(details, "network", networkInterface.network());
		return details;
	}

	/**
	 * Returns how old a reading is.
	 * @param fetchedAt when it was made
	 * @return the age in seconds, as in {@code PT4M2S}
	 */
	static String age(Instant fetchedAt) {
		Duration age = Duration.between(fetchedAt, Instant.now());
		// the clock may have been set
		return (age.isNegative() ? Duration.ZERO : age).truncatedTo(ChronoUnit.SECONDS).toString();
	}

	private static void put(Map<String, Object> details, String name, @Nullable Object value) {
		boolean empty = (value instanceof Map<?, ?> map && map.isEmpty())
				|| (value instanceof Collection<?> collection && collection.isEmpty());
		if (value != null && !empty) {
			details.put(name, value);
		}
	}

}
