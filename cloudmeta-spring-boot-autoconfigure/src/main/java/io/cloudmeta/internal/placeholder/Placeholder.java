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
 * A placeholder as it was written.
 *
 * @param text the whole text, from the dollar sign to the closing bracket or brace
 * @param prefix the text before the colon
 * @param key the key, as written
 * @param defaultText the default, as written, or {@code null} if a value is required
 */
record Placeholder(String text, String prefix, String key, @Nullable String defaultText) {

	boolean isDollarBrace() {
		return this.text.startsWith("${");
	}

	boolean isRequired() {
		return this.defaultText == null;
	}

	/**
	 * Returns the same placeholder with another default, in its own form.
	 * @param defaultText the default
	 * @return the text of the placeholder
	 */
	String textWithDefault(String defaultText) {
		return text(this.key + ":" + defaultText);
	}

	/**
	 * Returns the same placeholder with another key and no default, in its own form.
	 * @param key the key
	 * @return the text of the placeholder
	 */
	String textWithKey(String key) {
		return text(key);
	}

	private String text(String keyAndDefault) {
		String content = this.prefix + ":" + keyAndDefault;
		return isDollarBrace() ? "${" + content + "}" : "$<" + content + ">";
	}

}
