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
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLException;

import io.cloudmeta.internal.http.MetadataException.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;

/**
 * Requests to one metadata service that share one deadline. Used by one thread at a time.
 *
 * @since 0.1.0
 */
public final class Exchange {

	/** How much of an answer is read, in bytes. */
	static final int MAX_BODY = 256 * 1024;

	private final MetadataSession session;

	private final Deadline deadline;

	private final int divisor;

	private final OpenConnection openConnection;

	private final Setbacks setbacks;

	private final URI uri;

	Exchange(MetadataSession session, Deadline deadline, OpenConnection openConnection, Setbacks setbacks) {
		this(session, deadline, 1, openConnection, setbacks, session.getEndpoint().uri());
	}

	private Exchange(MetadataSession session, Deadline deadline, int divisor, OpenConnection openConnection,
			Setbacks setbacks, URI uri) {
		this.session = session;
		this.deadline = deadline;
		this.divisor = divisor;
		this.openConnection = openConnection;
		this.setbacks = setbacks;
		this.uri = uri;
	}

	/**
	 * Returns what this exchange has met so far.
	 */
	Setbacks setbacks() {
		return this.setbacks;
	}

	/**
	 * Returns the settings of the service.
	 * @return where it lives and its options
	 */
	public Endpoint getEndpoint() {
		return this.session.getEndpoint();
	}

	/**
	 * Returns by when all requests of this exchange have to be over.
	 * @return the deadline
	 */
	public Deadline getDeadline() {
		return this.deadline;
	}

	/**
	 * Returns this exchange for requests that must not wait all the time that is left.
	 * @param divisor the part of the remaining time, 3 for a third
	 * @return an exchange that gives up waiting earlier
	 */
	public Exchange withinPart(int divisor) {
		return new Exchange(this.session, this.deadline, divisor, this.openConnection, this.setbacks, this.uri);
	}

	/**
	 * Returns this exchange for requests to another address. For services without an
	 * address of their own, which the machine's network configuration leads to, and only
	 * where that is asked after something local or the user has named the cloud.
	 * @param uri the base URL, with an IP address for its host
	 * @return an exchange with the service at that address
	 */
	public Exchange at(URI uri) {
		return new Exchange(this.session, this.deadline, this.divisor, this.openConnection, this.setbacks, uri);
	}

	/**
	 * Lets all that is asked later go to the address of this exchange.
	 */
	public void settle() {
		this.session.moveTo(this.uri);
	}

	/**
	 * Returns the token of this session, asking for one if there is none that is fresh.
	 * @param supplier asks the service for a token
	 * @return the token
	 * @throws MetadataException if there is none
	 */
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

	/**
	 * Forgets the token of this session.
	 */
	public void discardToken() {
		this.session.token(null);
	}

	/**
	 * Sends a GET request.
	 * @param pathAndQuery the path below the endpoint, with its query
	 * @param headers the headers to send
	 * @return the answer, whatever its status
	 * @throws MetadataException if there is none
	 */
	public Response get(String pathAndQuery, Map<String, String> headers) throws MetadataException {
		return send(HttpMethod.GET, pathAndQuery, headers, "");
	}

	/**
	 * Sends a PUT request without a body.
	 * @param pathAndQuery the path below the endpoint, with its query
	 * @param headers the headers to send
	 * @return the answer, whatever its status
	 * @throws MetadataException if there is none
	 */
	public Response put(String pathAndQuery, Map<String, String> headers) throws MetadataException {
		return put(pathAndQuery, headers, "");
	}

	/**
	 * Sends a PUT request.
	 * @param pathAndQuery the path below the endpoint, with its query
	 * @param headers the headers to send, with the type of the body
	 * @param body the body in US-ASCII, or an empty text for none
	 * @return the answer, whatever its status
	 * @throws MetadataException if there is none
	 */
	public Response put(String pathAndQuery, Map<String, String> headers, String body) throws MetadataException {
		return send(HttpMethod.PUT, pathAndQuery, headers, body);
	}

	private Response send(HttpMethod method, String pathAndQuery, Map<String, String> headers, String body)
			throws MetadataException {
		RestClient client = this.session.restClient(this.deadline, this.divisor, this.openConnection);
		URI target = URI.create(this.uri + pathAndQuery);
		String request = method + " " + target;
		this.session.countRequest();
		this.setbacks.retryAfter(null);
		try {
			RestClient.RequestBodySpec spec = client.method(method)
				.uri(target)
				.headers((fields) -> write(headers, fields));
			if (!body.isEmpty()) {
				spec.body(body);
			}
			Response response = spec.exchangeForRequiredValue((sent, received) -> read(received));
			this.setbacks.retryAfter(response.retryAfter());
			refuseProxy(request, response);
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
	 * No proxy is asked, but one that nobody asks may stand in between.
	 */
	private static void refuseProxy(String request, Response response) throws MetadataException {
		int status = response.status();
		boolean gateway = status >= 502 && status <= 504 && response.header(HttpHeaders.VIA) != null;
		if (status == 407 || gateway) {
			throw new MetadataException(gateway ? Kind.BUSY : Kind.DENIED,
					"%s was answered by a proxy (status %d)".formatted(request, status),
					"let requests to the metadata service pass it by");
		}
	}

	private static Response read(ClientHttpResponse response) throws IOException {
		int status = response.getStatusCode().value();
		HttpHeaders headers = response.getHeaders();
		return new Response(status, headers, readBody(response.getBody()));
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
			return new MetadataException(Kind.UNUSABLE, request + " answered with more than 256 KB",
					"no metadata service does; check what listens there");
		}
		if (this.deadline.isOver() || cause(ex, SocketTimeoutException.class) != null) {
			return new MetadataException(Kind.TIMEOUT, request + " was not answered in time",
					"a firewall drops it, or the service is slow (cloudmeta.fetch.timeout,"
							+ " cloudmeta.detection.timeout)");
		}
		if (cause(ex, NoRouteToHostException.class) != null || cause(ex, BindException.class) != null
				|| isUnreachable(cause(ex, SocketException.class))) {
			return new MetadataException(Kind.UNREACHABLE, request + " found no route",
					"the network has no way to the metadata service, or a route prohibits it");
		}
		if (cause(ex, ConnectException.class) != null) {
			return new MetadataException(Kind.REFUSED, request + " was refused",
					"nothing listens at the address of the metadata service");
		}
		if (cause(ex, SSLException.class) != null) {
			return new MetadataException(Kind.UNUSABLE, request + " met no TLS, or a certificate that is not trusted",
					"check the endpoint's scheme and host name, and what the JVM trusts (javax.net.ssl.trustStore)");
		}
		if (cause(ex, UnknownHostException.class) != null) {
			return new MetadataException(Kind.UNREACHABLE, request + " found no such host",
					"write an IP address in the endpoint, or check the name");
		}
		if (cause(ex, IOException.class) != null && cause(ex, NotHttpException.class) == null) {
			return new MetadataException(Kind.BROKEN, request + " broke off", "the service may be restarting");
		}
		return new MetadataException(Kind.UNUSABLE, request + " was not answered in HTTP",
				"something else listens there");
	}

	private static boolean isUnreachable(@Nullable SocketException ex) {
		// the latter is what Linux says of a route that leads nowhere ("blackhole")
		return ex != null && ex.getMessage() != null
				&& (ex.getMessage().contains("unreachable") || ex.getMessage().contains("Invalid argument"));
	}

	private static <T extends Throwable> @Nullable T cause(Throwable ex, Class<T> type) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

	/**
	 * Asks a service for a token.
	 */
	@FunctionalInterface
	public interface TokenSupplier {

		/**
		 * Asks for a token.
		 * @return the token
		 * @throws MetadataException if there is none
		 */
		IssuedToken get() throws MetadataException;

	}

	/**
	 * A token that a service issued.
	 *
	 * @param value the token
	 * @param life how long it is good for
	 */
	public record IssuedToken(String value, Duration life) {

		@Override
		public String toString() {
			return "token for " + this.life;
		}

	}

	private static final class TooLargeException extends IOException {

		private static final long serialVersionUID = 1L;

	}

}
