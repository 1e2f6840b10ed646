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
import java.util.concurrent.ThreadLocalRandom;

import io.cloudmeta.internal.http.MetadataCall.Exchange;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;

/**
 * Repeats requests while that may help and the deadline allows it.
 */
final class Retry {

	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

	/**
	 * The last part of the time, in which no request is sent: a busy service would
	 * respond after the caller has given up, instead of serving other callers.
	 */
	private static final int LAST_PART = 10;

	/** How often an address without a response is tried. */
	private static final int ATTEMPTS_IN_SILENCE = 4;

	private Retry() {
	}

	static <T> T run(Exchange<T> exchange, HttpMetadataClient client) throws MetadataException {
		Duration last = client.getDeadline().remaining().dividedBy(LAST_PART);
		Duration pause = FIRST_PAUSE;
		int silences = 0;
		MetadataException before = null;
		while (true) {
			try {
				return exchange.run(client);
			}
			catch (MetadataException ex) {
				if (before != null && ex.getKind() == Kind.TIMEOUT && client.getDeadline().isOver()) {
					// the cause of the retries is more useful than the end of the time
					throw before;
				}
				before = ex;
				boolean repeat = client.mayRepeat(ex);
				client.retryContext().failure(ex);
				silences += ex.getKind().isSilence() ? 1 : 0;
				// Machines that start together must not retry together
				Duration jittered = client.retryContext()
					.retryAfter()
					.plus(pause.dividedBy(2))
					.plusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis()));
				if (!repeat || silences >= ATTEMPTS_IN_SILENCE
						|| client.getDeadline().remaining().compareTo(jittered.plus(last)) <= 0) {
					throw ex;
				}
				sleep(jittered);
				pause = (pause.compareTo(LONGEST_PAUSE) < 0) ? pause.multipliedBy(2) : LONGEST_PAUSE;
			}
		}
	}

	private static void sleep(Duration pause) throws MetadataException {
		try {
			Thread.sleep(pause.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MetadataException(Kind.BROKEN, "The wait for the metadata service was interrupted", "");
		}
	}

}
