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
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.cloudmeta.spi.MetadataEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the interruptions that the simulated Compute Engine announces, over HTTP.
 */
@Timeout(120)
class GcpNoticesTests {

	private static final String INSTANCE = "/computeMetadata/v1/instance/";

	private static final String WAIT = "?wait_for_change=true&timeout_sec=100";

	private static final Instant TIME = Instant.parse("2027-01-03T09:00:43Z");

	private CloudSimulator cloud = CloudSimulator.start("gcp", Map.of("lifecycle", "spot"));

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@ParameterizedTest
	@CsvSource({ "preempted, FALSE", "maintenance-event, NONE", "shutdown-details/stop-state, UNKNOWN" })
	void whenNothingIsAnnouncedKeysSayNo(String path, String value) throws Exception {
		assertThat(text(path)).isEqualTo(value);
	}

	@Test
	void whenNoMaintenanceIsPlannedServiceIsUnavailable() throws Exception {
		HttpResponse<String> response = client().get(INSTANCE + "upcoming-maintenance?alt=json");
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body())
			.isEqualTo("{\"error\":\"no notifications have been received yet, try again later\"}");
		assertThat(client().with().get(INSTANCE + "upcoming-maintenance?alt=json").statusCode()).isEqualTo(403);
		assertThat(text("").split("\n")).doesNotContain("upcoming-maintenance");
	}

	@Test
	void preemptedSpotInstanceSaysSo() throws Exception {
		SimulatedInterruption preemption = SimulatedInterruption.preemption();
		this.cloud.announce(preemption);
		assertThat(text("preempted")).isEqualTo("TRUE");
		assertThat(text("maintenance-event")).isEqualTo("NONE");
		assertThat(text("?recursive=true")).contains("\"preempted\":\"TRUE\"");
		this.cloud.withdraw(preemption);
		assertThat(text("preempted")).isEqualTo("FALSE");
	}

	@ParameterizedTest
	@CsvSource({ "live-migration, MIGRATE_ON_HOST_MAINTENANCE", "termination, TERMINATE_ON_HOST_MAINTENANCE" })
	void maintenanceOfTheHostIsAnEvent(String kind, String value) throws Exception {
		SimulatedInterruption interruption = this.cloud.announce(kind, Duration.ofSeconds(60));
		assertThat(text("maintenance-event")).isEqualTo(value);
		this.cloud.withdraw(interruption);
		assertThat(text("maintenance-event")).isEqualTo("NONE");
		this.cloud.announce(interruption.with("maintenance-event", "TELEPORT"));
		assertThat(text("maintenance-event")).isEqualTo("TELEPORT");
	}

	@Test
	void plannedMaintenanceHasAWindow() throws Exception {
		SimulatedInterruption maintenance = SimulatedInterruption.maintenance()
			.at(TIME)
			.with("maintenance_reasons", "FAILURE_GPU, FAILURE_INFRA")
			.with("latest_window_start_time", "");
		this.cloud.announce(maintenance);
		assertThat(text("upcoming-maintenance?alt=json"))
			.isEqualTo("{\"can_reschedule\":\"false\"," + "\"maintenance_status\":\"PENDING\",\"type\":\"SCHEDULED\","
					+ "\"window_end_time\":\"2027-01-03T13:00:43Z\",\"window_start_time\":\"2027-01-03T09:00:43Z\","
					+ "\"maintenance_reasons\":[\"FAILURE_GPU\",\"FAILURE_INFRA\"]}");
		assertThat(text("upcoming-maintenance")).startsWith("can_reschedule false\nmaintenance_status PENDING\n");
		assertThat(text("?recursive=true")).contains("\"upcomingMaintenance\":{\"canReschedule\":\"false\"")
			.contains("\"maintenanceReasons\":[\"FAILURE_GPU\",\"FAILURE_INFRA\"]");
		this.cloud.announce(maintenance.started());
		assertThat(text("upcoming-maintenance?alt=json")).contains("\"maintenance_status\":\"ONGOING\"");
	}

	@Test
	void gracefulStopHasDetails() throws Exception {
		SimulatedInterruption stop = SimulatedInterruption.stop().in(Duration.ofMinutes(5));
		this.cloud.announce(stop);
		assertThat(text("shutdown-details/")).isEqualTo("max-duration\nrequest-timestamp\nstop-state\ntarget-state");
		assertThat(text("shutdown-details/stop-state")).isEqualTo("PENDING_STOP");
		assertThat(text("shutdown-details/target-state")).isEqualTo("STOPPED");
		assertThat(text("shutdown-details/max-duration")).isEqualTo("300");
		assertThat(Instant.parse(text("shutdown-details/request-timestamp"))).isBefore(Instant.now());
		this.cloud.elapse(Duration.ofMinutes(5));
		assertThat(text("shutdown-details/stop-state")).isEqualTo("STOPPING");
		this.cloud.withdraw(stop);
		this.cloud.announce(SimulatedInterruption.termination().with("target-state", "DELETED"));
		assertThat(text("shutdown-details/target-state")).isEqualTo("DELETED");
		assertThat(text("maintenance-event")).isEqualTo("NONE");
	}

	@Test
	void heldRequestIsAnsweredWhenItsValueChanges() throws Exception {
		String etag = etag("preempted");
		CompletableFuture<HttpResponse<String>> held = getLater("preempted" + WAIT + "&last_etag=" + etag);
		CompletableFuture<HttpResponse<String>> other = getLater("maintenance-event" + WAIT);
		awaitRequests("preempted?", "maintenance-event?");
		assertThat(held).isNotDone();
		this.cloud.announce(SimulatedInterruption.preemption());
		HttpResponse<String> response = held.get(60, TimeUnit.SECONDS);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("TRUE");
		assertThat(response.headers().firstValue("ETag"))
			.hasValueSatisfying((present) -> assertThat(present).isNotEqualTo(etag).isEqualTo(etagNow("preempted")));
		assertThat(other).isNotDone();
		this.cloud.announce(SimulatedInterruption.liveMigration());
		assertThat(other.get(60, TimeUnit.SECONDS).body()).isEqualTo("MIGRATE_ON_HOST_MAINTENANCE");
	}

	@Test
	void requestWithAnotherEtagIsNotHeld() throws Exception {
		this.cloud.announce(SimulatedInterruption.preemption());
		assertThat(getLater("preempted" + WAIT + "&last_etag=NONE").get(60, TimeUnit.SECONDS).body()).isEqualTo("TRUE");
		assertThat(getLater("upcoming-maintenance" + WAIT + "&alt=json").get(60, TimeUnit.SECONDS).statusCode())
			.isEqualTo(503);
	}

	@Test
	void heldRequestIsAnsweredByAnyChangeAndByTime() throws Exception {
		this.cloud.changeAfter(Duration.ofHours(1), "instance.preempted=TRUE");
		CompletableFuture<HttpResponse<String>> held = getLater("preempted" + WAIT);
		awaitRequests("preempted?");
		this.cloud.elapse(Duration.ofHours(1));
		assertThat(held.get(60, TimeUnit.SECONDS).body()).isEqualTo("TRUE");
		this.cloud.announce(SimulatedInterruption.stop().in(Duration.ofMillis(300)));
		assertThat(getLater("shutdown-details/stop-state" + WAIT).get(60, TimeUnit.SECONDS).body())
			.isEqualTo("STOPPING");
	}

	@Test
	void heldRequestIsCutByAFaultAndByTheEnd() throws Exception {
		CompletableFuture<HttpResponse<String>> cut = getLater("preempted" + WAIT);
		awaitRequests("preempted?");
		this.cloud.setFault(CloudSimulator.Fault.BREAKS);
		assertThat(cut).failsWithin(Duration.ofSeconds(60));
		this.cloud.setFault(CloudSimulator.Fault.NONE);
		getLater("maintenance-event" + WAIT);
		awaitRequests("maintenance-event?");
		long start = System.nanoTime();
		this.cloud.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
	}

	@Test
	void withoutAServerTheTimeOfAHeldRequestPassesInTheCloudOnly() throws Exception {
		try (CloudSimulator quiet = CloudSimulator.of("gcp").startWithoutServer()) {
			FakeMetadataClient client = quiet.client(MetadataEndpoint.wellKnown("http://169.254.169.254"));
			quiet.announce(SimulatedInterruption.maintenance().in(Duration.ofSeconds(90)));
			String path = INSTANCE + "upcoming-maintenance" + WAIT + "&alt=json";
			Map<String, String> headers = Map.of("Metadata-Flavor", "Google");
			assertThat(client.get(path, headers).body()).contains("ONGOING");
		}
	}

	@Test
	void lifecycleIsInTheScheduling() throws Exception {
		assertThat(text("scheduling/preemptible")).isEqualTo("TRUE");
		assertThat(text("scheduling/on-host-maintenance")).isEqualTo("TERMINATE");
		assertThat(client().get(INSTANCE + "scheduling/provisioning-model").statusCode()).isEqualTo(404);
		this.cloud.change("lifecycle=on-demand", "instance.scheduling.provisioningModel=STANDARD");
		assertThat(text("scheduling/preemptible")).isEqualTo("FALSE");
		assertThat(text("scheduling/provisioning-model")).isEqualTo("STANDARD");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cloud.announce(SimulatedInterruption.preemption()))
			.withMessageContaining("'lifecycle=spot'")
			.withMessageEndingWith("it can announce: live-migration, maintenance, other, stop, termination");
		this.cloud.change("lifecycle=");
		assertThat(client().get(INSTANCE + "scheduling/preemptible").statusCode()).isEqualTo(404);
	}

	@Test
	void podWithWorkloadIdentityDoesNotSeeIt() throws Exception {
		try (CloudSimulator pod = CloudSimulator.start("gcp_kubernetes_engine", Map.of("lifecycle", "spot"))) {
			pod.announce(SimulatedInterruption.preemption());
			assertThat(new SimulatorClient(pod, "Metadata-Flavor", "Google").get(INSTANCE + "preempted").statusCode())
				.isEqualTo(404);
			pod.change("workloadMetadata=GCE_METADATA");
			assertThat(new SimulatorClient(pod, "Metadata-Flavor", "Google").get(INSTANCE + "preempted").body())
				.isEqualTo("TRUE");
		}
	}

	@Test
	void dateIsTheCloudsOwn() throws Exception {
		this.cloud.elapse(Duration.ofDays(400));
		assertThat(client().get(INSTANCE + "preempted").headers().allValues("Date")).singleElement()
			.asString()
			.matches("[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT")
			.contains(" " + OffsetDateTime.now(ZoneOffset.UTC).plusDays(400).getYear() + " ");
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud, "Metadata-Flavor", "Google");
	}

	private String text(String path) throws Exception {
		HttpResponse<String> response = client().get(INSTANCE + path);
		assertThat(response.statusCode()).as(path).isEqualTo(200);
		return response.body();
	}

	private String etag(String path) throws Exception {
		return client().get(INSTANCE + path).headers().firstValue("ETag").orElseThrow();
	}

	private String etagNow(String path) {
		try {
			return etag(path);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private CompletableFuture<HttpResponse<String>> getLater(String path) {
		CompletableFuture<HttpResponse<String>> response = new CompletableFuture<>();
		SimulatorClient client = client();
		Thread thread = new Thread(() -> {
			try {
				response.complete(client.get(INSTANCE + path));
			}
			catch (Exception ex) {
				response.completeExceptionally(ex);
			}
		});
		thread.setDaemon(true);
		thread.start();
		return response;
	}

	/** Waits until requests have arrived, and a little for the service to hold them. */
	private void awaitRequests(String... paths) throws InterruptedException {
		for (String path : paths) {
			while (this.cloud.getRequests().stream().noneMatch((request) -> request.contains(path))) {
				Thread.sleep(10);
			}
		}
		Thread.sleep(200);
	}

}
