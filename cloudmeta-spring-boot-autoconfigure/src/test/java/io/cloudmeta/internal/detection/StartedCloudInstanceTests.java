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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what happens beside the start of the context.
 */
class StartedCloudInstanceTests {

	private static final int TIMES = 200;

	private final AtomicInteger readings = new AtomicInteger();

	private final Supplier<DetectionSettings> nonsense = () -> {
		this.readings.incrementAndGet();
		throw new IllegalStateException("no such cloud");
	};

	@Test
	void readsTheSettingsOnAnotherThread() throws InterruptedException {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			DetectionSettings settings = TestSettings.of(cloud).build();
			CountDownLatch asked = new CountDownLatch(1);
			CountDownLatch answer = new CountDownLatch(1);
			AtomicReference<Thread> reader = new AtomicReference<>();
			try (DetectedCloudInstance instance = new DetectedCloudInstance(() -> {
				reader.set(Thread.currentThread());
				asked.countDown();
				await(answer);
				return settings;
			})) {
				instance.start();
				await(asked);
				assertThat(reader.get()).isNotSameAs(Thread.currentThread());
				assertThat(instance.isDetected()).isFalse();
				answer.countDown();
				instance.verify();
				assertThat(instance.getRegion()).isEqualTo("northeurope");
				assertThat(cloud.getRequests()).hasSize(1);
			}
		}
	}

	@Test
	void invalidSettingsFailVerificationAndGetters() {
		try (DetectedCloudInstance instance = new DetectedCloudInstance(this.nonsense)) {
			instance.start();
			assertThatIllegalStateException().isThrownBy(instance::verify).withMessage("no such cloud");
			assertThatIllegalStateException().isThrownBy(instance::getRegion).withMessage("no such cloud");
		}
	}

	@Test
	void verifiesNothingThatWasNotStarted() {
		try (DetectedCloudInstance instance = new DetectedCloudInstance(this.nonsense)) {
			instance.verify();
			assertThat(this.readings).hasValue(0);
		}
	}

	@Test
	void leavesNothingBehindWhereItIsClosedAtOnce() throws InterruptedException {
		try (CloudSimulator machine = CloudSimulator.start("none")) {
			DetectionSettings settings = TestSettings.of(machine).build();
			for (int i = 0; i < TIMES; i++) {
				DetectedCloudInstance instance = new DetectedCloudInstance(() -> settings);
				instance.start();
				instance.close();
			}
			for (Thread thread : Thread.getAllStackTraces().keySet()) {
				if (thread.getName().equals(DetectionHolder.THREAD)) {
					thread.join(TimeUnit.SECONDS.toMillis(30));
				}
			}
			DetectionHolder joined = DetectionRegistry.join(settings);
			DetectionRegistry.leave(settings);
			assertThat(DetectionRegistry.join(settings)).isNotSameAs(joined);
			DetectionRegistry.leave(settings);
		}
	}

	@Test
	void isNotReopenedByAListener() {
		try (CloudSimulator machine = CloudSimulator.start("none")) {
			DetectedCloudInstance instance = new DetectedCloudInstance(() -> TestSettings.of(machine).build());
			assertThat(instance.await()).isNull();
			instance.start();
			assertThat(instance.await()).isNotNull().satisfies((known) -> assertThat(known.isCloud()).isFalse());
			instance.close();
			instance.onChange((change) -> {
			});
			assertThat(instance.await()).isNull();
			assertThat(instance.isDetected()).isFalse();
		}
	}

	@Test
	void whenItWasStartedAndTheSettingsDifferItIsStartedAgain() {
		try (CloudSimulator azure = CloudSimulator.start("azure"); CloudSimulator gcp = CloudSimulator.start("gcp")) {
			AtomicReference<CloudSimulator> cloud = new AtomicReference<>(azure);
			try (DetectedCloudInstance instance = new DetectedCloudInstance(
					() -> TestSettings.of(cloud.get()).build())) {
				instance.start();
				assertThat(instance.await()).isNotNull();
				assertThat(instance.reconsider()).isFalse();
				cloud.set(gcp);
				assertThat(instance.reconsider()).isTrue();
				assertThat(instance.await()).isNotNull()
					.satisfies((known) -> assertThat(known.getProvider()).isEqualTo(CloudProvider.GCP));
			}
		}
	}

	@Test
	void whenItWasNotStartedAndTheSettingsDifferItWaitsForTheNextCall() {
		try (CloudSimulator azure = CloudSimulator.start("azure"); CloudSimulator gcp = CloudSimulator.start("gcp")) {
			AtomicReference<CloudSimulator> cloud = new AtomicReference<>(azure);
			try (DetectedCloudInstance instance = new DetectedCloudInstance(
					() -> TestSettings.of(cloud.get()).build())) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
				cloud.set(gcp);
				assertThat(instance.reconsider()).isTrue();
				assertThat(instance.await()).isNull();
				assertThat(gcp.getRequests()).isEmpty();
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
			}
		}
	}

	@Test
	void whenSettingsAreCompleteReadsThemAgainAndDoesWhatWaits() {
		AtomicReference<CloudProvider> provider = new AtomicReference<>(CloudProvider.AZURE);
		List<CloudProvider> seen = new ArrayList<>();
		try (CloudSimulator machine = CloudSimulator.start("none");
				DetectedCloudInstance instance = new DetectedCloudInstance(() -> fixed(machine, provider.get()))) {
			instance.onceSettingsAreComplete(() -> seen.add(instance.getProvider()));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
			provider.set(CloudProvider.GCP);
			assertThat(seen).isEmpty();
			instance.settingsAreComplete();
			assertThat(seen).containsExactly(CloudProvider.GCP);
			instance.onceSettingsAreComplete(() -> seen.add(CloudProvider.AWS));
			instance.settingsAreComplete();
			assertThat(seen).containsExactly(CloudProvider.GCP, CloudProvider.AWS);
		}
	}

	@Test
	void knowsTheThreadThatReadsItsSettings() {
		AtomicReference<DetectedCloudInstance> self = new AtomicReference<>();
		List<Boolean> reading = new CopyOnWriteArrayList<>();
		try (CloudSimulator machine = CloudSimulator.start("none");
				DetectedCloudInstance instance = new DetectedCloudInstance(() -> {
					reading.add(self.get().isReadingSettings());
					Thread other = new Thread(() -> reading.add(self.get().isReadingSettings()));
					other.start();
					join(other);
					return fixed(machine, CloudProvider.AWS);
				})) {
			self.set(instance);
			assertThat(instance.isReadingSettings()).isFalse();
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AWS);
			assertThat(reading).containsExactly(true, false);
			assertThat(instance.isReadingSettings()).isFalse();
		}
	}

	private static DetectionSettings fixed(CloudSimulator machine, CloudProvider provider) {
		return TestSettings.of(machine).fixed(CloudField.PROVIDER, provider.getId()).build();
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
