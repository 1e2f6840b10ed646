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

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A document of directories (maps and lists) and leaves, walked by paths.
 */
final class MetadataTree {

	private final Map<String, Object> root;

	private final String separator;

	private final boolean keepsEmpty;

	private final Set<String> additions;

	/**
	 * Creates a tree.
	 * @param root the document
	 * @param separator what separates a path's segments
	 * @param keepsEmpty whether a leaf that is set to an empty value stays, as such
	 * @param additions the paths of leaves that a test may add, and of directories (with
	 * the separator at the end) whose leaves have names of the user's choice
	 */
	MetadataTree(Map<String, Object> root, String separator, boolean keepsEmpty, Set<String> additions) {
		this.root = root;
		this.separator = separator;
		this.keepsEmpty = keepsEmpty;
		this.additions = additions;
	}

	/**
	 * Returns the text at a path.
	 * @param path the path, empty for the root
	 * @return the directory or leaf, or {@code null} if there is nothing
	 */
	@Nullable Object find(String path) {
		Object node = this.root;
		for (String segment : segments(path)) {
			node = (node != null) ? children(node).get(segment) : null;
		}
		return node;
	}

	/**
	 * Returns this tree with other leaves.
	 * @param leaves their values by their paths
	 * @return this tree if there are none, otherwise a copy
	 */
	MetadataTree with(Map<String, String> leaves) {
		if (leaves.isEmpty()) {
			return this;
		}
		MetadataTree copy = new MetadataTree(copy(this.root), this.separator, this.keepsEmpty, this.additions);
		leaves.forEach(copy::write);
		return copy;
	}

	private static Map<String, Object> copy(Map<String, Object> directory) {
		Map<String, Object> copy = new LinkedHashMap<>();
		directory.forEach((name, child) -> copy.put(name, (child instanceof Map) ? copy(children(child)) : child));
		return copy;
	}

	/**
	 * Adds a leaf, and the directories that lead to it. An empty value is not added.
	 * @param path the leaf's path
	 * @param value the value
	 */
	void put(String path, String value) {
		if (!value.isEmpty()) {
			write(path, value);
		}
	}

	/**
	 * Changes, adds or removes a leaf on behalf of a test.
	 * @param path the leaf's path
	 * @param value the new value, empty to make it absent
	 * @return whether there is a leaf of that path, or may be one
	 */
	boolean set(String path, String value) {
		Object old = find(path);
		if ((old != null) ? isDirectory(old) && !isText(old) : !isAddition(path)) {
			return false;
		}
		write(path, (value.isEmpty() && !this.keepsEmpty) ? null : convert(path, old, value));
		return true;
	}

	/**
	 * Returns the paths that a test can set.
	 * @return the paths
	 */
	List<String> paths() {
		List<String> paths = new ArrayList<>();
		collect("", this.root, paths);
		this.additions.stream()
			.map((path) -> path.endsWith(this.separator) ? path + "<name>" : path)
			.forEach(paths::add);
		return paths;
	}

	/**
	 * Returns a directory's children.
	 * @param node a directory, or a leaf, which has none
	 * @return the children by their names
	 */
	@SuppressWarnings("unchecked")
	static Map<String, Object> children(Object node) {
		if (node instanceof Map<?, ?> map) {
			return (Map<String, Object>) map;
		}
		Map<String, Object> children = new LinkedHashMap<>();
		if (node instanceof List<?> list) {
			list.forEach((child) -> children.put(String.valueOf(children.size()), child));
		}
		return children;
	}

	/**
	 * Creates a directory, whose children can be changed.
	 * @param namesAndValues the children's names, each with its text
	 * @return the directory
	 */
	static Map<String, Object> directory(Object... namesAndValues) {
		Map<String, Object> directory = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			directory.put((String) namesAndValues[i], namesAndValues[i + 1]);
		}
		return directory;
	}

	/**
	 * Returns a path in the form of a JSON document, {@code interfaces.public.0.mac}.
	 * @param path a path with slashes or dots, with an index as a segment or in brackets
	 * @return the path with dots
	 */
	static String dotted(String path) {
		return path.replaceAll("\\[(\\d+)]", ".$1").replace('/', '.');
	}

	static boolean isDirectory(Object node) {
		return node instanceof Map || node instanceof List;
	}

	/**
	 * Returns a directory as the clouds list it: a child a line, directories with a slash
	 * at the end.
	 * @param directory the directory
	 * @return the listing
	 */
	static String list(Object directory) {
		Map<String, Object> children = children(directory);
		return ((directory instanceof Map) ? new TreeMap<>(children) : children).entrySet()
			.stream()
			.map((child) -> child.getKey() + (isDirectory(child.getValue()) ? "/" : ""))
			.collect(Collectors.joining("\n"));
	}

	private List<String> segments(String path) {
		if (path.isEmpty()) {
			return List.of();
		}
		for (String directory : this.additions) {
			// Names in these may contain the separator
			if (directory.endsWith(this.separator) && path.startsWith(directory)) {
				List<String> segments = new ArrayList<>(
						List.of(directory.substring(0, directory.length() - 1).split("[" + this.separator + "]")));
				segments.add(path.substring(directory.length()));
				return segments;
			}
		}
		return List.of(path.split("[" + this.separator + "]", -1));
	}

	private boolean isAddition(String path) {
		return this.additions.stream()
			.anyMatch((addition) -> addition.endsWith(this.separator)
					? path.startsWith(addition) && path.length() > addition.length() : path.equals(addition));
	}

	private void write(String path, @Nullable Object value) {
		List<String> segments = segments(path);
		Map<String, Object> parent = this.root;
		for (String segment : segments.subList(0, segments.size() - 1)) {
			parent = children(parent.computeIfAbsent(segment, (key) -> new LinkedHashMap<>()));
		}
		String key = segments.get(segments.size() - 1);
		if (value == null) {
			parent.remove(key);
		}
		else {
			parent.put(key, value);
		}
	}

	private static Object convert(String path, @Nullable Object old, String value) {
		if (old instanceof List) {
			return List.of(value.split("\\s*,\\s*"));
		}
		if (!(old instanceof Number)) {
			return value;
		}
		try {
			return new BigInteger(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'%s' is a number, not '%s'".formatted(path, value), ex);
		}
	}

	private static boolean isText(Object node) {
		return node instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(String.class::isInstance);
	}

	private void collect(String path, Object node, List<String> paths) {
		if (!isDirectory(node) || isText(node)) {
			paths.add(path);
			return;
		}
		children(node)
			.forEach((name, child) -> collect(path.isEmpty() ? name : path + this.separator + name, child, paths));
	}

}
