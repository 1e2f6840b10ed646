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

package io.cloudmeta.placeholder;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.PropertySource;

/**
 * In which properties each placeholder stands.
 */
final class PlaceholderOccurrences {

	private final Map<String, Set<Occurrence>> occurrences = new ConcurrentHashMap<>();

	void add(String placeholder, Occurrence occurrence) {
		this.occurrences.computeIfAbsent(placeholder, (key) -> new ConcurrentSkipListSet<>()).add(occurrence);
	}

	boolean isEmpty() {
		return this.occurrences.isEmpty();
	}

	/**
	 * Returns whether there is any placeholder that asks for the cloud.
	 * @param dollarBrace whether those in braces do
	 */
	boolean hasAny(boolean dollarBrace) {
		return dollarBrace ? !isEmpty()
				: this.occurrences.keySet().stream().anyMatch((text) -> text.startsWith(PlaceholderSyntax.START));
	}

	List<Occurrence> of(String placeholder) {
		return List.copyOf(this.occurrences.getOrDefault(placeholder, Set.of()));
	}

	/**
	 * A property that a placeholder stands in.
	 *
	 * @param property the property's name
	 * @param origin the file and the line, or whatever is known of where it comes from
	 */
	record Occurrence(String property, String origin) implements Comparable<Occurrence> {

		static Occurrence of(PropertySource<?> source, String property) {
			Origin origin = originOf(source, property);
			return new Occurrence(property,
					(origin != null) ? origin.toString() : "property source \"%s\"".formatted(source.getName()));
		}

		private static @Nullable Origin originOf(PropertySource<?> source, String property) {
			return OriginLookup.getOrigin(source, property);
		}

		@Override
		public int compareTo(Occurrence other) {
			int byProperty = this.property.compareTo(other.property);
			return (byProperty != 0) ? byProperty : this.origin.compareTo(other.origin);
		}

		@Override
		public String toString() {
			return "%s (%s)".formatted(this.property, this.origin);
		}

	}

}
