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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import com.github.tomakehurst.wiremock.http.Request;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A request as the simulations look at it.
 *
 * @param method the HTTP method
 * @param path the decoded path
 * @param query the decoded query parameters, each with all its values
 * @param headers gives a header's value, {@code null} if it was not sent
 * @param body the body, empty if there is none
 */
record SimulatedRequest(String method, String path, Map<String, List<String>> query,
		UnaryOperator<@Nullable String> headers, String body) {

	static SimulatedRequest of(Request request) {
		return of(request.getMethod().value(), request.getUrl(),
				(name) -> request.containsHeader(name) ? request.getHeader(name) : null, request.getBodyAsString());
	}

	static SimulatedRequest of(FakeMetadataClient.Request request) {
		return of(request.method(), request.pathAndQuery(), request.headers()::get, request.body());
	}

	private static SimulatedRequest of(String method, String pathAndQuery, UnaryOperator<@Nullable String> headers,
			String body) {
		String[] url = pathAndQuery.split("\\?", 2);
		Map<String, List<String>> query = new LinkedHashMap<>();
		for (String parameter : (url.length > 1) ? url[1].split("&") : new String[0]) {
			String[] pair = parameter.split("=", 2);
			query.computeIfAbsent(decode(pair[0]), (name) -> new ArrayList<>())
				.add((pair.length > 1) ? decode(pair[1]) : "");
		}
		return new SimulatedRequest(method, decode(url[0]), query, headers, body);
	}

	private static String decode(String text) {
		try {
			return StringUtils.uriDecode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

	/**
	 * Returns whether this request has a path and its query.
	 */
	boolean isTo(String pathAndQuery) {
		SimulatedRequest other = of(this.method, pathAndQuery, this.headers, this.body);
		return this.path.equals(other.path) && this.query.equals(other.query);
	}

	boolean isRead() {
		return this.method.equals("GET") || this.method.equals("HEAD");
	}

	@Nullable String header(String name) {
		return this.headers.apply(name);
	}

	boolean isForwarded() {
		return header("X-Forwarded-For") != null;
	}

	@Nullable String parameter(String name) {
		List<String> values = this.query.get(name);
		return (values != null) ? values.get(0) : null;
	}

}
