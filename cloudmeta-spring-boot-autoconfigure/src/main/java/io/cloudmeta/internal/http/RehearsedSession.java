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
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import io.cloudmeta.spi.MetadataEndpoint;

import org.springframework.web.client.RestClient;

/**
 * A session without a network, in which each response is that nothing is found. Its
 * requests load the classes that others need, which would otherwise take a considerable
 * part of a short time limit.
 *
 * @since 0.1.0
 */
public final class RehearsedSession extends MetadataSession {

	/**
	 * Creates a session. Nothing is sent in it.
	 * @param endpoint the service that is not queried
	 */
	public RehearsedSession(MetadataEndpoint endpoint) {
		super(endpoint);
	}

	@Override
	RestClient restClient(Deadline deadline, int divisor, OpenConnection openConnection) {
		return restClient(new GuardedRequestFactory(deadline, divisor, openConnection) {

			@Override
			HttpConnection connection() {
				return new RehearsedConnection(requestDeadline());
			}

		});
	}

	private static final class RehearsedConnection extends HttpConnection {

		private final InputStream response = new ByteArrayInputStream(
				"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

		private RehearsedConnection(Deadline deadline) {
			super(deadline);
		}

		@Override
		void connect(URI uri) throws IOException {
			open();
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
