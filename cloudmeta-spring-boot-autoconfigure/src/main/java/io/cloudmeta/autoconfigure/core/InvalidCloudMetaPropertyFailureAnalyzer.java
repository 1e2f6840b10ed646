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

package io.cloudmeta.autoconfigure.core;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.StringUtils;

/**
 * Reports an invalid property of cloudmeta: its name, its origin, and what to write
 * instead. It is called before Spring Boot's own analyzers, which only report that it
 * could not be bound.
 */
@Order(InvalidCloudMetaPropertyFailureAnalyzer.ORDER)
class InvalidCloudMetaPropertyFailureAnalyzer extends AbstractFailureAnalyzer<Exception> {

	static final int ORDER = -90;

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("cloudmeta");

	/** Sent to the metadata service of a custom cloud, and possibly a secret. */
	private static final Pattern HEADER = Pattern.compile("\\.headers[.\\[]");

	private final @Nullable Environment environment;

	InvalidCloudMetaPropertyFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, Exception cause) {
		InvalidConfigurationPropertyValueException invalid = findCause(rootFailure,
				InvalidConfigurationPropertyValueException.class);
		if (invalid != null) {
			return isOurs(invalid.getName()) ? analyze(invalid) : null;
		}
		BindException unbound = findCause(rootFailure, BindException.class);
		return (unbound != null && PREFIX.isAncestorOf(unbound.getName())) ? analyze(unbound) : null;
	}

	private static boolean isOurs(String name) {
		return name.startsWith("cloudmeta.");
	}

	private FailureAnalysis analyze(InvalidConfigurationPropertyValueException ex) {
		// as it is written, not as it was understood
		String written = (this.environment != null) ? this.environment.getProperty(ex.getName()) : null;
		Object value = (written != null) ? written : ex.getValue();
		boolean secret = StringUtils.hasText(written) && HEADER.matcher(ex.getName()).find();
		return analysis(ex.getName(), secret ? "(not shown)" : value, origin(ex.getName()),
				String.valueOf(ex.getReason()), ex);
	}

	private FailureAnalysis analyze(BindException ex) {
		ConfigurationProperty property = ex.getProperty();
		String name = (property != null) ? property.getName().toString() : ex.getName().toString();
		Object value = (property != null) ? property.getValue() : null;
		Origin origin = (property != null) ? property.getOrigin() : null;
		return analysis(name, value, origin, advice(ex.getTarget().getType().resolve(Object.class)), ex);
	}

	/**
	 * Returns what can be written for a type.
	 */
	private static String advice(Class<?> type) {
		if (type.isEnum()) {
			return "Write one of " + String.join(", ",
					Arrays.stream(type.getEnumConstants())
						.map((constant) -> constant.toString().toLowerCase(Locale.ROOT))
						.toList());
		}
		if (type == Duration.class) {
			return "Write a duration such as 500ms or 5s";
		}
		if (type == boolean.class || type == Boolean.class) {
			return "Write true or false";
		}
		return "It is no " + type.getSimpleName();
	}

	private static FailureAnalysis analysis(String name, @Nullable Object value, @Nullable Origin origin, String reason,
			Throwable ex) {
		StringBuilder description = new StringBuilder("cloudmeta cannot use the value of a property:%n%n".formatted());
		description.append("    Property: %s%n".formatted(name));
		description.append(((value != null) ? "    Value: \"%s\"%n" : "    Value: not set%n").formatted(value));
		if (origin != null) {
			description.append("    Origin: %s%n".formatted(origin));
		}
		description.append("    Reason: %s%n".formatted(reason));
		return new FailureAnalysis(description.toString(), "Correct the value of %s. %s.".formatted(name, reason), ex);
	}

	private @Nullable Origin origin(String name) {
		if (!(this.environment instanceof ConfigurableEnvironment configurable)) {
			return null;
		}
		for (PropertySource<?> source : configurable.getPropertySources()) {
			if (source.containsProperty(name)) {
				return PropertySourceOrigin.get(source, name);
			}
		}
		return null;
	}

}
