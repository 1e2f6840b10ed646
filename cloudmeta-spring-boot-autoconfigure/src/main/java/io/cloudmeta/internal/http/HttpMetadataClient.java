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

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Map;

import javax.net.ssl.SSLException;

import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;

/**
 * The client over HTTP. Used by one thread at a time.
 */
final class HttpMetadataClient implements MetadataClient {

	/** The maximum size of a response, in bytes. */
	static final int MAX_BODY = 256 * 1024;

	private final MetadataSession session;

	private final CallDeadline deadline;

	private final int divisor;

	private final OpenConnection openConnection;

	private final RetryContext retryContext;

	private final URI uri;

	HttpMetadataClient(MetadataSession session, CallDeadline deadline, OpenConnection openConnection,
			RetryContext retryContext) {
		this(session, deadline, 1, openConnection, retryContext, session.getEndpoint().uri());
	}

	private HttpMetadataClient(MetadataSession session, CallDeadline deadline, int divisor,
			OpenConnection openConnection, RetryContext retryContext, URI uri) {
		this.session = session;
		this.deadline = deadline;
		this.divisor = divisor;
		this.openConnection = openConnection;
		this.retryContext = retryContext;
		this.uri = uri;
	}

	/**
	 * Returns what this client has met so far.
	 */
	RetryContext retryContext() {
		return this.retryContext;
	}

	@Override
	public MetadataEndpoint getEndpoint() {
		return this.session.getEndpoint();
	}

	/**
	 * Notes a failure, which may be a response too.
	 * @return whether another attempt may find what this one has not
	 */
	boolean mayRepeat(MetadataException ex) {
		if (!ex.getKind().isSilence()) {
			this.deadline.responded();
		}
		return ex.getKind().isTransient() && !(ex.getKind() == Kind.TIMEOUT && this.deadline.awaitsResponse());
	}

	/**
	 * Returns by when all requests of this client have to be over.
	 * @return the deadline
	 */
	Deadline getDeadline() {
		return this.deadline.ofRequests();
	}

	@Override
	public HttpMetadataClient withinPart(int divisor) {
		return new HttpMetadataClient(this.session, this.deadline, divisor, this.openConnection, this.retryContext,
				this.uri);
	}

	@Override
	public HttpMetadataClient at(URI uri) {
		return new HttpMetadataClient(this.session, this.deadline, this.divisor, this.openConnection, this.retryContext,
				uri);
	}

	@Override
	public void settle() {
		this.session.moveTo(this.uri);
	}

	@Override
	public void proven() {
		this.deadline.proven();
	}

	@Override
	public String token(TokenSupplier supplier) throws MetadataException {
		String token = this.session.token();
		if (token == null) {
			IssuedToken issued = supplier.get();
			token = issued.value();
			// Renewed when a fifth of its life is left
			this.session
				.token(new MetadataSession.Token(token, Deadline.after(issued.life().multipliedBy(4).dividedBy(5))));
		}
		return token;
	}

	@Override
	public void discardToken() {
		this.session.token(null);
	}

	@Override
	public MetadataResponse get(String pathAndQuery, Map<String, String> headers) throws MetadataException {
		return send(HttpMethod.GET, pathAndQuery, headers, "");
	}

	@Override
	public MetadataResponse put(String pathAndQuery, Map<String, String> headers, String body)
			throws MetadataException {
		return send(HttpMethod.PUT, pathAndQuery, headers, body);
	}

	@Override
	public MetadataResponse post(String pathAndQuery, Map<String, String> headers, String body)
			throws MetadataException {
		return send(HttpMethod.POST, pathAndQuery, headers, body);
	}

	private MetadataResponse send(HttpMethod method, String pathAndQuery, Map<String, String> headers, String body)
			throws MetadataException {
		RestClient client = this.session.restClient(getDeadline(), this.divisor, this.openConnection);
		URI target = URI.create(this.uri + pathAndQuery);
		String request = method + " " + target;
		this.session.countRequest();
		this.retryContext.answered(0, null);
		try {
			RestClient.RequestBodySpec spec = client.method(method)
				.uri(target)
				.headers((fields) -> write(headers, fields));
			if (!body.isEmpty()) {
				spec.body(body);
			}
			MetadataResponse response = spec.exchangeForRequiredValue((sent, received) -> read(received));
			this.retryContext.answered(response.status(),
					RetryAfter.of(response.status(), response.headers(), Clock.systemUTC()));
			refuseProxy(request, response);
			if (response.status() == 200) {
				this.session.open();
				this.deadline.responded();
			}
			return response;
		}
		catch (RuntimeException ex) {
			// not only RestClientException: a header that cannot be sent is an
			// IllegalArgumentException
			throw explain(request, ex);
		}
	}

	private static void write(Map<String, String> headers, HttpHeaders target) {
		target.set(HttpHeaders.ACCEPT, "*/*");
		target.set(HttpHeaders.USER_AGENT, "cloudmeta");
		for (Map.Entry<String, String> header : headers.entrySet()) {
			target.set(header.getKey(), header.getValue());
		}
	}

	/**
	 * No proxy is used, but a transparent one may be in between.
	 */
	private static void refuseProxy(String request, MetadataResponse response) throws MetadataException {
		int status = response.status();
		boolean gateway = status >= 502 && status <= 504 && response.header(HttpHeaders.VIA) != null;
		if (status == 407 || gateway) {
			throw new MetadataException(gateway ? Kind.BUSY : Kind.DENIED,
					"%s received a response of a proxy (status %d)".formatted(request, status),
					"let requests to the metadata service pass it by");
		}
	}

	static MetadataResponse read(ClientHttpResponse response) throws IOException {
		int status = response.getStatusCode().value();
		HttpHeaders headers = response.getHeaders();
		return new MetadataResponse(status, headers, readBody(response.getBody()));
	}

	private static byte[] readBody(InputStream body) throws IOException {
		byte[] bytes = body.readNBytes(MAX_BODY + 1);
		if (bytes.length > MAX_BODY) {
			throw new TooLargeException();
		}
		return bytes;
	}

	private MetadataException explain(String request, RuntimeException ex) {
		if (cause(ex, TooLargeException.class) != null) {
			return new MetadataException(Kind.UNUSABLE, request + " returned more than 256 KB",
					"no metadata service does; check what listens there");
		}
		if (getDeadline().isOver() || cause(ex, SocketTimeoutException.class) != null) {
			return new MetadataException(Kind.TIMEOUT, request + " received no response in time",
					"a firewall drops it, or the service is slow (cloudmeta.fetch.timeout,"
							+ " cloudmeta.detection.timeout)");
		}
		if (cause(ex, NoRouteToHostException.class) != null || cause(ex, BindException.class) != null
				|| isUnreachable(cause(ex, SocketException.class))) {
			return new MetadataException(Kind.UNREACHABLE, request + " found no route",
					"the network has no route to the metadata service, or a route prohibits it");
		}
		if (cause(ex, ConnectException.class) != null) {
			return new MetadataException(Kind.REFUSED, request + " was refused",
					"nothing listens at the address of the metadata service");
		}
		if (cause(ex, SSLException.class) != null) {
			return new MetadataException(Kind.UNUSABLE, request + " found no TLS, or a certificate that is not trusted",
					"check the endpoint's scheme and host name, and what the JVM trusts (javax.net.ssl.trustStore)");
		}
		if (cause(ex, UnknownHostException.class) != null) {
			return new MetadataException(Kind.UNREACHABLE, request + " found no such host",
					"write an IP address in the endpoint, or check the name");
		}
		if (cause(ex, IOException.class) != null && cause(ex, NotHttpException.class) == null) {
			return new MetadataException(Kind.BROKEN, request + " ended without a complete response",
					"the service may be restarting");
		}
		return new MetadataException(Kind.UNUSABLE, request + " received a response that is not HTTP",
				"another service listens there");
	}

	private static boolean isUnreachable(@Nullable SocketException ex) {
		String message = (ex != null) ? ex.getMessage() : null;
		// Linux's messages for a route that leads nowhere ("blackhole"), and those of the
		// JDK without IPv6: "Protocol family unavailable", on JDK 25 "IPv6 protocol
		// family unavailable", and Linux's "Address family not supported by protocol"
		return message != null && (message.contains("unreachable") || message.contains("Invalid argument")
				|| message.contains(" family "));
	}

	private static <T extends Throwable> @Nullable T cause(Throwable ex, Class<T> type) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

	private static final class TooLargeException extends IOException {

		private static final long serialVersionUID = 1L;

	}

}
