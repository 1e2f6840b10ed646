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

package io.cloudmeta.samples.trainer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruptionEvent;
import io.cloudmeta.interruption.CloudInterruptionEvent.Change;
import io.cloudmeta.interruption.InterruptionKind;
import io.cloudmeta.samples.store.FolderObjectStore;
import io.cloudmeta.samples.store.ObjectStore;
import io.cloudmeta.samples.store.StoredObject;
import io.cloudmeta.samples.trainer.Progress.Snapshot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TrainingRun}, with a store that fails.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class TrainingRunTests {

	private static final TrainerProperties PROPERTIES = CheckpointsTests.properties(CheckpointTests.MODEL, 1000);

	private final Progress progress = new Progress(null);

	private final Interruptions interruptions = new Interruptions(PROPERTIES, this.progress);

	private FailingStore store;

	@BeforeEach
	void createStore(@TempDir Path folder) {
		this.store = new FailingStore(new FolderObjectStore(folder));
	}

	@Test
	void trainsToTheEndAndSavesAsOftenAsSet() throws Exception {
		assertThat(run()).isTrue();
		assertThat(this.store.checkpoints).isEqualTo(10);
		Snapshot snapshot = this.progress.snapshot();
		assertThat(snapshot.step()).isEqualTo(1000);
		assertThat(snapshot.saved()).isEqualTo(1000);
		assertThat(snapshot.phase()).isEqualTo("done");
		assertThat(snapshot.curve()).hasSize(101);
		assertThat(new JobLease(this.store, PROPERTIES, "i-2").acquire().successful()).isTrue();
	}

	@Test
	void whenAllStepsAreDoneDoesNone() throws Exception {
		run();
		assertThat(run()).isTrue();
		assertThat(this.store.checkpoints).isEqualTo(10);
	}

	@Test
	void onANoticeSavesAtTheNextStepGivesTheLeaseBackAndStops() throws Exception {
		this.store.whenCheckpointsAre(3, () -> announce(Change.ANNOUNCED, InterruptionKind.PREEMPTION));
		assertThat(run()).isFalse();
		Snapshot snapshot = this.progress.snapshot();
		assertThat(snapshot.saved()).isEqualTo(snapshot.step()).isEqualTo(301);
		assertThat(snapshot.phase()).isEqualTo("stopped");
		assertThat(new JobLease(this.store, PROPERTIES, "i-2").acquire().successful()).isTrue();
	}

	@Test
	void onAdviceSavesAndGoesOn() throws Exception {
		this.store.whenCheckpointsAre(3, () -> announce(Change.ANNOUNCED, InterruptionKind.REBALANCE));
		assertThat(run()).isTrue();
		// At 100, 200, 300, 301, 401, … and at the end
		assertThat(this.store.checkpoints).isEqualTo(11);
	}

	@Test
	void whenTheStoreFailsForAWhileGoesOnAndSavesLater(CapturedOutput output) throws Exception {
		this.store.whenCheckpointsAre(2, () -> this.store.failFor(Duration.ofMillis(250)));
		assertThat(run()).isTrue();
		assertThat(this.progress.snapshot().saved()).isEqualTo(1000);
		assertThat(this.progress.snapshot().problem()).isNull();
		assertThat(output).containsOnlyOnce("The store " + this.store.getLocation() + " cannot be used");
	}

	@Test
	void onANoticeSavesAgainUntilTheStoreCanBeWritten() throws Exception {
		this.store.whenCheckpointsAre(2, () -> {
			announce(Change.ANNOUNCED, InterruptionKind.PREEMPTION);
			this.store.failFor(Duration.ofMillis(700));
		});
		assertThat(run()).isFalse();
		assertThat(this.progress.snapshot().saved()).isEqualTo(201);
		assertThat(new Checkpoints(this.store, PROPERTIES).load().checkpoint().step()).isEqualTo(201);
	}

	@Test
	void whenHalfOfACheckpointIsWrittenTheNextMachineUsesTheOneBefore(CapturedOutput output) throws Exception {
		this.store.whenCheckpointsAre(5, () -> {
			this.store.half = true;
			this.store.failFor(Duration.ofDays(1));
			this.interruptions.close();
		});
		assertThat(run()).isFalse();
		this.store.failFor(Duration.ZERO);
		Progress other = new Progress(null);
		assertThat(run(other, new Interruptions(PROPERTIES, other))).isTrue();
		assertThat(other.snapshot().machines().get(1).from()).isEqualTo(500);
		assertThat(output).contains("Checkpoint job.1.ckpt has ", "truncated");
		assertThat(other.snapshot().curve()).isEqualTo(undisturbed().curve());
	}

	@Test
	void whenAnotherMachineHasTheLeaseStopsWithoutSaving(CapturedOutput output) throws Exception {
		this.store.whenCheckpointsAre(3, () -> {
			StoredObject lease = this.store.read("job.lease");
			this.store.replace("job.lease", new JobLease.Entry(true, "i-2", "other", 300, 1).toBytes(),
					lease.version());
			sleep(150);
		});
		assertThat(run()).isFalse();
		assertThat(this.store.checkpoints).isEqualTo(3);
		assertThat(output).contains("Another machine has taken over the job");
	}

	@Test
	void whenNoCheckpointFitsThrowsAndGivesTheLeaseBack() {
		this.store.write("job.0.ckpt", CheckpointTests.ofVersion(2, 437));
		assertThatIllegalStateException().isThrownBy(this::run).withMessageContaining("has version 2");
		assertThat(new JobLease(this.store, PROPERTIES, "i-2").acquire().successful()).isTrue();
	}

	private Snapshot undisturbed() throws InterruptedException {
		Progress undisturbed = new Progress(null);
		TrainerProperties properties = new TrainerProperties("other", 1000, 100, Duration.ofSeconds(1),
				Duration.ofMinutes(2), Duration.ZERO, CheckpointTests.MODEL);
		JobLease lease = new JobLease(this.store, properties, "i-1");
		lease.acquire();
		new TrainingRun(properties, this.store, lease, new Interruptions(properties, undisturbed), undisturbed).run(0);
		return undisturbed.snapshot();
	}

	private boolean run() throws InterruptedException {
		return run(this.progress, this.interruptions);
	}

	private boolean run(Progress progress, Interruptions interruptions) throws InterruptedException {
		JobLease lease = new JobLease(this.store, PROPERTIES, "i-1");
		while (!lease.acquire().successful()) {
			Thread.sleep(20);
		}
		return new TrainingRun(PROPERTIES, this.store, lease, interruptions, progress).run(0);
	}

	private void announce(Change change, InterruptionKind kind) {
		this.interruptions.interrupted(new CloudInterruptionEvent(this, change,
				CloudInterruption.builder("id", kind, CloudProvider.AWS).build()));
	}

	private static void sleep(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Counts checkpoints, does something after one of them, and fails for a time.
	 */
	private static final class FailingStore implements ObjectStore {

		private final ObjectStore store;

		private int checkpoints;

		private int at;

		private @Nullable Runnable action;

		private boolean half;

		private long failsUntil = System.nanoTime();

		private FailingStore(ObjectStore store) {
			this.store = store;
		}

		void whenCheckpointsAre(int count, Runnable action) {
			this.at = count;
			this.action = action;
		}

		void failFor(Duration duration) {
			this.failsUntil = System.nanoTime() + duration.toNanos();
		}

		private void fail() {
			if (System.nanoTime() < this.failsUntil) {
				throw new IllegalStateException("Connection reset");
			}
		}

		@Override
		public @Nullable StoredObject read(String name) {
			return this.store.read(name);
		}

		@Override
		public void write(String name, byte[] content) {
			if (this.half && System.nanoTime() < this.failsUntil) {
				this.store.write(name, Arrays.copyOf(content, content.length / 2));
			}
			fail();
			this.store.write(name, content);
			if (++this.checkpoints == this.at) {
				this.action.run();
			}
		}

		@Override
		public boolean replace(String name, byte[] content, @Nullable String expected) {
			fail();
			return this.store.replace(name, content, expected);
		}

		@Override
		public String getLocation() {
			return this.store.getLocation();
		}

	}

}
