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

package io.cloudmeta.test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.common.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wiremock.com.fasterxml.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the interruptions that the simulated EC2 announces, over HTTP.
 */
class AwsNoticesTests {

	private static final Instant TIME = Instant.parse("2027-01-03T09:00:43Z");

	private CloudSimulator cloud = CloudSimulator.start("aws", Map.of("lifecycle", "spot"));

	private String token;

	@BeforeEach
	void requestToken() throws Exception {
		this.token = new SimulatorClient(this.cloud, "X-aws-ec2-metadata-token-ttl-seconds", "21600")
			.put("/latest/api/token")
			.body();
	}

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "spot/instance-action", "spot/termination-time", "events/recommendations/rebalance",
			"autoscaling/target-lifecycle-state" })
	void whenNothingIsAnnouncedKeysAreMissing(String path) throws Exception {
		assertThat(get(path).statusCode()).isEqualTo(404);
		assertThat(get(path).body()).contains("404 - Not Found");
		assertThat(text("").split("\n")).doesNotContain("spot/", "autoscaling/");
	}

	@Test
	void whenNothingIsAnnouncedScheduleIsEmpty() throws Exception {
		assertThat(text("events/maintenance/scheduled")).isEqualTo("[]");
		assertThat(text("events/maintenance/history")).isEqualTo("[]");
	}

	@Test
	void preemptionIsInBothKeys() throws Exception {
		this.cloud.announce(SimulatedInterruption.preemption().at(TIME));
		assertThat(text("spot/instance-action"))
			.isEqualTo("{\"action\":\"terminate\",\"time\":\"2027-01-03T09:00:43Z\"}");
		assertThat(text("spot/termination-time")).isEqualTo("2027-01-03T09:00:43Z");
		assertThat(text("spot")).isEqualTo("instance-action\ntermination-time");
		assertThat(new SimulatorClient(this.cloud).get("/latest/meta-data/spot/instance-action").statusCode())
			.isEqualTo(401);
	}

	@Test
	void preemptionIsTwoMinutesAheadAndItsTimeCanMove() throws Exception {
		SimulatedInterruption preemption = SimulatedInterruption.preemption();
		Instant before = Instant.now();
		this.cloud.announce(preemption);
		assertThat(spotTime()).isBetween(before.plusSeconds(119), Instant.now().plusSeconds(120));
		this.cloud.announce(preemption.in(Duration.ofSeconds(30)));
		assertThat(spotTime()).isBetween(before.plusSeconds(29), Instant.now().plusSeconds(30));
	}

	@Test
	void withdrawnPreemptionIsMissing() throws Exception {
		SimulatedInterruption preemption = SimulatedInterruption.preemption();
		this.cloud.announce(preemption);
		this.cloud.withdraw(preemption);
		assertThat(get("spot/instance-action").statusCode()).isEqualTo(404);
		assertThatIllegalArgumentException().isThrownBy(() -> this.cloud.withdraw(preemption))
			.withMessage("The simulated cloud 'aws' has not announced 'preemption{}'");
	}

	@ParameterizedTest
	@CsvSource({ "stop, stop", "hibernation, hibernate" })
	void spotInstanceIsStoppedOrHibernated(String kind, String action) throws Exception {
		this.cloud.announce(SimulatedInterruption.of(kind).at(TIME));
		assertThat(text("spot/instance-action"))
			.isEqualTo("{\"action\":\"%s\",\"time\":\"2027-01-03T09:00:43Z\"}".formatted(action));
		assertThat(get("spot/termination-time").statusCode()).isEqualTo(404);
	}

	@Test
	void rebalanceHasTheTimeOfItsNoticeAndStandsBesideAPreemption() throws Exception {
		Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
		this.cloud.announce(SimulatedInterruption.rebalance());
		this.cloud.announce(SimulatedInterruption.preemption());
		Map<String, String> rebalance = Json.read(text("events/recommendations/rebalance"), new TypeReference<>() {
		});
		assertThat(rebalance).containsOnlyKeys("noticeTime");
		assertThat(Instant.parse(rebalance.get("noticeTime"))).isBetween(before, Instant.now());
		assertThat(text("spot/instance-action")).contains("terminate");
	}

	@ParameterizedTest
	@CsvSource({ "reboot, instance-reboot", "retirement, instance-retirement", "maintenance, system-maintenance" })
	void eventIsScheduled(String kind, String code) throws Exception {
		SimulatedInterruption interruption = SimulatedInterruption.of(kind).at(TIME);
		this.cloud.announce(interruption);
		Map<String, String> event = events("scheduled").get(0);
		assertThat(event).containsOnlyKeys("NotBefore", "Code", "Description", "EventId", "NotAfter", "State")
			.containsEntry("NotBefore", "3 Jan 2027 09:00:43 GMT")
			.containsEntry("NotAfter", "3 Jan 2027 11:00:43 GMT")
			.containsEntry("Code", code)
			.containsEntry("State", "active");
		assertThat(event.get("EventId")).matches("instance-event-[0-9a-f]{17}");
		this.cloud.announce(interruption.in(Duration.ofDays(3)));
		assertThat(events("scheduled")).singleElement()
			.satisfies((moved) -> assertThat(moved).containsEntry("EventId", event.get("EventId"))
				.doesNotContainEntry("NotBefore", event.get("NotBefore")));
	}

	@Test
	void fieldsOfAnEventCanBeGivenOrLeftOut() throws Exception {
		this.cloud.announce(SimulatedInterruption.reboot()
			.with("Code", "system-reboot")
			.with("NotAfter", "")
			.with("NotBeforeDeadline", "10 Jan 2027 09:00:43 GMT")
			.with("NotBefore", "soon"));
		this.cloud.announce(SimulatedInterruption.of("other").with("Code", "instance-fortune"));
		this.cloud.announce(SimulatedInterruption.stop().with("Code", "instance-stop"));
		assertThat(events("scheduled")).hasSize(3)
			.first()
			.satisfies((event) -> assertThat(event).doesNotContainKey("NotAfter")
				.containsEntry("NotBefore", "soon")
				.containsEntry("NotBeforeDeadline", "10 Jan 2027 09:00:43 GMT"));
		assertThat(events("scheduled")).extracting((event) -> event.get("Code"))
			.containsExactly("system-reboot", "instance-fortune", "instance-stop");
		assertThat(get("spot/instance-action").statusCode()).isEqualTo(404);
	}

	@Test
	void withdrawnEventIsInTheHistory() throws Exception {
		SimulatedInterruption canceled = SimulatedInterruption.reboot().with("EventId", "instance-event-1");
		SimulatedInterruption completed = SimulatedInterruption.maintenance().in(Duration.ofMinutes(-1));
		this.cloud.announce(canceled);
		this.cloud.announce(completed);
		this.cloud.withdraw(canceled);
		this.cloud.withdraw(completed);
		assertThat(text("events/maintenance/scheduled")).isEqualTo("[]");
		assertThat(events("history")).hasSize(2);
		assertThat(events("history").get(0)).containsEntry("State", "canceled")
			.containsEntry("EventId", "instance-event-1")
			.containsEntry("Description", "[Canceled] scheduled reboot");
		assertThat(events("history").get(1)).containsEntry("State", "completed")
			.containsEntry("Description", "[Completed] scheduled maintenance");
	}

	@Test
	void groupStatesWhereItsInstanceGoes() throws Exception {
		SimulatedInterruption warmed = SimulatedInterruption.standby().with("target-lifecycle-state", "Warmed:Stopped");
		this.cloud.announce(warmed);
		assertThat(text("autoscaling/target-lifecycle-state")).isEqualTo("Warmed:Stopped");
		this.cloud.withdraw(warmed);
		assertThat(text("autoscaling/target-lifecycle-state")).isEqualTo("InService");
		this.cloud.announce(SimulatedInterruption.termination());
		assertThat(text("autoscaling/target-lifecycle-state")).isEqualTo("Terminated");
	}

	@Test
	void onDemandInstanceIsNotPreempted() throws Exception {
		try (CloudSimulator onDemand = CloudSimulator.start("aws")) {
			assertThatIllegalArgumentException().isThrownBy(() -> onDemand.announce(SimulatedInterruption.preemption()))
				.withMessage(
						"The simulated cloud 'aws' announces 'preemption' to spot instances only: give it the value"
								+ " 'lifecycle=spot'. To this machine it can announce: maintenance, other, reboot, retirement,"
								+ " standby, stop, termination");
		}
	}

	@Test
	void stopOfAnOnDemandInstanceIsScheduled() throws Exception {
		this.cloud.change("lifecycle=on-demand");
		this.cloud.announce(SimulatedInterruption.stop());
		assertThat(events("scheduled").get(0)).containsEntry("Code", "instance-stop");
		assertThat(text("instance-life-cycle")).isEqualTo("on-demand");
	}

	@Test
	void anotherInstanceKnowsNothingOfIt() throws Exception {
		this.cloud.announce(SimulatedInterruption.preemption());
		this.cloud.change("tags.team=ml");
		assertThat(get("spot/instance-action").statusCode()).isEqualTo(200);
		this.cloud.change("instanceId=i-0123456789abcdef7");
		requestToken();
		assertThat(get("spot/instance-action").statusCode()).isEqualTo(404);
		this.cloud.resetChanges();
		requestToken();
		assertThat(get("spot/instance-action").statusCode()).isEqualTo(404);
		assertThat(text("instance-life-cycle")).isEqualTo("spot");
	}

	private Instant spotTime() throws Exception {
		return Instant.parse(text("spot/termination-time"));
	}

	private List<Map<String, String>> events(String list) throws Exception {
		return Json.read(text("events/maintenance/" + list), new TypeReference<>() {
		});
	}

	private HttpResponse<String> get(String path) throws Exception {
		return new SimulatorClient(this.cloud, "X-aws-ec2-metadata-token", this.token).get("/latest/meta-data/" + path);
	}

	private String text(String path) throws Exception {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).as(path).isEqualTo(200);
		return response.body();
	}

}
