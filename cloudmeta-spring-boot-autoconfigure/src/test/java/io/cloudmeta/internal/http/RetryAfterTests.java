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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryAfter}.
 */
class RetryAfterTests {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

	private final HttpHeaders headers = new HttpHeaders();

	@Test
	void countsSeconds() {
		assertThat(of("0")).isEqualTo(Duration.ZERO);
		assertThat(of("7")).isEqualTo(Duration.ofSeconds(7));
		assertThat(of("86400")).isEqualTo(Duration.ofDays(1));
	}

	@Test
	void countsUntilADate() {
		assertThat(of("Sun, 01 Mar 2026 12:00:30 GMT")).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void countsFromTheDateOfTheServiceWhoseClockMayBeAnother() {
		this.headers.set(HttpHeaders.DATE, "Mon, 01 Jan 2024 00:00:00 GMT");
		assertThat(of("Mon, 01 Jan 2024 00:00:05 GMT")).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void countsFromTheBeginningOfTime() {
		this.headers.set(HttpHeaders.DATE, "Thu, 01 Jan 1970 00:00:00 GMT");
		assertThat(of("Thu, 01 Jan 1970 00:00:00 GMT")).isEqualTo(Duration.ZERO);
	}

	@Test
	void countsNothingFromADateThatIsNone() {
		this.headers.set(HttpHeaders.DATE, "yesterday");
		assertThat(of("Sun, 01 Mar 2026 12:00:30 GMT")).isNull();
		this.headers.set(HttpHeaders.DATE, "1");
		assertThat(of("Sun, 01 Mar 2026 12:00:30 GMT")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "-3600", "86401", "999999999", "99999999999999999999", "1.5", "+1", "1e3",
			"soon", "\u0661", "Sun, 01 Mar 2026 11:59:59 GMT", "Mon, 02 Mar 2026 12:00:01 GMT",
			"Sun, 99 Mar 2026 12:00:30 GMT", "Fri, 31 Dec 9999 23:59:59 GMT" })
	void ignoresInvalidValues(String value) {
		assertThat(of(value)).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 301, 401, 404, 500, 502, 504 })
	void listensToAServiceThatIsBusyOnly(int status) {
		this.headers.set(HttpHeaders.RETRY_AFTER, "7");
		assertThat(RetryAfter.of(status, this.headers, CLOCK)).isNull();
	}

	@Test
	void listensToBothWaysToSayBusy() {
		this.headers.set(HttpHeaders.RETRY_AFTER, "7");
		assertThat(RetryAfter.of(429, this.headers, CLOCK)).isEqualTo(Duration.ofSeconds(7));
		assertThat(RetryAfter.of(503, this.headers, CLOCK)).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void isAbsentIfTheServiceDoesNotSay() {
		assertThat(RetryAfter.of(503, this.headers, CLOCK)).isNull();
	}

	private @Nullable Duration of(String value) {
		this.headers.set(HttpHeaders.RETRY_AFTER, value);
		return RetryAfter.of(503, this.headers, CLOCK);
	}

}
