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

package io.cloudmeta.test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;
import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * A {@link MetadataClient} for unit tests of a {@link MetadataService}: it returns the
 * responses that the test defines, opens no socket and starts no thread. A request for
 * which no response is defined gets status 404, or the response of the simulated cloud if
 * the client is {@linkplain CloudSimulator.Builder#client(MetadataService) one of a
 * simulated cloud}.
 * <p>
 * Tokens, limits and addresses are treated as by the client that an application uses:
 * <ul>
 * <li>A {@linkplain #token token} is requested again when four fifths of its life have
 * passed, or after {@link #discardToken}. The client of an application also discards a
 * token that has not been used for some seconds.</li>
 * <li>A body of more than 256 KB and a header that cannot be sent are a
 * {@link MetadataException} of the kind {@link Kind#UNUSABLE}.</li>
 * <li>{@linkplain #at Other addresses} and {@linkplain #withinPart parts of the time}
 * belong to the requests that are sent by the returned client; {@link #settle} changes
 * the {@linkplain #getEndpoint endpoint} for all of them.</li>
 * </ul>
 * Nothing is sent again after a failure: that is the task of the caller of a
 * {@code MetadataService}. Used by one thread at a time.
 *
 * @since 0.1.0
 */
public final class FakeMetadataClient implements MetadataClient {

	/** As in the client over HTTP, in bytes. */
	private static final int MAX_BODY = 256 * 1024;

	private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e\\x80-\\xff]*");

	private final State state;

	/** The address of the requests, or {@code null} for that of the endpoint. */
	private final @Nullable URI uri;

	private final int divisor;

	FakeMetadataClient(MetadataEndpoint endpoint, SimulatedClock clock, Responder service) {
		this(new State(endpoint, clock, service), null, 1);
	}

	private FakeMetadataClient(State state, @Nullable URI uri, int divisor) {
		this.state = state;
		this.uri = uri;
		this.divisor = divisor;
	}

	/**
	 * Creates a client for a service at the address that it has where no property or
	 * environment variable is set.
	 * @param service the service
	 * @return a client without responses
	 * @throws IllegalArgumentException as for {@link #of(MetadataEndpoint)}
	 */
	public static FakeMetadataClient of(MetadataService service) {
		return of(service.getEndpoint((name) -> null));
	}

	/**
	 * Creates a client for an endpoint.
	 * @param endpoint the address and the options of the service
	 * @return a client without responses
	 * @throws IllegalArgumentException if the address is neither
	 * {@linkplain MetadataEndpoint#configured() configured} nor
	 * {@linkplain MetadataEndpoint#isLocal() local}: an application refuses such an
	 * endpoint
	 */
	public static FakeMetadataClient of(MetadataEndpoint endpoint) {
		return new FakeMetadataClient(endpoint, new SimulatedClock(),
				(request) -> new MetadataResponse(404, new HttpHeaders(), new byte[0]));
	}

	/**
	 * Defines the responses to a request. They replace those that were defined for it
	 * earlier.
	 * @param method the method, {@code GET}, {@code PUT} or {@code POST}
	 * @param pathAndQuery the path and the query as they are sent: an endpoint's own path
	 * comes first
	 * @return the responses, still without one
	 */
	public Responses respondTo(String method, String pathAndQuery) {
		return respondTo((request) -> request.method().equals(method) && request.pathAndQuery().equals(pathAndQuery));
	}

	/**
	 * Defines the responses to some requests. They replace those that were defined for
	 * them earlier.
	 * @param requests which requests
	 * @return the responses, still without one
	 */
	public Responses respondTo(Predicate<Request> requests) {
		Responses responses = new Responses(requests);
		this.state.responses.add(0, responses);
		return responses;
	}

	/**
	 * Returns the requests that were sent so far, by this client and by those that it has
	 * returned.
	 * @return the requests in their order, a copy
	 */
	public List<Request> getRequests() {
		return List.copyOf(this.state.requests);
	}

	/**
	 * Forgets the requests that were sent so far.
	 */
	public void resetRequests() {
		this.state.requests.clear();
	}

	/**
	 * Advances the clock that decides when a token is requested again. In a simulated
	 * cloud, tokens expire and changes become due by the same clock.
	 * @param time how much time passes
	 * @throws IllegalArgumentException if the time is negative
	 */
	public void elapse(Duration time) {
		Assert.isTrue(!time.isNegative(), "Time does not go back");
		this.state.clock.elapse(time);
	}

	@Override
	public MetadataEndpoint getEndpoint() {
		return this.state.endpoint;
	}

	@Override
	public MetadataResponse get(String pathAndQuery, Map<String, String> headers) throws MetadataException {
		return send("GET", pathAndQuery, headers, "");
	}

	@Override
	public MetadataResponse put(String pathAndQuery, Map<String, String> headers, String body)
			throws MetadataException {
		return send("PUT", pathAndQuery, headers, body);
	}

	@Override
	public MetadataResponse post(String pathAndQuery, Map<String, String> headers, String body)
			throws MetadataException {
		return send("POST", pathAndQuery, headers, body);
	}

	private MetadataResponse send(String method, String pathAndQuery, Map<String, String> headers, String body)
			throws MetadataException {
		Assert.isTrue(pathAndQuery.startsWith("/"), () -> "'%s' does not begin with a slash".formatted(pathAndQuery));
		Request request = new Request(method, URI.create(address() + pathAndQuery), headers, body, this.divisor);
		this.state.requests.add(request);
		for (Map.Entry<String, String> header : headers.entrySet()) {
			if (!canBeSent(header.getKey(), header.getValue())) {
				throw new MetadataException(Kind.UNUSABLE, request + " has a header that cannot be sent", "");
			}
		}
		MetadataResponse response = this.state.respond(request, 0);
		if (response.bytes().length > MAX_BODY) {
			throw new MetadataException(Kind.UNUSABLE, request + " returned more than 256 KB", "");
		}
		return response;
	}

	private URI address() {
		return (this.uri != null) ? this.uri : this.state.endpoint.uri();
	}

	private static boolean canBeSent(String name, String value) {
		return HEADER_NAME.matcher(name).matches() && HEADER_VALUE.matcher(value).matches();
	}

	@Override
	public String token(TokenSupplier supplier) throws MetadataException {
		Token token = this.state.token;
		if (token == null || !this.state.clock.instant().isBefore(token.renewal())) {
			IssuedToken issued = supplier.get();
			Duration kept = issued.life().multipliedBy(4).dividedBy(5);
			token = new Token(issued.value(), this.state.clock.instant().plus(kept));
			this.state.token = token;
		}
		return token.value();
	}

	@Override
	public void discardToken() {
		this.state.token = null;
	}

	@Override
	public FakeMetadataClient withinPart(int divisor) {
		return new FakeMetadataClient(this.state, this.uri, divisor);
	}

	@Override
	public FakeMetadataClient at(URI uri) {
		return new FakeMetadataClient(this.state, uri, this.divisor);
	}

	@Override
	public void settle() {
		MetadataEndpoint current = this.state.endpoint;
		this.state.endpoint = new MetadataEndpoint(address(), current.configured(), current.disabledBy(),
				current.options());
	}

	/**
	 * Responds to a request.
	 */
	@FunctionalInterface
	interface Responder {

		MetadataResponse respond(Request request) throws MetadataException;

	}

	/**
	 * One of several responses to a request.
	 */
	@FunctionalInterface
	private interface Step {

		MetadataResponse respond(Request request, Responder before) throws MetadataException;

	}

	/**
	 * A request that was sent.
	 *
	 * @param method the method, {@code GET}, {@code PUT} or {@code POST}
	 * @param uri the whole address
	 * @param headers the headers that the service gave, by their names in any case
	 * @param body the body, or an empty text for none
	 * @param divisor the part of the remaining time for which the request waits, 3 for a
	 * third, or 1 for all of it
	 * @since 0.1.0
	 */
	public record Request(String method, URI uri, Map<String, String> headers, String body, int divisor) {

		public Request {
			Map<String, String> copy = new LinkedCaseInsensitiveMap<>();
			copy.putAll(headers);
			headers = Collections.unmodifiableMap(copy);
		}

		/**
		 * Returns the part of the address that is sent.
		 * @return the path with its query, {@code /} if there is neither
		 */
		public String pathAndQuery() {
			String path = this.uri.getRawPath().isEmpty() ? "/" : this.uri.getRawPath();
			return (this.uri.getRawQuery() != null) ? path + "?" + this.uri.getRawQuery() : path;
		}

		/**
		 * Returns the failure of this request.
		 */
		MetadataException failure(Kind kind) {
			String problem = switch (kind) {
				case TIMEOUT -> "received no response in time";
				case REFUSED -> "was refused";
				case UNREACHABLE -> "found no route";
				case BROKEN -> "ended without a complete response";
				default -> "failed: " + kind;
			};
			return new MetadataException(kind, this + " " + problem, "");
		}

		/**
		 * Returns the beginning of the request, such as {@code GET /v1.json}: headers may
		 * be secrets.
		 */
		@Override
		public String toString() {
			return this.method + " " + pathAndQuery();
		}

	}

	/**
	 * The responses to a request, of which each is returned once and the last again and
	 * again.
	 *
	 * @since 0.1.0
	 */
	public static final class Responses {

		private final Predicate<Request> requests;

		private final List<RequiredHeader> requiredHeaders = new ArrayList<>();

		private final List<Step> steps = new ArrayList<>();

		/** Of the response that was defined last. */
		private @Nullable HttpHeaders headers;

		private int next;

		private Responses(Predicate<Request> requests) {
			this.requests = requests;
		}

		/**
		 * Requires a header of the request.
		 * @param name the header's name
		 * @param otherwise the status of the response to a request without it
		 * @return this
		 */
		public Responses requiring(String name, int otherwise) {
			this.requiredHeaders.add(new RequiredHeader(name, null, otherwise));
			return this;
		}

		/**
		 * Requires a header of the request and its value.
		 * @param name the header's name
		 * @param value the header's value
		 * @param otherwise the status of the response to a request without it
		 * @return this
		 */
		public Responses requiring(String name, String value, int otherwise) {
			this.requiredHeaders.add(new RequiredHeader(name, value, otherwise));
			return this;
		}

		/**
		 * Adds a response with status 200 and a text.
		 * @param text the body
		 * @return this
		 */
		public Responses with(String text) {
			return with(200, text);
		}

		/**
		 * Adds a response with any status and a text.
		 * @param status the status
		 * @param text the body, or an empty text for none
		 * @return this
		 */
		public Responses with(int status, String text) {
			return add(status, text.getBytes(StandardCharsets.UTF_8)).header(HttpHeaders.CONTENT_TYPE,
					"text/plain;charset=UTF-8");
		}

		/**
		 * Adds a response with status 200 and a JSON document.
		 * @param json the document
		 * @return this
		 */
		public Responses withJson(String json) {
			return add(200, json.getBytes(StandardCharsets.UTF_8)).header(HttpHeaders.CONTENT_TYPE, "application/json");
		}

		/**
		 * Adds a response with status 200 and bytes.
		 * @param bytes the body
		 * @return this
		 */
		public Responses withBytes(byte[] bytes) {
			return add(200, bytes.clone()).header(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
		}

		/**
		 * Sets a header of the response that was added last.
		 * @param name the header's name
		 * @param value the header's value
		 * @return this
		 * @throws IllegalStateException if there is no response before, or if it has no
		 * headers because it is a failure or one of earlier responses
		 */
		public Responses header(String name, String value) {
			Assert.state(this.headers != null, "A header belongs to the response before it, and there is none");
			this.headers.set(name, value);
			return this;
		}

		/**
		 * Adds a failure: no response arrives.
		 * @param kind the reason
		 * @return this
		 */
		public Responses failWith(Kind kind) {
			return add((request, before) -> {
				throw request.failure(kind);
			}, null);
		}

		/**
		 * Adds the response that the request has without these responses: one that was
		 * defined earlier, that of the simulated cloud, or status 404.
		 * @return this
		 */
		public Responses asBefore() {
			return add((request, before) -> before.respond(request), null);
		}

		private Responses add(int status, byte[] body) {
			HttpHeaders headers = new HttpHeaders();
			return add((request, before) -> new MetadataResponse(status, new HttpHeaders(headers), body), headers);
		}

		private Responses add(Step step, @Nullable HttpHeaders headers) {
			this.steps.add(step);
			this.headers = headers;
			return this;
		}

		private MetadataResponse respond(Request request, Responder before) throws MetadataException {
			for (RequiredHeader required : this.requiredHeaders) {
				if (!required.isIn(request)) {
					return new MetadataResponse(required.otherwise(), new HttpHeaders(), new byte[0]);
				}
			}
			Assert.state(!this.steps.isEmpty(), () -> "No response is defined for %s".formatted(request));
			Step step = this.steps.get(this.next);
			this.next = Math.min(this.next + 1, this.steps.size() - 1);
			return step.respond(request, before);
		}

	}

	/**
	 * A header that a request must have.
	 *
	 * @param name the header's name
	 * @param value the header's value, or {@code null} for any
	 * @param otherwise the status of the response to a request without it
	 */
	private record RequiredHeader(String name, @Nullable String value, int otherwise) {

		boolean isIn(Request request) {
			String actual = request.headers().get(this.name);
			return (this.value != null) ? this.value.equals(actual) : actual != null;
		}

	}

	/**
	 * A session token.
	 *
	 * @param value the token
	 * @param renewal when it is requested again
	 */
	private record Token(String value, Instant renewal) {

	}

	/**
	 * What a client and those that it returns have in common.
	 */
	private static final class State {

		private final SimulatedClock clock;

		private final Responder service;

		private final List<Request> requests = new ArrayList<>();

		/** The latest first. */
		private final List<Responses> responses = new ArrayList<>();

		private MetadataEndpoint endpoint;

		private @Nullable Token token;

		private State(MetadataEndpoint endpoint, SimulatedClock clock, Responder service) {
			Assert.isTrue(endpoint.configured() || endpoint.isLocal(),
					() -> "%s is no address literal of this machine or its link".formatted(endpoint.uri()));
			this.endpoint = endpoint;
			this.clock = clock;
			this.service = service;
		}

		private MetadataResponse respond(Request request, int first) throws MetadataException {
			for (int i = first; i < this.responses.size(); i++) {
				Responses candidate = this.responses.get(i);
				if (candidate.requests.test(request)) {
					int earlier = i + 1;
					return candidate.respond(request, (same) -> respond(same, earlier));
				}
			}
			return this.service.respond(request);
		}

	}

}
