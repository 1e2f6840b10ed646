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

import java.io.InputStream;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A response. Closing it closes its connection, without reading more.
 */
class GuardedResponse implements ClientHttpResponse {

	private final HttpHead head;

	private final HttpBody body;

	private final Runnable release;

	private boolean closed;

	/**
	 * Creates a response.
	 * @param head the head, which was read
	 * @param body the body, which was not
	 * @param release closes the connection, called once
	 */
	GuardedResponse(HttpHead head, HttpBody body, Runnable release) {
		this.head = head;
		this.body = body;
		this.release = release;
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return HttpStatusCode.valueOf(this.head.status());
	}

	@Override
	public String getStatusText() {
		return "";
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.head.headers();
	}

	@Override
	public InputStream getBody() {
		return this.body;
	}

	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.release.run();
		}
	}

}
