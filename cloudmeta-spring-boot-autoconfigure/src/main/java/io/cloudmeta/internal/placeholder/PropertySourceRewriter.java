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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.cloudmeta.internal.placeholder.PlaceholderOccurrences.Occurrence;
import org.apache.commons.logging.Log;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.log.LogMessage;

/**
 * Finds placeholders in the property sources of an environment, records the properties
 * that contain them, and replaces the sources that have some. Others are not changed.
 */
final class PropertySourceRewriter {

	/** Its values come from code, which must not run before they are read. */
	private static final String DYNAMIC_TEST_PROPERTIES = "org.springframework.test.context.support.DynamicValuesPropertySource";

	/**
	 * What only repeats the command line or a document whose properties are searched by
	 * themselves.
	 */
	private static final Set<String> REPETITIONS = Set.of("sun.java.command", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS",
			"_JAVA_OPTIONS", "spring.application.json", "SPRING_APPLICATION_JSON");

	private final PlaceholderRewriter rewriter;

	private final PlaceholderOccurrences occurrences;

	private final Set<String> warnings = ConcurrentHashMap.newKeySet();

	PropertySourceRewriter(PlaceholderRewriter rewriter, PlaceholderOccurrences occurrences) {
		this.rewriter = rewriter;
		this.occurrences = occurrences;
	}

	void rewrite(MutablePropertySources sources, Log logger) {
		for (PropertySource<?> source : List.copyOf(sources.stream().toList())) {
			if (source instanceof EnumerablePropertySource<?> enumerable && !isView(enumerable)
					&& !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
				rewrite(sources, enumerable, logger);
			}
		}
	}

	private static boolean isView(PropertySource<?> source) {
		return source.getName().endsWith(PropertySourceReplacement.VIEW_SUFFIX)
				&& source instanceof RewrittenPropertySource;
	}

	private void rewrite(MutablePropertySources sources, EnumerablePropertySource<?> source, Log logger) {
		if (source.getClass().getName().equals(DYNAMIC_TEST_PROPERTIES)) {
			new PropertySourceReplacement(this.rewriter).addView(sources, source);
		}
		else if (hasPlaceholders(source, logger)) {
			new PropertySourceReplacement(this.rewriter).replace(sources, source);
		}
	}

	/**
	 * Returns whether any text has to be rewritten, and records the placeholders of each
	 * property.
	 */
	private boolean hasPlaceholders(EnumerablePropertySource<?> source, Log logger) {
		boolean found = false;
		for (String name : names(source, logger)) {
			try {
				found |= hasPlaceholders(source, name, logger);
			}
			catch (RuntimeException ex) {
				warnOfUnreadable(
						"'%s' in property source \"%s\" cannot be read (%s), so no placeholder in it is resolved"
							.formatted(name, source.getName(), ex.getClass().getName()),
						logger);
			}
		}
		return found;
	}

	private String[] names(EnumerablePropertySource<?> source, Log logger) {
		try {
			return source.getPropertyNames();
		}
		catch (RuntimeException ex) {
			warnOfUnreadable(
					"The properties of property source \"%s\" cannot be listed (%s), so no placeholder in it is resolved"
						.formatted(source.getName(), ex.getClass().getName()),
					logger);
			return new String[0];
		}
	}

	private boolean hasPlaceholders(EnumerablePropertySource<?> source, String name, Log logger) {
		if (REPETITIONS.contains(name) || !(source.getProperty(name) instanceof CharSequence value)) {
			return false;
		}
		String text = value.toString();
		if (!PlaceholderRewriter.isConcerned(text)) {
			return false;
		}
		List<String> placeholders = new ArrayList<>();
		String rewritten = this.rewriter.rewrite(text, placeholders::add,
				(placeholder) -> warnOfPrefix(placeholder, Occurrence.of(source, name), logger));
		for (String placeholder : placeholders) {
			found(placeholder, source, name, logger);
		}
		return !rewritten.equals(text) || (!(value instanceof String) && !placeholders.isEmpty());
	}

	/**
	 * Warns without the exception's message, which may repeat the value.
	 */
	private void warnOfUnreadable(String warning, Log logger) {
		if (this.warnings.add(warning)) {
			logger.warn(warning);
		}
	}

	private void found(String placeholder, EnumerablePropertySource<?> source, String property, Log logger) {
		Occurrence occurrence = Occurrence.of(source, property);
		this.occurrences.add(placeholder, occurrence);
		if (source instanceof OriginTrackedMapPropertySource && isReadBeforeRewriting(property)) {
			warnOfUseless(placeholder, occurrence, logger);
		}
	}

	/**
	 * Returns whether Spring Boot needs a property while it reads the file that contains
	 * it.
	 */
	private static boolean isReadBeforeRewriting(String property) {
		return property.startsWith("spring.config.import") || property.startsWith("spring.config.activate.")
				|| property.startsWith("spring.profiles.");
	}

	private void warnOfUseless(String text, Occurrence occurrence, Log logger) {
		Placeholder placeholder = this.rewriter.getSyntax().parse(text);
		if (placeholder != null && !placeholder.isDollarBrace() && this.warnings.add(occurrence + text)) {
			String defaultText = placeholder.isRequired() ? "default" : placeholder.defaultText();
			logger.warn(LogMessage.format(
					"'%s' in %s was taken literally, because Spring Boot needs that property while it reads its "
							+ "files: write ${%s:%s:%s}",
					text, occurrence, placeholder.prefix(), placeholder.key(), defaultText));
		}
	}

	private void warnOfPrefix(Placeholder placeholder, Occurrence occurrence, Log logger) {
		String text = placeholder.text();
		String nearest = this.rewriter.getSyntax().nearestPrefix(placeholder.prefix());
		if (nearest != null && this.warnings.add(occurrence + text)) {
			logger.warn(LogMessage.format(
					"'%s' in %s stays as it is, because there is no prefix '%s'. Did you mean '%s'?", text, occurrence,
					placeholder.prefix(), PlaceholderSyntax.START + nearest + text.substring(text.indexOf(':'))));
		}
	}

}
