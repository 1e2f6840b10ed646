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
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SimulatedInterruption} on the clouds with one key for notices, and on
 * those with none.
 */
class SimulatedInterruptionTests {

	private static final Instant TIME = Instant.parse("2027-01-03T21:00:43Z");

	@ParameterizedTest
	@ValueSource(strings = { "preemption", "live-migration", "LIVE_MIGRATION", "Rebalance" })
	void kindIsWrittenAsTheEnumOrAsInJson(String kind) {
		assertThat(SimulatedInterruption.of(kind).getKind()).isEqualTo(kind.toLowerCase(Locale.ROOT).replace('_', '-'));
	}

	@ParameterizedTest
	@ValueSource(strings = { "shutdown", "preempted", "" })
	void unknownKindIsRefused(String kind) {
		assertThatIllegalArgumentException().isThrownBy(() -> SimulatedInterruption.of(kind))
			.withMessage(
					"There is no interruption of the kind '%s'. Known: preemption, stop, hibernation, termination, "
						.formatted(kind)
							+ "reboot, redeployment, freeze, live-migration, maintenance, retirement, standby, rebalance, other");
	}

	@Test
	void alibabaAnnouncesInUtc() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("alibaba")) {
			String token = new SimulatorClient(cloud, "X-aliyun-ecs-metadata-token-ttl-seconds", "600")
				.put("/latest/api/token")
				.body();
			SimulatorClient client = new SimulatorClient(cloud, "X-aliyun-ecs-metadata-token", token);
			announcesOneTime(cloud, client, "/latest/meta-data/instance/spot/termination-time", "2027-01-03T21:00:43Z");
			assertThat(new SimulatorClient(cloud).get("/latest/meta-data/instance/spot/termination-time").statusCode())
				.isEqualTo(401);
		}
	}

	@Test
	void tencentAnnouncesInChinasTimeWithoutSayingSo() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("tencent")) {
			announcesOneTime(cloud, new SimulatorClient(cloud), "/latest/meta-data/spot/termination-time",
					"2027-01-04 05:00:43");
		}
	}

	private static void announcesOneTime(CloudSimulator cloud, SimulatorClient client, String path, String time)
			throws Exception {
		assertThat(client.get(path).statusCode()).isEqualTo(404);
		SimulatedInterruption preemption = SimulatedInterruption.preemption().at(TIME);
		cloud.announce(preemption);
		HttpResponse<String> response = client.get(path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(time);
		cloud.announce(preemption.with("termination-time", "soon"));
		assertThat(client.get(path).body()).isEqualTo("soon");
		cloud.withdraw(preemption);
		assertThat(client.get(path).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "live-migration, MIGRATE_ON_HOST_MAINTENANCE", "termination, TERMINATE_ON_HOST_MAINTENANCE" })
	void yandexAnnouncesMaintenanceOfTheHost(String kind, String value) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("yandex")) {
			SimulatorClient client = new SimulatorClient(cloud, "Metadata-Flavor", "Google");
			String path = "/computeMetadata/v1/instance/maintenance-event";
			assertThat(client.get(path).body()).isEqualTo("NONE");
			SimulatedInterruption interruption = SimulatedInterruption.of(kind);
			cloud.announce(interruption);
			assertThat(client.get(path).body()).isEqualTo(value);
			assertThat(client.get("/computeMetadata/v1/?recursive=true").body())
				.contains("\"maintenanceEvent\":\"%s\"".formatted(value));
			cloud.withdraw(interruption);
			assertThat(client.get(path).body()).isEqualTo("NONE");
		}
	}

	@Test
	void cloudListsWhatItCanAnnounce() {
		try (CloudSimulator cloud = CloudSimulator.of("tencent").startWithoutServer()) {
			assertThatIllegalArgumentException().isThrownBy(() -> cloud.announce("reboot", Duration.ofMinutes(5)))
				.withMessage("The simulated cloud 'tencent' can't announce 'reboot' to this machine."
						+ " It can announce: preemption");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> cloud.announce(SimulatedInterruption.preemption().started()))
				.withMessage("The simulated cloud 'tencent' does not announce that 'preemption' has started");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> cloud.announce(SimulatedInterruption.preemption().affecting("other")))
				.withMessage("The simulated cloud 'tencent' has no field 'Resources' in the notice of 'preemption'."
						+ " Known: termination-time");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "hetzner", "openstack", "heroku", "gcp_cloud_run", "aws_ecs", "none" })
	void cloudWithoutNoticesAnnouncesNothing(String name) {
		try (CloudSimulator cloud = CloudSimulator.of(name).startWithoutServer()) {
			assertThatIllegalArgumentException().isThrownBy(() -> cloud.announce(SimulatedInterruption.preemption()))
				.withMessage("The simulated cloud '%s' announces no interruption to its machines".formatted(name));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "alibaba", "tencent", "yandex", "hetzner" })
	void lifecycleCanNotBeGivenWhereTheCloudDoesNotTellIt(String cloud) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start(cloud, Map.of("lifecycle", "spot")))
			.withMessageContaining("'lifecycle=spot'")
			.withMessageContaining("does not provide it to its instances");
	}

	@Test
	void noticeIsAnnouncedMovedStartedAndWithdrawn() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			SimulatedInterruption reboot = SimulatedInterruption.reboot().in(Duration.ofMinutes(15));
			cloud.announce(reboot);
			assertThat(events(cloud)).contains("\"EventStatus\":\"Scheduled\"");
			cloud.announce(reboot.in(Duration.ofMinutes(5)));
			cloud.announce(reboot.started());
			assertThat(events(cloud)).contains("\"EventStatus\":\"Started\"");
			cloud.withdraw(reboot);
			assertThat(events(cloud)).contains("\"Events\":[]");
		}
	}

	private static String events(CloudSimulator cloud) throws Exception {
		return new SimulatorClient(cloud, "Metadata", "true").get("/metadata/scheduledevents?api-version=2020-07-01")
			.body();
	}

	@Test
	void unchangedNoticeKeepsItsTime() {
		SimulatedClock clock = new SimulatedClock();
		Announcements announcements = new Announcements(clock);
		NoticeKind kind = NoticeKind.of(Duration.ofMinutes(2));
		SimulatedInterruption reboot = SimulatedInterruption.reboot();
		announcements.announce(reboot, kind);
		Instant deadline = announcements.active().get(0).deadline();
		clock.elapse(Duration.ofMinutes(1));
		announcements.announce(reboot.started(), kind);
		assertThat(announcements.active()).extracting(Announcement::deadline).isEqualTo(List.of(deadline));
		announcements.announce(reboot.in(Duration.ofMinutes(2)), kind);
		assertThat(announcements.active().get(0).deadline()).isAfterOrEqualTo(deadline.plusSeconds(60));
	}

}
