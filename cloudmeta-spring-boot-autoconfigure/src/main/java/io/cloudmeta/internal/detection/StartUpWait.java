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

package io.cloudmeta.internal.detection;

import java.time.Duration;

/**
 * How long an application has waited for the metadata service while it starts: the time
 * in which at least one thread waited.
 */
final class StartUpWait {

	private long nanos;

	private int threads;

	private long begin;

	/**
	 * Begins to wait on this thread.
	 */
	synchronized void begin() {
		if (this.threads++ == 0) {
			this.begin = System.nanoTime();
		}
	}

	/**
	 * Ends the wait on this thread.
	 */
	synchronized void end() {
		if (--this.threads == 0) {
			this.nanos += System.nanoTime() - this.begin;
		}
	}

	/**
	 * Returns how long the application may wait yet.
	 * @param limit the limit of the whole start
	 * @return the time, zero if the limit is reached
	 */
	synchronized Duration remaining(Duration limit) {
		long now = (this.threads > 0) ? System.nanoTime() - this.begin : 0;
		return Duration.ofNanos(Math.max(0, limit.toNanos() - this.nanos - now));
	}

}
