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
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The values that a test gives to a simulated instance, by the names of
 * {@code CloudInstance}'s getters or by the cloud's own paths. Each must be read by the
 * simulation: an unknown name is an error of the test.
 */
final class SimulatedValues {

	/** The names of {@code CloudInstance}'s getters that every cloud can be given. */
	static final List<String> NAMES = List.of("region", "availabilityZone", "accountId", "instanceId", "instanceName",
			"instanceType", "imageId", "hostname", "privateIp", "publicIp");

	private static final String TAGS = "tags.";

	private final String cloud;

	private final Map<String, String> given = new LinkedHashMap<>();

	private final Set<String> read = new LinkedHashSet<>();

	private final InstanceSession session;

	SimulatedValues(String cloud, Map<String, String> given, UnaryOperator<String> pathForm, InstanceSession session) {
		this.cloud = cloud;
		this.session = session;
		given.forEach((name, value) -> add(isPath(name) ? pathForm.apply(name) : name, value));
	}

	/**
	 * Returns the tokens that this instance was issued, which it keeps when its values
	 * change.
	 */
	IssuedTokens tokens() {
		return this.session.tokens();
	}

	/**
	 * Returns the interruptions that were announced to this instance.
	 */
	Announcements announcements() {
		return this.session.announcements();
	}

	InstanceSession session() {
		return this.session;
	}

	private static boolean isPath(String name) {
		return !NAMES.contains(name) && !name.startsWith(TAGS);
	}

	private void add(String name, String value) {
		String other = this.given.putIfAbsent(name, value);
		if (other != null && !other.equals(value)) {
			throw new IllegalArgumentException("'%s' of the simulated cloud '%s' is given twice: '%s' and '%s'"
				.formatted(name, this.cloud, other, value));
		}
	}

	/**
	 * Returns a value that was given under one of several names that mean the same.
	 * @param names the names
	 * @return the value, empty for one that shall be absent, {@code null} if not given
	 */
	@Nullable String given(String... names) {
		String found = null;
		for (String name : names) {
			String value = this.given.get(name);
			if (value == null) {
				continue;
			}
			this.read.add(name);
			if (found != null && !found.equals(value)) {
				throw new IllegalArgumentException("%s of the simulated cloud '%s' mean the same but differ: %s, %s"
					.formatted(Arrays.toString(names), this.cloud, found, value));
			}
			found = value;
		}
		return found;
	}

	/**
	 * Returns a value, or the simulation's own.
	 * @param fallback the simulation's own value
	 * @param names the names that mean this value
	 * @return the value, empty for one that shall be absent
	 */
	String get(String fallback, String... names) {
		String value = given(names);
		return (value != null) ? value : fallback;
	}

	/**
	 * Returns a value that is a number there.
	 * @param fallback the simulation's own value
	 * @param names the names that mean this value
	 * @return the number, or {@code null} for one that shall be absent
	 */
	@Nullable BigInteger number(String fallback, String... names) {
		String value = get(fallback, names);
		if (value.isEmpty()) {
			return null;
		}
		if (!value.matches("\\d{1,20}")) {
			throw refuse(names[0], "it is a number there");
		}
		return new BigInteger(value);
	}

	/**
	 * Refuses values that the cloud does not provide to its instances.
	 * @param names the names of {@code CloudInstance}'s getters
	 */
	void withhold(String... names) {
		for (String name : names) {
			String value = given(name);
			if (value != null && !value.isEmpty()) {
				throw refuse(name, "that cloud does not provide it to its instances");
			}
		}
	}

	/**
	 * Returns the tags of a cloud whose tags have names and no values.
	 * @param names the simulation's own tags
	 * @return the names of these and the given ones
	 */
	List<String> tagNames(String... names) {
		List<String> tags = new ArrayList<>(List.of(names));
		tags().forEach((name, value) -> {
			if (!value.isEmpty()) {
				throw refuse(TAGS + name, "tags have no value there. Write '" + TAGS + name + "=' for a tag");
			}
			if (!tags.contains(name)) {
				tags.add(name);
			}
		});
		return tags;
	}

	/**
	 * Returns the given tags.
	 * @return their values by their names, empty ones for tags that shall be absent
	 */
	Map<String, String> tags() {
		Map<String, String> tags = new LinkedHashMap<>();
		this.given.forEach((name, value) -> {
			if (name.startsWith(TAGS)) {
				this.read.add(name);
				tags.put(name.substring(TAGS.length()), value);
			}
		});
		return tags;
	}

	/**
	 * Writes all values that were not read into the first document that has their path.
	 * @param documents the documents
	 */
	void writeRest(MetadataTree... documents) {
		this.given.forEach((name, value) -> {
			if (!this.read.contains(name) && Arrays.stream(documents).noneMatch((tree) -> tree.set(name, value))) {
				throw unknown(name, Arrays.stream(documents).flatMap((tree) -> tree.paths().stream()).toList());
			}
		});
	}

	/**
	 * Refuses a value.
	 * @param name its name
	 * @param reason what is wrong, as the end of a sentence
	 * @return the exception
	 */
	IllegalArgumentException refuse(String name, String reason) {
		return new IllegalArgumentException(
				"'%s=%s' can't be simulated on '%s': %s".formatted(name, this.given.get(name), this.cloud, reason));
	}

	private IllegalArgumentException unknown(String name, Collection<String> paths) {
		if (name.equals("lifecycle")) {
			return refuse(name, "that cloud does not provide it to its instances");
		}
		Set<String> known = new LinkedHashSet<>(NAMES);
		known.addAll(paths);
		return new IllegalArgumentException(
				"The simulated cloud '%s' has no value '%s'. Nearest: '%s'. Known: %s, %s<name>%s".formatted(this.cloud,
						name, nearest(name, known), String.join(", ", NAMES), TAGS, paths.isEmpty() ? ""
								: " and the paths of its own document, such as '" + paths.iterator().next() + "'"));
	}

	static String nearest(String name, Collection<String> known) {
		return known.stream().min(Comparator.comparingInt((candidate) -> distance(name, candidate))).orElseThrow();
	}

	private static int distance(String left, String right) {
		int[] row = new int[right.length() + 1];
		Arrays.setAll(row, (column) -> column);
		for (int i = 1; i <= left.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= right.length(); j++) {
				boolean same = Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1));
				int replaced = diagonal + (same ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return row[right.length()];
	}

}
