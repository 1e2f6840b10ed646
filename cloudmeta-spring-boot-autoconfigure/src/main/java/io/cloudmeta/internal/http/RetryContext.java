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

package io.cloudmeta.internal.http;

import java.time.Duration;

import io.cloudmeta.spi.MetadataException;
import org.jspecify.annotations.Nullable;

/**
 * The state of an exchange. Written by the thread that sends the requests, also read by
 * the one that waits for it.
 */
final class RetryContext {

	private volatile @Nullable MetadataException failure;

	private volatile @Nullable Duration retryAfter;

	private volatile int status;

	/**
	 * Remembers what went wrong with what is tried again.
	 */
	void failure(MetadataException failure) {
		this.failure = failure;
	}

	/**
	 * Returns what went wrong last, {@code null} if nothing did.
	 */
	@Nullable MetadataException failure() {
		return this.failure;
	}

	/**
	 * Remembers the latest response.
	 * @param status its status, 0 if there is none yet
	 * @param retryAfter how long the service must get no request, {@code null} if it does
	 * not limit them
	 */
	void answered(int status, @Nullable Duration retryAfter) {
		this.status = status;
		this.retryAfter = retryAfter;
	}

	/**
	 * Returns whether the service limits the number of requests.
	 */
	boolean isThrottled() {
		return this.status == 429 || this.retryAfter != null;
	}

	/**
	 * Returns how long the service must get no request.
	 */
	Duration retryAfter() {
		Duration retryAfter = this.retryAfter;
		return (retryAfter != null) ? retryAfter : Duration.ZERO;
	}

}
