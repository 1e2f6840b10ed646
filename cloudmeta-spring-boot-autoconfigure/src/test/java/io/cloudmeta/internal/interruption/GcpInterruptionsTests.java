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
import java.util.List;

import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruption.State;
import io.cloudmeta.interruption.InterruptionKind;
import io.cloudmeta.interruption.WatchStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what Compute Engine announces, against a socket.
 */
class GcpInterruptionsTests {

	private static final String INSTANCE = "/computeMetadata/v1/instance/";

	private static final String PREEMPTED = INSTANCE + "preempted";

	private static final String MAINTENANCE = INSTANCE + "maintenance-event";

	private static final String UPCOMING = INSTANCE + "upcoming-maintenance";

	private static final String SHUTDOWN = INSTANCE + "shutdown-details/";

	private final NoticeServer server = NoticeServer.gcp(true, "n2-standard-4");

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void preemptionArrivesByTheOpenRequest() throws InterruptedException {
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			Thread.sleep(300);
			long before = this.server.count(PREEMPTED);
			this.server.put(PREEMPTED, "TRUE");
			watched.awaitChanges("ANNOUNCED PREEMPTION");
			assertThat(before).as("the open request and the one before").isLessThanOrEqualTo(2);
			assertThat(watched.last().getDeadline()).isNull();
			assertThat(watched.last().getRemaining()).isNull();
		}
	}

	@Test
	void migrationEndsWhenItIsOverAndIsWithdrawnBefore() {
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			this.server.put(MAINTENANCE, "MIGRATE_ON_HOST_MAINTENANCE");
			watched.awaitChanges("ANNOUNCED LIVE_MIGRATION");
			assertThat(watched.last().getRemaining()).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(60));
			this.server.put(MAINTENANCE, "NONE");
			watched.awaitChanges("ANNOUNCED LIVE_MIGRATION", "WITHDRAWN LIVE_MIGRATION");
		}
	}

	@ParameterizedTest
	@CsvSource({ "n2-standard-4, 60", "a3-highgpu-8g, 3600", "ct5p-hightpu-4t, 3600" })
	void terminationIsAnnouncedEarlierToAccelerators(String type, long seconds) {
		try (NoticeServer machine = NoticeServer.gcp(false, type);
				WatchedChanges watched = new WatchedChanges(machine).awaitStatus(WatchStatus.WATCHING)) {
			machine.put(MAINTENANCE, "TERMINATE_ON_HOST_MAINTENANCE");
			watched.awaitChanges("ANNOUNCED TERMINATION");
			assertThat(watched.last().getRemaining()).isBetween(Duration.ofSeconds(seconds - 15),
					Duration.ofSeconds(seconds));
			assertThat(machine.count(PREEMPTED)).isZero();
		}
	}

	@Test
	void whenAKeyIsNotServedItIsNotKnownWhetherThereAreNotices() {
		this.server.remove(PREEMPTED);
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.UNKNOWN)) {
			assertThat(watched.watcher().getReason()).contains("instance/preempted", "404");
			this.server.put(MAINTENANCE, "MIGRATE_ON_HOST_MAINTENANCE");
			watched.awaitChanges("ANNOUNCED LIVE_MIGRATION");
			assertThat(watched.watcher().getStatus()).isEqualTo(WatchStatus.UNKNOWN);
		}
	}

	@Test
	void whenTheConnectionIsCutReadsAgain() {
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			WatchedChanges.await(() -> this.server.openConnections() == 2, () -> "no open requests");
			this.server.cut();
			this.server.put(PREEMPTED, "TRUE");
			watched.awaitChanges("ANNOUNCED PREEMPTION").awaitStatus(WatchStatus.WATCHING);
		}
	}

	@Test
	void intervalOfPolledKeysDoesNotDelayAnOpenRequestThatWasCut() {
		try (WatchedChanges watched = new WatchedChanges(this.server, Duration.ofSeconds(60), List.of())
			.awaitStatus(WatchStatus.WATCHING)) {
			WatchedChanges.await(() -> this.server.openConnections() == 2, () -> "no open requests");
			this.server.cut();
			this.server.put(PREEMPTED, "TRUE");
			watched.awaitChanges("ANNOUNCED PREEMPTION");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "NONE", "\"NONE\"", "{}", "{ }\n" })
	void upcomingMaintenanceHasSeveralFormsOfNothing(String nothing) {
		this.server.put(UPCOMING, nothing);
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			assertThat(watched.changes()).isEmpty();
		}
	}

	@Test
	void upcomingMaintenanceThatWasNeverReceivedIsNothingAndAnotherFailureIsNot() {
		this.server.put(UPCOMING, 503, "{\"error\":\"no notifications have been received yet, try again later\"}");
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			this.server.put(UPCOMING, 503, "");
			watched.awaitStatus(WatchStatus.UNKNOWN);
			assertThat(watched.changes()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "window_start_time, maintenance_status, maintenance_reasons",
			"windowStartTime, maintenanceStatus, maintenanceReasons" })
	void upcomingMaintenanceHasDeadlineAndReasons(String start, String status, String reasons) {
		String document = """
				{"can_reschedule": "TRUE", "%s": "2030-01-05T16:00:00+00:00", "%s": "%s", "type": "UNSCHEDULED",
				"%s": ["FAILURE_GPU_XID"]}
				""";
		this.server.put(UPCOMING, document.formatted(start, status, "PENDING", reasons));
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			watched.awaitChanges("ANNOUNCED MAINTENANCE");
			CloudInterruption announced = watched.last();
			assertThat(announced.getDeadline()).isEqualTo("2030-01-05T16:00:00Z");
			assertThat(announced.isHardwareFailure()).isTrue();
			assertThat(announced.getDescription()).contains("FAILURE_GPU_XID");
			this.server.put(UPCOMING, document.formatted(start, status, "ONGOING", reasons));
			watched.awaitChanges("ANNOUNCED MAINTENANCE", "CHANGED MAINTENANCE");
			assertThat(watched.last().getState()).isEqualTo(State.STARTED);
			assertThat(watched.last().getId()).isEqualTo(announced.getId());
		}
	}

	@ParameterizedTest
	@CsvSource({ "STOPPED, STOP", "DELETED, TERMINATION", "DISMANTLED, OTHER" })
	void gracefulShutdownHasItsTarget(String target, InterruptionKind kind) {
		this.server.put(SHUTDOWN + "stop-state", "PENDING_STOP")
			.put(SHUTDOWN + "target-state", target)
			.put(SHUTDOWN + "max-duration", "600s")
			.put(SHUTDOWN + "request-timestamp", "2030-01-05T16:00:00Z");
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			watched.awaitChanges("ANNOUNCED " + kind);
			assertThat(watched.last().getDeadline()).isEqualTo("2030-01-05T16:10:00Z");
			assertThat(watched.last().isAdvice()).isEqualTo(kind == InterruptionKind.OTHER);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "PREEMPT", "RESIZE_ON_HOST_MAINTENANCE" })
	void maintenanceEventThatIsNotKnownIsAdvice(String value) {
		this.server.put(MAINTENANCE, value);
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			watched.awaitChanges("ANNOUNCED OTHER");
			assertThat(watched.last().isAdvice()).isTrue();
		}
	}

	@Test
	void whenItIsStoppedTheOpenRequestsEnd() {
		WatchedChanges watched = new WatchedChanges(this.server, Duration.ofSeconds(60), List.of())
			.awaitStatus(WatchStatus.WATCHING);
		WatchedChanges.await(() -> this.server.openConnections() == 2, () -> "no open requests");
		assertThat(this.server.establishedConnections()).isIn(2L, -1L);
		watched.close();
		WatchedChanges.await(
				() -> Thread.getAllStackTraces()
					.keySet()
					.stream()
					.noneMatch((thread) -> thread.getName().equals(InterruptionWatcher.THREAD)),
				() -> "a thread is left");
		assertThat(this.server.establishedConnections()).isLessThanOrEqualTo(0);
	}

	@Test
	void lastCheckFindsAPreemptionThatTheOpenRequestHasNotReportedYet() {
		try (WatchedChanges watched = new WatchedChanges(this.server).awaitStatus(WatchStatus.WATCHING)) {
			WatchedChanges.await(() -> this.server.openConnections() == 2, () -> "no open requests");
			this.server.put(PREEMPTED, "TRUE");
			watched.watcher().checkNow(Duration.ofMillis(2000));
			assertThat(watched.changes()).containsExactly("ANNOUNCED PREEMPTION");
		}
	}

}
