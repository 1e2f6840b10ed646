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

/**
 * A point of time by which something has to be over. Follows the JVM's monotonic clock: a
 * change of the system's time does not move it.
 *
 * @param nanoTime the point of time in terms of {@link System#nanoTime()}
 * @since 0.1.0
 */
public record Deadline(long nanoTime) {

	/**
	 * Returns the deadline that is a time from now.
	 * @param timeout the time from now
	 * @return the deadline
	 */
	public static Deadline after(Duration timeout) {
		return new Deadline(System.nanoTime() + timeout.toNanos());
	}

	/**
	 * Returns the time that is left.
	 * @return the time, zero if the deadline has passed
	 */
	public Duration remaining() {
		return Duration.ofNanos(Math.max(0, this.nanoTime - System.nanoTime()));
	}

	/**
	 * Returns whether the deadline has passed.
	 * @return whether no time is left
	 */
	public boolean isOver() {
		return this.nanoTime - System.nanoTime() <= 0;
	}

	/**
	 * Returns the earlier of this deadline and the one that is a time from now.
	 * @param timeout the time from now
	 * @return the earlier deadline
	 */
	public Deadline within(Duration timeout) {
		Deadline other = after(timeout);
		return (other.nanoTime - this.nanoTime < 0) ? other : this;
	}

	/**
	 * Returns the time-out in the form of {@link java.net.URLConnection}: at least one
	 * millisecond, as zero means forever there.
	 * @return the remaining milliseconds, rounded up
	 */
	int remainingMillis() {
		long millis = (remaining().toNanos() + 999_999) / 1_000_000;
		return (int) Math.min(Integer.MAX_VALUE, Math.max(1, millis));
	}

}
