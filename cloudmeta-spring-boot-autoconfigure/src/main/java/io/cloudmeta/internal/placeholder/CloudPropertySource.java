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

import io.cloudmeta.internal.detection.DetectedCloudInstance;
import io.cloudmeta.internal.placeholder.PlaceholderSettings.Unresolved;
import org.jspecify.annotations.Nullable;

import org.springframework.core.SpringProperties;
import org.springframework.core.env.PropertySource.StubPropertySource;

/**
 * Resolves the names that placeholders are rewritten to, and those in braces that Spring
 * looks up by itself.
 * <p>
 * None of these is a name that a property can have. As a stub it is left out where Spring
 * Boot looks for such names, so that it makes no binding and no reading slower.
 */
final class CloudPropertySource extends StubPropertySource {

	static final String NAME = "cloudmeta";

	private static final String AOT_PROCESSING = "spring.aot.processing";

	private static final String DOLLAR = "${" + PlaceholderName.LITERAL_DOLLAR + "}";

	private static final String BACKSLASH = "${" + PlaceholderName.LITERAL_BACKSLASH + "}";

	private final DetectedCloudInstance instance;

	private final CloudPlaceholders placeholders;

	private final PlaceholderRewriter rewriter;

	private final PlaceholderOccurrences occurrences;

	CloudPropertySource(DetectedCloudInstance instance, CloudPlaceholders placeholders, PlaceholderRewriter rewriter,
			PlaceholderOccurrences occurrences) {
		super(NAME);
		this.instance = instance;
		this.placeholders = placeholders;
		this.rewriter = rewriter;
		this.occurrences = occurrences;
	}

	CloudPlaceholders getPlaceholders() {
		return this.placeholders;
	}

	private PlaceholderFailures failures() {
		return new PlaceholderFailures(this.occurrences);
	}

	@Override
	public boolean containsProperty(String name) {
		return mayBeOurs(name) && (isLiteral(name) || PlaceholderName.isMalformed(name) || placeholder(name) != null);
	}

	@Override
	public @Nullable String getProperty(String name) {
		if (!mayBeOurs(name)) {
			return null;
		}
		if (isLiteral(name)) {
			return literal(name);
		}
		if (PlaceholderName.isMalformed(name)) {
			return malformed(PlaceholderName.original(name));
		}
		Placeholder placeholder = placeholder(name);
		if (placeholder == null) {
			warnOfBraces(name);
			return null;
		}
		return guarded(placeholder, name);
	}

	/**
	 * Logs a warning for a text in braces that Spring treats as a property with a
	 * default, if that is probably a mistyped key.
	 */
	private void warnOfBraces(String name) {
		String prefix = PlaceholderSyntax.word(name, 0, name.length());
		if (prefix == null || !PlaceholderSyntax.isBuiltInPrefix(prefix) || !PlaceholderName.isPlain(name)) {
			return;
		}
		Placeholder placeholder = inAnyBraces(name);
		if (placeholder != null) {
			this.placeholders.warnOfBraces(placeholder, failures());
		}
	}

	/**
	 * Returns at once for names of other properties: each property that exists nowhere is
	 * looked up here too.
	 */
	private static boolean mayBeOurs(String name) {
		return !name.isEmpty() && (name.charAt(0) == '<' || PlaceholderName.isEncoded(name) || name.indexOf(':') > 0);
	}

	static boolean isAotProcessing() {
		return SpringProperties.getFlag(AOT_PROCESSING);
	}

	private static boolean isLiteral(String name) {
		return name.equals(PlaceholderName.LITERAL_START) || name.equals(PlaceholderName.LITERAL_DOLLAR)
				|| name.equals(PlaceholderName.LITERAL_BACKSLASH) || name.equals(PlaceholderName.LITERAL_OPEN)
				|| name.equals(PlaceholderName.LITERAL_CLOSE);
	}

	private String literal(String name) {
		return switch (name) {
			case PlaceholderName.LITERAL_DOLLAR -> "$";
			case PlaceholderName.LITERAL_BACKSLASH -> "\\";
			case PlaceholderName.LITERAL_OPEN -> "{";
			case PlaceholderName.LITERAL_CLOSE -> "}";
			default -> this.placeholders.isOff() ? PlaceholderSyntax.ESCAPED_START : PlaceholderSyntax.START;
		};
	}

	private @Nullable Placeholder placeholder(String name) {
		if (PlaceholderName.isNested(name)) {
			return this.rewriter.getSyntax().parse(PlaceholderName.original(name));
		}
		if (name.charAt(0) == '<') {
			return PlaceholderName.isSimple(name) ? inBrackets(name) : null;
		}
		return (name.indexOf(':') > 0) ? inBraces(name) : null;
	}

	private @Nullable Placeholder inBrackets(String name) {
		String original = PlaceholderName.original(name);
		return this.rewriter.getSyntax().isStart(original, 0, original.length())
				? this.rewriter.getSyntax().parse(original) : null;
	}

	private @Nullable Placeholder inBraces(String name) {
		Placeholder placeholder = inAnyBraces(name);
		return (placeholder != null
				&& this.rewriter.isDollarBraceName(placeholder.prefix(), PlaceholderSyntax.unescape(placeholder.key())))
						? placeholder : null;
	}

	private @Nullable Placeholder inAnyBraces(String name) {
		return this.rewriter.getSyntax().parse(PlaceholderSyntax.DOLLAR_BRACE_START + name + "}");
	}

	private @Nullable String malformed(String text) {
		if (isAotProcessing()) {
			return escape(text);
		}
		try {
			if (this.placeholders.isOff()) {
				return text;
			}
			throw failures().malformed(text);
		}
		catch (RuntimeException ex) {
			return listedOrThrow(text, ex);
		}
	}

	private @Nullable String guarded(Placeholder placeholder, String name) {
		if (isAotProcessing()) {
			return withoutValue(placeholder, name, Unresolved.LEAVE);
		}
		if (this.placeholders.isReadingSettings()) {
			throw failures().inOwnSettings(placeholder.text());
		}
		try {
			return answer(placeholder, name, this.placeholders.getSettings());
		}
		catch (RuntimeException ex) {
			return listedOrThrow(placeholder.text(), ex);
		}
	}

	private String listedOrThrow(String text, RuntimeException ex) {
		if (ActuatorListing.current() == ActuatorListing.ENVIRONMENT) {
			return escape(text);
		}
		throw ex;
	}

	private @Nullable String answer(Placeholder placeholder, String name, PlaceholderSettings settings) {
		if (!settings.enabled() || (placeholder.isDollarBrace() && !settings.dollarBrace())) {
			return asSpringReadsIt(placeholder, name);
		}
		String key = key(placeholder, name);
		if (!settings.cloud()) {
			check(placeholder, key);
			if (!placeholder.isRequired()) {
				warnOfUnknownKey(placeholder, key);
				return withoutValue(placeholder, name, Unresolved.LEAVE);
			}
		}
		if (!this.instance.isDetected()) {
			switch (ActuatorListing.current()) {
				case ENVIRONMENT -> {
					return escape(placeholder.text());
				}
				case CONFIGURATION_PROPERTIES -> throw failures().notDetectedYet(placeholder.text());
				default -> {
				}
			}
		}
		String value = value(placeholder, key);
		String refused = (value != null) ? settings.characters().firstRefused(value) : null;
		if (value != null && refused == null) {
			return value;
		}
		if (placeholder.isRequired() && settings.unresolved() == Unresolved.FAIL) {
			throw failure(placeholder, key, refused);
		}
		if (refused != null) {
			this.placeholders.warnOnce(placeholder.text(), () -> failures().refusal(placeholder, key, refused));
		}
		else {
			warnOfUnknownKey(placeholder, key);
		}
		return withoutValue(placeholder, name, settings.unresolved());
	}

	private void warnOfUnknownKey(Placeholder placeholder, String key) {
		if (this.placeholders.isNewUnknownKey(placeholder.prefix(), key)) {
			this.placeholders.warnOnce(placeholder.prefix() + ":" + key, () -> failures().misspelt(placeholder, key));
		}
	}

	private UnresolvedCloudPlaceholderException failure(Placeholder placeholder, String key, @Nullable String refused) {
		if (refused != null) {
			return failures().refused(placeholder, key, refused, this.instance);
		}
		return PlaceholderKeys.isKnown(placeholder.prefix(), key)
				? failures().withoutValue(placeholder, key, this.instance)
				: failures().unknownKey(placeholder, key, this.instance);
	}

	private void check(Placeholder placeholder, String key) {
		try {
			PlaceholderKeys.check(placeholder.prefix(), key);
		}
		catch (IllegalArgumentException ex) {
			throw failures().forbidden(placeholder, key, ex);
		}
	}

	private @Nullable String value(Placeholder placeholder, String key) {
		try {
			return PlaceholderKeys.value(this.instance, placeholder.prefix(), key);
		}
		catch (IllegalArgumentException ex) {
			throw failures().forbidden(placeholder, key, ex);
		}
	}

	private static String key(Placeholder placeholder, String name) {
		return PlaceholderName.isNested(name) ? PlaceholderName.nestedKey(name)
				: PlaceholderSyntax.unescape(placeholder.key());
	}

	/**
	 * Returns what takes the place of a value. The default of a nested placeholder is
	 * Spring's business.
	 */
	private static @Nullable String withoutValue(Placeholder placeholder, String name, Unresolved unresolved) {
		String defaultText = placeholder.defaultText();
		if (defaultText != null) {
			return PlaceholderName.isNested(name) ? null : defaultText(placeholder, defaultText);
		}
		return (unresolved == Unresolved.EMPTY) ? "" : escape(placeholder.text());
	}

	private static String defaultText(Placeholder placeholder, String defaultText) {
		return placeholder.isDollarBrace() ? defaultText : PlaceholderSyntax.unescape(defaultText);
	}

	/**
	 * Returns the text as if this library were not there.
	 */
	private static @Nullable String asSpringReadsIt(Placeholder placeholder, String name) {
		return (placeholder.isDollarBrace() && !PlaceholderName.isNested(name)) ? null : placeholder.text();
	}

	/**
	 * Takes its meaning for Spring from a text, whatever Spring's escape character is.
	 */
	private static String escape(String text) {
		if (!text.contains(PlaceholderSyntax.DOLLAR_BRACE_START)) {
			return text;
		}
		StringBuilder result = new StringBuilder(text.length() + 16);
		for (int i = 0; i < text.length(); i++) {
			switch (text.charAt(i)) {
				case '$' -> result.append(DOLLAR);
				case '\\' -> result.append(BACKSLASH);
				default -> result.append(text.charAt(i));
			}
		}
		return result.toString();
	}

}
