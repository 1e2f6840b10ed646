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

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.cloudmeta.spi.MetadataResponse;

/**
 * A request with a response that needs no network. It loads the classes that a request
 * needs, which would otherwise take a considerable part of a short time limit.
 *
 * @since 0.1.0
 */
public final class Rehearsal extends GuardedRequestFactory {

	private static final URI ANYWHERE = URI.create("http://127.0.0.1");

	private Rehearsal() {
		super(Deadline.after(Duration.ofMinutes(1)), 1, new OpenConnection());
	}

	/**
	 * Makes the request. Nothing is sent.
	 * @return a response whose body is an empty JSON object
	 */
	public static MetadataResponse run() {
		return MetadataSession.restClient(new Rehearsal())
			.get()
			.uri(ANYWHERE)
			.exchangeForRequiredValue((request, response) -> HttpMetadataClient.read(response));
	}

	@Override
	HttpConnection connection() {
		return new RehearsedConnection(requestDeadline());
	}

	private static final class RehearsedConnection extends HttpConnection {

		private final InputStream response = new ByteArrayInputStream(
				"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII));

		private RehearsedConnection(Deadline deadline) {
			super(deadline);
		}

		@Override
		void connect(URI uri) {
		}

		@Override
		void send(byte[] request) {
		}

		@Override
		InputStream input() {
			return this.response;
		}

	}

}
