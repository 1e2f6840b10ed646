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

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Sends requests to one metadata service. All requests of one client share one deadline,
 * no proxy, redirect, cookie or credential is used, and a response is read up to 256 KB.
 * A test of a provider uses the fake client of the test kit instead.
 *
 * @since 0.1.0
 */
public interface MetadataClient {

	/**
	 * Returns the address and the options of the service.
	 * @return the endpoint
	 */
	MetadataEndpoint getEndpoint();

	/**
	 * Sends a GET request.
	 * @param pathAndQuery the path below the endpoint, with its query
	 * @param headers the headers by their names
	 * @return the response, whatever its status
	 * @throws MetadataException if there is no response
	 */
	MetadataResponse get(String pathAndQuery, Map<String, String> headers) throws MetadataException;

	/**
	 * Sends a PUT request.
	 * @param pathAndQuery the path below the endpoint, with its query
	 * @param headers the headers by their names, with the type of the body
	 * @param body the body in US-ASCII, or an empty text for none
	 * @return the response, whatever its status
	 * @throws MetadataException if there is no response
	 */
	MetadataResponse put(String pathAndQuery, Map<String, String> headers, String body) throws MetadataException;

	/**
	 * Sends a POST request.
	 * @param pathAndQuery the path below the endpoint, with its query
	 * @param headers the headers by their names, with the type of the body
	 * @param body the body in US-ASCII, or an empty text for none
	 * @return the response, whatever its status
	 * @throws MetadataException if there is no response
	 */
	MetadataResponse post(String pathAndQuery, Map<String, String> headers, String body) throws MetadataException;

	/**
	 * Sends a PUT request without a body.
	 * @param pathAndQuery the path below the endpoint, with its query
	 * @param headers the headers by their names
	 * @return the response, whatever its status
	 * @throws MetadataException if there is no response
	 */
	default MetadataResponse put(String pathAndQuery, Map<String, String> headers) throws MetadataException {
		return put(pathAndQuery, headers, "");
	}

	/**
	 * Returns the session token, requesting one if there is none that is valid.
	 * @param supplier requests a token
	 * @return the token
	 * @throws MetadataException if no token was issued
	 */
	String token(TokenSupplier supplier) throws MetadataException;

	/**
	 * Discards the session token, so that the next request obtains a new one.
	 */
	void discardToken();

	/**
	 * Returns a client whose requests each wait only for a part of the remaining time.
	 * @param divisor the part, 3 for a third
	 * @return the client
	 */
	MetadataClient withinPart(int divisor);

	/**
	 * Returns a client for another address of the same service, for services that have no
	 * address of their own. Used only where something local or the user names the cloud.
	 * @param uri the base URL, with an IP address as its host
	 * @return the client
	 */
	MetadataClient at(URI uri);

	/**
	 * Uses the address of this client for all later requests to the service.
	 */
	void settle();

	/**
	 * Reports that a response has proven the cloud. Where nothing local identified the
	 * cloud, the requests that follow, and what is made of the response, have the longer
	 * time of a cloud that is known.
	 */
	default void proven() {
	}

	/**
	 * Requests a token.
	 */
	@FunctionalInterface
	interface TokenSupplier {

		/**
		 * Requests a token.
		 * @return the token
		 * @throws MetadataException if no token was issued
		 */
		IssuedToken get() throws MetadataException;

	}

	/**
	 * A token that a service has issued.
	 *
	 * @param value the token
	 * @param life how long it is valid
	 */
	record IssuedToken(String value, Duration life) {

		@Override
		public String toString() {
			return "token for " + this.life;
		}

	}

}
