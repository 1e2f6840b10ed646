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

import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;

/**
 * What was known of the instance and what is known now.
 *
 * @param previous the values before, by the names of the getters
 * @param current the values now, by the names of the getters
 * @since 0.1.0
 */
public record InstanceChange(Map<String, String> previous, Map<String, String> current) {

	static InstanceChange of(InstanceMetadata previous, InstanceMetadata current) {
		return new InstanceChange(values(previous), values(current));
	}

	private static Map<String, String> values(InstanceMetadata identity) {
		Map<String, String> values = new LinkedHashMap<>();
		for (CloudField field : CloudField.values()) {
			String value = identity.get(field);
			if (value != null) {
				values.put(field.getName(), value);
			}
		}
		Map<String, String> tags = identity.getTags();
		if (tags != null) {
			tags.forEach((name, value) -> values.put("tags." + name, value));
		}
		return values;
	}

	@Override
	public String toString() {
		// values may be private
		return "InstanceChange[previous=%s, current=%s]".formatted(this.previous.keySet(), this.current.keySet());
	}

}
