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

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The tokens that a metadata service has issued to one instance.
 */
final class IssuedTokens {

	private final InstantSource clock;

	private final Map<String, Instant> ends = new ConcurrentHashMap<>();

	IssuedTokens(InstantSource clock) {
		this.clock = clock;
	}

	void add(String token, Duration life) {
		this.ends.put(token, this.clock.instant().plus(life));
	}

	/**
	 * Returns whether a token is one of these and has not expired.
	 * @param token the token
	 * @return whether it is worth anything
	 */
	boolean accept(@Nullable String token) {
		return token != null && this.ends.getOrDefault(token, Instant.MIN).isAfter(this.clock.instant());
	}

}
