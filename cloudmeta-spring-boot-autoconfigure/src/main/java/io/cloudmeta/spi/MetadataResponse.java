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

package io.cloudmeta.spi;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The response of a metadata service.
 *
 * @since 0.1.0
 */
public final class MetadataResponse {

	private final int status;

	private final HttpHeaders headers;

	private final byte[] content;

	/**
	 * Creates a response.
	 * @param status the HTTP status
	 * @param headers the headers
	 * @param content the body
	 */
	public MetadataResponse(int status, HttpHeaders headers, byte[] content) {
		this.status = status;
		this.headers = headers;
		this.content = content;
	}

	/**
	 * Returns the HTTP status.
	 * @return the status
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Returns the body, decoded from UTF-8 regardless of the headers.
	 * @return the text, empty if there is none
	 */
	public String body() {
		return new String(this.content, StandardCharsets.UTF_8);
	}

	/**
	 * Returns the body as it came.
	 * @return the bytes, a copy
	 */
	public byte[] bytes() {
		return this.content.clone();
	}

	/**
	 * Returns whether the request succeeded. That alone proves nothing.
	 * @return whether the status is 200
	 */
	public boolean isOk() {
		return this.status == 200;
	}

	/**
	 * Returns a header.
	 * @param name the header's name
	 * @return its first value, or {@code null} if it is missing
	 */
	public @Nullable String header(String name) {
		return this.headers.getFirst(name);
	}

	/**
	 * Returns the headers.
	 * @return the headers
	 */
	public HttpHeaders headers() {
		return this.headers;
	}

	@Override
	public String toString() {
		// a body may hold what must not be logged
		return "status " + this.status;
	}

}
