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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.PropertySource;

/**
 * The properties that contain each placeholder.
 */
final class PlaceholderOccurrences {

	private final Map<String, List<Occurrence>> occurrences = new ConcurrentHashMap<>();

	void add(String placeholder, Occurrence occurrence) {
		List<Occurrence> places = this.occurrences.get(placeholder);
		if (places == null) {
			List<Occurrence> none = new CopyOnWriteArrayList<>();
			places = this.occurrences.putIfAbsent(placeholder, none);
			places = (places != null) ? places : none;
		}
		for (Occurrence place : places) {
			if (place.isSame(occurrence)) {
				// the sources are searched more than once
				return;
			}
		}
		places.add(occurrence);
	}

	boolean isEmpty() {
		return this.occurrences.isEmpty();
	}

	/**
	 * Returns whether there is any placeholder for the cloud.
	 * @param dollarBrace whether those in braces do
	 */
	boolean hasAny(boolean dollarBrace) {
		return dollarBrace ? !isEmpty()
				: this.occurrences.keySet().stream().anyMatch((text) -> text.startsWith(PlaceholderSyntax.START));
	}

	List<Occurrence> of(String placeholder) {
		return this.occurrences.getOrDefault(placeholder, List.of()).stream().sorted().toList();
	}

	/**
	 * Returns the properties that contain the placeholders of a text.
	 */
	List<Occurrence> within(String text) {
		return this.occurrences.entrySet()
			.stream()
			.filter((entry) -> text.contains(entry.getKey()))
			.flatMap((entry) -> entry.getValue().stream())
			.distinct()
			.sorted()
			.toList();
	}

	/**
	 * A property that contains a placeholder.
	 *
	 * @param property the property's name
	 * @param source the name of its property source
	 * @param origin the file and the line, if they are known
	 */
	record Occurrence(String property, String source, @Nullable Origin origin) implements Comparable<Occurrence> {

		static Occurrence of(PropertySource<?> source, String property) {
			return new Occurrence(property, source.getName(), OriginLookup.getOrigin(source, property));
		}

		/**
		 * Not all origins implement equality.
		 */
		private boolean isSame(Occurrence other) {
			return this.property.equals(other.property) && where().equals(other.where());
		}

		private String where() {
			return (this.origin != null) ? this.origin.toString() : "property source \"%s\"".formatted(this.source);
		}

		@Override
		public int compareTo(Occurrence other) {
			return toString().compareTo(other.toString());
		}

		@Override
		public String toString() {
			return "%s (%s)".formatted(this.property, where());
		}

	}

}
