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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.IntStream;

import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruption.State;
import io.cloudmeta.interruption.InterruptionKind;
import io.cloudmeta.interruption.WatchStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what Azure announces, against a socket.
 */
class AzureInterruptionsTests {

	private static final String EVENTS = "/metadata/scheduledevents";

	private static final String ID = "602d9444-d2cd-49c7-8624-8643e7171297";

	private final NoticeServer server = NoticeServer.azure("Spot");

	@AfterEach
	void close() {
		this.server.close();
	}

	private static String event(String id, String type, String status, String resource, String notBefore) {
		return """
				{"EventId": "%s", "EventStatus": "%s", "EventType": "%s", "ResourceType": "VirtualMachine",
				"Resources": ["orders_2", "%s"], "NotBefore": "%s", "Description": "Host server is undergoing maintenance.",
				"EventSource": "Platform", "DurationInSeconds": -1}
				"""
			.formatted(id, status, type, resource, notBefore);
	}

	private static String rfc1123(Instant time) {
		return DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
			.withZone(ZoneOffset.UTC)
			.format(time);
	}

	@ParameterizedTest
	@CsvSource({ "Preempt, PREEMPTION, false", "Terminate, TERMINATION, false", "Reboot, REBOOT, false",
			"Redeploy, REDEPLOYMENT, false", "Freeze, FREEZE, false", "SpotRebalanceRecommendation, REBALANCE, true",
			"Teleport, OTHER, true" })
	void announcesEachType(String type, InterruptionKind kind, boolean advice) {
		Instant deadline = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 30);
		this.server.azureEvents(2, event(ID, type, "Scheduled", "orders_3", rfc1123(deadline)));
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			watched.awaitChanges("ANNOUNCED " + kind);
			assertThat(watched.last().getId()).isEqualTo(ID);
			assertThat(watched.last().getDeadline()).isEqualTo((kind != InterruptionKind.REBALANCE) ? deadline : null);
			assertThat(watched.last().isAdvice()).isEqualTo(advice);
			assertThat(watched.last().getSource()).isEqualTo("scheduledevents");
			assertThat(watched.last().getAttributes()).containsEntry("Resources", "orders_2,orders_3")
				.containsEntry("EventSource", "Platform");
		}
	}

	@Test
	void whenTheStateIsNotKnownTheNoticeIsAdvice() {
		this.server.azureEvents(2, event(ID, "SpotRebalanceRecommendation", "Advisory", "orders_3", ""),
				event("another", "Preempt", "Advisory", "ORDERS_3", ""));
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			watched.awaitChanges("ANNOUNCED REBALANCE", "ANNOUNCED PREEMPTION");
			assertThat(watched.interruptions()).allMatch(CloudInterruption::isAdvice);
		}
	}

	@Test
	void eventsOfOtherMachinesDoNotCount() {
		this.server.azureEvents(2, event(ID, "Reboot", "Scheduled", "orders00003", rfc1123(Instant.now())));
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			watched.awaitReadings(this.server, EVENTS, 2);
			assertThat(watched.changes()).isEmpty();
		}
	}

	@Test
	void startedEventIsTheSameAndEndsWhenItVanishes() {
		this.server.azureEvents(2, event(ID, "Freeze", "Scheduled", "orders_3", "2030-01-01T09:00:00Z"));
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			this.server.azureEvents(3, event(ID, "Freeze", "Started", "orders_3", ""));
			watched.awaitChanges("ANNOUNCED FREEZE", "CHANGED FREEZE");
			assertThat(watched.last().getState()).isEqualTo(State.STARTED);
			assertThat(watched.last().getDeadline()).isNull();
			this.server.azureEvents(4);
			watched.awaitChanges("ANNOUNCED FREEZE", "CHANGED FREEZE", "ENDED FREEZE");
			assertThat(watched.watcher().getPending()).isEmpty();
		}
	}

	@Test
	void scheduledEventThatVanishesIsWithdrawn() {
		this.server.azureEvents(2, event(ID, "Reboot", "Scheduled", "orders_3", "2030-01-01T09:00:00Z"));
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			this.server.azureEvents(3);
			watched.awaitChanges("ANNOUNCED REBOOT", "WITHDRAWN REBOOT");
		}
	}

	@Test
	void eventThatIsThereTwiceIsOneInterruption() {
		String event = event(ID, "Reboot", "Scheduled", "orders_3", "2030-01-01T09:00:00Z");
		this.server.azureEvents(2, event, event);
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			watched.awaitReadings(this.server, EVENTS, 3);
			assertThat(watched.changes()).containsExactly("ANNOUNCED REBOOT");
		}
	}

	@Test
	void textsOfAnEventAreOneLine() {
		this.server.azureEvents(2,
				"""
						{"EventId": "a\\nb", "EventStatus": "Scheduled", "EventType": "Fold\\u2028x", "Resources": ["orders_3"]},
						{"EventId": "c", "EventStatus": "Scheduled", "EventType": "Reboot", "Resources": ["orders_3"],
						"Description": "Maintenance\\r\\n2026-11-29 ERROR \\u001b[31mforged\\u202e"}
						""");
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			watched.awaitChanges("ANNOUNCED OTHER", "ANNOUNCED REBOOT");
			assertThat(watched.interruptions()).extracting(CloudInterruption::getId).containsExactly("a b", "c");
			assertThat(watched.interruptions()).extracting(CloudInterruption::getDescription)
				.containsExactly("Fold x", "Maintenance  2026-11-29 ERROR  [31mforged");
			assertThat(watched.interruptions().get(0).getAttributes()).containsEntry("EventType", "Fold x");
		}
	}

	@Test
	void ofVeryManyEventsSomeAreAnnouncedAndTheRestIsNotKnown() {
		String[] events = IntStream.range(0, 400).mapToObj((id) -> """
				{"EventId": "e-%d", "EventStatus": "Scheduled", "EventType": "Reboot", "Resources": ["orders_3"],
				"NotBefore": "2030-01-01T09:00:00Z"}
				""".formatted(id)).toArray(String[]::new);
		this.server.azureEvents(2, events);
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.UNKNOWN)) {
			assertThat(watched.watcher().getReason()).contains("scheduledevents", "400");
			watched.awaitReadings(this.server, EVENTS, 2);
			assertThat(watched.changes()).hasSize(100);
			this.server.azureEvents(3);
			watched.awaitStatus(WatchStatus.WATCHING);
			assertThat(watched.changes()).hasSize(200);
		}
	}

	@ParameterizedTest
	@CsvSource({ "200", "400", "404", "410", "429", "500" })
	void anErrorIsNotTheAbsenceOfEvents(int status) {
		this.server.azureEvents(2, event(ID, "Preempt", "Scheduled", "orders_3", "2030-01-01T09:00:00Z"));
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			this.server.put(EVENTS, status, "{\"error\": \"Bad request\"}");
			watched.awaitStatus(WatchStatus.UNKNOWN).awaitReadings(this.server, EVENTS, 2);
			assertThat(watched.changes()).containsExactly("ANNOUNCED PREEMPTION");
			this.server.azureEvents(3);
			watched.awaitStatus(WatchStatus.WATCHING).awaitChanges("ANNOUNCED PREEMPTION", "WITHDRAWN PREEMPTION");
		}
	}

	@Test
	void whenTheStandbyPoolReleasesTheMachineStandbyEnds() {
		String path = "/metadata/instance/compute/isVmInStandbyPool";
		this.server.put(path, "true");
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			watched.awaitChanges("ANNOUNCED STANDBY");
			this.server.put(path, "false");
			watched.awaitChanges("ANNOUNCED STANDBY", "ENDED STANDBY");
		}
	}

	@Test
	void firstResponseMayTakeLongerThanOthers() {
		this.server.setDelay(Duration.ofSeconds(4));
		try (WatchedChanges watched = new WatchedChanges(this.server)) {
			WatchedChanges.await(() -> this.server.count(EVENTS) > 0, () -> "no request");
			assertThat(watched.watcher().getStatus()).isEqualTo(WatchStatus.STARTING);
			watched.awaitStatus(WatchStatus.WATCHING);
			assertThat(this.server.count(EVENTS)).isEqualTo(1);
		}
	}

	@Test
	void acknowledgesAnEventForAllItsMachines() {
		this.server.azureEvents(2, event(ID, "Reboot", "Scheduled", "orders_3", "2030-01-01T09:00:00Z"));
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			watched.awaitChanges("ANNOUNCED REBOOT");
			watched.watcher().acknowledge(watched.last());
			assertThat(this.server.requests())
				.contains("POST /metadata/scheduledevents?api-version=2020-07-01 {\"StartRequests\":[{\"EventId\":\""
						+ ID + "\"}]}");
			this.server.put(EVENTS, 400, "");
			assertThatIllegalStateException().isThrownBy(() -> watched.watcher().acknowledge(watched.last()))
				.withMessageContaining("400");
		}
	}

	@Test
	void whatIsNoEventCannotBeAcknowledged() {
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			CloudInterruption other = CloudInterruption
				.builder("x", InterruptionKind.PREEMPTION, io.cloudmeta.CloudProvider.AWS)
				.build();
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> watched.watcher().acknowledge(other));
		}
	}

}
