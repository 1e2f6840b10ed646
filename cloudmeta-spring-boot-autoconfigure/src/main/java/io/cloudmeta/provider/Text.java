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

package io.cloudmeta.provider;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is taken for a value of an answer, and what is not. Whoever may set a tag or stand
 * in a metadata service's place writes these texts, and people read them in a log or on a
 * page: nothing in them may begin a line of its own, steer a terminal, or let a text look
 * like another one.
 *
 * @since 0.1.0
 */
public final class Text {

	private static final int MAX_LENGTH = 4096;

	private static final int MAX_LINES = 1000;

	private static final int MAX_TAGS = 1000;

	private Text() {
	}

	/**
	 * Returns an answer as a single value.
	 * @param text the answer
	 * @return the value without white space around it, or {@code null} if it is missing,
	 * blank, several lines, a page of HTML, too long to be a value, or holds control
	 * characters, separators of lines, characters that turn the direction of writing, or
	 * halves of characters
	 */
	public static @Nullable String value(@Nullable String text) {
		String value = (text != null) ? text.trim() : "";
		return (value.isEmpty() || value.length() > MAX_LENGTH || value.startsWith("<") || !isPlain(value)) ? null
				: value;
	}

	/**
	 * Returns those of some answers that are single values.
	 * @param texts the answers
	 * @return the values
	 */
	static List<String> values(Collection<? extends @Nullable String> texts) {
		return texts.stream()
			.limit(MAX_LINES)
			.map(Text::value)
			.filter((value) -> value != null)
			.map(String::valueOf)
			.toList();
	}

	/**
	 * Returns tags without what is no text in them. A tag may be empty and may look like
	 * anything, a page of HTML included: it is data. One whose name has to be mended does
	 * not take the place of one that has that name.
	 * @param tags the tags
	 * @return an unmodifiable map in the same order, of 1000 tags at most
	 */
	static Map<String, String> tags(Map<String, String> tags) {
		Map<String, String> cleaned = new LinkedHashMap<>();
		tags.entrySet().stream().limit(MAX_TAGS).forEach((tag) -> {
			if (tag.getKey().length() > MAX_LENGTH || tag.getValue().length() > MAX_LENGTH) {
				return;
			}
			String name = plain(tag.getKey());
			if (name.equals(tag.getKey())) {
				cleaned.put(name, plain(tag.getValue()));
			}
			else {
				cleaned.putIfAbsent(name, plain(tag.getValue()));
			}
		});
		return Collections.unmodifiableMap(cleaned);
	}

	/**
	 * Returns a text in one line: white space in place of what would begin another one or
	 * steer a terminal, and without what turns the direction of writing.
	 * @param text the text
	 * @return the text without white space around it
	 */
	static String plain(String text) {
		if (isPlain(text)) {
			return text.trim();
		}
		StringBuilder plain = new StringBuilder(text.length());
		text.codePoints().forEach((character) -> {
			if (isBreak(character)) {
				plain.append(' ');
			}
			else if (!isMisleading(character)) {
				plain.appendCodePoint(character);
			}
		});
		return plain.toString().trim();
	}

	static boolean isPlain(String text) {
		int i = 0;
		while (i < text.length()) {
			int character = text.codePointAt(i);
			if (isBreak(character) || isMisleading(character)) {
				return false;
			}
			i += Character.charCount(character);
		}
		return true;
	}

	private static boolean isBreak(int character) {
		return Character.isISOControl(character) || character == 0x2028 || character == 0x2029;
	}

	/**
	 * Unicode's embeddings, overrides and isolates of direction, and a surrogate that is
	 * alone, which no encoding can write.
	 */
	private static boolean isMisleading(int character) {
		return (character >= 0x202a && character <= 0x202e) || (character >= 0x2066 && character <= 0x2069)
				|| (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
	}

	/**
	 * Returns the lines of an answer.
	 * @param text the answer
	 * @return the lines that are values, 1000 at most
	 */
	static List<String> lines(@Nullable String text) {
		if (text == null || text.trim().startsWith("<")) {
			return List.of();
		}
		return values(text.lines().limit(MAX_LINES).toList());
	}

	/**
	 * Returns an answer that may have several lines.
	 * @param text the answer
	 * @return the lines that are values, or {@code null} if there are none
	 */
	public static @Nullable String block(@Nullable String text) {
		List<String> lines = lines(text);
		return lines.isEmpty() ? null : String.join("\n", lines);
	}

	/**
	 * Returns the last segment of a path.
	 * @param path the path, such as {@code projects/1/zones/europe-west4-b}
	 * @return what follows the last slash, or {@code null} if that is nothing
	 */
	static @Nullable String lastSegment(@Nullable String path) {
		return (path != null) ? value(path.substring(path.lastIndexOf('/') + 1)) : null;
	}

}
