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

import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;

/**
 * What the user decided about placeholders.
 *
 * @param cloud whether the cloud may be queried at all
 * @param enabled whether placeholders are resolved
 * @param dollarBrace whether those in braces are
 * @param unresolved what happens to one without a value
 * @param characters the characters that a value may contain
 */
record PlaceholderSettings(boolean cloud, boolean enabled, boolean dollarBrace, Unresolved unresolved,
		PlaceholderCharacters characters) {

	static final String UNRESOLVED = "cloudmeta.placeholders.unresolved";

	enum Unresolved {

		FAIL, LEAVE, EMPTY

	}

	static PlaceholderSettings read(Environment environment) {
		return new PlaceholderSettings(isCloudEnabled(environment), flag(environment, "cloudmeta.placeholders.enabled"),
				flag(environment, "cloudmeta.placeholders.dollar-brace"),
				unresolved(environment.getProperty(UNRESOLVED)),
				PlaceholderCharacters.with(environment.getProperty(PlaceholderCharacters.ADDITIONAL, "")));
	}

	/**
	 * Takes an invalid value for {@code true}: it is reported when the detection reads
	 * its settings.
	 */
	private static boolean isCloudEnabled(Environment environment) {
		try {
			return environment.getProperty("cloudmeta.enabled", Boolean.class, true);
		}
		catch (ConversionException ex) {
			return true;
		}
	}

	private static boolean flag(Environment environment, String name) {
		try {
			return environment.getProperty(name, Boolean.class, true);
		}
		catch (ConversionException ex) {
			throw new InvalidConfigurationPropertyValueException(name, environment.getProperty(name),
					"Write true or false");
		}
	}

	private static Unresolved unresolved(@Nullable String value) {
		if (value == null || value.isBlank()) {
			return Unresolved.FAIL;
		}
		return Arrays.stream(Unresolved.values())
			.filter((unresolved) -> unresolved.name().equals(value.trim().toUpperCase(Locale.ROOT)))
			.findFirst()
			.orElseThrow(() -> new InvalidConfigurationPropertyValueException(UNRESOLVED, value,
					"Write fail (reading the property fails), leave (the text stays as it is written) or empty (an "
							+ "empty text)"));
	}

}
