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

package io.cloudmeta.internal.interruption;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;

import io.cloudmeta.spi.MetadataResponse;
import org.jspecify.annotations.Nullable;

/**
 * The times that clouds send, in all their forms.
 */
final class NoticeTime {

	/** A clock that is off by less than this is as exact as the header of a response. */
	private static final Duration TOLERANCE = Duration.ofSeconds(5);

	private static final Pattern DAY_OF_WEEK = Pattern.compile("^[A-Za-z]{3,9},? +(?=\\d)");

	private static final List<DateTimeFormatter> WITHOUT_ZONE = List.of(DateTimeFormatter.ISO_LOCAL_DATE_TIME,
			DateTimeFormatter.ofPattern("dd/MM/uuuu HH:mm:ss"));

	private NoticeTime() {
	}

	/**
	 * Parses a time in ISO 8601 or RFC 1123, also with a day of one digit.
	 * @param text the text
	 * @return the time, or {@code null} if the text is missing or no time with a zone
	 */
	static @Nullable Instant parse(@Nullable String text) {
		return parse(text, null);
	}

	/**
	 * Parses a time.
	 * @param text the text
	 * @param offset the zone of a time that is written without one, or {@code null} if
	 * such a text is no time
	 * @return the time, or {@code null} if the text is missing or no time
	 */
	static @Nullable Instant parse(@Nullable String text, @Nullable ZoneOffset offset) {
		if (text == null || text.length() > 64) {
			return null;
		}
		String time = text.trim();
		try {
			return OffsetDateTime.parse(time.replaceFirst("(?<=\\d) (?=\\d\\d:)", "T")).toInstant();
		}
		catch (DateTimeException ex) {
			// another form
		}
		try {
			// a day of the week that is wrong says nothing about the time
			String date = DAY_OF_WEEK.matcher(time).replaceFirst("").replaceFirst("UTC$", "GMT");
			return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
		}
		catch (DateTimeException ex) {
			return (offset != null) ? withoutZone(time, offset) : null;
		}
	}

	private static @Nullable Instant withoutZone(String time, ZoneOffset offset) {
		for (DateTimeFormatter format : WITHOUT_ZONE) {
			try {
				return LocalDateTime.parse(time.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) ", "$1T"), format)
					.toInstant(offset);
			}
			catch (DateTimeException ex) {
				// another form
			}
		}
		return null;
	}

	/**
	 * Returns what time it is for the cloud. The header of a response has no fractions of
	 * seconds, so it counts only if the clock of the machine is clearly off.
	 * @param response a response that has just arrived
	 * @return the time
	 */
	static Instant now(MetadataResponse response) {
		Instant here = Instant.now();
		Instant there = parse(response.header("Date"));
		if (there == null || Duration.between(here, there).abs().compareTo(TOLERANCE) <= 0) {
			return here;
		}
		return there;
	}

}
