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
import java.util.concurrent.CopyOnWriteArrayList;

import io.cloudmeta.autoconfigure.core.EnvironmentCloudInstance;
import io.cloudmeta.internal.detection.DetectedCloudInstance;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruptionEvent.Change;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InterruptionWatcher} when the application finds itself on another
 * instance, and for what is pending.
 */
class InterruptionWatcherTests {

	private static final String EVENTS = "/metadata/scheduledevents";

	private final NoticeServer server = NoticeServer.azure("Regular");

	private final DetectedCloudInstance instance = EnvironmentCloudInstance.of(this.server.environment());

	private final List<InterruptionChange> changes = new CopyOnWriteArrayList<>();

	private final InterruptionWatcher watcher = new InterruptionWatcher(this.instance, Duration.ofMillis(50), List.of(),
			this::accept);

	private boolean stopWhenWithdrawn;

	@AfterEach
	void close() {
		this.watcher.stop();
		this.instance.close();
		this.server.close();
	}

	private void accept(InterruptionChange change) {
		this.changes.add(change);
		if (this.stopWhenWithdrawn && change.change() == Change.WITHDRAWN) {
			this.watcher.stop();
		}
	}

	private void start() {
		this.watcher.start();
		this.instance.onChange((event) -> this.watcher.restart());
	}

	private void awaitChanges(String... expected) {
		WatchedChanges.await(() -> this.changes.size() >= expected.length, this.changes::toString);
		assertThat(this.changes).extracting((change) -> change.change() + " " + change.interruption().getId())
			.containsExactly(expected);
	}

	private static String event(String id, String notBefore) {
		return """
				{"EventId": "%s", "EventStatus": "Scheduled", "EventType": "Reboot", "Resources": ["orders_3"],
				"NotBefore": "%s"}
				""".formatted(id, notBefore);
	}

	private void moveToAnotherInstance() {
		this.server.put("/metadata/instance", """
				{"compute": {"vmId": "00000000-42d8-4f6a-b3e5-91f7a2c06d84", "name": "orders_3",
				"location": "westeurope", "priority": "Regular"}}
				""");
		assertThat(this.instance.refresh()).isTrue();
	}

	@Test
	void whenTheInstanceIsAnotherOneWhatWasAnnouncedIsWithdrawnAndItsOwnNoticesAreRead() {
		this.server.azureEvents(2, event("first", "2030-01-01T09:00:00Z"));
		start();
		awaitChanges("ANNOUNCED first");
		this.server.azureEvents(3, event("second", "2030-01-01T09:00:00Z"));
		awaitChanges("ANNOUNCED first", "ANNOUNCED second", "WITHDRAWN first");
		moveToAnotherInstance();
		awaitChanges("ANNOUNCED first", "ANNOUNCED second", "WITHDRAWN first", "WITHDRAWN second", "ANNOUNCED second");
	}

	@Test
	void whenItIsStoppedWhileItBeginsAnewItStaysStopped() throws InterruptedException {
		this.server.azureEvents(2, event("first", "2030-01-01T09:00:00Z"));
		start();
		awaitChanges("ANNOUNCED first");
		this.stopWhenWithdrawn = true;
		moveToAnotherInstance();
		awaitChanges("ANNOUNCED first", "WITHDRAWN first");
		Thread.sleep(200);
		long requests = this.server.count(EVENTS);
		Thread.sleep(300);
		assertThat(this.server.count(EVENTS)).isEqualTo(requests);
	}

	@Test
	void pendingInterruptionsAreInTheOrderOfTheirDeadlines() {
		this.server.azureEvents(2, event("never", ""), event("late", "2031-01-01T09:00:00Z"),
				event("past", Instant.now().minusSeconds(60).toString()), event("early", "2030-01-01T09:00:00Z"),
				event("long past", Instant.now().minusSeconds(600).toString()));
		start();
		WatchedChanges.await(() -> !this.watcher.getPending().isEmpty(), () -> "nothing pending");
		assertThat(this.watcher.getPending()).extracting(CloudInterruption::getId)
			.containsExactly("long past", "past", "early", "late", "never");
	}

}
