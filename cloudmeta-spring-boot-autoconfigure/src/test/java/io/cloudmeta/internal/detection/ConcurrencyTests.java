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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.MetadataEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readers while the identity is read again, and many machines that start at once.
 */
class ConcurrencyTests {

	private static final int STARTS = 2000;

	private final Map<String, AtomicInteger> requestsOfMachine = new ConcurrentHashMap<>();

	private final Map<String, Long> firstAnswers = new ConcurrentHashMap<>();

	private final Queue<Long> repetitions = new ConcurrentLinkedQueue<>();

	private final AtomicInteger readings = new AtomicInteger();

	private volatile Duration slowness = Duration.ZERO;

	private HttpServer server;

	private ExecutorService executor;

	@TempDir
	private Path sysfs;

	@BeforeEach
	void startServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), STARTS);
		this.executor = Executors.newFixedThreadPool(32);
		this.server.setExecutor(this.executor);
		this.server.createContext("/changing", this::answerDifferently);
		this.server.createContext("/machine", this::answerAtTheSecondTime);
		this.server.start();
	}

	@AfterEach
	void stopServer() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	@Test
	void readersSeeOneReadingAtATime() throws InterruptedException {
		DetectionSettings settings = settings("/changing");
		try (DetectedCloudInstance instance = new DetectedCloudInstance(() -> settings)) {
			instance.getRegion();
			AtomicBoolean done = new AtomicBoolean();
			Queue<String> torn = new ConcurrentLinkedQueue<>();
			AtomicInteger seen = new AtomicInteger();
			List<Thread> readers = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				Thread reader = new Thread(() -> {
					while (!done.get()) {
						CloudInstance snapshot = instance.snapshot();
						String number = String.valueOf(snapshot.getRegion()).replaceAll("\\D", "");
						String zone = snapshot.getAvailabilityZone();
						String tag = snapshot.getTags().get("number");
						if (!number.equals(zone) || !number.equals(tag)) {
							torn.add("%s %s %s".formatted(number, zone, tag));
						}
						seen.incrementAndGet();
					}
				});
				reader.start();
				readers.add(reader);
			}
			for (int i = 0; i < 200; i++) {
				assertThat(instance.refresh()).isTrue();
			}
			done.set(true);
			for (Thread reader : readers) {
				reader.join();
			}
			assertThat(torn).isEmpty();
			assertThat(seen).hasValueGreaterThan(200);
			assertThat(this.readings).hasValue(201);
		}
	}

	@Test
	void readersDoNotWaitForARefresh() throws InterruptedException {
		DetectionSettings settings = settings("/changing");
		try (DetectedCloudInstance instance = new DetectedCloudInstance(() -> settings)) {
			instance.getRegion();
			this.slowness = Duration.ofSeconds(2);
			Thread refresh = new Thread(instance::refresh);
			refresh.start();
			Thread.sleep(200);
			long begin = System.nanoTime();
			for (int i = 0; i < 100; i++) {
				assertThat(instance.getRegion()).isEqualTo("region-1");
				assertThat(instance.getTags()).isNotEmpty();
			}
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
			assertThat(refresh.isAlive()).isTrue();
			refresh.join();
			assertThat(instance.getRegion()).isEqualTo("region-2");
		}
	}

	/**
	 * The first refresh begins a reading. The others may have come after it began, so
	 * that it may not contain what they are to read.
	 */
	@Test
	void refreshesDuringAReadingShareTheNextOne() throws InterruptedException {
		DetectionSettings settings = settings("/changing");
		try (DetectedCloudInstance instance = new DetectedCloudInstance(() -> settings)) {
			instance.getRegion();
			this.slowness = Duration.ofSeconds(1);
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				Thread thread = new Thread(instance::refresh);
				threads.add(thread);
				thread.start();
			}
			for (Thread thread : threads) {
				thread.join();
			}
			assertThat(this.readings).hasValue(3);
		}
	}

	@Test
	void aRefreshDoesNotReturnAReadingThatBeganBefore() throws InterruptedException {
		DetectionSettings settings = settings("/changing");
		try (DetectedCloudInstance instance = new DetectedCloudInstance(() -> settings)) {
			this.slowness = Duration.ofMillis(500);
			instance.start();
			while (this.readings.get() == 0) {
				Thread.sleep(5);
			}
			assertThat(instance.refresh()).isTrue();
			assertThat(instance.getRegion()).isEqualTo("region-2");
			Thread earlier = new Thread(instance::refresh);
			earlier.start();
			while (this.readings.get() == 2) {
				Thread.sleep(5);
			}
			instance.refresh();
			assertThat(instance.getRegion()).isEqualTo("region-4");
			earlier.join();
			assertThat(this.readings).hasValue(4);
		}
	}

	@Test
	void machinesThatStartAtOnceSendOneRequestEachAndDoNotRetryTogether() throws InterruptedException {
		CountDownLatch finished = new CountDownLatch(STARTS);
		List<DetectionHolder> machines = new ArrayList<>();
		for (int i = 0; i < STARTS; i++) {
			machines.add(new DetectionHolder(settings("/machine/" + i)));
		}
		ExecutorService waiting = Executors.newCachedThreadPool();
		AtomicInteger read = new AtomicInteger();
		for (DetectionHolder machine : machines) {
			machine.start();
			waiting.execute(() -> {
				if (machine.get().result().fetchedAt() != null) {
					read.incrementAndGet();
				}
				finished.countDown();
			});
		}
		assertThat(finished.await(60, TimeUnit.SECONDS)).isTrue();
		waiting.shutdownNow();
		machines.forEach(DetectionHolder::close);
		assertThat(read).hasValue(STARTS);
		assertThat(this.requestsOfMachine).hasSize(STARTS)
			.allSatisfy((machine, requests) -> assertThat(requests).as(machine).hasValue(2));
		// Each waits between 50 and 150 ms: together they would come within a few
		LongSummaryStatistics waits = this.repetitions.stream().mapToLong(Long::longValue).summaryStatistics();
		assertThat(waits.getCount()).isEqualTo(STARTS);
		assertThat(Duration.ofNanos(waits.getMax() - waits.getMin())).isGreaterThan(Duration.ofMillis(80));
	}

	private void answerDifferently(HttpExchange exchange) throws IOException {
		int number = this.readings.incrementAndGet();
		sleep(this.slowness);
		answer(exchange, 200, """
				{"compute":{"vmId":"a4c1e7d2-58b3-4f96-8e0d-17b2c9f3d645","location":"region-%1$d","zone":"%1$d",\
				"tagsList":[{"name":"number","value":"%1$d"}]}}""".formatted(number));
	}

	private void answerAtTheSecondTime(HttpExchange exchange) throws IOException {
		String machine = exchange.getRequestURI().getPath().split("/")[2];
		long now = System.nanoTime();
		int number = this.requestsOfMachine.computeIfAbsent(machine, (key) -> new AtomicInteger()).incrementAndGet();
		sleep(Duration.ofMillis(5));
		if (number == 1) {
			answer(exchange, 429, "");
			this.firstAnswers.put(machine, System.nanoTime());
			return;
		}
		this.repetitions.add(now - this.firstAnswers.getOrDefault(machine, now));
		answer(exchange, 200,
				"{\"compute\":{\"vmId\":\"a4c1e7d2-58b3-4f96-8e0d-17b2c9f3d645\",\"location\":\"westeurope\"}}");
	}

	private static void answer(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	private static void sleep(Duration duration) {
		try {
			Thread.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private DetectionSettings settings(String path) {
		Map<CloudProvider, MetadataEndpoint> endpoints = new HashMap<>();
		URI uri = URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + path);
		endpoints.put(CloudProvider.AZURE, new MetadataEndpoint(uri, true, null, Map.of()));
		return new DetectionSettings(true, CloudProvider.AZURE, "cloudmeta.provider", Probe.AUTO, Duration.ofSeconds(2),
				Duration.ZERO, Duration.ofSeconds(60), FetchSource.SERVICE, this.sysfs, this.sysfs, Map.of(), endpoints,
				Map.of(), Map.of(), Map.of(), TagFilter.ALL, List.of());
	}

}
