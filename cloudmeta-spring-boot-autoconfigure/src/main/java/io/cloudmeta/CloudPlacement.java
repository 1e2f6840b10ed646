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

package io.cloudmeta;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The location of an instance in the data center, as far as its cloud reveals it: the
 * more levels two instances share, the closer they are. The ids are opaque and mean
 * nothing on another cloud.
 *
 * @since 0.1.0
 */
public final class CloudPlacement {

	private static final String FAULT_DOMAIN = "fault-domain";

	private static final List<String> NAMES = List.of("zone", "group", "block", "sub-block", "rack", "host",
			FAULT_DOMAIN);

	private final CloudProvider provider;

	private final List<Level> levels;

	private final @Nullable String faultDomain;

	private CloudPlacement(CloudProvider provider, List<Level> levels, @Nullable String faultDomain) {
		this.provider = provider;
		this.levels = List.copyOf(levels);
		this.faultDomain = faultDomain;
	}

	/**
	 * Creates a placement.
	 * @param provider the cloud
	 * @param ids the ids by the {@linkplain #names() names} of levels and
	 * {@code fault-domain}, in any order
	 * @return the placement
	 * @throws IllegalArgumentException if a name is not one of these
	 */
	public static CloudPlacement of(CloudProvider provider, Map<String, String> ids) {
		for (String name : ids.keySet()) {
			if (!names().contains(name)) {
				throw new IllegalArgumentException(
						"'%s' is no level of a placement. Write one of %s".formatted(name, String.join(", ", names())));
			}
		}
		List<Level> levels = new ArrayList<>();
		for (String name : NAMES) {
			String id = ids.get(name);
			if (id != null && !name.equals(FAULT_DOMAIN)) {
				levels.add(new Level(name, id));
			}
		}
		return new CloudPlacement(provider, levels, ids.get(FAULT_DOMAIN));
	}

	/**
	 * Returns the names that {@link #get} accepts.
	 * @return the names of the levels from coarse to fine, then {@code fault-domain}
	 */
	public static List<String> names() {
		return NAMES;
	}

	/**
	 * Returns the levels that the cloud reveals, from coarse to fine.
	 * @return an unmodifiable list, empty where the placement is unknown
	 */
	public List<Level> getLevels() {
		return this.levels;
	}

	/**
	 * Returns the fault domain: instances in different ones do not share hardware.
	 * @return the id, or {@code null} where the cloud does not reveal it
	 */
	public @Nullable String getFaultDomain() {
		return this.faultDomain;
	}

	/**
	 * Returns one id.
	 * @param name the name of a level, or {@code fault-domain}
	 * @return the id, or {@code null} if the cloud does not reveal it or if there is no
	 * such level
	 */
	public @Nullable String get(String name) {
		if (FAULT_DOMAIN.equals(name)) {
			return this.faultDomain;
		}
		for (Level level : this.levels) {
			if (level.name().equals(name)) {
				return level.id();
			}
		}
		return null;
	}

	/**
	 * Returns how many levels are equal in both placements, beginning with the coarsest
	 * one and ending before the first that differs. Code that orders workers by proximity
	 * puts those next to each other for which this number is the highest.
	 * @param other the placement of another instance
	 * @return the number of levels; 0 across clouds and where a placement is unknown
	 */
	public int sharedLevels(CloudPlacement other) {
		if (!this.provider.equals(other.provider)) {
			return 0;
		}
		int shared = 0;
		while (shared < Math.min(this.levels.size(), other.levels.size())
				&& this.levels.get(shared).equals(other.levels.get(shared))) {
			shared++;
		}
		return shared;
	}

	/**
	 * Returns all ids by the {@linkplain #names() names} of their levels.
	 * @return an unmodifiable map from coarse to fine, empty where the placement is
	 * unknown
	 */
	public Map<String, String> toMap() {
		Map<String, String> ids = new LinkedHashMap<>();
		this.levels.forEach((level) -> ids.put(level.name(), level.id()));
		if (this.faultDomain != null) {
			ids.put(FAULT_DOMAIN, this.faultDomain);
		}
		return Collections.unmodifiableMap(ids);
	}

	/**
	 * Returns whether nothing is known.
	 * @return whether there are neither levels nor a fault domain
	 */
	public boolean isEmpty() {
		return this.levels.isEmpty() && this.faultDomain == null;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof CloudPlacement placement && this.provider.equals(placement.provider)
				&& this.levels.equals(placement.levels) && Objects.equals(this.faultDomain, placement.faultDomain);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.provider, this.levels, this.faultDomain);
	}

	@Override
	public String toString() {
		return "CloudPlacement[provider=%s, levels=%s, faultDomain=%s]".formatted(this.provider.getId(), this.levels,
				this.faultDomain);
	}

	/**
	 * One level.
	 *
	 * @param name one of {@code zone}, {@code group}, {@code block}, {@code sub-block},
	 * {@code rack} and {@code host}
	 * @param id the cloud's id
	 */
	public record Level(String name, String id) {

	}

}
