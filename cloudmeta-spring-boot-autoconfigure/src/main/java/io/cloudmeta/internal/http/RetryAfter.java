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
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * How long to wait before the next request to a service.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#name-retry-after">RFC 9110,
 * 10.2.3</a>
 */
final class RetryAfter {

	/** A longer time is regarded as an error. */
	private static final Duration LONGEST = Duration.ofDays(1);

	private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

	private RetryAfter() {
	}

	/**
	 * Returns how long a busy service must get no request.
	 * @param status the response's status
	 * @param headers the response's headers: a date is counted from the service's own, so
	 * that a clock that is wrong here does not matter
	 * @param clock the clock that is used if the service returns no date
	 * @return the time, or {@code null} if the service is not busy or returns no valid
	 * time
	 */
	static @Nullable Duration of(int status, HttpHeaders headers, Clock clock) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null || (status != 429 && status != 503)) {
			return null;
		}
		Duration wait = SECONDS.matcher(value).matches() ? Duration.ofSeconds(Long.parseLong(value))
				: untilDate(headers, clock);
		return (wait == null || wait.isNegative() || wait.compareTo(LONGEST) > 0) ? null : wait;
	}

	private static @Nullable Duration untilDate(HttpHeaders headers, Clock clock) {
		try {
			long date = headers.getFirstDate(HttpHeaders.RETRY_AFTER);
			long now = headers.containsHeader(HttpHeaders.DATE) ? headers.getDate() : clock.millis();
			return (date >= 0 && now >= 0) ? Duration.ofMillis(date - now) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
