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

import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataText;

/**
 * Tags that have names only.
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

}
