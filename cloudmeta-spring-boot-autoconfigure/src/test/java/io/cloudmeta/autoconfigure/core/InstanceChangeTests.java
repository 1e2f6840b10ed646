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

package io.cloudmeta.autoconfigure.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudInstanceChangedEvent;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.autoconfigure.actuate.CloudHealthIndicator;
import io.cloudmeta.autoconfigure.actuate.CloudInfoContributor;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is known of the instance changes while the application runs.
 */
class InstanceChangeTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Set<Thread> before = Thread.getAllStackTraces().keySet();

	@Test
	void findsInTheBackgroundWhatDidNotAnswerAtTheStart() {
		try (CloudSimulator cloud = CloudSimulator.of("gcp").dmi(Dmi.KVM).start()) {
			isBusy(cloud);
			try (ConfigurableApplicationContext context = run(cloud, "my.region=$<cloud:region:nowhere>",
					"cloudmeta.detection.background-timeout=1m")) {
				CloudInstance instance = context.getBean(CloudInstance.class);
				Witness witness = context.getBean(Witness.class);
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
				assertThat(instance.getDetection().conclusive()).isFalse();
				cloud.getWireMock().resetAll();
				await(() -> assertThat(witness.events).hasSize(1));
				assertThat(witness.events.get(0)).satisfies((event) -> {
					assertThat(event.getInstance()).isSameAs(instance);
					assertThat(event.getPrevious()).containsExactlyEntriesOf(Map.of("provider", "local"));
					assertThat(event.getCurrent()).containsEntry("provider", "gcp").containsKey("region");
					assertThat(event.getChanged()).contains("provider", "region", "instanceId");
					assertThat(event.toString()).doesNotContain(event.getCurrent().get("instanceId"));
				});
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
				assertThat(instance.getDetection().conclusive()).isTrue();
				assertThat(witness.region).isEqualTo("nowhere");
				assertThat(context.getEnvironment().getProperty("my.region")).isEqualTo(instance.getRegion());
				Info.Builder info = new Info.Builder();
				new CloudInfoContributor(provider(instance), List.of("provider")).contribute(info);
				assertThat(info.build().getDetails()).containsEntry("cloud", Map.of("provider", "gcp"));
			}
			awaitNoThread("cloudmeta-background");
		}
	}

	@Test
	void readsInTheBackgroundWhatFirmwareNames() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			isBusy(cloud);
			try (ConfigurableApplicationContext context = run(cloud, "cloudmeta.detection.background-timeout=1m",
					"cloudmeta.fetch.timeout=1500ms")) {
				CloudInstance instance = context.getBean(CloudInstance.class);
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.AWS);
				assertThat(instance.getRegion()).isNull();
				Health unread = health(instance);
				assertThat(unread.getStatus()).isEqualTo(Status.UNKNOWN);
				assertThat(unread.getDetails()).doesNotContainKey("age");
				cloud.getWireMock().resetAll();
				await(() -> assertThat(instance.getRegion()).isNotNull());
				assertThat(health(instance).getStatus()).isEqualTo(Status.UP);
				assertThat(instance.getDetection().failures()).isEmpty();
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "busy, 0", "turned off, 1m", "not there, 1m" })
	void doesNotGoOnInTheBackgroundInVain(String situation, String timeout) {
		try (CloudSimulator cloud = CloudSimulator.of(situation.equals("not there") ? "none" : "aws").start()) {
			switch (situation) {
				case "busy" -> isBusy(cloud);
				case "turned off" ->
					cloud.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.forbidden()));
				default -> {
				}
			}
			try (ConfigurableApplicationContext context = run(cloud, "cloudmeta.fetch.timeout=1500ms",
					"cloudmeta.detection.background-timeout=" + timeout)) {
				assertThat(context.getBean(CloudInstance.class).getRegion()).isNull();
				assertThat(threads()).noneMatch((name) -> name.contains("background"));
			}
		}
	}

	@Test
	void endsInTheBackgroundWithTheApplication() {
		try (CloudSimulator cloud = CloudSimulator.of("azure").dmi(Dmi.NONE).start()) {
			isBusy(cloud);
			try (ConfigurableApplicationContext context = run(cloud, "cloudmeta.detection.background-timeout=1h")) {
				context.getBean(CloudInstance.class).getProvider();
				assertThat(threads()).anyMatch((name) -> name.contains("background"));
			}
			awaitNoThread("cloudmeta-background");
		}
	}

	@Test
	void stopsAtOnceWhileTheDetectionRuns() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok().withFixedDelay(20_000)));
			ConfigurableApplicationContext context = run(cloud, "cloudmeta.fetch.timeout=8s");
			EnvironmentCloudInstance.of(context.getEnvironment()).start();
			await(() -> assertThat(cloud.getWireMock().getServeEvents().getRequests().size()
					+ threads().stream().filter((name) -> name.startsWith("cloudmeta-127")).count())
				.isPositive());
			long begin = System.nanoTime();
			context.close();
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
			awaitNoThread("cloudmeta-detection");
			assertThat(threads()).noneMatch((name) -> name.contains("background"));
		}
	}

	@Test
	void tellsWhenARefreshHasFoundSomethingElse() {
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("tags.team", "ml"));
				ConfigurableApplicationContext context = run(cloud)) {
			CloudInstance instance = context.getBean(CloudInstance.class);
			Witness witness = context.getBean(Witness.class);
			assertThat(instance.getTags()).containsEntry("team", "ml");
			instance.refresh();
			assertThat(witness.events).isEmpty();
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl())
					.willReturn(WireMock.okJson(
							"{\"compute\":{\"vmId\":\"a4c1e7d2-58b3-4f96-8e0d-17b2c9f3d645\",\"location\":\"westeurope\","
									+ "\"tagsList\":[{\"name\":\"team\",\"value\":\"data\"}]}}")));
			assertThat(instance.refresh()).isTrue();
			assertThat(witness.events).singleElement().satisfies((event) -> {
				assertThat(event.getPrevious()).containsEntry("tags.team", "ml");
				assertThat(event.getCurrent()).containsEntry("tags.team", "data").containsEntry("region", "westeurope");
				assertThat(event.getChanged()).contains("tags.team", "region").doesNotContain("provider");
			});
		}
	}

	@Test
	void keepsTheLastGoodIdentityAndShowsItsAge() {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				ConfigurableApplicationContext context = run(cloud, "cloudmeta.fetch.timeout=1500ms")) {
			CloudInstance instance = context.getBean(CloudInstance.class);
			assertThat(instance.getRegion()).isEqualTo("northeurope");
			isBusy(cloud);
			assertThat(instance.refresh()).isFalse();
			assertThat(instance.getRegion()).isEqualTo("northeurope");
			assertThat(context.getBean(Witness.class).events).isEmpty();
			Health health = health(instance);
			assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health.getDetails()).containsEntry("region", "northeurope")
				.hasEntrySatisfying("age", (age) -> assertThat(Duration.parse((String) age)).isLessThan(PATIENCE));
		}
	}

	@Test
	void forgetsWhereItWasWhenItIsRestored() {
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("region", "westeurope"));
				ConfigurableApplicationContext context = run(cloud)) {
			CloudInstance instance = context.getBean(CloudInstance.class);
			Witness witness = context.getBean(Witness.class);
			assertThat(instance.getRegion()).isEqualTo("westeurope");
			// what Spring does before a checkpoint is taken, and after it was restored
			context.stop();
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl())
					.willReturn(WireMock.okJson("{\"compute\":{\"vmId\":\"b4c1e7d2-58b3-4f96-8e0d-17b2c9f3d645\","
							+ "\"location\":\"eastus\"}}")));
			context.start();
			assertThat(instance.getRegion()).isEqualTo("eastus");
			await(() -> assertThat(witness.events).singleElement().satisfies((event) -> {
				assertThat(event.getPrevious()).containsEntry("region", "westeurope");
				assertThat(event.getCurrent()).containsEntry("region", "eastus");
			}));
		}
	}

	@Test
	void doesNotKeepTheOldIdentityIfTheRestoredMachineDoesNotAnswer() {
		try (CloudSimulator cloud = CloudSimulator.of("azure").dmi(Dmi.NONE).start();
				ConfigurableApplicationContext context = run(cloud, "cloudmeta.detection.timeout=2s",
						"cloudmeta.detection.background-timeout=0")) {
			CloudInstance instance = context.getBean(CloudInstance.class);
			assertThat(instance.getRegion()).isNotNull();
			context.stop();
			isBusy(cloud);
			context.start();
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getInstanceId()).isNull();
		}
	}

	@Test
	void askNothingOfItselfWhenItIsRestarted() {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				ConfigurableApplicationContext context = run(cloud, new String[0])) {
			context.stop();
			context.start();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	private static ObjectProvider<CloudInstance> provider(CloudInstance instance) {
		return new StaticListableBeanFactory(Map.of("cloudInstance", instance)).getBeanProvider(CloudInstance.class);
	}

	private static Health health(CloudInstance instance) {
		Health health = new CloudHealthIndicator(provider(instance)).health();
		assertThat(health).isNotNull();
		return health;
	}

	private static void isBusy(CloudSimulator cloud) {
		cloud.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.serviceUnavailable()));
	}

	private static void await(Runnable assertion) {
		Awaitility.await().atMost(PATIENCE).untilAsserted(assertion::run);
	}

	private void awaitNoThread(String name) {
		await(() -> assertThat(threads()).noneMatch((thread) -> thread.contains(name)));
	}

	/**
	 * Returns the names of the threads that were not there before the test: contexts that
	 * are kept for other tests may have some.
	 */
	private List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !this.before.contains(thread))
			.map(Thread::getName)
			.toList();
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud, String... properties) {
		List<String> arguments = new ArrayList<>();
		cloud.getProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties)
			.run(arguments.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

		@Bean
		Witness witness() {
			return new Witness();
		}

	}

	static class Witness {

		private final List<CloudInstanceChangedEvent> events = new CopyOnWriteArrayList<>();

		@Value("${my.region:}")
		private String region;

		@EventListener
		void onChange(CloudInstanceChangedEvent event) {
			this.events.add(event);
		}

	}

}
