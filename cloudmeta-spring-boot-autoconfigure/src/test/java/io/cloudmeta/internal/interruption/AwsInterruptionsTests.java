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
import java.util.Map;

import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.InterruptionKind;
import io.cloudmeta.interruption.WatchStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what EC2 announces, against a socket.
 */
class AwsInterruptionsTests {

	private static final String SPOT = "/latest/meta-data/spot/instance-action";

	private static final String REBALANCE = "/latest/meta-data/events/recommendations/rebalance";

	private static final String SCHEDULED = "/latest/meta-data/events/maintenance/scheduled";

	private static final String AUTOSCALING = "/latest/meta-data/autoscaling/target-lifecycle-state";

	private final NoticeServer server = NoticeServer.aws("spot");

	@AfterEach
	void close() {
		this.server.close();
	}

	private static String action(String action, Instant time) {
		return "{\"action\": \"%s\", \"time\": \"%s\"}".formatted(action, time);
	}

	@ParameterizedTest
	@CsvSource({ "terminate, PREEMPTION, false", "stop, STOP, false", "hibernate, HIBERNATION, false",
			"vaporize, OTHER, true" })
	void spotInstanceReceivesTheActionWithItsDeadline(String action, InterruptionKind kind, boolean advice) {
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			Instant deadline = Instant.now().plusSeconds(120);
			this.server.put(SPOT, action(action, deadline));
			watched.awaitChanges("ANNOUNCED " + kind);
			CloudInterruption interruption = watched.last();
			assertThat(interruption.getDeadline()).isEqualTo(deadline);
			assertThat(interruption.getRemaining()).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(120));
			assertThat(interruption.getSource()).isEqualTo("spot/instance-action");
			assertThat(interruption.isAdvice()).isEqualTo(advice);
			assertThat(interruption.getAttributes()).containsEntry("action", action);
			assertThat(watched.watcher().getPending()).containsExactly(interruption);
		}
	}

	@Test
	void whenTheTimeMovesWithEachRequestAnnouncesOnce() {
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			for (int i = 0; i < 8; i++) {
				this.server.put(SPOT, action("terminate", Instant.now().plusSeconds(120)));
				watched.awaitReadings(this.server, SPOT, 1);
			}
			assertThat(watched.changes()).containsExactly("ANNOUNCED PREEMPTION");
		}
	}

	@Test
	void whenTheTimeIsAnotherOneTheSameInterruptionChanges() {
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			Instant deadline = Instant.now().plusSeconds(120);
			this.server.put(SPOT, action("terminate", deadline));
			watched.awaitChanges("ANNOUNCED PREEMPTION");
			this.server.put(SPOT, action("terminate", deadline.plusSeconds(60)));
			watched.awaitChanges("ANNOUNCED PREEMPTION", "CHANGED PREEMPTION");
			assertThat(watched.interruptions()).extracting(CloudInterruption::getId)
				.containsOnly(watched.last().getId());
			assertThat(watched.last().getDeadline()).isEqualTo(deadline.plusSeconds(60));
			assertThat(watched.interruptions()).extracting(CloudInterruption::getAnnouncedAt)
				.containsOnly(watched.last().getAnnouncedAt());
		}
	}

	@Test
	void whenTheNoticeVanishesBeforeItsDeadlineItIsWithdrawn() {
		this.server.put(SPOT, action("terminate", Instant.now().plusSeconds(120)));
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			this.server.remove(SPOT);
			watched.awaitChanges("ANNOUNCED PREEMPTION", "WITHDRAWN PREEMPTION");
			assertThat(watched.watcher().getPending()).isEmpty();
		}
	}

	@Test
	void whenTheDeadlineIsInThePastNothingRemainsAndItEnds() {
		this.server.put(SPOT, action("hibernate", Instant.now().minusSeconds(300)));
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			assertThat(watched.last().getRemaining()).isZero();
			this.server.remove(SPOT);
			watched.awaitChanges("ANNOUNCED HIBERNATION", "ENDED HIBERNATION");
		}
	}

	@Test
	void rebalanceRecommendationIsAdviceWithoutDeadline() {
		this.server.put(REBALANCE, "{\"noticeTime\": \"2026-11-29T08:22:00Z\"}");
		this.server.put(SPOT, action("terminate", Instant.now().plusSeconds(120)));
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			assertThat(watched.changes()).containsExactlyInAnyOrder("ANNOUNCED REBALANCE", "ANNOUNCED PREEMPTION");
			assertThat(watched.watcher().getPending()).extracting(CloudInterruption::getKind)
				.containsExactly(InterruptionKind.PREEMPTION, InterruptionKind.REBALANCE);
			assertThat(watched.watcher().getPending().get(1).isAdvice()).isTrue();
			assertThat(watched.watcher().getPending().get(1).getDeadline()).isNull();
		}
	}

	@Test
	void scheduledEventsAreReadAlthoughOneIsBroken() {
		this.server.put(SCHEDULED, """
				[{"Code": "instance-reboot", "EventId": "event-1", "NotBefore": "1 Jan 2030 09:00:43 GMT",
				  "Description": "The instance is scheduled for a reboot", "State": "active"},
				 {"Code": 17},
				 {"Code": "instance-retirement", "EventId": "event-2", "NotBefore": "no time",
				  "Description": "The instance is running on degraded hardware", "State": "active"},
				 {"Code": "system-maintenance", "EventId": "event-3", "NotBefore": "21 Jan 2030 09:00:43 GMT",
				  "NotAfter": "21 Jan 2030 09:17:23 GMT", "Description": "[Canceled] network", "State": "canceled"},
				 {"Code": "instance-reboot", "EventId": "event-1", "NotBefore": "2 Jan 2030 09:00:43 GMT",
				  "Description": "The same again", "State": "active"}]
				""");
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.UNKNOWN)) {
			watched.awaitChanges("ANNOUNCED REBOOT", "ANNOUNCED RETIREMENT");
			assertThat(watched.watcher().getReason()).contains("events/maintenance/scheduled");
			CloudInterruption reboot = watched.interruptions().get(0);
			assertThat(reboot.getId()).isEqualTo("event-1");
			assertThat(reboot.getDeadline()).isEqualTo("2030-01-01T09:00:43Z");
			assertThat(reboot.getDescription()).isEqualTo("The instance is scheduled for a reboot");
			assertThat(reboot.isHardwareFailure()).isFalse();
			CloudInterruption retirement = watched.interruptions().get(1);
			assertThat(retirement.getDeadline()).isNull();
			assertThat(retirement.isHardwareFailure()).isTrue();
			assertThat(retirement.getAttributes()).containsEntry("NotBefore", "no time");
		}
	}

	@Test
	void whenTheWarmPoolReleasesTheInstanceStandbyEnds() {
		this.server.put(AUTOSCALING, "Warmed:Stopped");
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			this.server.put(AUTOSCALING, "InService");
			watched.awaitChanges("ANNOUNCED STANDBY", "ENDED STANDBY");
			this.server.put(AUTOSCALING, "Terminated");
			watched.awaitChanges("ANNOUNCED STANDBY", "ENDED STANDBY", "ANNOUNCED TERMINATION");
		}
	}

	@Test
	void whenTheInstanceIsOnDemandReadsNoSpotKeys() {
		try (NoticeServer onDemand = NoticeServer.aws("on-demand");
				WatchedChanges watched = new WatchedChanges(onDemand).awaitStatus(WatchStatus.WATCHING)) {
			watched.awaitReadings(onDemand, SCHEDULED, 2);
			assertThat(onDemand.count(SPOT)).isZero();
			assertThat(onDemand.count(REBALANCE)).isZero();
		}
	}

	@Test
	void whenEachKeyIsMissingForEverWatchesAndKnowsOfNothing() {
		this.server.remove(SCHEDULED);
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			watched.awaitReadings(this.server, SCHEDULED, 3);
			assertThat(watched.watcher().getStatus()).isEqualTo(WatchStatus.WATCHING);
			assertThat(watched.changes()).isEmpty();
		}
	}

	@Test
	void sharesOneTokenWithTheDetection() {
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			watched.awaitReadings(this.server, SPOT, 5);
			assertThat(this.server.count("PUT ")).isEqualTo(1);
		}
	}

	@Test
	void whenTheTokenIsRefusedRequestsAnotherOnce() {
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			this.server.expireToken();
			watched.awaitReadings(this.server, SPOT, 6);
			assertThat(this.server.count("PUT ")).isEqualTo(2);
			assertThat(watched.watcher().getStatus()).isEqualTo(WatchStatus.WATCHING);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 403, 429, 500, 503, 302 })
	void whenTheServiceFailsNothingIsKnownAndNoNoticeIsLost(int status) {
		this.server.put(SPOT, action("terminate", Instant.now().plusSeconds(120)));
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			this.server.put(SPOT, status, "");
			watched.awaitStatus(WatchStatus.UNKNOWN).awaitReadings(this.server, SPOT, 3);
			assertThat(watched.watcher().getReason()).contains("spot/instance-action", Integer.toString(status));
			assertThat(watched.watcher().getPending()).hasSize(1);
			this.server.remove(SPOT);
			watched.awaitStatus(WatchStatus.WATCHING).awaitChanges("ANNOUNCED PREEMPTION", "WITHDRAWN PREEMPTION");
			assertThat(watched.watcher().getReason()).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>login</html>", "", "{\"error\": \"x\"}", "[]", "{\"action\": \"terminate\"" })
	void whenTheResponseCannotBeUnderstoodItIsNoNotice(String body) {
		this.server.put(SPOT, body);
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.UNKNOWN)) {
			watched.awaitReadings(this.server, SPOT, 2);
			assertThat(watched.changes()).isEmpty();
			this.server.put(SPOT, action("terminate", Instant.now().plusSeconds(120)));
			watched.awaitChanges("ANNOUNCED PREEMPTION");
		}
	}

	@Test
	void whenTheServiceIsBusyLeavesItAloneForAsLongAsItSays() throws InterruptedException {
		this.server.put(SPOT, 503, "", Map.of("Retry-After", "600"));
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.UNKNOWN)) {
			long requests = this.server.count(SPOT);
			Thread.sleep(400);
			assertThat(this.server.count(SPOT)).isEqualTo(requests);
		}
	}

	@Test
	void whenTheClockOfTheMachineIsOffTheRemainingTimeIsRight() {
		this.server.setClock(Duration.ofMinutes(-5));
		Instant deadline = this.server.now().plusSeconds(120);
		this.server.put(SPOT, action("terminate", deadline));
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			assertThat(watched.last().getDeadline()).isEqualTo(deadline);
			assertThat(watched.last().getRemaining()).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(122));
		}
	}

	@Test
	void whenItIsStoppedSendsNothingMoreAndLeavesNoThread() throws InterruptedException {
		WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING);
		assertThat(threads()).isEqualTo(1);
		long start = System.nanoTime();
		watched.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
		WatchedChanges.await(() -> threads() == 0, () -> "a thread is left");
		int requests = this.server.requests().size();
		Thread.sleep(200);
		assertThat(this.server.requests()).hasSize(requests);
		assertThat(this.server.openConnections()).isZero();
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals(InterruptionWatcher.THREAD))
			.count();
	}

}
