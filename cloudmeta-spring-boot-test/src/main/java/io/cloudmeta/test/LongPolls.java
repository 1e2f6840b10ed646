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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The requests that a metadata service holds back until something changes.
 */
final class LongPolls {

	/** After what time a held request sees a change that time alone has brought. */
	private static final Duration LOOK = Duration.ofMillis(50);

	private long changes;

	private boolean closed;

	/**
	 * Makes each held request check for another response.
	 */
	synchronized void changed() {
		this.changes++;
		notifyAll();
	}

	/**
	 * Ends each held request, and holds none from now on.
	 */
	synchronized void close() {
		this.closed = true;
		notifyAll();
	}

	/**
	 * Returns an answer when it is due: at once, unless it is to be held.
	 * @param answers gives the present answer to a request
	 * @return the answer that is there when the time is over, or another one that came
	 * before
	 */
	Answer await(Supplier<Answer> answers) {
		long start = System.nanoTime();
		long seen = changes();
		Answer first = answers.get();
		Answer answer = first;
		while (answer.isHeld() && answer.headers().equals(first.headers())
				&& pause(answer.held().minusNanos(System.nanoTime() - start), seen)) {
			seen = changes();
			answer = answers.get();
		}
		return answer;
	}

	private synchronized long changes() {
		return this.changes;
	}

	/**
	 * Waits for a change.
	 * @param left the longest time
	 * @param seen the number of changes that were seen
	 * @return whether there is time left to look again
	 */
	private synchronized boolean pause(Duration left, long seen) {
		if (this.closed || left.isNegative() || left.isZero()) {
			return false;
		}
		try {
			if (this.changes == seen) {
				TimeUnit.NANOSECONDS.timedWait(this, Math.min(left.toNanos(), LOOK.toNanos()));
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
