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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.cloudmeta.internal.interruption.NoticeServer;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruptionEvent;
import io.cloudmeta.interruption.CloudInterruptions;
import io.cloudmeta.interruption.InterruptionKind;
import io.cloudmeta.interruption.WatchStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what an application receives of notices, against a socket.
 */
@ExtendWith(OutputCaptureExtension.class)
class InterruptionApplicationTests {

	private static final String EVENTS = "/metadata/scheduledevents";

	private static final String ID = "602d9444-d2cd-49c7-8624-8643e7171297";

	private final NoticeServer server = NoticeServer.azure("Regular");

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
		this.server.close();
	}

	private WatchedApplication run(String... properties) {
		this.context = WatchedApplication.run(arguments(properties));
		await(() -> this.context.getBean(CloudInterruptions.class).getStatus() != WatchStatus.STARTING, () -> "status");
		return this.context.getBean(WatchedApplication.class);
	}

	private String[] arguments(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--cloudmeta.interruptions.enabled=true",
				"--cloudmeta.interruptions.interval=1s", "--spring.main.banner-mode=off"));
		this.server.properties().forEach((name, value) -> arguments.add("--%s=%s".formatted(name, value)));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return arguments.toArray(String[]::new);
	}

	private void announce(String type, Duration time) {
		announce(type, "Scheduled", Instant.now().plus(time).toString());
	}

	private void announce(String type, String status, String notBefore) {
		announce(type, status, notBefore, "Maintenance");
	}

	private void announce(String type, String status, String notBefore, String description) {
		this.server.azureEvents(2, """
				{"EventId": "%s", "EventStatus": "%s", "EventType": "%s", "Resources": ["orders_3"],
				"NotBefore": "%s", "Description": "%s"}
				""".formatted(ID, status, type, notBefore, description));
	}

	private ReadinessState readiness() {
		return this.context.getBean(ApplicationAvailability.class).getReadinessState();
	}

	static void await(BooleanSupplier condition, Supplier<String> state) {
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as(state).isLessThan(end);
			try {
				Thread.sleep(5);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private void awaitReadiness(ReadinessState state) {
		await(() -> readiness() == state, () -> "readiness is " + readiness());
	}

	private void awaitReadings(int times) {
		long before = this.server.count(EVENTS);
		await(() -> this.server.count(EVENTS) >= before + times, () -> "no further reading");
	}

	@Test
	void listenerReceivesEachChangeOnce(CapturedOutput output) {
		WatchedApplication application = run();
		announce("Reboot", Duration.ofDays(1));
		await(() -> application.events().size() == 1, () -> application.events().toString());
		awaitReadings(2);
		announce("Reboot", "Started", "");
		await(() -> application.events().size() == 2, () -> application.events().toString());
		this.server.azureEvents(3);
		await(() -> application.events().size() == 3, () -> application.events().toString());
		assertThat(application.events()).containsExactly("ANNOUNCED REBOOT", "CHANGED REBOOT", "ENDED REBOOT");
		assertThat(output).containsOnlyOnce("Interruption announced: reboot")
			.containsOnlyOnce("Interruption changed: reboot, started")
			.containsOnlyOnce("Interruption ended: reboot");
	}

	@Test
	void refusesTrafficBeforeAPreemptionAndAcceptsItAgainWhenTheNoticeIsWithdrawn() {
		WatchedApplication application = run();
		assertThat(readiness()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
		announce("Preempt", Duration.ofSeconds(30));
		awaitReadiness(ReadinessState.REFUSING_TRAFFIC);
		this.server.azureEvents(3);
		awaitReadiness(ReadinessState.ACCEPTING_TRAFFIC);
		// a listener of its own: readiness may be earlier
		await(() -> application.events().size() == 2, () -> application.events().toString());
		assertThat(application.events()).containsExactly("ANNOUNCED PREEMPTION", "WITHDRAWN PREEMPTION");
	}

	@ParameterizedTest
	@CsvSource({ "Freeze, 30s, false", "SpotRebalanceRecommendation, 30s, false", "Teleport, 30s, false",
			"Terminate, 14m, true", "Terminate, 16m, false", "Reboot, 10m, false", "Reboot, 50s, true" })
	void refusesTrafficByKindAndTime(String type, String time, boolean refused) {
		WatchedApplication application = run();
		announce(type, DurationStyle.detectAndParse(time));
		await(() -> !application.events().isEmpty(), () -> "no event");
		awaitReadings(1);
		if (refused) {
			awaitReadiness(ReadinessState.REFUSING_TRAFFIC);
		}
		assertThat(readiness()).isEqualTo(refused ? ReadinessState.REFUSING_TRAFFIC : ReadinessState.ACCEPTING_TRAFFIC);
	}

	@Test
	void whenHardwareIsPredictedToFailAMoveToOtherHardwareKeepsItsLead() {
		WatchedApplication application = run();
		announce("Redeploy", "Scheduled", Instant.now().plus(Duration.ofDays(7)).toString(), "The host is degraded");
		await(() -> !application.events().isEmpty(), () -> "no event");
		awaitReadings(1);
		assertThat(this.context.getBean(CloudInterruptions.class).getPending().get(0).isHardwareFailure()).isTrue();
		assertThat(readiness()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
	}

	@Test
	void whenTheDeadlineComesNearRefusesTraffic() {
		run("cloudmeta.interruptions.readiness-lead=58s");
		announce("Reboot", Duration.ofSeconds(61));
		awaitReadings(1);
		assertThat(readiness()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
		awaitReadiness(ReadinessState.REFUSING_TRAFFIC);
	}

	@Test
	void whenAnotherComponentChangesTheStateItStays() {
		run();
		AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		announce("Preempt", Duration.ofSeconds(30));
		awaitReadings(2);
		this.server.azureEvents(3);
		awaitReadings(2);
		assertThat(readiness()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
	}

	@Test
	void whenTheNoticeIsThereAtTheStartTrafficIsRefusedAfterIt() {
		announce("Preempt", Duration.ofSeconds(60));
		WatchedApplication application = run();
		awaitReadiness(ReadinessState.REFUSING_TRAFFIC);
		await(() -> application.readiness().contains("ACCEPTING_TRAFFIC"), () -> application.readiness().toString());
		awaitReadings(2);
		assertThat(readiness()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
	}

	@Test
	void kindsLimitTheReactionsAndNotTheEvents() {
		WatchedApplication application = run("cloudmeta.interruptions.kinds=termination, live_migration");
		announce("Preempt", Duration.ofSeconds(30));
		await(() -> !application.events().isEmpty(), () -> "no event");
		awaitReadings(1);
		assertThat(readiness()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
	}

	@Test
	void atNoticeClosesTheApplication() {
		run("cloudmeta.interruptions.shutdown=at-notice");
		announce("Freeze", Duration.ofSeconds(30));
		awaitReadings(2);
		assertThat(this.context.isActive()).isTrue();
		announce("Terminate", Duration.ofMinutes(5));
		await(() -> !this.context.isActive(), () -> "not closed");
	}

	@Test
	void beforeTheDeadlineClosesTheApplicationUnlessTheNoticeIsWithdrawn() {
		run("cloudmeta.interruptions.shutdown=before-deadline", "cloudmeta.interruptions.shutdown-lead=28s");
		announce("Terminate", Duration.ofSeconds(32));
		awaitReadings(2);
		this.server.azureEvents(3);
		awaitReadings(4);
		assertThat(this.context.isActive()).isTrue();
		announce("Terminate", Duration.ofSeconds(30));
		await(() -> !this.context.isActive(), () -> "not closed");
	}

	@Test
	void whenAListenerHangsOrFailsOthersReceiveTheNoticeAndTheNextReadingIsOnTime(CapturedOutput output) {
		WatchedApplication application = run();
		CountDownLatch hanging = new CountDownLatch(1);
		this.context.addApplicationListener((ApplicationListener<CloudInterruptionEvent>) (event) -> {
			throw new IllegalStateException("broken listener");
		});
		this.context.addApplicationListener((ApplicationListener<CloudInterruptionEvent>) (event) -> {
			try {
				hanging.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		announce("Preempt", Duration.ofSeconds(2));
		await(() -> application.events().size() == 1, () -> "no event");
		awaitReadings(2);
		this.server.azureEvents(3);
		await(() -> application.events().size() == 2, () -> application.events().toString());
		await(() -> output.toString().contains("has not handled"), () -> "no warning");
		assertThat(output).contains("A listener failed to handle", "broken listener");
		hanging.countDown();
	}

	@Test
	void whenAListenerIsCreatedLazilyAndItsCreationHangsTheNextReadingIsOnTime() {
		CountDownLatch hanging = new CountDownLatch(1);
		run();
		GenericApplicationContext context = (GenericApplicationContext) this.context;
		context.registerBean("lazy", ApplicationListener.class, () -> new HangingListener(hanging),
				(definition) -> definition.setLazyInit(true));
		announce("Freeze", Duration.ofSeconds(30));
		awaitReadings(3);
		CloudInterruptions interruptions = this.context.getBean(CloudInterruptions.class);
		assertThat(interruptions.getPending()).hasSize(1);
		hanging.countDown();
	}

	@Test
	void runnerThatBlocksStillReceivesEvents(CapturedOutput output) {
		Thread thread = new Thread(() -> WatchedApplication.main(arguments("test.block=true")));
		thread.setDaemon(true);
		thread.start();
		await(() -> output.toString().contains("started "), () -> "not started");
		announce("Preempt", Duration.ofSeconds(30));
		await(() -> output.toString().contains("received ANNOUNCED PREEMPTION"), () -> "not received");
		thread.interrupt();
	}

	@Test
	void contextWithoutSpringApplicationIsWatchedFromItsRefreshOn() {
		try (AnnotationConfigApplicationContext plain = new AnnotationConfigApplicationContext()) {
			this.server.properties().forEach((name, value) -> TestPropertyValues.of(name + "=" + value).applyTo(plain));
			TestPropertyValues.of("cloudmeta.interruptions.enabled=true").applyTo(plain);
			plain.register(WatchedApplication.class);
			assertThat(this.server.requests()).isEmpty();
			plain.refresh();
			await(() -> plain.getBean(CloudInterruptions.class).getStatus() == WatchStatus.WATCHING, () -> "status");
		}
	}

	@Test
	void closingTheContextIsNoShutdownAndLeavesNoThread() {
		WatchedApplication application = run();
		announce("Freeze", Duration.ofSeconds(30));
		await(() -> !application.events().isEmpty(), () -> "no event");
		this.context.close();
		assertThat(application.events()).containsExactly("ANNOUNCED FREEZE");
		await(() -> threads().isEmpty(), () -> threads().toString());
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("cloudmeta-interruption"))
			.toList();
	}

	@Test
	void pendingInterruptionsCanBeRead() {
		run();
		announce("Freeze", Duration.ofSeconds(30));
		CloudInterruptions interruptions = this.context.getBean(CloudInterruptions.class);
		await(() -> !interruptions.getPending().isEmpty(), () -> "nothing pending");
		CloudInterruption pending = interruptions.getPending().get(0);
		assertThat(pending.getKind()).isEqualTo(InterruptionKind.FREEZE);
		interruptions.acknowledge(pending);
		assertThat(this.server.requests()).anyMatch((request) -> request.startsWith("POST ") && request.contains(ID));
	}

	@Test
	void customCloudAnnouncesAsItsPropertiesSay() {
		try (NoticeServer acme = NoticeServer.of("acme", Map.of("/doc", "{\"id\": \"m-1\"}", "/notice", "NONE"))) {
			this.context = WatchedApplication.run("--cloudmeta.interruptions.enabled=true",
					"--cloudmeta.interruptions.interval=1s", "--cloudmeta.provider=acme",
					"--cloudmeta.custom.acme.endpoint=" + acme.url(), "--cloudmeta.custom.acme.document=/doc",
					"--cloudmeta.custom.acme.check.id=m-.+", "--cloudmeta.custom.acme.interruptions.path=/notice",
					"--cloudmeta.custom.acme.interruptions.none=404, NONE",
					"--cloudmeta.custom.acme.interruptions.kind=/kind",
					"--cloudmeta.custom.acme.interruptions.deadline=/time");
			CloudInterruptions interruptions = this.context.getBean(CloudInterruptions.class);
			await(() -> interruptions.getStatus() == WatchStatus.WATCHING, () -> interruptions.getStatusReason());
			acme.put("/notice", "{\"kind\": \"retirement\", \"time\": \"2035-01-05T18:02:00Z\"}");
			await(() -> !interruptions.getPending().isEmpty(), () -> "nothing pending");
			assertThat(interruptions.getPending().get(0).getKind()).isEqualTo(InterruptionKind.RETIREMENT);
			assertThat(interruptions.getPending().get(0).getDeadline()).isEqualTo("2035-01-05T18:02:00Z");
		}
	}

	@Test
	void whenMetadataIsDisabledSaysSoAndSendsNothing(CapturedOutput output) {
		run("cloudmeta.enabled=false");
		CloudInterruptions interruptions = this.context.getBean(CloudInterruptions.class);
		assertThat(interruptions.getStatus()).isEqualTo(WatchStatus.UNSUPPORTED);
		assertThat(interruptions.getStatusReason()).contains("cloudmeta.enabled is false");
		assertThat(output).containsOnlyOnce("Notices of interruptions are not read: cloudmeta.enabled is false");
		assertThat(this.server.requests()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "cloudmeta.interruptions.enabled=maybe | Write true or false",
					"cloudmeta.interruptions.interval=500ms | at least 1s",
					"cloudmeta.interruptions.interval=often | Write a duration",
					"cloudmeta.interruptions.readiness-lead=-1s | Write a duration such as 30s",
					"cloudmeta.interruptions.shutdown-lead=-1s | Write a duration such as 30s",
					"cloudmeta.interruptions.shutdown=soon | Write one of never, at_notice, before_deadline",
					"cloudmeta.interruptions.kinds=freze | Write some of preemption, stop",
					"cloudmeta.interruptions.readiness=x | Write true or false",
					"cloudmeta.custom.acme.interruptions.path=notices | Write the path",
					"cloudmeta.custom.acme.interruptions.path=/user-data | It may hold a secret",
					"cloudmeta.custom.acme.interruptions.none=(?:a+)+b | It repeats a group without a bound",
					"cloudmeta.interruptions.discovery=x | Write true or false" })
	void invalidPropertyFailsTheStart(String property, String advice, CapturedOutput output) {
		List<String> arguments = new ArrayList<>(
				List.of("--cloudmeta.interruptions.enabled=true", "--cloudmeta.instance.provider=aws"));
		arguments.removeIf((argument) -> property.startsWith(argument.substring(2).replaceFirst("=.*", "=")));
		arguments.add("--" + property);
		if (property.contains("custom.acme")) {
			Map.of("endpoint", "http://127.0.0.1:1", "document", "/d", "check.id", ".+")
				.forEach((name, value) -> arguments.add("--cloudmeta.custom.acme.%s=%s".formatted(name, value)));
			if (!property.contains(".path")) {
				arguments.add("--cloudmeta.custom.acme.interruptions.path=/notices");
			}
		}
		assertThatException().isThrownBy(() -> WatchedApplication.run(arguments.toArray(String[]::new)));
		assertThat(output).contains("APPLICATION FAILED TO START", property.replaceFirst("=.*", ""), advice);
	}

	static class HangingListener implements ApplicationListener<CloudInterruptionEvent> {

		HangingListener(CountDownLatch latch) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void onApplicationEvent(CloudInterruptionEvent event) {
		}

	}

}
