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

package io.cloudmeta.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The connection that is kept for the next request, for some seconds.
 */
final class IdleConnection {

	private static final Duration KEPT = Duration.ofSeconds(5);

	private static final Executor LATER = CompletableFuture.delayedExecutor(KEPT.toMillis(), TimeUnit.MILLISECONDS,
			Runnable::run);

	private final AtomicReference<@Nullable Entry> entry = new AtomicReference<>();

	/**
	 * Takes the connection, which nobody else has then.
	 * @param address whom it has to lead to
	 * @return the connection, or {@code null} if there is none
	 */
	@Nullable HttpConnection take(String address) {
		Entry kept = this.entry.getAndSet(null);
		if (kept == null || kept.address().equals(address)) {
			return (kept != null) ? kept.connection() : null;
		}
		kept.connection().close();
		return null;
	}

	/**
	 * Keeps a connection in place of the one that is kept.
	 * @param address whom it leads to
	 * @param connection the connection
	 */
	void keep(String address, HttpConnection connection) {
		Entry mine = new Entry(address, connection);
		Entry other = this.entry.getAndSet(mine);
		if (other != null) {
			other.connection().close();
		}
		LATER.execute(() -> {
			if (this.entry.compareAndSet(mine, null)) {
				connection.close();
			}
		});
	}

	/** Compared by identity: kept twice, a connection has two entries. */
	private static final class Entry {

		private final String address;

		private final HttpConnection connection;

		private Entry(String address, HttpConnection connection) {
			this.address = address;
			this.connection = connection;
		}

		private String address() {
			return this.address;
		}

		private HttpConnection connection() {
			return this.connection;
		}

	}

}
