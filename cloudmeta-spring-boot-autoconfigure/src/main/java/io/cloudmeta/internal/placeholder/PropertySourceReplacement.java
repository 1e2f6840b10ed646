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

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.ResourcePropertySource;

/**
 * Replaces a property source that has placeholders by rewritten texts.
 * <p>
 * A source is replaced only if its class is known, because others look their source up
 * and cast it. A rewritten view of the whole source is inserted before all others, so
 * that a list is never combined from two sources.
 */
final class PropertySourceReplacement {

	static final String VIEW_SUFFIX = " (cloudmeta placeholders)";

	private static final Set<String> REPLACEABLE_MAPS = Set.of(MapPropertySource.class.getName(),
			PropertiesPropertySource.class.getName(), ResourcePropertySource.class.getName(),
			DefaultPropertiesPropertySource.class.getName(),
			"org.springframework.boot.support.SpringApplicationJsonEnvironmentPostProcessor$JsonPropertySource");

	private final PlaceholderRewriter rewriter;

	PropertySourceReplacement(PlaceholderRewriter rewriter) {
		this.rewriter = rewriter;
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
			// Spring Boot's bindings resolve no placeholder in what is no String
			return (!rewritten.equals(string) || rewriter.hasPlaceholders(string)) ? rewritten : value;
		}
		return value;
	}

	void replace(MutablePropertySources sources, EnumerablePropertySource<?> source) {
		EnumerablePropertySource<?> replacement = replacement(source);
		if (replacement != null) {
			sources.replace(source.getName(), replacement);
		}
		else {
			addView(sources, source);
		}
	}

	@SuppressWarnings("ReferenceEquality") // sources are equal by their names
	void addView(MutablePropertySources sources, EnumerablePropertySource<?> source) {
		String name = source.getName() + VIEW_SUFFIX;
		RewrittenPropertySource view = new RewrittenPropertySource(name, source, this.rewriter, Map.of());
		if (!(sources.get(name) instanceof RewrittenPropertySource existing)) {
			sources.addBefore(source.getName(), view);
		}
		else if (existing.getOriginal() != source) {
			sources.replace(name, view);
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
				? new RewrittenPropertySource(source.getName(), source, this.rewriter, rewrittenTexts(source)) : null;
	}

	/**
	 * Rewrites the command line once, and not at each read.
	 */
	private Map<String, String> rewrittenTexts(EnumerablePropertySource<?> source) {
		Map<String, String> rewritten = new HashMap<>();
		for (String name : source.getPropertyNames()) {
			if (source.getProperty(name) instanceof String text) {
				rewritten.put(text, this.rewriter.rewrite(text));
			}
		}
		return rewritten;
	}

	private Map<String, Object> rewriteAll(Map<String, Object> values) {
		Map<String, Object> rewritten = new LinkedHashMap<>(values);
		for (Map.Entry<String, Object> entry : rewritten.entrySet()) {
			entry.setValue(rewriteTracked(entry.getValue()));
		}
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
