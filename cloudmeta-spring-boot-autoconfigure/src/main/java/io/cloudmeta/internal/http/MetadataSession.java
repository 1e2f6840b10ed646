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

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.cloudmeta.spi.MetadataEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.web.client.RestClient;

/**
 * What is kept between the exchanges with one metadata service.
 *
 * @since 0.1.0
 */
public class MetadataSession {

	private volatile MetadataEndpoint endpoint;

	private final AtomicInteger requests = new AtomicInteger();

	private volatile boolean open;

	/** Guarded by this. */
	private @Nullable Token token;

	/** Drops the token some seconds after its last use; guarded by this. */
	private @Nullable Thread tokenExpiry;

	/** Guarded by this. */
	private boolean closed;

	/** How long a token is kept after its last use; guarded by this. */
	private Duration kept = Token.KEPT;

	/**
	 * Creates a session. Sends nothing.
	 * @param endpoint the service
	 * @throws IllegalArgumentException if the user did not name the endpoint and it is
	 * not an address that only this machine or its own link can have
	 */
	public MetadataSession(MetadataEndpoint endpoint) {
		if (!endpoint.configured() && !endpoint.isLocal()) {
			throw new IllegalArgumentException(
					"%s is no address literal of this machine or its link".formatted(endpoint.uri()));
		}
		this.endpoint = endpoint;
	}

	/**
	 * Returns a client for one request. Spring's default converters would cost more
	 * start-up time than everything else; responses are read without them.
	 */
	RestClient restClient(Deadline deadline, int divisor, OpenConnection openConnection) {
		return restClient(new GuardedRequestFactory(deadline, divisor, openConnection));
	}

	static RestClient restClient(GuardedRequestFactory factory) {
		return RestClient.builder()
			.requestFactory(factory)
			.configureMessageConverters(
					(converters) -> converters.disableDefaults().withStringConverter(new StringHttpMessageConverter()))
			.build();
	}

	void countRequest() {
		this.requests.incrementAndGet();
	}

	void open() {
		this.open = true;
	}

	/**
	 * Returns whether the service has responded to this application with what it
	 * requested.
	 * @return whether there was such a response
	 */
	public boolean isOpen() {
		return this.open;
	}

	/**
	 * Returns where the service lives.
	 * @return the endpoint
	 */
	public MetadataEndpoint getEndpoint() {
		return this.endpoint;
	}

	/**
	 * Returns how many requests were sent.
	 * @return the number of requests
	 */
	public int getRequests() {
		return this.requests.get();
	}

	void moveTo(URI uri) {
		MetadataEndpoint current = this.endpoint;
		this.endpoint = new MetadataEndpoint(uri, current.configured(), current.disabledBy(), current.options(),
				current.alternatives());
	}

	synchronized @Nullable String token() {
		Token current = this.token;
		return (current != null && !current.refreshAt.isOver()) ? current.use(this.kept) : null;
	}

	/**
	 * Sets for how long a token stays in memory after its last use. A watcher that reads
	 * the service at longer intervals would otherwise request a token each time.
	 * @param time the time, or {@code null} for some seconds
	 */
	public synchronized void keepToken(@Nullable Duration time) {
		this.kept = (time != null) ? time : Token.KEPT;
		Token current = this.token;
		if (current != null) {
			current.keptUntil = Deadline.after(this.kept);
		}
		if (time == null && this.tokenExpiry != null) {
			// it sleeps for the longer time
			this.tokenExpiry.interrupt();
			this.tokenExpiry = DetachedThread.start("cloudmeta-token", this::expireToken);
		}
	}

	/**
	 * Keeps a token until it has not been used for some seconds: longer than that it must
	 * not be in memory. An empty one, which means that the service requires none, is no
	 * secret and is kept for all its life. A closed session keeps no secret.
	 */
	synchronized void token(@Nullable Token token) {
		boolean secret = token != null && token.isSecret();
		if (secret && !this.closed && this.tokenExpiry == null) {
			this.tokenExpiry = DetachedThread.start("cloudmeta-token", this::expireToken);
		}
		if (token != null) {
			token.keptUntil = Deadline.after(this.kept);
		}
		this.token = (secret && this.closed) ? null : token;
	}

	/**
	 * Returns whether a token is in memory.
	 */
	synchronized boolean holdsToken() {
		return this.token != null;
	}

	/**
	 * Forgets the token and ends the thread that waits to do so. Requests can still be
	 * sent, each with a token of its own.
	 */
	public synchronized void close() {
		this.closed = true;
		this.token = null;
		if (this.tokenExpiry != null) {
			this.tokenExpiry.interrupt();
		}
	}

	private void expireToken() {
		try {
			for (Duration left = untilExpiry(); left != null; left = untilExpiry()) {
				Thread.sleep(left.toMillis() + 1);
			}
		}
		catch (InterruptedException ex) {
			// closed
		}
	}

	/**
	 * Returns for how long the token has to be kept yet. The token itself must not be
	 * referred to by the thread that waits.
	 * @return the time, or {@code null} if there is no token to expire any more
	 */
	private synchronized @Nullable Duration untilExpiry() {
		Token current = this.token;
		if (current != null && current.isSecret() && !current.keptUntil.isOver()) {
			return current.keptUntil.remaining();
		}
		if (current != null && current.isSecret()) {
			this.token = null;
		}
		this.tokenExpiry = null;
		return null;
	}

	/**
	 * A token of the service.
	 */
	static final class Token {

		private static final Duration KEPT = Duration.ofSeconds(5);

		private final String value;

		private final Deadline refreshAt;

		private Deadline keptUntil = Deadline.after(KEPT);

		/**
		 * Creates a token.
		 * @param value the token
		 * @param refreshAt when it has to be requested again
		 */
		Token(String value, Deadline refreshAt) {
			this.value = value;
			this.refreshAt = refreshAt;
		}

		private boolean isSecret() {
			return !this.value.isEmpty();
		}

		private String use(Duration kept) {
			this.keptUntil = Deadline.after(kept);
			return this.value;
		}

		@Override
		public String toString() {
			return "token until " + this.refreshAt;
		}

	}

}
