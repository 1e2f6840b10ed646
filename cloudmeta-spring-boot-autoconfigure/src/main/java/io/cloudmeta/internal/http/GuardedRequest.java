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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * One request over a {@link HttpConnection} of its own: what a service sends late or
 * unsolicited can never be used as the response to another request.
 */
class GuardedRequest extends AbstractClientHttpRequest {

	private final URI uri;

	private final HttpMethod method;

	private final GuardedRequestFactory factory;

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	GuardedRequest(URI uri, HttpMethod method, GuardedRequestFactory factory) {
		this.uri = uri;
		this.method = method;
		this.factory = factory;
	}

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public URI getURI() {
		return this.uri;
	}

	@Override
	protected OutputStream getBodyInternal(HttpHeaders headers) {
		return this.body;
	}

	@Override
	protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
		byte[] request = bytes(headers);
		HttpConnection connection = this.factory.connection();
		boolean done = false;
		try {
			this.factory.openConnection().set(connection);
			connection.connect(this.uri);
			connection.send(request);
			HttpHead head = HttpHead.read(connection.input());
			HttpBody responseBody = new HttpBody(head, connection.input());
			done = true;
			return new GuardedResponse(head, responseBody, () -> close(connection));
		}
		finally {
			if (!done) {
				close(connection);
			}
		}
	}

	private void close(HttpConnection connection) {
		this.factory.openConnection().release();
		connection.close();
	}

	private byte[] bytes(HttpHeaders headers) throws IOException {
		StringBuilder head = new StringBuilder();
		String path = this.uri.getRawPath();
		head.append(this.method.name()).append(' ').append(path.isEmpty() ? "/" : path);
		if (this.uri.getRawQuery() != null) {
			head.append('?').append(this.uri.getRawQuery());
		}
		head.append(" HTTP/1.1\r\n");
		append(head, HttpHeaders.HOST, withoutZone(this.uri.getAuthority()));
		append(head, HttpHeaders.CONNECTION, "close");
		for (Map.Entry<String, List<String>> header : headers.headerSet()) {
			if (!header.getKey().equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
				for (String value : header.getValue()) {
					append(head, header.getKey(), value);
				}
			}
		}
		if (!this.method.equals(HttpMethod.GET)) {
			append(head, HttpHeaders.CONTENT_LENGTH, Integer.toString(this.body.size()));
		}
		head.append("\r\n");
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
		this.body.writeTo(request);
		return request.toByteArray();
	}

	/**
	 * Returns a host and port without the interface of a link-local address, which has a
	 * meaning on this machine only.
	 */
	private static String withoutZone(String authority) {
		int zone = authority.indexOf('%');
		return (zone < 0) ? authority : authority.substring(0, zone) + authority.substring(authority.indexOf(']'));
	}

	/**
	 * Appends a header. Its name and its value may come from the user's settings, and
	 * must not end the header.
	 */
	private static void append(StringBuilder head, String name, String value) {
		if (!HttpHead.isToken(name)) {
			throw new IllegalArgumentException("The name of a header has characters that cannot be sent");
		}
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			if (character < ' ' || character == 0x7f || character > 0xff) {
				throw new IllegalArgumentException("The header %s has characters that cannot be sent".formatted(name));
			}
		}
		head.append(name).append(": ").append(value).append("\r\n");
	}

}
