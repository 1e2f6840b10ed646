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

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.cloudmeta.CloudField;

/**
 * Names of values that are nobody's business, for documents that nobody here has seen:
 * rather too many than too few.
 */
final class SecretNames implements Predicate<String> {

	private static final Set<String> PARTS = Set.of("password", "passwd", "passphrase", "secret", "token", "credential",
			"privatekey", "authkey", "apikey", "accesskey", "hostkey", "userdata", "vendordata");

	/** Public ones are no secrets, but nobody's business either. */
	private static final String KEYS = "keys";

	private final Set<String> further;

	/**
	 * Creates a list of names.
	 * @param further names besides those that are always on it
	 */
	SecretNames(Set<String> further) {
		this.further = further.stream().map(CloudField::uniform).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Returns whether a name is on the list. The case of letters, hyphens and underscores
	 * do not count.
	 */
	@Override
	public boolean test(String name) {
		String uniform = CloudField.uniform(name);
		return this.further.contains(uniform) || uniform.endsWith(KEYS) || PARTS.stream().anyMatch(uniform::contains);
	}

	/**
	 * Returns whether a path leads to something whose name is on the list.
	 */
	boolean isOn(String path) {
		for (String segment : path.split("[/.?&=\\[\\]]")) {
			if (test(segment)) {
				return true;
			}
		}
		return false;
	}

}
