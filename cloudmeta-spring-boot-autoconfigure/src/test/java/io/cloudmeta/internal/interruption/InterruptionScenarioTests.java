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
import java.util.TimeZone;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruption.State;
import io.cloudmeta.interruption.WatchStatus;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Fault;
import io.cloudmeta.test.SimulatedInterruption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for what has gone wrong in other programs that watch for notices, each against
 * the simulated cloud: the {@code TrafficScenarioTests} have those that need an
 * application.
 */
class InterruptionScenarioTests {

	private static final String SPOT_ACTION = "/latest/meta-data/spot/instance-action";

	private static final String SCHEDULED = "/latest/meta-data/events/maintenance/scheduled";

	private static final String EVENTS = "/metadata/scheduledevents";

	private static final String PREEMPTED = "/computeMetadata/v1/instance/preempted";

	private static final Map<String, String> SPOT = Map.of("lifecycle", "spot");

	private CloudSimulator cloud;

	private WatchedChanges watched;

	@AfterEach
	void close() {
		if (this.watched != null) {
			this.watched.close();
		}
		this.cloud.close();
	}

	private void start(String name, Map<String, String> values) {
		this.cloud = CloudSimulator.start(name, values);
	}

	private void watch() {
		this.watched = new WatchedChanges(this.cloud);
	}

	private void startAndWatch(String name, Map<String, String> values) {
		start(name, values);
		watch();
		this.watched.awaitStatus(WatchStatus.WATCHING);
	}

	private StubMapping answer(String path, int status, String body) {
		return this.cloud.getWireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(path))
				.willReturn(WireMock.status(status).withHeader("Metadata-Flavor", "Google").withBody(body)));
	}

	private List<String> since(int requests) {
		List<String> all = this.cloud.getRequests();
		return all.subList(requests, all.size());
	}

	@Test
	void timeThatMovesWithEachRequestIsOneNotice() {
		startAndWatch("aws", SPOT);
		SimulatedInterruption preemption = SimulatedInterruption.preemption();
		for (int i = 0; i < 8; i++) {
			this.cloud.announce(preemption.at(Instant.now().plusSeconds(120)));
			this.watched.awaitReadings(this.cloud, SPOT_ACTION, 5);
		}
		assertThat(this.watched.changes()).containsExactly("ANNOUNCED PREEMPTION");
	}

	@Test
	void noticeIsWithdrawn() {
		startAndWatch("azure", Map.of());
		SimulatedInterruption redeployment = this.cloud.announce("redeployment", Duration.ofMinutes(10));
		this.watched.awaitChanges("ANNOUNCED REDEPLOYMENT");
		this.cloud.withdraw(redeployment);
		this.watched.awaitChanges("ANNOUNCED REDEPLOYMENT", "WITHDRAWN REDEPLOYMENT");
		assertThat(this.watched.watcher().getPending()).isEmpty();
	}

	@Test
	void eventOfAnotherMachineDoesNotCount() {
		startAndWatch("azure", Map.of("instanceName", "parcels-vm-7"));
		this.cloud.announce(SimulatedInterruption.reboot().affecting("parcels-vm-8"));
		this.watched.awaitReadings(this.cloud, EVENTS, 3);
		assertThat(this.watched.changes()).isEmpty();
		this.cloud.announce(SimulatedInterruption.freeze().affecting("parcels-vm-8", "parcels-vm-7"));
		this.watched.awaitChanges("ANNOUNCED FREEZE");
	}

	@Test
	void eventThatHasStartedHasNoTimeAndIsTheSame() {
		startAndWatch("azure", Map.of());
		SimulatedInterruption reboot = this.cloud.announce("reboot", Duration.ofMinutes(15));
		this.watched.awaitChanges("ANNOUNCED REBOOT");
		String id = this.watched.last().getId();
		this.cloud.announce(reboot.started());
		this.watched.awaitChanges("ANNOUNCED REBOOT", "CHANGED REBOOT");
		assertThat(this.watched.last().getState()).isEqualTo(State.STARTED);
		assertThat(this.watched.last().getId()).isEqualTo(id);
		assertThat(this.watched.last().getAttributes()).doesNotContainKey("NotBefore");
		this.cloud.withdraw(reboot);
		this.watched.awaitChanges("ANNOUNCED REBOOT", "CHANGED REBOOT", "ENDED REBOOT");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2030-01-05T16:00:00Z", "Sat, 05 Jan 2030 16:00:00 GMT", "Sat, 5 Jan 2030 16:00:00 GMT" })
	void datesHaveSeveralForms(String date) {
		startAndWatch("azure", Map.of());
		this.cloud.announce(SimulatedInterruption.reboot().with("NotBefore", date));
		this.watched.awaitChanges("ANNOUNCED REBOOT");
		assertThat(this.watched.last().getDeadline()).isEqualTo("2030-01-05T16:00:00Z");
	}

	@Test
	void dateOfAScheduledEventHasADayOfOneDigit() {
		startAndWatch("aws", Map.of());
		this.cloud.announce(SimulatedInterruption.maintenance().with("NotBefore", "5 Jan 2030 16:00:00 GMT"));
		this.watched.awaitChanges("ANNOUNCED MAINTENANCE");
		assertThat(this.watched.last().getDeadline()).isEqualTo("2030-01-05T16:00:00Z");
	}

	@ParameterizedTest
	@CsvSource({ "400", "429", "500" })
	void errorThatIsADocumentIsNotTheAbsenceOfEvents(int status) {
		startAndWatch("azure", Map.of());
		SimulatedInterruption reboot = this.cloud.announce("reboot", Duration.ofMinutes(15));
		this.watched.awaitChanges("ANNOUNCED REBOOT");
		StubMapping error = answer(EVENTS, status, "{\"error\": \"Too many requests\"}");
		this.watched.awaitStatus(WatchStatus.UNKNOWN);
		assertThat(this.watched.watcher().getReason()).contains("scheduledevents", String.valueOf(status));
		this.watched.awaitReadings(this.cloud, EVENTS, 2);
		assertThat(this.watched.changes()).containsExactly("ANNOUNCED REBOOT");
		this.cloud.getWireMock().removeStub(error);
		this.cloud.withdraw(reboot);
		this.watched.awaitStatus(WatchStatus.WATCHING).awaitChanges("ANNOUNCED REBOOT", "WITHDRAWN REBOOT");
	}

	@Test
	void firstResponseIsLate() {
		start("azure", Map.of());
		StubMapping late = this.cloud.getWireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(EVENTS))
				.willReturn(WireMock.okJson("{\"DocumentIncarnation\": 1, \"Events\": []}").withFixedDelay(4000)));
		watch();
		WatchedChanges.await(() -> WatchedChanges.count(this.cloud, EVENTS) == 1, () -> "not requested");
		assertThat(this.watched.watcher().getStatus()).isEqualTo(WatchStatus.STARTING);
		this.watched.awaitStatus(WatchStatus.WATCHING);
		this.cloud.getWireMock().removeStub(late);
		assertThat(new AzureInterruptions().keys(WatchedInstance.unsupported(io.cloudmeta.CloudProvider.AZURE)))
			.filteredOn((key) -> key.getName().equals("scheduledevents"))
			.allSatisfy((key) -> assertThat(key.getTimeout()).isGreaterThan(Duration.ofSeconds(120)));
	}

	@Test
	void typeAndStateThatAreNotKnownAreAdvice() {
		startAndWatch("azure", Map.of());
		this.cloud.announce(SimulatedInterruption.of("other").with("EventType", "Evacuate"));
		this.watched.awaitChanges("ANNOUNCED OTHER");
		this.cloud.announce(SimulatedInterruption.redeployment().with("EventStatus", "Advisory"));
		this.watched.awaitChanges("ANNOUNCED OTHER", "ANNOUNCED REDEPLOYMENT");
		assertThat(this.watched.interruptions()).allMatch(CloudInterruption::isAdvice);
		assertThat(this.watched.watcher().getStatus()).isEqualTo(WatchStatus.WATCHING);
	}

	@Test
	void whenTheTokenExpiresTakesOneOther() {
		startAndWatch("aws", SPOT);
		int before = this.cloud.getRequests().size();
		this.cloud.elapse(Duration.ofHours(7));
		this.cloud.announce(SimulatedInterruption.preemption());
		this.watched.awaitChanges("ANNOUNCED PREEMPTION").awaitReadings(this.cloud, SPOT_ACTION, 3);
		assertThat(since(before)).filteredOn((request) -> request.startsWith("PUT ")).hasSize(1);
		assertThat(this.watched.watcher().getStatus()).isEqualTo(WatchStatus.WATCHING);
	}

	@Test
	void whenTheTokenExpiresAndTheServiceRefusesNothingIsKnownUntilItDoesNot() {
		startAndWatch("aws", SPOT);
		this.cloud.elapse(Duration.ofHours(7));
		this.cloud.setFault(Fault.REFUSES);
		this.watched.awaitStatus(WatchStatus.UNKNOWN);
		this.watched.awaitReadings(this.cloud, "/latest/", 3);
		assertThat(this.watched.changes()).isEmpty();
		this.cloud.setFault(Fault.NONE);
		this.cloud.announce(SimulatedInterruption.preemption());
		this.watched.awaitStatus(WatchStatus.WATCHING).awaitChanges("ANNOUNCED PREEMPTION");
	}

	@Test
	void whenAKeyIsMissingForEverTheOthersAreWatched() {
		start("aws", SPOT);
		answer(SCHEDULED, 404, "");
		watch();
		this.watched.awaitStatus(WatchStatus.WATCHING).awaitReadings(this.cloud, SCHEDULED, 3);
		this.cloud.announce(SimulatedInterruption.rebalance());
		this.watched.awaitChanges("ANNOUNCED REBALANCE").awaitStatus(WatchStatus.WATCHING);
	}

	@Test
	void hibernationLeavesNoTime() {
		startAndWatch("aws", SPOT);
		SimulatedInterruption hibernation = SimulatedInterruption.hibernation();
		this.cloud.announce(hibernation);
		this.watched.awaitChanges("ANNOUNCED HIBERNATION");
		assertThat(this.watched.last().getRemaining()).isEqualTo(Duration.ZERO);
		this.cloud.withdraw(hibernation);
		this.watched.awaitChanges("ANNOUNCED HIBERNATION", "ENDED HIBERNATION");
	}

	@Test
	void recommendationAndNoticeInOnePollAreTwo() {
		start("aws", SPOT);
		this.cloud.announce(SimulatedInterruption.rebalance());
		this.cloud.announce(SimulatedInterruption.preemption());
		watch();
		this.watched.awaitStatus(WatchStatus.WATCHING);
		assertThat(this.watched.changes()).containsExactlyInAnyOrder("ANNOUNCED REBALANCE", "ANNOUNCED PREEMPTION");
		assertThat(this.watched.watcher().getPending()).extracting(CloudInterruption::isAdvice)
			.containsExactly(false, true);
	}

	@Test
	void whenOneEventIsBrokenTheOthersCount() {
		start("aws", Map.of());
		this.cloud.announce(SimulatedInterruption.retirement().with("EventId", ""));
		this.cloud.announce(SimulatedInterruption.reboot().with("NotBefore", "soon"));
		this.cloud.announce(SimulatedInterruption.maintenance().with("NotAfter", ""));
		watch();
		this.watched.awaitStatus(WatchStatus.UNKNOWN);
		assertThat(this.watched.changes()).containsExactly("ANNOUNCED REBOOT", "ANNOUNCED MAINTENANCE");
		assertThat(this.watched.interruptions().get(0).getDeadline()).isNull();
		assertThat(this.watched.watcher().getReason()).contains("an event of events/maintenance/scheduled");
	}

	@Test
	void eventWithoutAnEndIsAnEvent() {
		startAndWatch("aws", Map.of());
		this.cloud.announce(SimulatedInterruption.maintenance().with("NotAfter", ""));
		this.watched.awaitChanges("ANNOUNCED MAINTENANCE").awaitReadings(this.cloud, SCHEDULED, 3);
		assertThat(this.watched.changes()).hasSize(1);
		assertThat(this.watched.watcher().getStatus()).isEqualTo(WatchStatus.WATCHING);
	}

	@Test
	void eventThatHappensTwiceInTheHistoryIsAnnouncedWhileItIsActive() {
		startAndWatch("aws", Map.of());
		SimulatedInterruption reboot = SimulatedInterruption.reboot();
		for (int i = 0; i < 2; i++) {
			this.cloud.announce(reboot);
			WatchedChanges.await(() -> this.watched.watcher().getPending().size() == 1, () -> "not announced");
			this.cloud.withdraw(reboot);
			WatchedChanges.await(() -> this.watched.watcher().getPending().isEmpty(), () -> "not withdrawn");
		}
		assertThat(this.watched.changes()).containsExactly("ANNOUNCED REBOOT", "WITHDRAWN REBOOT", "ANNOUNCED REBOOT",
				"WITHDRAWN REBOOT");
		assertThat(WatchedChanges.count(this.cloud, "history")).isZero();
	}

	@Test
	void statusOfAFailureMayMeanNothing() {
		startAndWatch("gcp", Map.of());
		this.watched.awaitReadings(this.cloud, "upcoming-maintenance", 2);
		assertThat(this.watched.changes()).isEmpty();
		assertThat(this.watched.watcher().getStatus()).isEqualTo(WatchStatus.WATCHING);
		StubMapping failure = answer("/computeMetadata/v1/instance/upcoming-maintenance", 503, "{\"error\": \"busy\"}");
		this.watched.awaitStatus(WatchStatus.UNKNOWN);
		this.cloud.getWireMock().removeStub(failure);
		this.watched.awaitStatus(WatchStatus.WATCHING);
	}

	@Test
	void whenAMigrationCutsTheOpenRequestReadsAgain() {
		startAndWatch("gcp", SPOT);
		WatchedChanges.await(() -> WatchedChanges.count(this.cloud, PREEMPTED) == 2, () -> "no open request");
		this.cloud.setFault(Fault.BREAKS);
		this.watched.awaitStatus(WatchStatus.UNKNOWN);
		assertThat(this.watched.changes()).isEmpty();
		this.cloud.setFault(Fault.NONE);
		this.watched.awaitStatus(WatchStatus.WATCHING);
		this.cloud.announce(SimulatedInterruption.preemption());
		this.watched.awaitChanges("ANNOUNCED PREEMPTION");
	}

	@Test
	void whenAKeyIsNotServedItIsNotKnownWhetherThereIsANotice() {
		start("gcp", SPOT);
		answer(PREEMPTED, 404, "");
		watch();
		this.watched.awaitStatus(WatchStatus.UNKNOWN);
		assertThat(this.watched.watcher().getReason()).isEqualTo("instance/preempted got status 404");
		this.cloud.announce(SimulatedInterruption.liveMigration());
		this.watched.awaitChanges("ANNOUNCED LIVE_MIGRATION");
	}

	@Test
	void whenTheClockIsFiveMinutesSlowTheRemainingTimeIsRight() {
		start("aws", SPOT);
		this.cloud.elapse(Duration.ofMinutes(5));
		watch();
		this.watched.awaitStatus(WatchStatus.WATCHING);
		this.cloud.announce(SimulatedInterruption.preemption().in(Duration.ofSeconds(90)));
		this.watched.awaitChanges("ANNOUNCED PREEMPTION");
		assertThat(this.watched.last().getRemaining()).isCloseTo(Duration.ofSeconds(90), Duration.ofSeconds(10));
		assertThat(this.watched.last().getDeadline()).isCloseTo(Instant.now().plusSeconds(390),
				within(10, java.time.temporal.ChronoUnit.SECONDS));
	}

	@Test
	void deadlineInThePastLeavesNoTime() {
		startAndWatch("aws", SPOT);
		SimulatedInterruption preemption = this.cloud.announce("preemption", Duration.ofSeconds(-60));
		this.watched.awaitChanges("ANNOUNCED PREEMPTION");
		assertThat(this.watched.last().getRemaining()).isEqualTo(Duration.ZERO);
		this.cloud.withdraw(preemption);
		this.watched.awaitChanges("ANNOUNCED PREEMPTION", "ENDED PREEMPTION");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTC", "America/New_York", "Asia/Shanghai" })
	void timeWithoutAZoneIsThatOfTheCloud(String zone) {
		TimeZone before = TimeZone.getDefault();
		TimeZone.setDefault(TimeZone.getTimeZone(zone));
		try {
			startAndWatch("tencent", Map.of());
			this.cloud.announce(SimulatedInterruption.preemption().at(Instant.parse("2030-01-05T18:02:00Z")));
			this.watched.awaitChanges("ANNOUNCED PREEMPTION");
			assertThat(this.watched.last().getAttributes()).containsEntry("termination-time", "2030-01-06 02:02:00");
			assertThat(this.watched.last().getDeadline()).isEqualTo("2030-01-05T18:02:00Z");
		}
		finally {
			TimeZone.setDefault(before);
		}
	}

}
