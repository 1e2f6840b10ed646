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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.interruption.CustomInterruptions.Place;
import io.cloudmeta.interruption.InterruptionKind;
import io.cloudmeta.interruption.WatchStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what other clouds announce, against sockets.
 */
class OtherInterruptionsTests {

	private static final String TERMINATION = "/latest/meta-data/%sspot/termination-time";

	@ParameterizedTest
	@CsvSource({ "2018-08-18 12:05:33", "18/08/2018 12:05:33" })
	void tencentWritesTheTimeOfItsOwnZone(String text) {
		String path = TERMINATION.formatted("");
		try (NoticeServer server = NoticeServer.of("tencent", Map.of("/latest/meta-data/instance-id", "ins-6a7b8c9d"));
				WatchedChanges watched = new WatchedChanges(server).awaitStatus(WatchStatus.WATCHING)) {
			server.put(path, text);
			watched.awaitChanges("ANNOUNCED PREEMPTION");
			assertThat(watched.last().getDeadline()).isEqualTo("2018-08-18T04:05:33Z");
			server.put(path, "<html>");
			watched.awaitStatus(WatchStatus.UNKNOWN);
			server.remove(path);
			watched.awaitStatus(WatchStatus.WATCHING).awaitChanges("ANNOUNCED PREEMPTION", "ENDED PREEMPTION");
		}
	}

	@Test
	void alibabaHasTwoFormsOfNothing() {
		String path = TERMINATION.formatted("instance/");
		try (NoticeServer server = NoticeServer.of("alibaba", Map.of("/latest/dynamic/instance-identity/document", """
				{"instance-id": "i-bp13znx0m0me8cquu5a1", "region-id": "cn-hangzhou", "zone-id": "cn-hangzhou-h"}
				""", "/latest/api/token", "AQAAANxWD")).put(path, "");
				WatchedChanges watched = new WatchedChanges(server).awaitStatus(WatchStatus.WATCHING)) {
			assertThat(watched.changes()).isEmpty();
			Instant deadline = Instant.parse("2035-01-05T18:02:00Z");
			server.put(path, deadline.toString());
			watched.awaitChanges("ANNOUNCED PREEMPTION");
			assertThat(watched.last().getDeadline()).isEqualTo(deadline);
			server.remove(path);
			watched.awaitChanges("ANNOUNCED PREEMPTION", "WITHDRAWN PREEMPTION");
		}
	}

	@Test
	void yandexHasGooglesKey() {
		String path = "/computeMetadata/v1/instance/maintenance-event";
		try (NoticeServer server = NoticeServer
			.of("yandex",
					Map.of("/computeMetadata/v1/yandex/folder-id", "b1gd129pp9ha0vnvf5g7",
							"/computeMetadata/v1/instance/", "{\"id\": \"fhmabcdefghijk\"}"))
			.put(path, "NONE"); WatchedChanges watched = new WatchedChanges(server).awaitStatus(WatchStatus.WATCHING)) {
			server.put(path, "TERMINATE_ON_HOST_MAINTENANCE");
			watched.awaitChanges("ANNOUNCED TERMINATION");
			assertThat(watched.last().getProvider()).isEqualTo(CloudProvider.YANDEX);
		}
	}

	@Test
	void whenTheCloudAnnouncesNothingSendsNoRequestForIt() {
		try (NoticeServer server = NoticeServer.of("hetzner",
				Map.of("/hetzner/v1/metadata", "instance-id: 1", "/hetzner/v1/metadata/instance-id", "1"));
				WatchedChanges watched = new WatchedChanges(server).awaitStatus(WatchStatus.UNSUPPORTED)) {
			assertThat(watched.watcher().getReason()).isEqualTo("Hetzner Cloud announces nothing to an instance");
		}
	}

	@Test
	void customCloudAnnouncesAsItsPropertiesSay() {
		CustomInterruptions custom = new CustomInterruptions(CloudProvider.HETZNER, "/notices", Set.of(404),
				Pattern.compile("OK"), new Place(null, "/what/kind", null), new Place(null, "/when", null));
		try (NoticeServer server = NoticeServer.of("hetzner",
				Map.of("/hetzner/v1/metadata", "instance-id: 1", "/hetzner/v1/metadata/instance-id", "1"));
				WatchedChanges watched = new WatchedChanges(server, Duration.ofMillis(50), List.of(custom))
					.awaitStatus(WatchStatus.WATCHING)) {
			server.put("/notices", "OK");
			watched.awaitReadings(server, "/notices", 2);
			assertThat(watched.changes()).isEmpty();
			server.put("/notices", "{\"what\": {\"kind\": \"live-migration\"}, \"when\": \"2035-01-05T18:02:00Z\"}");
			watched.awaitChanges("ANNOUNCED LIVE_MIGRATION");
			assertThat(watched.last().getDeadline()).isEqualTo("2035-01-05T18:02:00Z");
			server.put("/notices", "nonsense");
			watched.awaitStatus(WatchStatus.UNKNOWN);
			assertThat(watched.watcher().getPending()).singleElement()
				.satisfies((pending) -> assertThat(pending.getKind()).isEqualTo(InterruptionKind.LIVE_MIGRATION));
		}
	}

}
