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
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Rewrites placeholders to Spring's own, whose names only {@link CloudPropertySource}
 * resolves. Nothing is resolved here. What was rewritten may be rewritten again: it stays
 * as it is.
 */
final class PlaceholderRewriter {

	private final PlaceholderSyntax syntax;

	PlaceholderRewriter(PlaceholderSyntax syntax) {
		this.syntax = syntax;
	}

	PlaceholderSyntax getSyntax() {
		return this.syntax;
	}

	/**
	 * Returns whether a text may hold placeholders at all.
	 */
	static boolean isConcerned(String text) {
		return text.contains(PlaceholderSyntax.START) || text.contains(PlaceholderSyntax.DOLLAR_BRACE_START);
	}

	/**
	 * Returns a text in which the placeholders are Spring's.
	 * @param text the text
	 * @return the same instance if there is nothing to rewrite in it
	 */
	String rewrite(String text) {
		return rewrite(text, null, null);
	}

	/**
	 * Returns a text in which the placeholders are Spring's.
	 * @param text the text
	 * @param found receives each placeholder as it is written, malformed ones included
	 * @param unknownPrefix receives each text that is a placeholder but for its prefix
	 * @return the same instance if there is nothing to rewrite in it
	 */
	String rewrite(String text, @Nullable Consumer<String> found, @Nullable Consumer<Placeholder> unknownPrefix) {
		if (!isConcerned(text)) {
			return text;
		}
		String rewritten = new Pass(text, found, unknownPrefix).run();
		return rewritten.equals(text) ? text : rewritten;
	}

	/**
	 * Returns whether there is a placeholder in a text, whether or not it has to be
	 * rewritten.
	 */
	boolean hasPlaceholders(String text) {
		List<String> placeholders = new ArrayList<>();
		rewrite(text, placeholders::add, null);
		return !placeholders.isEmpty();
	}

	/**
	 * Returns whether a property exists for a text in braces.
	 */
	boolean isDollarBraceName(String prefix, String key) {
		if (PlaceholderSyntax.isBuiltInPrefix(prefix)) {
			return PlaceholderKeys.isKnown(prefix, key);
		}
		return PlaceholderKeys.isNeutral(key) && this.syntax.isPrefix(prefix);
	}

	/**
	 * What the text around a character means for it.
	 */
	private enum Place {

		/** Outside of placeholders or inside of Spring's: all stays as it is. */
		TEXT,

		/** In a key. */
		KEY,

		/** In the default of a placeholder in brackets, where braces mean nothing. */
		DEFAULT

	}

	private final class Pass {

		private final String text;

		private final @Nullable Consumer<String> found;

		private final @Nullable Consumer<Placeholder> unknownPrefix;

		private final StringBuilder result;

		Pass(String text, @Nullable Consumer<String> found, @Nullable Consumer<Placeholder> unknownPrefix) {
			this.text = text;
			this.found = found;
			this.unknownPrefix = unknownPrefix;
			this.result = new StringBuilder(text.length() + 16);
		}

		String run() {
			append(0, this.text.length(), Place.TEXT);
			return this.result.toString();
		}

		private void found(String placeholder) {
			if (this.found != null) {
				this.found.accept(placeholder);
			}
		}

		private void append(int from, int to, Place place) {
			int i = from;
			while (i < to) {
				char c = this.text.charAt(i);
				if (c == '\\') {
					i = appendBackslash(i, to, place);
				}
				else if (starts(PlaceholderSyntax.START, i, to)) {
					i = appendStart(i, to);
				}
				else if (starts(PlaceholderSyntax.DOLLAR_BRACE_START, i, to)) {
					i = appendDollarBrace(i, from, to);
				}
				else {
					appendCharacter(c, place);
					i++;
				}
			}
		}

		private boolean starts(String expected, int i, int to) {
			return PlaceholderSyntax.startsWith(this.text, expected, i, to);
		}

		private int appendBackslash(int i, int to, Place place) {
			if (starts(PlaceholderSyntax.ESCAPED_START, i, to)) {
				appendSpring(PlaceholderName.LITERAL_START);
				return i + PlaceholderSyntax.ESCAPED_START.length();
			}
			if (place == Place.TEXT || !PlaceholderSyntax.isEscape(this.text, i, to)) {
				this.result.append('\\');
				return i + 1;
			}
			char escaped = this.text.charAt(i + 1);
			this.result.append((escaped == ':' && place == Place.KEY) ? PlaceholderName.COLON : escaped);
			return i + 2;
		}

		private void appendCharacter(char c, Place place) {
			if (place == Place.TEXT || (c != '{' && c != '}')) {
				this.result.append(c);
				return;
			}
			appendSpring((c == '{') ? PlaceholderName.LITERAL_OPEN : PlaceholderName.LITERAL_CLOSE);
		}

		private void appendSpring(String name) {
			this.result.append(PlaceholderSyntax.DOLLAR_BRACE_START).append(name).append('}');
		}

		private int appendStart(int i, int to) {
			int content = i + PlaceholderSyntax.START.length();
			String prefix = PlaceholderSyntax.word(this.text, content, to);
			if (prefix == null || !PlaceholderRewriter.this.syntax.isPrefix(prefix)) {
				if (prefix != null) {
					reportUnknownPrefix(i, to);
				}
				this.result.append(PlaceholderSyntax.START);
				return content;
			}
			int end = PlaceholderRewriter.this.syntax.end(this.text, content, to);
			String whole = this.text.substring(i, (end >= 0) ? end + 1 : to);
			found(whole);
			Placeholder placeholder = (end >= 0) ? PlaceholderRewriter.this.syntax.parse(whole) : null;
			if (placeholder == null || placeholder.key().isBlank()) {
				appendSpring(PlaceholderName.malformed(whole));
			}
			else if (PlaceholderName.isPlain(whole.substring(1))) {
				appendSpring(PlaceholderName.simple(whole));
			}
			else {
				appendNested(placeholder, content, end, Place.DEFAULT);
			}
			return i + whole.length();
		}

		private void reportUnknownPrefix(int i, int to) {
			if (this.unknownPrefix == null) {
				return;
			}
			int content = i + PlaceholderSyntax.START.length();
			int end = PlaceholderRewriter.this.syntax.end(this.text, content, to);
			Placeholder placeholder = (end >= 0)
					? PlaceholderRewriter.this.syntax.parse(this.text.substring(i, end + 1)) : null;
			if (placeholder != null && PlaceholderKeys.isNeutral(placeholder.key())) {
				this.unknownPrefix.accept(placeholder);
			}
		}

		private void appendNested(Placeholder placeholder, int content, int end, Place defaultPlace) {
			int key = content + placeholder.prefix().length() + 1;
			int separator = key + placeholder.key().length();
			this.result.append(PlaceholderSyntax.DOLLAR_BRACE_START).append(PlaceholderName.nested(placeholder.text()));
			append(key, separator, Place.KEY);
			if (!placeholder.isRequired()) {
				this.result.append(':');
				append(separator + 1, end, defaultPlace);
			}
			this.result.append('}');
		}

		private int appendDollarBrace(int i, int from, int to) {
			int content = i + PlaceholderSyntax.DOLLAR_BRACE_START.length();
			int end = PlaceholderSyntax.braceEnd(this.text, content, to);
			if (end < 0) {
				this.result.append('$');
				return i + 1;
			}
			boolean escaped = i > from && this.text.charAt(i - 1) == '\\';
			Placeholder ours = escaped ? null : dollarBrace(i, end);
			if (ours != null) {
				found(ours.text());
			}
			String inner = this.text.substring(content, end);
			if (PlaceholderName.isSimple(inner) && PlaceholderName.isPlain(inner)) {
				reportRewritten(inner);
				this.result.append(this.text, i, end + 1);
			}
			else if (ours != null && !(PlaceholderName.isPlain(inner))) {
				appendNested(ours, content, end, Place.TEXT);
			}
			else {
				appendForeign(inner, content, end);
			}
			return end + 1;
		}

		private void appendForeign(String inner, int content, int end) {
			if (!inner.isEmpty() && (PlaceholderName.isNested(inner) || PlaceholderName.isMalformed(inner))) {
				found(PlaceholderName.original(inner));
			}
			this.result.append(PlaceholderSyntax.DOLLAR_BRACE_START);
			append(content, end, Place.TEXT);
			this.result.append('}');
		}

		private void reportRewritten(String name) {
			Placeholder placeholder = PlaceholderRewriter.this.syntax.parse(PlaceholderName.original(name));
			if (placeholder != null && PlaceholderRewriter.this.syntax.isPrefix(placeholder.prefix())) {
				found(placeholder.text());
			}
		}

		private @Nullable Placeholder dollarBrace(int i, int end) {
			Placeholder placeholder = PlaceholderRewriter.this.syntax.parse(this.text.substring(i, end + 1));
			if (placeholder == null || placeholder.key().isBlank()) {
				return null;
			}
			int nested = placeholder.key().indexOf('$');
			boolean known = (nested < 0)
					? isDollarBraceName(placeholder.prefix(), PlaceholderSyntax.unescape(placeholder.key()))
					: PlaceholderSyntax.isBuiltInPrefix(placeholder.prefix()) && PlaceholderKeys
						.isNeutralOrPath(placeholder.prefix(), placeholder.key().substring(0, nested));
			return known ? placeholder : null;
		}

	}

}
