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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BackgroundDetection}.
 */
class BackgroundDetectionTests {

	private static final String THREAD = "cloudmeta-background";

	@Test
	void endsBetweenTwoAttempts() throws InterruptedException {
		AtomicInteger attempts = new AtomicInteger();
		BackgroundDetection background = new BackgroundDetection(Duration.ofMinutes(1), () -> {
			attempts.incrementAndGet();
			return Outlook.UNANSWERED;
		});
		background.start(Outlook.UNANSWERED);
		Thread thread = threads().findAny().orElseThrow();
		background.stop();
		thread.join(10_000);
		assertThat(thread.isAlive()).isFalse();
		assertThat(attempts).hasValue(0);
	}

	@ParameterizedTest
	@EnumSource(names = { "UNANSWERED", "UNFINISHED" })
	void endsDuringAnAttempt(Outlook outlook) throws Exception {
		CountDownLatch attempt = new CountDownLatch(1);
		BackgroundDetection background = new BackgroundDetection(Duration.ofMinutes(1), () -> {
			attempt.countDown();
			try {
				Thread.sleep(60_000);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return outlook;
		});
		background.start(Outlook.UNANSWERED);
		Thread thread = threads().findAny().orElseThrow();
		assertThat(attempt.await(10, TimeUnit.SECONDS)).isTrue();
		background.stop();
		thread.join(10_000);
		assertThat(thread.isAlive()).isFalse();
	}

	@Test
	void triesAgainSoonWhereNothingListensAndSeldomWhereEachAttemptCosts() {
		Duration minutes = Duration.ofMinutes(3);
		assertThat(BackgroundDetection.limited(minutes, Outlook.REFUSED)).isEqualTo(Duration.ofSeconds(5));
		assertThat(BackgroundDetection.limited(minutes, Outlook.UNANSWERED)).isEqualTo(Duration.ofMinutes(1));
		Duration second = Duration.ofSeconds(1);
		assertThat(BackgroundDetection.limited(second, Outlook.REFUSED)).isEqualTo(second);
		assertThat(BackgroundDetection.limited(second, Outlook.UNANSWERED)).isEqualTo(second);
	}

	@Test
	void continuesAtOnceWhereOnlyTheTimeWasOver() throws InterruptedException {
		CountDownLatch attempts = new CountDownLatch(100);
		BackgroundDetection background = new BackgroundDetection(Duration.ofMinutes(1), () -> {
			attempts.countDown();
			return (attempts.getCount() > 0) ? Outlook.UNFINISHED : null;
		});
		background.start(Outlook.UNFINISHED);
		assertThat(attempts.await(5, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void hasMoreTimeForEachAttempt() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("azure").dmi(Dmi.NONE).start();
				FaultyServer server = new FaultyServer(cloud.getUrl())) {
			server.breakWith(Fault.SILENT);
			DetectionSettings settings = TestSettings.of(cloud)
				.property("cloudmeta.azure.endpoint", server.url())
				.endpoints("azure")
				.timeouts(Duration.ofMillis(200), Duration.ofMillis(300))
				.build();
			DetectionHolder holder = new DetectionHolder(settings);
			List<Duration> elapsed = new ArrayList<>();
			elapsed.add(holder.get().result().elapsed());
			for (int i = 0; i < 3; i++) {
				assertThat(holder.goOn()).isEqualTo(Outlook.UNANSWERED);
				elapsed.add(holder.get().result().elapsed());
			}
			for (int i = 1; i < elapsed.size(); i++) {
				assertThat(elapsed.get(i)).isGreaterThan(elapsed.get(i - 1).plusMillis(400));
			}
			holder.close();
		}
	}

	@Test
	void knowsHowCheapAFailureWas() throws Exception {
		assertThat(outlook(Fault.REFUSED)).isEqualTo(Outlook.REFUSED);
		assertThat(outlook(Fault.SILENT)).isEqualTo(Outlook.UNANSWERED);
		assertThat(outlook(Fault.ALWAYS_503)).isEqualTo(Outlook.UNANSWERED);
		assertThat(outlook(Fault.HTML)).isNull();
	}

	private static Outlook outlook(Fault fault) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("azure").start();
				FaultyServer server = new FaultyServer(cloud.getUrl())) {
			server.breakWith(fault);
			DetectionSettings settings = TestSettings.of(cloud)
				.property("cloudmeta.azure.endpoint", server.url())
				.timeouts(Duration.ofMillis(300), Duration.ofMillis(500))
				.build();
			return new DetectionHolder(settings).get().result().outlook();
		}
	}

	/**
	 * The context may close after the background detection has woken and before it reads.
	 */
	@Test
	void sendsNoRequestAfterTheLastContextIsClosed() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("azure").dmi(Dmi.NONE).start();
				FaultyServer server = new FaultyServer(cloud.getUrl())) {
			server.breakWith(Fault.REFUSED);
			DetectionSettings settings = TestSettings.of(cloud)
				.property("cloudmeta.azure.endpoint", server.url())
				.endpoints("azure")
				.provider(CloudProvider.AZURE)
				.timeouts(Duration.ofMillis(300), Duration.ofMillis(300))
				.build();
			DetectionHolder metadata = new DetectionHolder(settings);
			assertThat(metadata.get().result().pending()).isTrue();
			metadata.close();
			int requests = metadata.requests();
			assertThat(metadata.goOn()).isNull();
			assertThat(metadata.requests()).isEqualTo(requests);
		}
	}

	private static Stream<Thread> threads() {
		return Thread.getAllStackTraces().keySet().stream().filter((thread) -> thread.getName().equals(THREAD));
	}

}
