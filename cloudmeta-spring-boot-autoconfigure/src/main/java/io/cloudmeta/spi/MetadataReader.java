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

import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import io.cloudmeta.spi.MetadataClient.IssuedToken;
import io.cloudmeta.spi.MetadataClient.TokenSupplier;
import io.cloudmeta.spi.MetadataException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads values from one cloud's metadata service: sends the headers and the token, renews
 * a token that is refused, and maps statuses. Immutable, so that a provider keeps it in a
 * constant.
 * <p>
 * A value is missing with status 404 or 204. Status 429, 500, 502, 503 and 504 mean that
 * the service is busy, 401 and 403 that it refuses to respond, and any other but 200 that
 * another service responds. A cloud on which a status means something else adds a
 * {@linkplain Builder#failingWith rule}.
 *
 * @since 0.1.0
 */
public final class MetadataReader {

	/** What proxies call themselves that service meshes put beside an application. */
	private static final Pattern PROXY_SERVER = Pattern.compile("(istio-)?envoy", Pattern.CASE_INSENSITIVE);

	private static final Pattern PROXY_HEADER = Pattern.compile("x-envoy-[a-z-]{1,64}", Pattern.CASE_INSENSITIVE);

	private final String cloud;

	private final String service;

	private final String deniedAdvice;

	private final String otherServiceAdvice;

	private final Map<String, String> headers;

	private final @Nullable TokenExchange token;

	private final Set<String> skippedNames;

	private final Set<Integer> missing;

	private final BiFunction<MetadataResponse, String, @Nullable MetadataException> rule;

	private MetadataReader(Builder builder) {
		this.cloud = builder.cloud;
		this.service = builder.service;
		this.deniedAdvice = builder.deniedAdvice;
		this.otherServiceAdvice = builder.otherServiceAdvice;
		this.headers = Map.copyOf(builder.headers);
		this.token = builder.token;
		this.skippedNames = builder.skippedNames;
		this.missing = Set.copyOf(builder.missing);
		this.rule = builder.rule;
	}

	/**
	 * Returns a builder of a reader.
	 * @param cloud the cloud's name in messages
	 * @return the builder, whose reader sends neither headers nor a token
	 */
	public static Builder of(String cloud) {
		return new Builder(cloud);
	}

	/**
	 * Sends a GET request. If the service refuses the token with status 401, a new one is
	 * requested once.
	 * @param client the client
	 * @param path the path of the request, with its query
	 * @return the response, whatever its status
	 * @throws MetadataException if there is no response
	 */
	public MetadataResponse get(MetadataClient client, String path) throws MetadataException {
		TokenExchange exchange = this.token;
		return (exchange != null) ? get(client, path, () -> exchange.request(client, this))
				: client.get(path, this.headers);
	}

	/**
	 * Sends a GET request with a token that is requested in another way than usual.
	 * @param client the client
	 * @param path the path of the request, with its query
	 * @param supplier requests a token
	 * @return the response, whatever its status
	 * @throws MetadataException if there is no response
	 */
	public MetadataResponse get(MetadataClient client, String path, TokenSupplier supplier) throws MetadataException {
		MetadataResponse response = client.get(path, headers(client, supplier));
		if (response.status() == 401) {
			client.discardToken();
			response = client.get(path, headers(client, supplier));
		}
		return response;
	}

	/**
	 * Returns the headers of a request.
	 * @param client the client
	 * @param supplier requests a token if there is none that is valid
	 * @return the headers by their names, with the token unless it is empty
	 * @throws MetadataException if no token was issued
	 */
	public Map<String, String> headers(MetadataClient client, TokenSupplier supplier) throws MetadataException {
		String value = client.token(supplier);
		return (this.token != null) ? this.token.withToken(this.headers, value) : this.headers;
	}

	/**
	 * Returns the text of a value that may be missing.
	 * @param client the client
	 * @param path the path of the request, with its query
	 * @return the text, or {@code null} if there is none
	 * @throws MetadataException if the service cannot be read
	 */
	public @Nullable String text(MetadataClient client, String path) throws MetadataException {
		return text(get(client, path), path);
	}

	/**
	 * Returns the text of a response that may be missing.
	 * @param response the response
	 * @param path the path of the request
	 * @return the text, or {@code null} if there is none
	 * @throws MetadataException if the status means a failure
	 */
	public @Nullable String text(MetadataResponse response, String path) throws MetadataException {
		if (isMissing(response)) {
			return null;
		}
		check(response, path);
		return response.body();
	}

	/**
	 * Returns a value that may be missing.
	 * @param client the client
	 * @param path the path of the request, with its query
	 * @return the value, or {@code null} if there is none or it is no text in one line
	 * @throws MetadataException if the service cannot be read
	 */
	public @Nullable String value(MetadataClient client, String path) throws MetadataException {
		return MetadataText.value(text(client, path));
	}

	/**
	 * Returns a document that may be missing.
	 * @param client the client
	 * @param path the path of the request, with its query
	 * @return the document, or {@code null} if there is none or the response is no JSON
	 * object
	 * @throws MetadataException if the service cannot be read
	 */
	public @Nullable MetadataDocument document(MetadataClient client, String path) throws MetadataException {
		return parse(text(client, path));
	}

	@Nullable MetadataDocument parse(@Nullable String text) {
		return (text != null) ? MetadataDocument.parse(text, this.skippedNames) : null;
	}

	/**
	 * Returns a document that only this cloud has at this path.
	 * @param client the client
	 * @param path the path of the request, with its query
	 * @return the document
	 * @throws MetadataException if the service cannot be read or the response is no JSON
	 * object
	 */
	public MetadataDocument requiredDocument(MetadataClient client, String path) throws MetadataException {
		MetadataResponse response = get(client, path);
		check(response, path);
		return requiredDocument(response);
	}

	/**
	 * Returns the document of a response that only this cloud sends.
	 * @param response the response
	 * @return the document
	 * @throws MetadataException if the response is no JSON object
	 */
	public MetadataDocument requiredDocument(MetadataResponse response) throws MetadataException {
		MetadataDocument document = parse(response.body());
		if (document == null) {
			throw notThisInstance();
		}
		return document;
	}

	/**
	 * Returns user data that the service returns as they were given to the cloud.
	 * @param client the client
	 * @param path the path of the request, with its query
	 * @return the bytes, or {@code null} if there are none
	 * @throws MetadataException if the service cannot be read
	 */
	public byte @Nullable [] userData(MetadataClient client, String path) throws MetadataException {
		return userData(get(client, path), path, false);
	}

	/**
	 * Returns user data that the service returns in base64.
	 * @param client the client
	 * @param path the path of the request, with its query
	 * @return the bytes, or {@code null} if there are none
	 * @throws MetadataException if the service cannot be read or the response is not in
	 * base64
	 */
	public byte @Nullable [] userDataInBase64(MetadataClient client, String path) throws MetadataException {
		return userData(get(client, path), path, true);
	}

	/**
	 * Returns the user data of a response.
	 * @param response the response
	 * @param path the path of the request
	 * @param base64 whether the service returns user data in base64
	 * @return the bytes, or {@code null} if there are none
	 * @throws MetadataException if the status means a failure or the response is not in
	 * base64
	 */
	public byte @Nullable [] userData(MetadataResponse response, String path, boolean base64) throws MetadataException {
		if (isMissing(response)) {
			return null;
		}
		check(response, path);
		byte[] bytes = base64 ? decoded(response.body().replaceAll("\\s", "")) : response.bytes();
		return (bytes.length > 0) ? bytes : null;
	}

	private static byte[] decoded(String text) throws MetadataException {
		try {
			return Base64.getDecoder().decode(text);
		}
		catch (IllegalArgumentException ex) {
			// without the exception, whose message repeats a part of the text
			throw new MetadataException(Kind.UNUSABLE, "the user data is not in base64",
					"check how it was given to the cloud");
		}
	}

	private boolean isMissing(MetadataResponse response) {
		return this.missing.contains(response.status());
	}

	/**
	 * Checks that a response has status 200 and no rule of this cloud refuses it.
	 * @param response the response
	 * @param path the path of the request
	 * @throws MetadataException if the response means a failure
	 */
	public void check(MetadataResponse response, String path) throws MetadataException {
		checkForwarding(response);
		MetadataException failure = this.rule.apply(response, path);
		if (failure != null) {
			throw failure;
		}
		int status = response.status();
		switch (status) {
			case 200 -> {
			}
			case 401,
					403 ->
				throw new MetadataException(Kind.DENIED,
						"%s's metadata service refuses the request (status %d)".formatted(this.service, status),
						this.deniedAdvice);
			case 429, 500, 502, 503, 504 -> throw busy(response);
			default -> throw notThisCloud("%s got status %d".formatted(path, status));
		}
	}

	/**
	 * Checks that a request was not refused after a proxy had forwarded it, as far as the
	 * response shows: some services refuse each forwarded request.
	 * {@link #check(MetadataResponse, String) check} begins with this.
	 * @param response the response
	 * @throws MetadataException if the status is that of a refusal and a header is that
	 * of a proxy
	 */
	public void checkForwarding(MetadataResponse response) throws MetadataException {
		String header = switch (response.status()) {
			case 400, 401, 403, 405, 421 -> proxyHeader(response);
			default -> null;
		};
		if (header != null) {
			throw new MetadataException(Kind.DENIED,
					"a proxy forwards requests to %s's metadata service, and one of both refuses them (status %d, header %s)"
						.formatted(this.service, response.status(), header),
					"exclude the metadata service from the proxy, such as a service mesh's sidecar");
		}
	}

	private static @Nullable String proxyHeader(MetadataResponse response) {
		if (response.header("Via") != null) {
			return "Via";
		}
		String server = response.header("Server");
		if (server != null && PROXY_SERVER.matcher(server).matches()) {
			return "Server: " + server;
		}
		return response.headers()
			.headerNames()
			.stream()
			.filter((name) -> PROXY_HEADER.matcher(name).matches())
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns the failure of a service that may respond later.
	 * @param response the response
	 * @return the exception
	 */
	public MetadataException busy(MetadataResponse response) {
		return new MetadataException(Kind.BUSY,
				"%s's metadata service is busy (status %d)".formatted(this.service, response.status()),
				"it may be starting or overloaded; refresh() reads it again");
	}

	/**
	 * Returns the failure of a response that comes from another service.
	 * @param problem what shows it
	 * @return the exception
	 */
	public MetadataException notThisCloud(String problem) {
		return new MetadataException(Kind.NOT_THIS_CLOUD, problem, this.otherServiceAdvice);
	}

	/**
	 * Returns the failure of a response that describes no instance of this cloud.
	 * @return the exception
	 */
	public MetadataException notThisInstance() {
		return notThisCloud("the response describes no instance of " + this.cloud);
	}

	/**
	 * Returns a token that a service has issued.
	 * @param text the text of the response, or {@code null} if it is missing
	 * @param path the path of the request
	 * @param life how long the token is valid
	 * @return the token
	 * @throws MetadataException if the text is no token
	 */
	public IssuedToken token(@Nullable String text, String path, Duration life) throws MetadataException {
		String token = (text != null) ? text.trim() : null;
		if (token == null || !TokenExchange.isToken(token)) {
			throw notThisCloud("the response of %s is no token of %s".formatted(path, this.service));
		}
		return new IssuedToken(token, life);
	}

	/**
	 * Builds a {@link MetadataReader}.
	 */
	public static final class Builder {

		private final String cloud;

		private String service;

		private String deniedAdvice = "check what is between the application and the metadata service";

		private String otherServiceAdvice;

		private Map<String, String> headers = Map.of();

		private @Nullable TokenExchange token;

		private Set<String> skippedNames = Set.of();

		private final Set<Integer> missing = new HashSet<>(Set.of(204, 404));

		private BiFunction<MetadataResponse, String, @Nullable MetadataException> rule = (response, path) -> null;

		private Builder(String cloud) {
			this.cloud = cloud;
			this.service = cloud;
			this.otherServiceAdvice = "another service responds at %1$s's address".formatted(cloud);
		}

		/**
		 * Sets the name of a service that has one of its own.
		 * @param service the name in messages, such as {@code CVM}
		 * @return this builder
		 */
		public Builder service(String service) {
			this.service = service;
			return this;
		}

		/**
		 * Sets the advice of failures.
		 * @param denied what to do if the service refuses to respond
		 * @param otherService what is the matter if another service responds
		 * @return this builder
		 */
		public Builder advice(String denied, String otherService) {
			this.deniedAdvice = denied;
			this.otherServiceAdvice = otherService;
			return this;
		}

		/**
		 * Sets the headers of each request.
		 * @param headers the headers by their names
		 * @return this builder
		 */
		public Builder headers(Map<String, String> headers) {
			this.headers = headers;
			return this;
		}

		/**
		 * Sets the token of each request.
		 * @param token how a token is issued and sent, or {@code null} for none
		 * @return this builder
		 */
		public Builder token(@Nullable TokenExchange token) {
			this.token = token;
			return this;
		}

		/**
		 * Sets which members of documents are not read.
		 * @param restricted the restrictions
		 * @return this builder
		 */
		public Builder restrictedPaths(RestrictedPaths restricted) {
			this.skippedNames = restricted.getSkippedNames();
			return this;
		}

		/**
		 * Adds a status that means that a value is missing, as 404 and 204 do.
		 * @param status the status
		 * @return this builder
		 */
		public Builder missing(int status) {
			this.missing.add(status);
			return this;
		}

		/**
		 * Sets a rule for responses that have a meaning of their own on this cloud. It is
		 * applied before the general rules.
		 * @param rule returns the failure that a response to a path means, or
		 * {@code null} if the general rules apply
		 * @return this builder
		 */
		public Builder failingWith(BiFunction<MetadataResponse, String, @Nullable MetadataException> rule) {
			this.rule = rule;
			return this;
		}

		/**
		 * Builds the reader.
		 * @return the reader
		 */
		public MetadataReader build() {
			return new MetadataReader(this);
		}

	}

}
