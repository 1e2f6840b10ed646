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

package io.cloudmeta.internal.cloud;

import java.util.LinkedHashMap;
import java.util.Map;

import io.cloudmeta.internal.filter.SecretNames;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * Where tags are: by their names in a document, and by the paths that lead to them.
 */
final class Tags {

	private Tags() {
	}

	/**
	 * Reads tags that have names only: a list of texts.
	 * @param document the document
	 * @param path where the list stands
	 * @return the names, each with an empty value
	 */
	static Map<String, String> ofNames(MetadataDocument document, String path) {
		Map<String, String> tags = new LinkedHashMap<>();
		for (String element : document.elements(path)) {
			String tag = MetadataText.value(document.get(element));
			if (tag != null) {
				tags.put(tag, "");
			}
		}
		return tags;
	}

	/**
	 * Returns which tag of a directory a path leads to. Spellings are compared as the
	 * check of paths compares them, because services may accept more than one.
	 * @param path the path
	 * @param directory the path of the directory
	 * @return what follows the directory, an empty text for the directory itself, or
	 * {@code null} if the path leads elsewhere
	 */
	static @Nullable String nameIn(String path, String directory) {
		String[] names = directory.split("/");
		String[] parts = path.split("[/.\\[]", names.length + 1);
		if (parts.length < names.length) {
			return null;
		}
		for (int i = 0; i < names.length; i++) {
			if (!SecretNames.uniform(names[i]).equals(SecretNames.uniform(parts[i]))) {
				return null;
			}
		}
		return (parts.length > names.length) ? parts[names.length] : "";
	}

	/**
	 * Returns whether a path leads to a directory or to anything in it.
	 * @param path the path
	 * @param directory the path of the directory
	 * @return whether the path begins with the directory, in any spelling
	 */
	static boolean isIn(String path, String directory) {
		return nameIn(path, directory) != null;
	}

}
