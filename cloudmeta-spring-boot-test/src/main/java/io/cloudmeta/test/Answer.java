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
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;

import org.springframework.http.HttpHeaders;

/**
 * The response of a metadata service to one request.
 *
 * @param status the HTTP status, or 0 to reset the connection
 * @param headers the response's headers
 * @param body the response's body
 * @param delay how long the service takes
 * @param held how long the service waits for another answer before it gives this one
 */
@SuppressWarnings("ArrayRecordComponent")
record Answer(int status, Map<String, String> headers, byte[] body, Duration delay, Duration held) {

	private static final DateTimeFormatter DATE = DateTimeFormatter
		.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
		.withZone(ZoneOffset.UTC);

	static Answer of(int status) {
		return new Answer(status, Map.of(), new byte[0], Duration.ZERO, Duration.ZERO);
	}

	static Answer of(int status, String contentType, String body) {
		return new Answer(status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8),
				Duration.ZERO, Duration.ZERO);
	}

	static Answer reset() {
		return of(0);
	}

	Answer header(String name, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(name, value);
		return new Answer(this.status, headers, this.body, this.delay, this.held);
	}

	Answer after(Duration delay) {
		return new Answer(this.status, this.headers, this.body, delay, this.held);
	}

	Answer hold(Duration held) {
		return new Answer(this.status, this.headers, this.body, this.delay, held);
	}

	boolean isHeld() {
		return this.held.toNanos() > 0;
	}

	/**
	 * Returns this answer with the time of the service's own clock.
	 */
	Answer at(Instant time) {
		return (this.status != 0) ? header("Date", DATE.format(time)) : this;
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
