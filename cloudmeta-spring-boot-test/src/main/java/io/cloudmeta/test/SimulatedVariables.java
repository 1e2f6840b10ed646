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

package io.cloudmeta.test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The environment variables of an application on a simulated platform. A test changes
 * them by their names.
 */
final class SimulatedVariables {

	private final Map<String, Object> variables = new LinkedHashMap<>();

	private final MetadataTree tree;

	/**
	 * Creates variables that are not set yet.
	 * @param names the names of those that may be set
	 */
	SimulatedVariables(String... names) {
		this.tree = new MetadataTree(this.variables, ".", false, Set.of(names));
	}

	/**
	 * Sets a variable. An empty value does not.
	 */
	void put(String name, String value) {
		this.tree.put(name, value);
	}

	/**
	 * Returns the variables as a document, into which a test's values can be written.
	 */
	MetadataTree tree() {
		return this.tree;
	}

	Map<String, String> asMap() {
		Map<String, String> map = new LinkedHashMap<>();
		this.variables.forEach((name, value) -> map.put(name, value.toString()));
		return map;
	}

}
