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

package io.cloudmeta.autoconfigure.interruption;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.cloudmeta.interruption.CloudInterruptions;
import io.cloudmeta.interruption.WatchStatus;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.SimulatedInterruption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the traffic of an application on a simulated cloud that announces an
 * interruption and ends it.
 */
class TrafficScenarioTests {

	private CloudSimulator cloud;

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		this.context.close();
		this.cloud.close();
	}

	private WatchedApplication run(String name, Map<String, String> values) {
		this.cloud = CloudSimulator.start(name, values);
		List<String> arguments = new ArrayList<>(
				List.of("--cloudmeta.interruptions.enabled=true", "--cloudmeta.interruptions.interval=1s"));
		this.cloud.getProperties().forEach((key, value) -> arguments.add("--%s=%s".formatted(key, value)));
		this.context = WatchedApplication.run(arguments.toArray(String[]::new));
		CloudInterruptions interruptions = this.context.getBean(CloudInterruptions.class);
		InterruptionApplicationTests.await(() -> interruptions.getStatus() == WatchStatus.WATCHING,
				() -> interruptions.getStatusReason());
		assertThat(readiness()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
		return this.context.getBean(WatchedApplication.class);
	}

	private ReadinessState readiness() {
		return this.context.getBean(ApplicationAvailability.class).getReadinessState();
	}

	private void awaitReadiness(ReadinessState state) {
		InterruptionApplicationTests.await(() -> readiness() == state, () -> "readiness is " + readiness());
	}

	private static void awaitEvents(WatchedApplication application, String... events) {
		InterruptionApplicationTests.await(() -> application.events().size() >= events.length,
				() -> application.events().toString());
		assertThat(application.events()).containsExactly(events);
	}

	@Test
	void migrationLeavesTheTrafficAndEnds() {
		WatchedApplication application = run("gcp", Map.of());
		SimulatedInterruption migration = SimulatedInterruption.liveMigration();
		this.cloud.announce(migration);
		awaitEvents(application, "ANNOUNCED LIVE_MIGRATION");
		this.cloud.withdraw(migration);
		awaitEvents(application, "ANNOUNCED LIVE_MIGRATION", "WITHDRAWN LIVE_MIGRATION");
		assertThat(application.readiness()).doesNotContain("REFUSING_TRAFFIC");
	}

	@Test
	void whenTheHostWasMaintainedAfterAllTrafficIsAcceptedAgain() {
		WatchedApplication application = run("gcp", Map.of());
		SimulatedInterruption termination = SimulatedInterruption.termination();
		this.cloud.announce(termination);
		awaitReadiness(ReadinessState.REFUSING_TRAFFIC);
		this.cloud.withdraw(termination);
		awaitReadiness(ReadinessState.ACCEPTING_TRAFFIC);
		awaitEvents(application, "ANNOUNCED TERMINATION", "WITHDRAWN TERMINATION");
	}

	@Test
	void whenTheWarmPoolReleasesTheInstanceTrafficIsAccepted() {
		WatchedApplication application = run("aws", Map.of());
		SimulatedInterruption standby = SimulatedInterruption.standby()
			.with("target-lifecycle-state", "Warmed:Running");
		this.cloud.announce(standby);
		awaitReadiness(ReadinessState.REFUSING_TRAFFIC);
		this.cloud.withdraw(standby);
		awaitReadiness(ReadinessState.ACCEPTING_TRAFFIC);
		awaitEvents(application, "ANNOUNCED STANDBY", "ENDED STANDBY");
	}

	@Test
	void whenARetirementIsDaysAheadTrafficIsAccepted() {
		WatchedApplication application = run("aws", Map.of());
		this.cloud.announce("retirement", Duration.ofDays(14));
		awaitEvents(application, "ANNOUNCED RETIREMENT");
		this.cloud.announce("retirement", Duration.ofMinutes(10));
		awaitReadiness(ReadinessState.REFUSING_TRAFFIC);
	}

}
