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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The values of the cloud that were handed out and that could mean something inside an
 * expression. Long ones are remembered for the whole application; short ones, which stand
 * in many texts by chance, only for the text that the thread is resolving.
 */
final class HandedOutValues {

	/** Shorter values than this cannot hold an expression of their own. */
	private static final int SHORTEST = 4;

	private static final int MOST = 4096;

	private static final String HARMLESS = " ._-/:,+=@~%?";

	private volatile Set<String> values = Set.of();

	private volatile boolean anyShort;

	@SuppressWarnings("ThreadLocalUsage") // each environment has its own
	private final ThreadLocal<@Nullable Set<String>> shortValues = new ThreadLocal<>();

	void add(String value) {
		// Spring may trim what it resolved
		String text = value.strip();
		if (isHarmless(text)) {
			return;
		}
		if (text.length() >= SHORTEST) {
			remember(text);
			return;
		}
		this.anyShort = true;
		Set<String> values = this.shortValues.get();
		if (values == null) {
			values = new LinkedHashSet<>();
			this.shortValues.set(values);
		}
		values.add(text);
	}

	private synchronized void remember(String text) {
		if (this.values.contains(text)) {
			return;
		}
		Set<String> more = new LinkedHashSet<>(this.values);
		if (more.size() >= MOST) {
			more.remove(more.iterator().next());
		}
		more.add(text);
		this.values = more;
	}

	/**
	 * Forgets the short values: the thread begins to resolve another text.
	 */
	void beginText() {
		if (this.anyShort) {
			this.shortValues.remove();
		}
	}

	boolean isEmpty() {
		return this.values.isEmpty() && !this.anyShort;
	}

	/**
	 * Returns the values that stand in a text.
	 */
	List<String> within(String text) {
		List<String> result = new ArrayList<>();
		this.values.stream().filter(text::contains).forEach(result::add);
		Set<String> shortValues = this.anyShort ? this.shortValues.get() : null;
		if (shortValues != null) {
			shortValues.stream().filter(text::contains).forEach(result::add);
		}
		return result;
	}

	private static boolean isHarmless(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (!Character.isLetterOrDigit(c) && HARMLESS.indexOf(c) < 0) {
				return false;
			}
		}
		return true;
	}

}
