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
import java.util.function.Supplier;

import io.cloudmeta.internal.http.Deadline;
import io.cloudmeta.internal.http.DetachedThread;
import org.jspecify.annotations.Nullable;

/**
 * Continues a detection that found less than it might, on a daemon thread, after pauses
 * that vary: machines that boot together must not repeat their requests together. The
 * pauses grow where each attempt costs something, and stay short where nothing listens.
 */
final class BackgroundDetection {

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	/** A service that begins to listen is found within less than twice the time. */
	private static final Duration LONGEST_PAUSE_IF_REFUSED = Duration.ofSeconds(5);

	private final Duration life;

	private final Supplier<@Nullable Outlook> attempt;

	/** Guarded by this. */
	private @Nullable Thread thread;

	/**
	 * Creates a detection that does nothing yet.
	 * @param life how long to continue
	 * @param attempt detects once more and returns why there may be more to find, or
	 * {@code null}
	 */
	BackgroundDetection(Duration life, Supplier<@Nullable Outlook> attempt) {
		this.life = life;
		this.attempt = attempt;
	}

	/**
	 * Starts, unless it is running or has no time at all.
	 * @param outlook why there may be more to find
	 */
	synchronized void start(Outlook outlook) {
		if (this.thread != null || this.life.isZero()) {
			return;
		}
		this.thread = DetachedThread.start("cloudmeta-background", () -> run(outlook));
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

	private void run(Outlook first) {
		Deadline end = Deadline.after(this.life);
		Duration pause = FIRST_PAUSE;
		@Nullable Outlook outlook = first;
		try {
			while (outlook != null && !end.isOver() && !Thread.currentThread().isInterrupted()) {
				if (outlook != Outlook.UNFINISHED) {
					pause = limited(pause, outlook);
					Thread.sleep(pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis()));
					pause = pause.multipliedBy(2);
				}
				outlook = this.attempt.get();
			}
		}
		catch (InterruptedException ex) {
			// stopped
		}
		finally {
			ended();
		}
	}

	/**
	 * Returns a pause, or the longest one that what was found allows.
	 */
	static Duration limited(Duration pause, Outlook outlook) {
		Duration longest = (outlook == Outlook.REFUSED) ? LONGEST_PAUSE_IF_REFUSED : LONGEST_PAUSE;
		return (pause.compareTo(longest) < 0) ? pause : longest;
	}

	private synchronized void ended() {
		if (Thread.currentThread().equals(this.thread)) {
			this.thread = null;
		}
	}

}
