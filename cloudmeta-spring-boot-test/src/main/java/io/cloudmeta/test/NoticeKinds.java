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

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which interruptions a cloud announces to a machine.
 *
 * @param kinds the kinds by their names
 * @param spot whether the machine may be a spot instance
 */
record NoticeKinds(Map<String, NoticeKind> kinds, boolean spot) {

	static final NoticeKinds NONE = new NoticeKinds(Map.of(), false);

	/**
	 * Returns how an interruption is announced.
	 * @param cloud the cloud's name
	 * @param interruption the interruption
	 * @return the kind of its notice
	 * @throws IllegalArgumentException if the cloud does not announce it
	 */
	NoticeKind of(String cloud, SimulatedInterruption interruption) {
		String name = interruption.getKind();
		NoticeKind kind = this.kinds.get(name);
		if (this.kinds.isEmpty()) {
			throw refuse(cloud, "announces no interruption to its machines");
		}
		if (kind == null) {
			throw refuse(cloud, "can't announce '%s' to this machine. It can announce: %s".formatted(name, possible()));
		}
		if (kind.spot() && !this.spot) {
			throw refuse(cloud,
					"announces '%s' to spot instances only: give it the value 'lifecycle=spot'. ".formatted(name)
							+ "To this machine it can announce: " + possible());
		}
		if (interruption.isStarted() && !kind.starts()) {
			throw refuse(cloud, "does not announce that '%s' has started".formatted(name));
		}
		interruption.getFields()
			.keySet()
			.stream()
			.filter((field) -> !kind.fields().contains(field))
			.findFirst()
			.ifPresent((field) -> {
				throw refuse(cloud, "has no field '%s' in the notice of '%s'. Known: %s".formatted(field, name,
						String.join(", ", new TreeSet<>(kind.fields()))));
			});
		return kind;
	}

	private String possible() {
		return new TreeMap<>(this.kinds).entrySet()
			.stream()
			.filter((kind) -> this.spot || !kind.getValue().spot())
			.map(Map.Entry::getKey)
			.collect(Collectors.joining(", "));
	}

	private static IllegalArgumentException refuse(String cloud, String reason) {
		return new IllegalArgumentException("The simulated cloud '%s' %s".formatted(cloud, reason));
	}

}
