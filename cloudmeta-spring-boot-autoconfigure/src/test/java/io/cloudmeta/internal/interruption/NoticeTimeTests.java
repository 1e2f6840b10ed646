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

import java.time.ZoneOffset;
import java.util.TimeZone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the times that clouds send.
 */
class NoticeTimeTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "2017-09-18T08:22:00Z | 2017-09-18T08:22:00Z",
			"2017-09-18T08:22:00.123Z | 2017-09-18T08:22:00.123Z", "2026-11-29T08:22:00+02:00 | 2026-11-29T06:22:00Z",
			"21 Jan 2019 09:00:43 GMT | 2019-01-21T09:00:43Z", "1 Jan 2019 09:00:43 GMT | 2019-01-01T09:00:43Z",
			"Mon, 19 Sep 2016 18:29:47 GMT | 2016-09-19T18:29:47Z",
			"Mon, 9 Sep 2019 18:29:47 GMT | 2019-09-09T18:29:47Z",
			"Fri, 9 Sep 2019 18:29:47 UTC | 2019-09-09T18:29:47Z", "2020-09-04 22:04:11+00:00 | 2020-09-04T22:04:11Z" })
	void readsEachForm(String text, String time) {
		assertThat(NoticeTime.parse(text)).isEqualTo(time);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "2018-08-18 12:05:33", "32 Jan 2019 09:00:43 GMT", "<html>", "1234567890" })
	void whatIsNoTimeIsMissing(String text) {
		assertThat(NoticeTime.parse(text)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTC", "America/New_York" })
	void zoneOfTheMachineDoesNotMatter(String zone) {
		TimeZone before = TimeZone.getDefault();
		try {
			TimeZone.setDefault(TimeZone.getTimeZone(zone));
			assertThat(NoticeTime.parse("2018-08-18 12:05:33", ZoneOffset.ofHours(8)))
				.isEqualTo("2018-08-18T04:05:33Z");
			assertThat(NoticeTime.parse("18/08/2018 12:05:33", ZoneOffset.ofHours(8)))
				.isEqualTo("2018-08-18T04:05:33Z");
		}
		finally {
			TimeZone.setDefault(before);
		}
	}

	@Test
	void missingTextIsMissing() {
		assertThat(NoticeTime.parse(null)).isNull();
	}

}
