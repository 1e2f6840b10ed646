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

import java.util.List;

/**
 * Exception that is thrown when a property is read that contains a placeholder with
 * neither a value nor a default, or a malformed one.
 *
 * @since 0.1.0
 */
public class UnresolvedCloudPlaceholderException extends RuntimeException {

	private final String placeholder;

	private final List<String> properties;

	private final String description;

	private final String action;

	UnresolvedCloudPlaceholderException(String placeholder, List<String> properties, String message, String description,
			String action) {
		super(message);
		this.placeholder = placeholder;
		this.properties = List.copyOf(properties);
		this.description = description;
		this.action = action;
	}

	/**
	 * Returns the placeholder.
	 * @return the placeholder as it is written, such as {@code $<cloud:region>}
	 */
	public String getPlaceholder() {
		return this.placeholder;
	}

	/**
	 * Returns the properties that contain the placeholder.
	 * @return the names, empty if no property contains it, such as for an annotation
	 */
	public List<String> getProperties() {
		return this.properties;
	}

	/**
	 * Returns what is wrong, in several lines for people.
	 * @return the text
	 */
	String getDescription() {
		return this.description;
	}

	/**
	 * Returns what to do about it, in several lines for people.
	 * @return the text
	 */
	String getAction() {
		return this.action;
	}

}
