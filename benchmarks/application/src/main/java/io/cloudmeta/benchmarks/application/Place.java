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

package io.cloudmeta.benchmarks.application;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The cloud and the region that the application has detected.
 *
 * @param cloud {@code aws}, {@code azure}, {@code gcp} or {@code local}
 * @param region the region, or {@code none}
 * @since 0.1.0
 */
public record Place(String cloud, String region) {

	/** What the line begins with that the harness waits for. */
	public static final String READY = "READY ";

	/**
	 * Returns what a peer found out.
	 * @param cloud the cloud, if there is one
	 * @param region the region, if there is one
	 * @return the place
	 */
	public static Place of(@Nullable String cloud, @Nullable String region) {
		return new Place(StringUtils.hasText(cloud) ? cloud : "local", StringUtils.hasText(region) ? region : "none");
	}

	static Place of(@Nullable String place) {
		String[] parts = (place != null) ? place.split("/", 2) : new String[0];
		return of((parts.length > 0) ? parts[0] : null, (parts.length > 1) ? parts[1] : null);
	}

	/**
	 * Returns what the harness reads.
	 * @return one line
	 */
	public String toLine() {
		return READY + this.cloud + " " + this.region;
	}

}
