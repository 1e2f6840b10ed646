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

import org.jspecify.annotations.Nullable;

/**
 * The property names that placeholders are rewritten to. None of them is a name that
 * configuration can have, so that only cloudmeta's own property source resolves them.
 * <p>
 * A simple placeholder stays readable: {@code $<cloud:region:none>} is rewritten to
 * {@code ${<cloud:region:none>}}, which Spring looks up as a whole. If there are further
 * placeholders in it, Spring has to see its key and its default: the name begins with the
 * text as it was written, in which the characters with a meaning for Spring are replaced
 * by noncharacters of Unicode.
 */
final class PlaceholderName {

	/**
	 * Replaces {@code $<}, so that no later pass treats it as a placeholder. Not the
	 * bracket alone, which Spring Boot treats as the name of a property.
	 */
	static final String LITERAL_START = "<start";

	static final String LITERAL_DOLLAR = "<dollar";

	static final String LITERAL_BACKSLASH = "<backslash";

	static final String LITERAL_OPEN = "<open";

	static final String LITERAL_CLOSE = "<close";

	/** A colon in a key that does not separate it from its default. */
	static final char COLON = '\uFDDF';

	private static final char NESTED = '\uFDE0';

	private static final char NESTED_KEY = '\uFDE1';

	private static final char MALFORMED = '\uFDE2';

	private static final String SPECIAL = "${}:\\";

	private static final char FIRST_SUBSTITUTE = '\uFDD0';

	private PlaceholderName() {
	}

	static String simple(String placeholder) {
		return placeholder.substring(1);
	}

	static boolean isSimple(String name) {
		return name.length() > 2 && name.charAt(0) == '<' && name.charAt(name.length() - 1) == '>';
	}

	/**
	 * Returns whether Spring passes a text to a property source unchanged.
	 */
	static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '$' || c == '{' || c == '}') {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns the beginning of a name that the key follows.
	 */
	static String nested(String placeholder) {
		return NESTED + encode(placeholder) + NESTED_KEY;
	}

	static boolean isNested(String name) {
		return name.charAt(0) == NESTED && name.indexOf(NESTED_KEY) > 0;
	}

	static String nestedKey(String name) {
		return name.substring(name.indexOf(NESTED_KEY) + 1).replace(COLON, ':');
	}

	static boolean isEncoded(String name) {
		return name.charAt(0) == NESTED || name.charAt(0) == MALFORMED;
	}

	static String malformed(String placeholder) {
		return MALFORMED + encode(placeholder);
	}

	static boolean isMalformed(String name) {
		return name.charAt(0) == MALFORMED;
	}

	/**
	 * Returns the placeholder that a name was made from.
	 * @param name a name that {@link #isSimple}, {@link #isNested} or
	 * {@link #isMalformed}
	 * @return the placeholder as written
	 */
	static String original(String name) {
		if (isSimple(name)) {
			return "$" + name;
		}
		int end = isNested(name) ? name.indexOf(NESTED_KEY) : name.length();
		return decode(name.substring(1, end));
	}

	/**
	 * Returns a text in which placeholders are as they were written.
	 * @param text a text that may have been rewritten
	 * @return the text before that
	 */
	static String restore(String text) {
		StringBuilder result = new StringBuilder(text.length());
		int i = 0;
		while (i < text.length()) {
			int end = text.startsWith("${", i) ? PlaceholderSyntax.braceEnd(text, i + 2, text.length()) : -1;
			String restored = (end > i + 2) ? restoredName(text.substring(i + 2, end)) : null;
			result.append((restored != null) ? restored : text.charAt(i));
			i = (restored != null) ? end + 1 : i + 1;
		}
		return result.toString();
	}

	private static @Nullable String restoredName(String name) {
		if (name.equals(LITERAL_START)) {
			return PlaceholderSyntax.ESCAPED_START;
		}
		return (isSimple(name) || isNested(name) || isMalformed(name)) ? original(name) : null;
	}

	private static String encode(String text) {
		StringBuilder result = new StringBuilder(text);
		for (int i = 0; i < result.length(); i++) {
			int special = SPECIAL.indexOf(result.charAt(i));
			if (special >= 0) {
				result.setCharAt(i, (char) (FIRST_SUBSTITUTE + special));
			}
		}
		return result.toString();
	}

	private static String decode(String text) {
		StringBuilder result = new StringBuilder(text);
		for (int i = 0; i < result.length(); i++) {
			int special = result.charAt(i) - FIRST_SUBSTITUTE;
			if (special >= 0 && special < SPECIAL.length()) {
				result.setCharAt(i, SPECIAL.charAt(special));
			}
		}
		return result.toString();
	}

}
