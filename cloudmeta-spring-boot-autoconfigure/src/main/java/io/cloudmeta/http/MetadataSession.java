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

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.web.client.RestClient;

/**
 * What is kept between the exchanges with one metadata service.
 *
 * @since 0.1.0
 */
public final class MetadataSession {

	private volatile Endpoint endpoint;

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicReference<@Nullable Token> token = new AtomicReference<>();

	/**
	 * Creates a session. Sends nothing.
	 * @param endpoint the service
	 * @throws IllegalArgumentException if the user did not name the endpoint and it is
	 * not an address that only this machine or its own link can have
	 */
	public MetadataSession(Endpoint endpoint) {
		if (!endpoint.configured() && !LocalAddress.matches(endpoint.uri())) {
			throw new IllegalArgumentException(
					"%s is no address literal of this machine or its link".formatted(endpoint.uri()));
		}
		this.endpoint = endpoint;
	}

	/**
	 * Returns a client for one request. Spring's default converters would cost more
	 * start-up time than all the rest; answers are read without any of them.
	 */
	RestClient restClient(Deadline deadline, int divisor, OpenConnection openConnection) {
		return RestClient.builder()
			.requestFactory(new GuardedRequestFactory(deadline, divisor, openConnection))
			.configureMessageConverters(
					(converters) -> converters.disableDefaults().withStringConverter(new StringHttpMessageConverter()))
			.build();
	}

	void countRequest() {
		this.requests.incrementAndGet();
	}

	/**
	 * Returns where the service lives.
	 * @return the endpoint
	 */
	public Endpoint getEndpoint() {
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
		Endpoint current = this.endpoint;
		this.endpoint = new Endpoint(uri, current.configured(), current.disabledBy(), current.options());
	}

	@Nullable String token() {
		Token current = this.token.get();
		return (current != null && !current.refreshAt.isOver()) ? current.use() : null;
	}

	/**
	 * Keeps a token until it has not been used for some seconds: longer than that it must
	 * not be in memory. An empty one, which says that the service wants none, is no
	 * secret and is kept for all its life.
	 */
	void token(@Nullable Token token) {
		this.token.set(token);
		if (token != null && !token.value.isEmpty()) {
			dropLater(token);
		}
	}

	/**
	 * Returns whether a token is in memory.
	 */
	boolean holdsToken() {
		return this.token.get() != null;
	}

	private void dropLater(Token token) {
		CompletableFuture
			.delayedExecutor(token.keptUntil.remaining().plusMillis(1).toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
			.execute(() -> {
				if (this.token.get() != token) {
					return;
				}
				if (token.keptUntil.isOver()) {
					this.token.compareAndSet(token, null);
				}
				else {
					dropLater(token);
				}
			});
	}

	/**
	 * A token of the service.
	 */
	static final class Token {

		private static final Duration KEPT = Duration.ofSeconds(5);

		private final String value;

		private final Deadline refreshAt;

		private volatile Deadline keptUntil = Deadline.after(KEPT);

		/**
		 * Creates a token.
		 * @param value the token
		 * @param refreshAt when it has to be asked for anew
		 */
		Token(String value, Deadline refreshAt) {
			this.value = value;
			this.refreshAt = refreshAt;
		}

		private String use() {
			this.keptUntil = Deadline.after(KEPT);
			return this.value;
		}

		@Override
		public String toString() {
			return "token until " + this.refreshAt;
		}

	}

}
