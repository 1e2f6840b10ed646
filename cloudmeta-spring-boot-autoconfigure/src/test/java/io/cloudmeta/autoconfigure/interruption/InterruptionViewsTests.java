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

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.cloudmeta.autoconfigure.actuate.CloudEndpoint;
import io.cloudmeta.autoconfigure.actuate.CloudHealthIndicator;
import io.cloudmeta.autoconfigure.actuate.CloudMetaEndpointAutoConfiguration;
import io.cloudmeta.autoconfigure.actuate.CloudMetaHealthAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.internal.interruption.NoticeServer;
import io.cloudmeta.interruption.CloudInterruptions;
import io.cloudmeta.interruption.WatchStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for how notices are shown, and for service discovery.
 */
@ExtendWith(OutputCaptureExtension.class)
class InterruptionViewsTests {

	private final NoticeServer server = NoticeServer.azure("Spot");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class,
				CloudMetaInterruptionWatchAutoConfiguration.class, CloudMetaInterruptionsAutoConfiguration.class,
				CloudMetaEndpointAutoConfiguration.class, CloudMetaHealthAutoConfiguration.class,
				ApplicationAvailabilityAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=*",
				"management.endpoints.jmx.exposure.include=*");

	@AfterEach
	void close() {
		this.server.close();
	}

	private ApplicationContextRunner watching() {
		List<String> properties = new ArrayList<>(
				List.of("cloudmeta.interruptions.enabled=true", "cloudmeta.interruptions.interval=1s"));
		this.server.properties().forEach((name, value) -> properties.add(name + "=" + value));
		return this.runner.withPropertyValues(properties.toArray(String[]::new));
	}

	private void preempt() {
		this.server.azureEvents(2, """
				{"EventId": "e-1", "EventStatus": "Scheduled", "EventType": "Preempt", "Resources": ["orders_3"],
				"NotBefore": "%s", "Description": "Preempted"}
				""".formatted(Instant.now().plusSeconds(30)));
	}

	private static void awaitPending(AssertableApplicationContext context, int pending) {
		CloudInterruptions interruptions = context.getBean(CloudInterruptions.class);
		InterruptionApplicationTests.await(
				() -> interruptions.getPending().size() == pending && interruptions.getStatus() == WatchStatus.WATCHING,
				() -> interruptions.getPending().toString());
	}

	@Test
	@SuppressWarnings("unchecked")
	void endpointShowsWhatIsPending() {
		preempt();
		watching().run((context) -> {
			awaitPending(context, 1);
			Map<String, Object> interruptions = (Map<String, Object>) context.getBean(CloudEndpoint.class)
				.cloud()
				.get("interruptions");
			assertThat(interruptions).containsEntry("status", "watching").doesNotContainKey("reason");
			Map<String, Object> pending = ((List<Map<String, Object>>) interruptions.get("pending")).get(0);
			assertThat(pending)
				.containsOnlyKeys("id", "kind", "state", "deadline", "remaining", "announcedAt", "source",
						"description")
				.containsEntry("id", "e-1")
				.containsEntry("kind", "preemption")
				.containsEntry("state", "announced")
				.containsEntry("source", "scheduledevents");
			assertThat(Instant.parse((String) pending.get("deadline"))).isAfter(Instant.now().minusSeconds(60));
			assertThat((Double) pending.get("remaining")).isBetween(1.0, 30.0);
		});
	}

	@Test
	void healthHasADetailAndIsNeverDown() {
		preempt();
		watching().run((context) -> {
			awaitPending(context, 1);
			Health health = context.getBean(CloudHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsKey("interruptions");
			this.server.put("/metadata/scheduledevents", 500, "");
			CloudInterruptions interruptions = context.getBean(CloudInterruptions.class);
			InterruptionApplicationTests.await(() -> interruptions.getStatus() == WatchStatus.UNKNOWN, () -> "status");
			assertThat(context.getBean(CloudHealthIndicator.class).health().getStatus()).isEqualTo(Status.UNKNOWN);
		});
	}

	@Test
	void whenItIsOffNoViewMentionsIt() {
		this.runner.withPropertyValues("cloudmeta.instance.provider=aws").run((context) -> {
			CloudInterruptions interruptions = context.getBean(CloudInterruptions.class);
			assertThat(interruptions.getStatus()).isEqualTo(WatchStatus.DISABLED);
			assertThat(interruptions.getPending()).isEmpty();
			assertThat(context.getBean(CloudEndpoint.class).cloud()).doesNotContainKey("interruptions");
			assertThat(context.getBean(CloudHealthIndicator.class).health().getDetails())
				.doesNotContainKey("interruptions");
			assertThat(context).doesNotHaveBean(InterruptionMetrics.class);
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> interruptions.acknowledge(io.cloudmeta.interruption.CloudInterruption
					.builder("x", io.cloudmeta.interruption.InterruptionKind.STOP, io.cloudmeta.CloudProvider.AWS)
					.build()));
		});
	}

	@Test
	void metersCountChangesAndMeasureTheRemainingTime() {
		watching().run((context) -> {
			awaitPending(context, 0);
			MeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(InterruptionMetrics.class).bindTo(registry);
			assertThat(registry.get("cloudmeta.interruption.remaining").timeGauge().value()).isNaN();
			assertThat(registry.get("cloudmeta.interruption.watching").gauge().value()).isEqualTo(1);
			preempt();
			awaitPending(context, 1);
			InterruptionApplicationTests.await(() -> registry.find("cloudmeta.interruptions").counter() != null,
					() -> "no counter");
			assertThat(registry.get("cloudmeta.interruptions")
				.tags("kind", "preemption", "change", "announced")
				.counter()
				.count()).isEqualTo(1);
			assertThat(registry.get("cloudmeta.interruption.remaining").timeGauge().value()).isBetween(1.0, 30.0);
		});
	}

	@Test
	void registrationFollowsReadiness() {
		watching().withBean(RecordingRegistry.class)
			.withBean(Registration.class, OwnRegistration::new)
			.run((context) -> {
				awaitPending(context, 0);
				RecordingRegistry registry = context.getBean(RecordingRegistry.class);
				preempt();
				InterruptionApplicationTests.await(() -> registry.statuses.size() == 1,
						() -> registry.statuses.toString());
				this.server.azureEvents(3);
				InterruptionApplicationTests.await(() -> registry.statuses.size() == 2,
						() -> registry.statuses.toString());
				assertThat(registry.statuses).containsExactly("OUT_OF_SERVICE", "UP");
			});
	}

	@Test
	void whenAnotherComponentAcceptsTrafficAfterTheNoticeTheRegistrationFollows() {
		watching().withBean(RecordingRegistry.class)
			.withBean(Registration.class, OwnRegistration::new)
			.run((context) -> {
				awaitPending(context, 0);
				RecordingRegistry registry = context.getBean(RecordingRegistry.class);
				AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
				preempt();
				InterruptionApplicationTests.await(() -> registry.statuses.size() == 1,
						() -> registry.statuses.toString());
				this.server.azureEvents(3);
				awaitPending(context, 0);
				// the reaction to that, which has a thread of its own
				Thread.sleep(300);
				AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
				InterruptionApplicationTests.await(() -> registry.statuses.size() == 2,
						() -> registry.statuses.toString());
				assertThat(registry.statuses).containsExactly("OUT_OF_SERVICE", "UP");
			});
	}

	@Test
	void registrationDoesNotFollowIfTheUserDoesNotWantIt() {
		watching().withPropertyValues("cloudmeta.interruptions.discovery=false")
			.withBean(RecordingRegistry.class)
			.run((context) -> assertThat(context).doesNotHaveBean(RegistrationStatus.class));
	}

	@Test
	void whenThePhaseIsLongerThanThePlatformWaitsWarnsOnce(CapturedOutput output) {
		// a time of its own: contexts of other tests may still log
		watching().withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=31s").run((context) -> {
			awaitPending(context, 0);
			InterruptionApplicationTests.await(() -> output.toString().contains("shutdown may take 31 s"),
					() -> "no warning");
			assertThat(output).containsOnlyOnce(
					"A phase of Spring's shutdown may take 31 s, but an Azure Spot virtual machine waits 29 s");
		});
	}

	@Test
	void whenThePhaseIsShortEnoughDoesNotWarn(CapturedOutput output) {
		watching().withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=20s").run((context) -> {
			awaitPending(context, 0);
			Thread.sleep(300);
			assertThat(output).doesNotContain("shutdown may take 20 s");
		});
	}

	static class RecordingRegistry implements ServiceRegistry<OwnRegistration> {

		private final List<String> statuses = new CopyOnWriteArrayList<>();

		@Override
		public void register(OwnRegistration registration) {
		}

		@Override
		public void deregister(OwnRegistration registration) {
		}

		@Override
		public void close() {
		}

		@Override
		public void setStatus(OwnRegistration registration, String status) {
			this.statuses.add(status);
		}

		@Override
		public <T> T getStatus(OwnRegistration registration) {
			return null;
		}

	}

	static class OwnRegistration extends DefaultServiceInstance implements Registration {

		OwnRegistration() {
			super("orders-1", "orders", "127.0.0.1", 8080, false);
		}

	}

}
