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

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The characters that a value may contain to be returned by a placeholder: letters,
 * combining marks, decimal digits, the space, <code>. _ - / : , + @ ~</code> and those
 * that the user adds. They are harmless to any code that resolves, evaluates, formats or
 * converts the text later, so that a value needs no protection after it has left the
 * environment.
 *
 * @param additional the characters that the user adds
 */
record PlaceholderCharacters(String additional) {

	/** The property that adds characters. */
	static final String ADDITIONAL = "cloudmeta.placeholders.allowed-characters";

	private static final String ALWAYS = " ._-/:,+@~";

	private static final String ADDABLE = "=?%&!;*|";

	private static final String PARENT = "..";

	/** The Unicode categories L, M and Nd. */
	private static final int CATEGORIES = 1 << Character.UPPERCASE_LETTER | 1 << Character.LOWERCASE_LETTER
			| 1 << Character.TITLECASE_LETTER | 1 << Character.MODIFIER_LETTER | 1 << Character.OTHER_LETTER
			| 1 << Character.NON_SPACING_MARK | 1 << Character.COMBINING_SPACING_MARK | 1 << Character.ENCLOSING_MARK
			| 1 << Character.DECIMAL_DIGIT_NUMBER;

	/**
	 * Returns the characters that are always allowed and those that the user adds.
	 * @param additional the property's value, empty if the user adds none
	 * @return the characters
	 * @throws InvalidConfigurationPropertyValueException if it contains a character that
	 * cannot be added
	 */
	static PlaceholderCharacters with(String additional) {
		String text = additional.trim();
		for (int i = 0; i < text.length(); i++) {
			if (ADDABLE.indexOf(text.charAt(i)) < 0) {
				throw new InvalidConfigurationPropertyValueException(ADDITIONAL, additional,
						"Only the characters = ? % & ! ; * | can be added. Write them without separators, such as =?&");
			}
		}
		return new PlaceholderCharacters(text);
	}

	/**
	 * Returns the part of a value that keeps a placeholder from returning it.
	 * @param value the value
	 * @return the first character that is not allowed, or the path segment {@code ..};
	 * {@code null} if the value can be returned
	 */
	@Nullable String firstRefused(String value) {
		int i = 0;
		while (i < value.length()) {
			int character = value.codePointAt(i);
			if (!isAllowed(character)) {
				return Character.toString(character);
			}
			i += Character.charCount(character);
		}
		return ("/" + value + "/").contains("/" + PARENT + "/") ? PARENT : null;
	}

	private boolean isAllowed(int character) {
		return (CATEGORIES >>> Character.getType(character) & 1) != 0 || ALWAYS.indexOf(character) >= 0
				|| this.additional.indexOf(character) >= 0;
	}

	/**
	 * Describes a refused part of a value without repeating what may be invisible or
	 * change the text around it.
	 * @param refused the part
	 * @return the description, such as {@code '$' (U+0024)}
	 */
	static String describe(String refused) {
		if (refused.equals(PARENT)) {
			return "the path segment '..'";
		}
		int character = refused.codePointAt(0);
		String code = "U+%04X".formatted(character);
		return (character > ' ' && character < 0x7f) ? "'%c' (%s)".formatted(character, code) : code;
	}

	/**
	 * Returns whether the user can add a character.
	 * @param refused a refused part of a value
	 * @return whether the property may contain it
	 */
	static boolean isAddable(String refused) {
		return ADDABLE.contains(refused);
	}

}
