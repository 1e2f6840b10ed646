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
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

import io.cloudmeta.internal.http.Deadline;
import io.cloudmeta.internal.http.DetachedThread;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with a detection that did not come to an end, on a daemon thread, after pauses
 * that grow and vary: machines that boot together must not ask again together.
 */
final class BackgroundDetection {

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private final Duration life;

	private final BooleanSupplier attempt;

	/** Guarded by this. */
	private @Nullable Thread thread;

	/**
	 * Creates what does nothing yet.
	 * @param life how long to go on
	 * @param attempt detects once more and returns whether there is nothing more to find
	 */
	BackgroundDetection(Duration life, BooleanSupplier attempt) {
		this.life = life;
		this.attempt = attempt;
	}

	/**
	 * Begins, unless it is under way or has no time at all.
	 */
	synchronized void start() {
		if (this.thread != null || this.life.isZero()) {
			return;
		}
		this.thread = DetachedThread.start("cloudmeta-background", this::run);
	}

	/**
	 * Ends at once.
	 */
	synchronized void stop() {
		if (this.thread != null) {
			this.thread.interrupt();
			this.thread = null;
		}
	}

	private void run() {
		Deadline end = Deadline.after(this.life);
		Duration pause = FIRST_PAUSE;
		try {
			do {
				Thread.sleep(pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis()));
				pause = (pause.compareTo(LONGEST_PAUSE) < 0) ? pause.multipliedBy(2) : LONGEST_PAUSE;
			}
			while (!end.isOver() && !this.attempt.getAsBoolean());
		}
		catch (InterruptedException ex) {
			// stopped
		}
		finally {
			ended();
		}
	}

	private synchronized void ended() {
		if (Thread.currentThread().equals(this.thread)) {
			this.thread = null;
		}
	}

}
