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

package io.cloudmeta.placeholder;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.cloudmeta.placeholder.PlaceholderOccurrences.Occurrence;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.ResourcePropertySource;
import org.springframework.core.log.LogMessage;

/**
 * Rewrites the placeholders in the property sources of an environment.
 * <p>
 * A source is replaced only if its class is known, because others look their source up
 * and cast it. Before all others a rewritten view of the whole source is put, so that a
 * list is never made from two sources. Nothing happens to sources without placeholders.
 */
final class PropertySourceRewriter {

	private static final String VIEW_SUFFIX = " (cloudmeta placeholders)";

	private static final Set<String> REPLACEABLE_MAPS = Set.of(MapPropertySource.class.getName(),
			PropertiesPropertySource.class.getName(), ResourcePropertySource.class.getName(),
			DefaultPropertiesPropertySource.class.getName(),
			"org.springframework.boot.support.SpringApplicationJsonEnvironmentPostProcessor$JsonPropertySource");

	/** Its values come from code, which must not run before they are asked for. */
	private static final String DYNAMIC_TEST_PROPERTIES = "org.springframework.test.context.support.DynamicValuesPropertySource";

	private final PlaceholderRewriter rewriter;

	private final PlaceholderPrefixes prefixes;

	private final PlaceholderOccurrences occurrences;

	private final Set<String> warnings = ConcurrentHashMap.newKeySet();

	PropertySourceRewriter(PlaceholderRewriter rewriter, PlaceholderPrefixes prefixes,
			PlaceholderOccurrences occurrences) {
		this.rewriter = rewriter;
		this.prefixes = prefixes;
		this.occurrences = occurrences;
	}

	/**
	 * Returns a property's value with its placeholders rewritten.
	 */
	static @Nullable Object rewriteValue(@Nullable Object value, PlaceholderRewriter rewriter) {
		if (value instanceof String text) {
			return rewriter.rewrite(text);
		}
		if (value instanceof CharSequence text) {
			String string = text.toString();
			String rewritten = rewriter.rewrite(string);
			return rewritten.equals(string) ? value : rewritten;
		}
		return value;
	}

	void rewrite(MutablePropertySources sources, Log logger) {
		for (PropertySource<?> source : List.copyOf(sources.stream().toList())) {
			if (source instanceof EnumerablePropertySource<?> enumerable && !isOwn(enumerable)
					&& !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
				rewrite(sources, enumerable, logger);
			}
		}
	}

	private static boolean isOwn(EnumerablePropertySource<?> source) {
		return source instanceof CloudPropertySource
				|| (source instanceof RewrittenPropertySource && source.getName().endsWith(VIEW_SUFFIX));
	}

	private void rewrite(MutablePropertySources sources, EnumerablePropertySource<?> source, Log logger) {
		if (source.getClass().getName().equals(DYNAMIC_TEST_PROPERTIES)) {
			addView(sources, source);
			return;
		}
		if (!hasPlaceholders(source, logger)) {
			return;
		}
		EnumerablePropertySource<?> replacement = replacement(source);
		if (replacement != null) {
			sources.replace(source.getName(), replacement);
		}
		else {
			addView(sources, source);
		}
	}

	@SuppressWarnings("ReferenceEquality") // sources are equal by their names
	private void addView(MutablePropertySources sources, EnumerablePropertySource<?> source) {
		String name = source.getName() + VIEW_SUFFIX;
		RewrittenPropertySource view = new RewrittenPropertySource(name, source, this.rewriter);
		if (!(sources.get(name) instanceof RewrittenPropertySource existing)) {
			sources.addBefore(source.getName(), view);
		}
		else if (existing.getOriginal() != source) {
			sources.replace(name, view);
		}
	}

	/**
	 * Returns whether any text has to be rewritten, and takes down which placeholders
	 * stand where.
	 */
	private boolean hasPlaceholders(EnumerablePropertySource<?> source, Log logger) {
		boolean found = false;
		try {
			for (String name : source.getPropertyNames()) {
				if (source.getProperty(name) instanceof CharSequence value) {
					String text = value.toString();
					found |= !this.rewriter.rewrite(text, listener(source, name, logger)).equals(text);
				}
			}
		}
		catch (RuntimeException ex) {
			logger.debug(
					LogMessage.format("Property source '%s' could not be searched for placeholders", source.getName()),
					ex);
		}
		return found;
	}

	private PlaceholderRewriter.Listener listener(EnumerablePropertySource<?> source, String property, Log logger) {
		return new PlaceholderRewriter.Listener() {

			@Override
			public void found(String placeholder) {
				Occurrence occurrence = Occurrence.of(source, property);
				PropertySourceRewriter.this.occurrences.add(placeholder, occurrence);
				if (source instanceof OriginTrackedMapPropertySource && isReadBeforeRewriting(property)) {
					warnOfUseless(placeholder, occurrence, logger);
				}
			}

			@Override
			public void unknownPrefix(String text, String prefix, String key) {
				warn(text, prefix, Occurrence.of(source, property), logger);
			}

		};
	}

	/**
	 * Returns whether Spring Boot needs a property while it reads the file that the
	 * property stands in.
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

	private void warn(String text, String prefix, Occurrence occurrence, Log logger) {
		String nearest = this.prefixes.nearest(prefix);
		if (nearest != null && this.warnings.add(occurrence + text)) {
			logger.warn(LogMessage.format(
					"'%s' in %s stays as it is, because there is no prefix '%s'. Did you mean '%s'?", text, occurrence,
					prefix, PlaceholderSyntax.START + nearest + text.substring(text.indexOf(':'))));
		}
	}

	private @Nullable EnumerablePropertySource<?> replacement(EnumerablePropertySource<?> source) {
		if (source instanceof OriginTrackedMapPropertySource map && map.isImmutable()) {
			return new OriginTrackedMapPropertySource(map.getName(), rewriteAll(map.getSource()), true);
		}
		if (source instanceof SystemEnvironmentPropertySource variables) {
			return new RewrittenSystemEnvironmentPropertySource(variables, rewriteAll(variables.getSource()));
		}
		if (source instanceof MapPropertySource map && REPLACEABLE_MAPS.contains(source.getClass().getName())) {
			return new RewrittenMapPropertySource(map, this.rewriter);
		}
		return source.getClass().equals(SimpleCommandLinePropertySource.class)
				? new RewrittenPropertySource(source.getName(), source, this.rewriter) : null;
	}

	private Map<String, Object> rewriteAll(Map<String, Object> values) {
		Map<String, Object> rewritten = new LinkedHashMap<>(values);
		rewritten.replaceAll((name, value) -> rewriteTracked(value));
		return Collections.unmodifiableMap(rewritten);
	}

	private static OriginTrackedValue withValue(OriginTrackedValue tracked, Object value) {
		return value.equals(tracked.getValue()) ? tracked : OriginTrackedValue.of(value, tracked.getOrigin());
	}

	private Object rewriteTracked(Object value) {
		if (value instanceof OriginTrackedValue tracked) {
			Object rewritten = rewriteValue(tracked.getValue(), this.rewriter);
			return (rewritten != null) ? withValue(tracked, rewritten) : tracked;
		}
		Object rewritten = rewriteValue(value, this.rewriter);
		return (rewritten != null) ? rewritten : value;
	}

}
