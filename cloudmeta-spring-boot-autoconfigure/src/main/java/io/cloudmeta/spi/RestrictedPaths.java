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
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.cloudmeta.internal.filter.SecretNames;

/**
 * The parts of a cloud's metadata that are not to be read, or only value by value,
 * although their names do not look like secrets. Paths whose names give this away need
 * not be listed.
 *
 * @since 0.1.0
 */
public final class RestrictedPaths {

	/** Only paths that look like secrets are restricted. */
	public static final RestrictedPaths NONE = new RestrictedPaths(Set.of(), Set.of(), Set.of(), Set.of());

	private final Set<String> closed;

	private final Set<String> custom;

	private final Set<String> documents;

	private final Set<String> open;

	private RestrictedPaths(Set<String> closed, Set<String> custom, Set<String> documents, Set<String> open) {
		this.closed = closed;
		this.custom = custom;
		this.documents = documents;
		this.open = open;
	}

	/**
	 * Adds names that may not be read, with all that is below them.
	 * @param names the names of directories or members, at any depth
	 * @return the restrictions with these names
	 */
	public RestrictedPaths closed(String... names) {
		return new RestrictedPaths(with(this.closed, uniform(names)), this.custom, this.documents, this.open);
	}

	/**
	 * Adds names below which users keep metadata of their own: it is in no view, cannot
	 * be listed, and is read by its exact path only.
	 * @param names the names of directories or members, at any depth
	 * @return the restrictions with these names
	 */
	public RestrictedPaths custom(String... names) {
		return new RestrictedPaths(this.closed, with(this.custom, uniform(names)), this.documents, this.open);
	}

	/**
	 * Adds paths whose response holds a whole document with what may not be read in it.
	 * @param paths the exact paths
	 * @return the restrictions with these paths
	 */
	public RestrictedPaths documents(String... paths) {
		return new RestrictedPaths(this.closed, this.custom, with(this.documents, paths), this.open);
	}

	/**
	 * Adds exceptions to the closed names.
	 * @param ends the ends of paths that may be read, in which an asterisk matches one
	 * name
	 * @return the restrictions with these exceptions
	 */
	public RestrictedPaths except(String... ends) {
		return new RestrictedPaths(this.closed, this.custom, this.documents, with(this.open, ends));
	}

	private static String[] uniform(String... names) {
		String[] uniform = new String[names.length];
		for (int i = 0; i < names.length; i++) {
			uniform[i] = SecretNames.uniform(names[i]);
		}
		return uniform;
	}

	private static Set<String> with(Set<String> names, String... more) {
		Set<String> all = new HashSet<>(names);
		all.addAll(Arrays.asList(more));
		return Set.copyOf(all);
	}

	/**
	 * Returns the names of the members that are passed over in documents.
	 * @return the closed and the custom names, in lower case and without the characters
	 * between words
	 */
	public Set<String> getSkippedNames() {
		Set<String> names = new HashSet<>(this.closed);
		names.addAll(this.custom);
		return Set.copyOf(names);
	}

	/**
	 * Returns whether a path may not be read.
	 * @param path the path, with slashes or dots
	 * @return whether it is closed, a listing of custom metadata or a whole document
	 */
	public boolean refuses(String path) {
		List<String> names = names(path);
		for (String document : this.documents) {
			if (names(document).equals(names)) {
				return true;
			}
		}
		if (!names.isEmpty() && this.custom.contains(names.get(names.size() - 1))) {
			return true;
		}
		return !Collections.disjoint(this.closed, names) && !isOpen(names);
	}

	/**
	 * Returns whether an attribute may not be seen in any view.
	 * @param path the path of the attribute
	 * @return whether it is closed or custom metadata
	 */
	public boolean hides(String path) {
		return refuses(path) || !Collections.disjoint(this.custom, names(path));
	}

	private boolean isOpen(List<String> names) {
		for (String end : this.open) {
			if (endsWith(names, names(end))) {
				return true;
			}
		}
		return false;
	}

	private static boolean endsWith(List<String> names, List<String> end) {
		int start = names.size() - end.size();
		for (int i = 0; i < end.size(); i++) {
			if (start < 0 || !(end.get(i).isEmpty() || end.get(i).equals(names.get(start + i)))) {
				return false;
			}
		}
		return true;
	}

	/** An asterisk becomes an empty name. */
	private static List<String> names(String path) {
		List<String> names = new ArrayList<>();
		for (String name : path.split("[/.\\[\\]]")) {
			if (!name.isEmpty()) {
				names.add(SecretNames.uniform(name));
			}
		}
		return names;
	}

}
