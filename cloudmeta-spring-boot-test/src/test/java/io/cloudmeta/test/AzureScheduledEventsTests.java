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
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.common.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wiremock.com.fasterxml.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the scheduled events of the simulated Azure, over HTTP.
 */
class AzureScheduledEventsTests {

	private static final String EVENTS = "/metadata/scheduledevents?api-version=";

	private static final String NEWEST = "2020-07-01";

	private static final Instant TIME = Instant.parse("2027-01-03T09:00:43Z");

	private CloudSimulator cloud = CloudSimulator.start("azure");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void whenNothingIsAnnouncedThereAreNoEvents() throws Exception {
		HttpResponse<String> response = get(NEWEST);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
		assertThat(response.body()).isEqualTo("{\"DocumentIncarnation\":1,\"Events\":[]}");
		assertThat(get(NEWEST).body()).isEqualTo(response.body());
	}

	@Test
	void headerAndVersionAreRequired() throws Exception {
		SimulatorClient bare = new SimulatorClient(this.cloud);
		assertThat(bare.get(EVENTS + NEWEST).statusCode()).isEqualTo(400);
		assertThat(bare.get(EVENTS + "2017-03-01").statusCode()).isEqualTo(200);
		assertThat(client().get("/metadata/scheduledevents").statusCode()).isEqualTo(400);
		assertThat(get("2021-12-13").statusCode()).isEqualTo(400);
		assertThat(get("2021-12-13").body()).contains("\"error\"");
		assertThat(client().put(EVENTS + NEWEST).statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@CsvSource({ "freeze, Freeze, 9", "reboot, Reboot, -1", "redeployment, Redeploy, -1",
			"termination, Terminate, -1" })
	void eventNamesItsMachine(String kind, String type, int seconds) throws Exception {
		SimulatedInterruption interruption = SimulatedInterruption.of(kind).at(TIME);
		this.cloud.announce(interruption);
		Map<String, Object> event = event();
		assertThat(event)
			.containsOnlyKeys("EventId", "EventStatus", "EventType", "ResourceType", "Resources", "NotBefore",
					"Description", "EventSource", "DurationInSeconds")
			.containsEntry("EventStatus", "Scheduled")
			.containsEntry("EventType", type)
			.containsEntry("ResourceType", "VirtualMachine")
			.containsEntry("Resources", List.of("parcels-vm-7"))
			.containsEntry("NotBefore", "Sun, 3 Jan 2027 09:00:43 GMT")
			.containsEntry("DurationInSeconds", seconds);
		assertThat(event.get("EventId").toString()).matches("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");
	}

	@Test
	void incarnationChangesWithTheContent() throws Exception {
		SimulatedInterruption freeze = SimulatedInterruption.freeze().at(TIME);
		this.cloud.announce(freeze);
		assertThat(document(NEWEST)).containsEntry("DocumentIncarnation", 2);
		assertThat(document(NEWEST)).containsEntry("DocumentIncarnation", 2);
		this.cloud.announce(freeze.started());
		assertThat(document(NEWEST)).containsEntry("DocumentIncarnation", 3);
		this.cloud.withdraw(freeze);
		assertThat(get(NEWEST).body()).isEqualTo("{\"DocumentIncarnation\":4,\"Events\":[]}");
	}

	@Test
	void startedEventHasNoTime() throws Exception {
		SimulatedInterruption reboot = SimulatedInterruption.reboot();
		this.cloud.announce(reboot);
		Object id = event().get("EventId");
		this.cloud.announce(reboot.started());
		assertThat(event()).containsEntry("EventId", id)
			.containsEntry("EventStatus", "Started")
			.containsEntry("NotBefore", "");
	}

	@Test
	void eventStartsWhenItsTimeHasCome() throws Exception {
		this.cloud.announce(SimulatedInterruption.redeployment());
		this.cloud.elapse(Duration.ofMinutes(9));
		assertThat(event()).containsEntry("EventStatus", "Scheduled");
		this.cloud.elapse(Duration.ofMinutes(1));
		assertThat(event()).containsEntry("EventStatus", "Started").containsEntry("NotBefore", "");
	}

	@Test
	void eventsOfOtherMachinesAreThereToo() throws Exception {
		this.cloud.announce(SimulatedInterruption.reboot().affecting("parcels-vm-8"));
		this.cloud.announce(SimulatedInterruption.freeze().affecting("parcels-vm-7", "parcels-vm-9"));
		assertThat(events(NEWEST)).extracting((event) -> event.get("Resources"))
			.containsExactly(List.of("parcels-vm-8"), List.of("parcels-vm-7", "parcels-vm-9"));
	}

	@Test
	void fieldsCanBeGivenAsTheyAre() throws Exception {
		this.cloud.announce(SimulatedInterruption.of("other")
			.with("EventType", "Evacuate")
			.with("EventStatus", "Pondered")
			.with("NotBefore", "2027-01-03T09:00:43Z")
			.with("DurationInSeconds", "")
			.with("EventId", "e-1"));
		assertThat(event()).containsEntry("EventType", "Evacuate")
			.containsEntry("EventStatus", "Pondered")
			.containsEntry("NotBefore", "2027-01-03T09:00:43Z")
			.containsEntry("EventId", "e-1")
			.doesNotContainKey("DurationInSeconds");
	}

	@Test
	void approvedEventStarts() throws Exception {
		this.cloud.announce(SimulatedInterruption.reboot().affecting("parcels-vm-7", "parcels-vm-8"));
		Object id = event().get("EventId");
		assertThat(approve(id).statusCode()).isEqualTo(200);
		assertThat(event()).containsEntry("EventStatus", "Started").containsEntry("NotBefore", "");
		assertThat(approve(id).statusCode()).isEqualTo(200);
	}

	@Test
	void deletionStartsWhenAllPendingOnesAreApproved() throws Exception {
		this.cloud.announce(SimulatedInterruption.termination().with("EventId", "e-1"));
		this.cloud.announce(SimulatedInterruption.termination().with("EventId", "e-2").affecting("parcels-vm-8"));
		approve("e-1");
		assertThat(events(NEWEST)).extracting((event) -> event.get("EventStatus"))
			.containsExactly("Scheduled", "Scheduled");
		approve("e-2");
		assertThat(events(NEWEST)).extracting((event) -> event.get("EventStatus"))
			.containsExactly("Started", "Started");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{}", "{\"StartRequests\":[]}", "{\"StartRequests\":[{\"EventId\":\"e-9\"}]}" })
	void whenApprovalIsMalformedOrOfNoEventItIsBad(String body) throws Exception {
		this.cloud.announce(SimulatedInterruption.reboot());
		assertThat(client().post(EVENTS + NEWEST, body).statusCode()).isEqualTo(400);
		assertThat(event()).containsEntry("EventStatus", "Scheduled");
	}

	@Test
	void olderVersionsKnowLess() throws Exception {
		spot();
		this.cloud.announce(SimulatedInterruption.preemption());
		this.cloud.announce(SimulatedInterruption.reboot());
		assertThat(events("2017-08-01")).singleElement()
			.satisfies((event) -> assertThat(event)
				.containsOnlyKeys("EventId", "EventStatus", "EventType", "ResourceType", "Resources", "NotBefore")
				.containsEntry("EventType", "Reboot"));
		assertThat(events("2017-11-01")).hasSize(2);
		assertThat(events("2019-08-01"))
			.allSatisfy((event) -> assertThat(event).containsKeys("Description", "EventSource")
				.doesNotContainKey("DurationInSeconds"));
	}

	@Test
	void adviceIsNeverStarted() throws Exception {
		spot();
		this.cloud.announce(SimulatedInterruption.rebalance().in(Duration.ZERO));
		assertThat(event()).containsEntry("EventType", "SpotRebalanceRecommendation")
			.containsEntry("EventStatus", "Advisory");
		assertThat(approve(event().get("EventId")).statusCode()).isEqualTo(200);
		assertThat(event()).containsEntry("EventStatus", "Advisory");
	}

	@Test
	void lifecycleDecidesWhatIsAnnounced() throws Exception {
		assertThatIllegalArgumentException().isThrownBy(() -> this.cloud.announce(SimulatedInterruption.preemption()))
			.withMessageContaining("'lifecycle=spot'")
			.withMessageEndingWith("it can announce: freeze, other, reboot, redeployment, standby, termination");
		assertThat(compute("priority")).isEqualTo("Regular");
		assertThat(compute("evictionPolicy")).isEmpty();
		spot();
		assertThat(compute("priority")).isEqualTo("Spot");
		assertThat(compute("evictionPolicy")).isEqualTo("Deallocate");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cloud.announce(SimulatedInterruption.termination()))
			.withMessageEndingWith(
					"It can announce: freeze, other, preemption, rebalance, reboot, redeployment, standby");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cloud.change("lifecycle=cheap"))
			.withMessageContaining("'compute.priority'");
		this.cloud.change("lifecycle=on-demand", "compute.priority=Low", "compute.evictionPolicy=Delete");
		this.cloud.announce(SimulatedInterruption.preemption());
		assertThat(compute("priority")).isEqualTo("Low");
		assertThat(compute("evictionPolicy")).isEqualTo("Delete");
	}

	@Test
	void standbyIsInTheDocumentOfTheInstance() throws Exception {
		SimulatedInterruption standby = SimulatedInterruption.standby();
		this.cloud.announce(standby);
		assertThat(compute("isVmInStandbyPool")).isEqualTo("true");
		assertThat(events(NEWEST)).isEmpty();
		this.cloud.withdraw(standby);
		assertThat(compute("isVmInStandbyPool")).isEqualTo("false");
	}

	private void spot() {
		this.cloud.change("lifecycle=spot");
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud, "Metadata", "true");
	}

	private HttpResponse<String> get(String version) throws Exception {
		return client().get(EVENTS + version);
	}

	private HttpResponse<String> approve(Object id) throws Exception {
		return client().post(EVENTS + NEWEST, "{\"StartRequests\":[{\"EventId\":\"%s\"}]}".formatted(id));
	}

	private Map<String, Object> document(String version) throws Exception {
		return Json.read(get(version).body(), new TypeReference<>() {
		});
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> events(String version) throws Exception {
		return (List<Map<String, Object>>) document(version).get("Events");
	}

	private Map<String, Object> event() throws Exception {
		return events(NEWEST).get(0);
	}

	private String compute(String name) throws Exception {
		return client().get("/metadata/instance/compute/" + name + "?api-version=2021-12-13&format=text").body();
	}

}
