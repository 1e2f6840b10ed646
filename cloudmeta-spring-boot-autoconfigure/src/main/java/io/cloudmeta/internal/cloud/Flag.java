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

package io.cloudmeta.internal.cloud;

import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Switches that are on or off.
 */
final class Flag {

	private Flag() {
	}

	/**
	 * Returns whether one of the switches of a vendor's own SDK is on. Like there, any
	 * other text is off.
	 */
	static boolean isSet(Function<String, @Nullable String> environment, String... names) {
		for (String name : names) {
			String value = environment.apply(name);
			if (value != null) {
				return "true".equalsIgnoreCase(value.trim());
			}
		}
		return false;
	}

	static boolean parse(String property, String value) {
		return switch (value.trim().toLowerCase(Locale.ROOT)) {
			case "true", "on", "yes", "1" -> true;
			case "false", "off", "no", "0" -> false;
			default -> throw new InvalidConfigurationPropertyValueException(property, value, "Write true or false");
		};
	}

}
