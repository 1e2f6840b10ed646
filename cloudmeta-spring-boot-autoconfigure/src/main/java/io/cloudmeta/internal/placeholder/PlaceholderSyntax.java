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

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.internal.filter.Similarity;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The syntax of placeholders: the prefixes, and where placeholders begin, end and have
 * their colons. It sees texts, no values.
 */
final class PlaceholderSyntax {

	/** The prefix of the values that all clouds have in common. */
	static final String NEUTRAL = "cloud";

	static final String START = "$<";

	static final String DOLLAR_BRACE_START = "${";

	static final String ESCAPED_START = "\\$<";

	private static final ConfigurationPropertyName CUSTOM = ConfigurationPropertyName.of("cloudmeta.custom");

	private static final Set<String> BUILT_IN = builtIn();

	private final @Nullable ConfigurableEnvironment environment;

	/** Prefixes that are not built in, so that each is looked for once. */
	private final Set<String> found = ConcurrentHashMap.newKeySet();

	/**
	 * Creates the syntax of an environment.
	 * @param environment the environment, in which users can declare clouds, or
	 * {@code null} if only the clouds count that are known everywhere
	 */
	PlaceholderSyntax(@Nullable ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	private static Set<String> builtIn() {
		Set<String> ids = new HashSet<>();
		ids.add(NEUTRAL);
		for (CloudProvider provider : CloudProvider.known()) {
			ids.add(provider.getId());
		}
		ids.remove(CloudProvider.LOCAL.getId());
		return Set.copyOf(ids);
	}

	/**
	 * Returns whether a word is a prefix in each environment.
	 */
	static boolean isBuiltInPrefix(String word) {
		return BUILT_IN.contains(word);
	}

	boolean isPrefix(String word) {
		if (isBuiltInPrefix(word) || this.found.contains(word)) {
			return true;
		}
		boolean known = furtherPrefixes().contains(word) && !CloudProvider.LOCAL.getId().equals(word);
		if (known) {
			this.found.add(word);
		}
		return known;
	}

	/**
	 * Returns the prefix that a word is probably meant to be, or {@code null}.
	 */
	@Nullable String nearestPrefix(String word) {
		Set<String> all = new LinkedHashSet<>(BUILT_IN);
		all.addAll(furtherPrefixes());
		return Similarity.nearest(word, all);
	}

	/**
	 * Returns the ids of the clouds that other libraries register and that the user
	 * declares. Of the declarations only the properties' names are read: their values may
	 * need what is not there yet.
	 */
	private Set<String> furtherPrefixes() {
		Set<String> ids = new LinkedHashSet<>();
		for (CloudProvider provider : MetadataServices.providers()) {
			ids.add(provider.getId());
		}
		if (this.environment == null) {
			return ids;
		}
		for (ConfigurationPropertySource source : ConfigurationPropertySources
			.from(this.environment.getPropertySources())) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter(CUSTOM::isAncestorOf)
					.forEach((name) -> ids.add(name.getElement(CUSTOM.getNumberOfElements(), Form.DASHED)));
			}
		}
		return ids;
	}

	/**
	 * Returns the word before a colon.
	 * @param text the text
	 * @param from where the word begins
	 * @param to where the text ends
	 * @return the word, or {@code null} if there is no word or no colon after it
	 */
	static @Nullable String word(String text, int from, int to) {
		int i = from;
		while (i < to && isWordCharacter(text.charAt(i))) {
			i++;
		}
		return (i > from && i < to && text.charAt(i) == ':') ? text.substring(from, i) : null;
	}

	private static boolean isWordCharacter(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
	}

	/**
	 * Returns where {@code $<} ends whose content begins at the given index. Angle
	 * brackets within it count in pairs ({@code $<cloud:region:<none>>}) unless there is
	 * no end then.
	 * @param text the text
	 * @param from where the content begins
	 * @param to where the text ends
	 * @return the index of the closing bracket, or {@code -1} if there is none
	 */
	int end(String text, int from, int to) {
		int end = end(text, from, to, true);
		return (end >= 0) ? end : end(text, from, to, false);
	}

	private int end(String text, int from, int to, boolean pairs) {
		int open = 0;
		int i = from;
		while (i < to) {
			char c = text.charAt(i);
			if (c == '>') {
				if (open == 0) {
					return i;
				}
				open--;
			}
			else if (c == '<' && pairs) {
				open++;
			}
			else if (c == '\\' || c == '$') {
				int unit = unit(text, i, to, pairs);
				if (unit < 0) {
					return -1;
				}
				i = unit;
				continue;
			}
			i++;
		}
		return -1;
	}

	/**
	 * Returns where the unit ends that begins at the given backslash or dollar: an
	 * escape, a placeholder within the placeholder, or the character alone.
	 */
	private int unit(String text, int i, int to, boolean pairs) {
		if (text.charAt(i) == '\\') {
			if (startsWith(text, ESCAPED_START, i, to)) {
				return i + ESCAPED_START.length();
			}
			return isEscape(text, i, to) ? i + 2 : i + 1;
		}
		if (isStart(text, i, to)) {
			int end = end(text, i + START.length(), to, pairs);
			return (end >= 0) ? end + 1 : -1;
		}
		if (startsWith(text, DOLLAR_BRACE_START, i, to)) {
			int end = braceEnd(text, i + DOLLAR_BRACE_START.length(), to);
			return (end >= 0) ? end + 1 : i + 1;
		}
		return i + 1;
	}

	/**
	 * Returns where the placeholder in braces ends whose content begins at the given
	 * index, by Spring's rule: braces count in pairs.
	 * @param text the text
	 * @param from where the content begins
	 * @param to where the text ends
	 * @return the index of the closing brace, or {@code -1} if there is none
	 */
	static int braceEnd(String text, int from, int to) {
		int open = 0;
		for (int i = from; i < to; i++) {
			char c = text.charAt(i);
			if (c == '}') {
				if (open == 0) {
					return i;
				}
				open--;
			}
			else if (c == '{') {
				open++;
			}
		}
		return -1;
	}

	/**
	 * Returns where the key ends: the first colon that is neither escaped nor inside a
	 * placeholder of the key.
	 * @param text the text
	 * @param from where the key begins
	 * @param to where the placeholder's content ends
	 * @return the index of the colon, or {@code -1} if there is no default
	 */
	int separator(String text, int from, int to) {
		int i = from;
		while (i < to) {
			char c = text.charAt(i);
			if (c == ':') {
				return i;
			}
			if (c == '\\' || c == '$') {
				int unit = unit(text, i, to, false);
				i = (unit >= 0) ? unit : i + 1;
			}
			else {
				i++;
			}
		}
		return -1;
	}

	/**
	 * Takes a whole placeholder apart.
	 * @param text the placeholder with its brackets or braces
	 * @return the parts, or {@code null} if the text does not begin with a prefix
	 */
	@Nullable Placeholder parse(String text) {
		int from = START.length();
		int to = text.length() - 1;
		String prefix = word(text, from, to);
		if (prefix == null) {
			return null;
		}
		int keyStart = from + prefix.length() + 1;
		int separator = separator(text, keyStart, to);
		return (separator < 0) ? new Placeholder(text, prefix, text.substring(keyStart, to), null)
				: new Placeholder(text, prefix, text.substring(keyStart, separator), text.substring(separator + 1, to));
	}

	/**
	 * Returns whether a placeholder of ours begins here in angle brackets.
	 */
	boolean isStart(String text, int i, int to) {
		if (!startsWith(text, START, i, to)) {
			return false;
		}
		String word = word(text, i + START.length(), to);
		return word != null && isPrefix(word);
	}

	static boolean startsWith(String text, String expected, int i, int to) {
		return i + expected.length() <= to && text.startsWith(expected, i);
	}

	/**
	 * Returns whether a backslash takes the meaning from the character after it.
	 */
	static boolean isEscape(String text, int i, int to) {
		return text.charAt(i) == '\\' && i + 1 < to && ":<>".indexOf(text.charAt(i + 1)) >= 0;
	}

	/**
	 * Returns a text without the backslashes that take a character's meaning.
	 * @param text a key or a default without placeholders in it
	 * @return what is meant
	 */
	static String unescape(String text) {
		if (text.indexOf('\\') < 0) {
			return text;
		}
		StringBuilder result = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			if (isEscape(text, i, text.length())) {
				i++;
			}
			result.append(text.charAt(i));
		}
		return result.toString();
	}

}
