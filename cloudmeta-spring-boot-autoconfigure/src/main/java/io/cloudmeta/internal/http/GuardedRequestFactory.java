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

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Creates requests that go to the given address only and end at their deadline: without a
 * proxy, without redirects, without cookies and without credentials.
 */
class GuardedRequestFactory implements ClientHttpRequestFactory {

	private final Deadline deadline;

	private final int divisor;

	private final OpenConnection openConnection;

	/**
	 * Creates a factory.
	 * @param deadline by when all has to be over
	 * @param divisor which part of the time that is left a request may take
	 * @param openConnection where to put the connection while it is used
	 */
	GuardedRequestFactory(Deadline deadline, int divisor, OpenConnection openConnection) {
		this.deadline = deadline;
		this.divisor = divisor;
		this.openConnection = openConnection;
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
		return new GuardedRequest(uri, method, this);
	}

	/**
	 * Returns by when a request that begins now has to be over.
	 */
	Deadline requestDeadline() {
		return this.deadline.within(this.deadline.remaining().dividedBy(this.divisor));
	}

	/**
	 * Returns a connection for a request that begins now.
	 */
	HttpConnection connection() {
		return new HttpConnection(requestDeadline());
	}

	OpenConnection openConnection() {
		return this.openConnection;
	}

}
