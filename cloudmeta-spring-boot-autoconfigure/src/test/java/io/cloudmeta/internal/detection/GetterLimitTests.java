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

package io.cloudmeta.internal.detection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudInstanceChangedEvent;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.test.CloudSimulator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for the time limit of getters that need further requests.
 */
class GetterLimitTests {

	private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(2);

	/** The time beyond a limit that a busy machine may take. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private static final int THREADS = 30;

	private final Queue<Duration> waits = new ConcurrentLinkedQueue<>();

	@Test
	void threadsThatRequestDifferentValuesOfASlowServiceWaitNoLongerThanTheLimit() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); DetectedCloudInstance instance = instance(cloud)) {
			instance.getRegion();
			delay(cloud, 900);
			List<@Nullable String> values = inThreads(
					(number) -> instance.getAttribute("network/interfaces/" + number));
			assertThat(values).containsOnlyNulls();
			assertThat(this.waits).hasSize(THREADS)
				.allSatisfy((wait) -> assertThat(wait).isLessThan(FETCH_TIMEOUT.plus(GRACE)));
			assertThat(instance.getDetection().failures()).isNotEmpty()
				.allSatisfy((failure) -> assertThat(failure).startsWith("A value of Amazon Web Services was not read"));
		}
	}

	@Test
	void threadsThatRequestDifferentKindsOfValuesWaitNoLongerThanTheLimit() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); DetectedCloudInstance instance = instance(cloud)) {
			instance.getRegion();
			delay(cloud, 30_000);
			inThreads((number) -> {
				Object value = switch (number % 5) {
					case 0 -> instance.getTags();
					case 1 -> instance.getNetworkInterfaces();
					case 2 -> instance.fetchUserData();
					case 3 -> instance.getHostname();
					default -> instance.getPublicIp();
				};
				return Objects.toString(value, null);
			});
			assertThat(this.waits).hasSize(THREADS)
				.allSatisfy((wait) -> assertThat(wait).isLessThan(FETCH_TIMEOUT.plus(GRACE)));
		}
	}

	@Test
	void threadsThatRequestTheSameValueShareOneRequest() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); DetectedCloudInstance instance = instance(cloud)) {
			instance.getRegion();
			delay(cloud, 300);
			List<@Nullable String> values = inThreads((number) -> instance.getHostname());
			assertThat(values).hasSize(THREADS).doesNotContainNull();
			assertThat(cloud.getRequests()).filteredOn((request) -> request.endsWith("local-hostname")).hasSize(1);
		}
	}

	@Test
	void aValueThatCannotBeUsedDoesNotKeepOthersFromBeingRead() {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); DetectedCloudInstance instance = instance(cloud)) {
			instance.getRegion();
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.urlPathMatching("/latest/meta-data/big"))
					.willReturn(WireMock.ok("x".repeat(300 * 1024))));
			assertThat(instance.getAttribute("big")).isNull();
			assertThat(instance.getHostname()).isNotNull();
			assertThat(instance.getDetection().failures()).singleElement().asString().contains("256 KB");
		}
	}

	@Test
	void aDeniedValueIsNotRequestedAgainAtOnceAndDoesNotKeepOthersFromBeingRead() {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); DetectedCloudInstance instance = instance(cloud)) {
			instance.getRegion();
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.urlPathMatching("/latest/meta-data/(denied|local-hostname)"))
					.willReturn(WireMock.status(403)));
			for (int i = 0; i < 5; i++) {
				assertThat(instance.getAttribute("denied")).isNull();
				assertThat(instance.getHostname()).isNull();
			}
			assertThat(cloud.getRequests()).filteredOn((request) -> request.endsWith("/denied")).hasSize(1);
			assertThat(cloud.getRequests()).filteredOn((request) -> request.endsWith("/local-hostname")).hasSize(1);
			assertThat(instance.getNetworkInterfaces()).isNotEmpty();
		}
	}

	@Test
	void aSlowValueDoesNotDelayAnother() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); DetectedCloudInstance instance = instance(cloud)) {
			instance.getRegion();
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.urlPathMatching("/latest/meta-data/slow"))
					.willReturn(WireMock.ok("slow").withFixedDelay(1500)));
			Thread slow = new Thread(() -> instance.getAttribute("slow"));
			slow.start();
			Thread.sleep(200);
			long begin = System.nanoTime();
			assertThat(instance.getHostname()).isNotNull();
			assertThat(DetectionResultBuilder.since(begin)).isLessThan(Duration.ofSeconds(1));
			assertThat(slow.isAlive()).isTrue();
			slow.join();
			assertThat(instance.getAttribute("slow")).isEqualTo("slow");
		}
	}

	@Test
	void waitingThreadsDoNotRequestFromAServiceThatHasJustFailed() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); DetectedCloudInstance instance = instance(cloud)) {
			instance.getRegion();
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.status(503).withFixedDelay(300)));
			int before = cloud.getRequests().size();
			inThreads((number) -> instance.getAttribute("network/interfaces/" + number));
			assertThat(cloud.getRequests().size() - before).isBetween(1, 20);
		}
	}

	@Test
	void anInterruptedThreadDoesNotKeepOthersFromRequesting() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); DetectedCloudInstance instance = instance(cloud)) {
			instance.getRegion();
			delay(cloud, 500);
			Thread interrupted = new Thread(instance::getHostname);
			interrupted.start();
			Thread.sleep(100);
			interrupted.interrupt();
			interrupted.join();
			assertThat(instance.getHostname()).isNotNull();
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@Test
	void aFailedReadingDoesNotLetAGetterBeginAnotherTimeLimit() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				FaultyServer server = new FaultyServer(cloud.getUrl());
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("cloudmeta.azure.endpoint", server.url())
					.timeouts(Duration.ofMillis(500), FETCH_TIMEOUT)
					.instance()) {
			server.breakWith(Fault.SILENT);
			long begin = System.nanoTime();
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getAttribute("compute/resourceGroupName")).isNull();
			assertThat(instance.getTags()).isEmpty();
			assertThat(instance.getHostname()).isNull();
			assertThat(DetectionResultBuilder.since(begin)).isLessThan(FETCH_TIMEOUT.plus(GRACE));
			assertThat(instance.getDetection().failures()).singleElement().asString().contains("Microsoft Azure");
		}
	}

	@Test
	void aFirstGetterSharesItsTimeLimitWithTheDetection() {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); DetectedCloudInstance instance = instance(cloud)) {
			delay(cloud, 500);
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.urlPathMatching("/latest/meta-data/silent"))
					.willReturn(WireMock.ok("late").withFixedDelay(30_000)));
			long begin = System.nanoTime();
			assertThat(instance.getAttribute("silent")).isNull();
			assertThat(DetectionResultBuilder.since(begin)).isLessThan(FETCH_TIMEOUT.plusMillis(500));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AWS);
			assertThat(instance.getHostname()).isNotNull();
		}
	}

	@Test
	void aSnapshotKeepsTheTimeLimitOfEachCall() {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); DetectedCloudInstance instance = instance(cloud)) {
			delay(cloud, 600);
			CloudInstance snapshot = instance.snapshot();
			assertThat(snapshot.getHostname()).isNotNull();
		}
	}

	@Test
	void aFailedRefreshDoesNotLetAGetterBeginAnotherTimeLimit() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				FaultyServer server = new FaultyServer(cloud.getUrl());
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("cloudmeta.aws.endpoint", server.url())
					.timeouts(Duration.ofMillis(500), FETCH_TIMEOUT)
					.instance()) {
			assertThat(instance.getRegion()).isNotNull();
			server.breakWith(Fault.SILENT);
			long begin = System.nanoTime();
			assertThat(instance.refresh()).isFalse();
			assertThat(instance.getHostname()).isNull();
			assertThat(DetectionResultBuilder.since(begin)).isLessThan(FETCH_TIMEOUT.plus(GRACE));
			assertThat(instance.getRegion()).isNotNull();
		}
	}

	@Test
	void codeOfAProviderThatDoesNotReturnDoesNotBlockAGetter() throws Exception {
		CountDownLatch returns = new CountDownLatch(1);
		MetadataService service = mock();
		given(service.getProvider()).willReturn(CloudProvider.of("third-party"));
		given(service.getEndpoint(any())).willReturn(MetadataEndpoint.configured("endpoint", "http://127.0.0.1:1"));
		given(service.recognise(any(), any())).willAnswer((invocation) -> {
			awaitUninterruptibly(returns);
			return List.of();
		});
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				DetectedCloudInstance instance = withService(
						TestSettings.of(cloud).timeouts(Duration.ofMillis(500), Duration.ofMillis(1000)).build(),
						service)) {
			List<CloudInstanceChangedEvent> changes = new CopyOnWriteArrayList<>();
			long begin = System.nanoTime();
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(instance.getDetection().failures()).singleElement()
				.asString()
				.isEqualTo("The detection did not end within 3000 ms");
			assertThat(DetectionResultBuilder.since(begin)).isLessThan(Duration.ofSeconds(3).plus(GRACE));
			instance.onChange(changes::add);
			returns.countDown();
			for (int i = 0; i < 500 && changes.isEmpty(); i++) {
				Thread.sleep(20);
			}
			assertThat(changes).singleElement()
				.satisfies((change) -> assertThat(change.getCurrent()).containsEntry("provider", "azure"));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
		}
	}

	private static DetectedCloudInstance withService(DetectionSettings settings, MetadataService service) {
		DetectionSettings extended = new DetectionSettings(settings.enabled(), settings.provider(),
				settings.providerSource(), settings.probe(), settings.detectionTimeout(), settings.backgroundTimeout(),
				settings.fetchTimeout(), settings.fetchSource(), settings.sysfs(), settings.root(),
				settings.platformVariables(), settings.endpoints(), settings.fixedValues(), settings.fixedTags(),
				settings.fixedPlacement(), settings.tagFilter(), List.of(service));
		return new DetectedCloudInstance(() -> extended);
	}

	@Test
	void keepsABoundedNumberOfAttributes() {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); DetectedCloudInstance instance = instance(cloud)) {
			CloudInstance snapshot = instance.snapshot();
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.urlPathMatching("/latest/meta-data/path-.*"))
					.willReturn(WireMock.ok("v")));
			for (int i = 0; i < 1000; i++) {
				assertThat(snapshot.getAttribute("path-" + i)).isEqualTo("v");
			}
			int requests = cloud.getRequests().size();
			assertThat(snapshot.getAttribute("path-999")).isEqualTo("v");
			assertThat(cloud.getRequests()).hasSize(requests);
			assertThat(snapshot.getAttribute("path-0")).isEqualTo("v");
			assertThat(cloud.getRequests()).hasSizeGreaterThan(requests);
		}
	}

	private static DetectedCloudInstance instance(CloudSimulator cloud) {
		return TestSettings.of(cloud).timeouts(Duration.ofSeconds(1), FETCH_TIMEOUT).instance();
	}

	/**
	 * Delays all responses.
	 */
	private static void delay(CloudSimulator cloud, int milliseconds) {
		cloud.getWireMock().setGlobalFixedDelay(milliseconds);
	}

	private List<@Nullable String> inThreads(IntFunction<@Nullable String> getter) throws InterruptedException {
		CountDownLatch start = new CountDownLatch(1);
		List<@Nullable String> values = new ArrayList<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			int number = i;
			Thread thread = new Thread(() -> {
				awaitUninterruptibly(start);
				long begin = System.nanoTime();
				String value = getter.apply(number);
				this.waits.add(DetectionResultBuilder.since(begin));
				synchronized (values) {
					values.add(value);
				}
			});
			thread.start();
			threads.add(thread);
		}
		start.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		return values;
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
