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

package io.cloudmeta.spi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The text of a response as values. What a value may contain is the business of
 * {@link ValueForm}; here it is only found.
 *
 * @since 0.1.0
 */
public final class MetadataText {

	private static final int MAX_LINES = 1000;

	private static final int MAX_MATCHED = 8192;

	private MetadataText() {
	}

	/**
	 * Returns a response as a single value.
	 * @param text the response
	 * @return the value without spaces and line breaks around it, or {@code null} if it
	 * is missing, blank or a page of HTML
	 */
	public static @Nullable String value(@Nullable String text) {
		String value = (text != null) ? strip(text) : "";
		return (value.isBlank() || value.startsWith("<")) ? null : value;
	}

	/**
	 * Returns a text without the spaces, tabs and line breaks around it. Other control
	 * characters stay, so that they are noticed.
	 * @param text the text
	 * @return the text without them
	 */
	public static String strip(String text) {
		int start = 0;
		int end = text.length();
		while (start < end && " \t\r\n".indexOf(text.charAt(start)) >= 0) {
			start++;
		}
		while (end > start && " \t\r\n".indexOf(text.charAt(end - 1)) >= 0) {
			end--;
		}
		return text.substring(start, end);
	}

	/**
	 * Returns those of some texts that are single values.
	 * @param texts the texts
	 * @return the values, 1000 at most
	 */
	public static List<String> values(Collection<? extends @Nullable String> texts) {
		List<String> values = new ArrayList<>();
		int count = 0;
		for (String text : texts) {
			String value = (count++ < MAX_LINES) ? value(text) : null;
			if (value != null) {
				values.add(value);
			}
		}
		return Collections.unmodifiableList(values);
	}

	/**
	 * Returns a text in one line, with a space in place of each character that begins
	 * another line, steers a terminal or is not seen.
	 * @param text the text
	 * @return the text to be shown
	 */
	public static String plain(String text) {
		StringBuilder plain = new StringBuilder(text.length());
		text.codePoints()
			.forEach((character) -> plain.appendCodePoint(ValueForm.isInvisible(character) ? ' ' : character));
		return plain.toString();
	}

	/**
	 * Returns whether a text matches a pattern. A text that is longer than any value
	 * matches none.
	 * @param pattern the pattern of the whole text
	 * @param text the text
	 * @return whether it matches
	 */
	public static boolean matches(Pattern pattern, @Nullable String text) {
		return text != null && text.length() <= MAX_MATCHED && pattern.matcher(text).matches();
	}

	/**
	 * Returns the lines of a response.
	 * @param text the response
	 * @return the lines that are values, 1000 at most
	 */
	public static List<String> lines(@Nullable String text) {
		return (value(text) != null) ? values(String.valueOf(text).lines().limit(MAX_LINES).toList()) : List.of();
	}

	/**
	 * Returns a response that may have several lines.
	 * @param text the response
	 * @return the lines that are values, or {@code null} if there are none
	 */
	public static @Nullable String block(@Nullable String text) {
		List<String> lines = lines(text);
		return lines.isEmpty() ? null : String.join("\n", lines);
	}

	/**
	 * Returns why a text of several lines cannot be a value.
	 * @param block the lines
	 * @return the reason, or {@code null} if each line is of the form of a text and the
	 * whole is no document that holds a secret or cannot be read to its end
	 */
	public static @Nullable String violation(String block) {
		String text = withoutSpaces(block);
		if (text.startsWith("{") || text.startsWith("[")) {
			MetadataDocument document = text.startsWith("{") ? MetadataDocument.parse(text)
					: MetadataDocument.parseList(text, Set.of());
			// what cannot be read to its end cannot be filtered
			if (document == null || !document.isComplete()) {
				return "the document may hold a secret";
			}
		}
		return block.lines()
			.map(ValueForm.TEXT::violation)
			.filter((violation) -> violation != null)
			.findFirst()
			.orElse(null);
	}

	/** Without the spaces of any kind before it. */
	private static String withoutSpaces(String text) {
		int start = 0;
		while (start < text.length()
				&& (Character.isSpaceChar(text.charAt(start)) || Character.isWhitespace(text.charAt(start)))) {
			start++;
		}
		return text.substring(start);
	}

	/**
	 * Returns the last segment of a path. A text with characters that no path has is
	 * returned as a whole, so that the form of its field refuses it: what is cut off
	 * would not be checked.
	 * @param path the path, such as {@code projects/1/zones/europe-west4-b}
	 * @return what follows the last slash, the whole text if it is no path, or
	 * {@code null} if that is nothing or a page of HTML
	 */
	public static @Nullable String lastSegment(@Nullable String path) {
		String whole = value(path);
		if (whole == null || ValueForm.DESIGNATION.violation(whole) != null) {
			return whole;
		}
		return value(whole.substring(whole.lastIndexOf('/') + 1));
	}

}
