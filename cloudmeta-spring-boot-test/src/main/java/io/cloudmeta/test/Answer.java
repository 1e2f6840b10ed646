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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;

import org.springframework.http.HttpHeaders;

/**
 * What a metadata service says to one request.
 *
 * @param status the HTTP status, or 0 to reset the connection
 * @param headers the response's headers
 * @param body the response's body
 * @param delay how long the service takes
 */
@SuppressWarnings("ArrayRecordComponent")
record Answer(int status, Map<String, String> headers, byte[] body, Duration delay) {

	static Answer of(int status) {
		return new Answer(status, Map.of(), new byte[0], Duration.ZERO);
	}

	static Answer of(int status, String contentType, String body) {
		return new Answer(status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8),
				Duration.ZERO);
	}

	static Answer reset() {
		return of(0);
	}

	Answer header(String name, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(name, value);
		return new Answer(this.status, headers, this.body, this.delay);
	}

	Answer after(Duration delay) {
		return new Answer(this.status, this.headers, this.body, delay);
	}

	ResponseDefinition toResponse() {
		ResponseDefinitionBuilder response = new ResponseDefinitionBuilder();
		if (this.status == 0) {
			return response.withFault(Fault.CONNECTION_RESET_BY_PEER).build();
		}
		this.headers.forEach(response::withHeader);
		if (!this.delay.isZero()) {
			response.withFixedDelay((int) this.delay.toMillis());
		}
		return response.withStatus(this.status).withBody(this.body).build();
	}

	/**
	 * Returns the response that a client receives which waits for no delayed one.
	 * @param request the request
	 * @return the response
	 * @throws MetadataException if the connection is reset or the response is delayed
	 */
	MetadataResponse toResponse(FakeMetadataClient.Request request) throws MetadataException {
		if (this.status == 0) {
			throw request.failure(Kind.BROKEN);
		}
		if (!this.delay.isZero()) {
			throw request.failure(Kind.TIMEOUT);
		}
		HttpHeaders responseHeaders = new HttpHeaders();
		this.headers.forEach(responseHeaders::set);
		return new MetadataResponse(this.status, responseHeaders, this.body);
	}

}
