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
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.cloudmeta.spi.MetadataClient.IssuedToken;
import org.jspecify.annotations.Nullable;

/**
 * How a metadata service issues a session token, and how requests send it.
 *
 * @since 0.1.0
 */
public final class TokenExchange {

	private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e&&[^<>]]{1,8192}");

	private final String header;

	private final @Nullable String scheme;

	private final Requester requester;

	private TokenExchange(String header, @Nullable String scheme, Requester requester) {
		this.header = header;
		this.scheme = scheme;
		this.requester = requester;
	}

	/**
	 * Returns an exchange in which the whole response to a PUT request is the token.
	 * @param path the path of the request, with its query
	 * @param headers the headers of the request by their names
	 * @param life how long a token is valid
	 * @param header the header in which later requests send the token
	 * @return the exchange
	 */
	public static TokenExchange put(String path, Map<String, String> headers, Duration life, String header) {
		return request(Method.PUT, path, headers, null, life, header);
	}

	/**
	 * Returns an exchange by one request without a body.
	 * @param method the method of the request
	 * @param path the path of the request, with its query
	 * @param headers the headers of the request by their names
	 * @param pointer the location of the token in the JSON response, in the forms of
	 * {@link ValueLocation#at}, or {@code null} if it is the whole response
	 * @param life how long a token is valid
	 * @param header the header in which later requests send the token
	 * @return the exchange
	 */
	public static TokenExchange request(Method method, String path, Map<String, String> headers,
			@Nullable String pointer, Duration life, String header) {
		Map<String, String> sent = Map.copyOf(headers);
		String place = (pointer != null) ? ValueLocation.inDocument(pointer) : null;
		return of(header, (client, reader) -> {
			MetadataResponse response = switch (method) {
				case PUT -> client.put(path, sent);
				case POST -> client.post(path, sent, "");
				case GET -> client.get(path, sent);
			};
			reader.check(response, path);
			String body = response.body();
			return reader.token((place != null) ? MetadataDocument.tokenOf(body, place) : body, path, life);
		});
	}

	/**
	 * Returns an exchange by other requests.
	 * @param header the header in which later requests send the token
	 * @param requester requests a token
	 * @return the exchange
	 */
	public static TokenExchange of(String header, Requester requester) {
		return new TokenExchange(header, null, requester);
	}

	/**
	 * Returns this exchange with a word before the token in its header.
	 * @param scheme the word, such as {@code Bearer}
	 * @return the exchange
	 */
	public TokenExchange scheme(String scheme) {
		return new TokenExchange(this.header, scheme, this.requester);
	}

	IssuedToken request(MetadataClient client, MetadataReader reader) throws MetadataException {
		return this.requester.request(client, reader);
	}

	/**
	 * Adds the header for a token. An empty token means a service that needs none.
	 */
	Map<String, String> withToken(Map<String, String> headers, String token) {
		if (token.isEmpty()) {
			return headers;
		}
		Map<String, String> all = new HashMap<>(headers);
		all.put(this.header, (this.scheme != null) ? this.scheme + " " + token : token);
		return all;
	}

	static boolean isToken(@Nullable String text) {
		return MetadataText.matches(TOKEN, text);
	}

	@Override
	public String toString() {
		// without the requester, which may hold a secret
		return "token in " + this.header;
	}

	/**
	 * The methods by which services issue tokens.
	 */
	public enum Method {

		/** PUT, without a body. */
		PUT,

		/** POST, without a body. */
		POST,

		/** GET. */
		GET

	}

	/**
	 * Requests a token.
	 */
	@FunctionalInterface
	public interface Requester {

		/**
		 * Requests a token.
		 * @param client sends the requests
		 * @param reader checks the responses
		 * @return the token; an empty one if the service needs none
		 * @throws MetadataException if no token was issued
		 */
		IssuedToken request(MetadataClient client, MetadataReader reader) throws MetadataException;

	}

}
