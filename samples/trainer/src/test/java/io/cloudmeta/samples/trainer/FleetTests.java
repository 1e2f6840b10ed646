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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

import io.cloudmeta.samples.store.TestStores;
import io.cloudmeta.samples.trainer.Progress.Snapshot;
import io.cloudmeta.samples.trainer.TrainingHistory.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the application on machines that come and go. The browser's tests have AWS
 * with S3.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class FleetTests {

	private static final TrainerProperties.Model MODEL = new TrainerProperties.Model(42, 20000, 32, 64, 0.002, 0.9);

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "azure", "gcp", "alibaba", "tencent", "yandex" })
	void whereTheCloudAnnouncesInterruptionsLosesNoStep(String cloud) throws Exception {
		Progress progress = new Progress(null);
		try (Fleet fleet = fleet(cloud, progress, Duration.ofMillis(2500), Map.of())) {
			fleet.start();
			interruptAfter(fleet, progress, 50);
			Snapshot stopped = await(progress, (snapshot) -> snapshot.phase().equals("stopped"));
			assertThat(stopped.saved()).isEqualTo(stopped.step());
			assertThat(stopped.notices()).isEqualTo("watching");
			Snapshot done = await(progress, (snapshot) -> snapshot.phase().equals("done"));
			assertThat(done.machines()).hasSize(2);
			assertThat(done.machines().get(1)).isEqualTo(new Machine(done.machine().id(), stopped.saved(), 0));
			assertThat(done.machines().get(0).name()).isNotEqualTo(done.machine().id());
			assertThat(loss(done)).isEqualTo(lossWithoutInterruption());
		}
	}

	@Test
	void whereTheCloudAnnouncesNothingRepeatsWhatWasNotSaved() throws Exception {
		Progress progress = new Progress(null);
		try (Fleet fleet = fleet("hetzner", progress, Duration.ofSeconds(2), Map.of())) {
			fleet.start();
			await(progress, (snapshot) -> snapshot.notices().equals("unsupported"));
			interruptAfter(fleet, progress, 220);
			Snapshot done = await(progress, (snapshot) -> snapshot.phase().equals("done"));
			assertThat(done.machines()).hasSize(2);
			assertThat(done.machines().get(1).from()).isEqualTo(200);
			assertThat(done.machines().get(1).repeated()).isBetween(20, 199);
			assertThat(loss(done)).isEqualTo(lossWithoutInterruption());
		}
	}

	@Test
	void whenAnotherMachineHasTheJobWaitsSaysWhyAndTakesOver(CapturedOutput output) throws Exception {
		Progress first = new Progress(null);
		Progress second = new Progress(null);
		try (Fleet one = fleet("azure", first, Duration.ZERO, Map.of("trainer.step-time", "20ms"));
				Fleet other = fleet("hetzner", second, Duration.ZERO, Map.of())) {
			one.start();
			await(first, (snapshot) -> snapshot.step() > 0);
			other.start();
			Snapshot waiting = await(second, (snapshot) -> snapshot.phase().equals("waiting"));
			assertThat(waiting.message()).startsWith("Machine 5e9c07b1-42d8-4f6a-b3e5-91f7a2c06d01 has this job.");
			assertThat(waiting.step()).isZero();
			assertThat(output).contains("Machine 5e9c07b1-42d8-4f6a-b3e5-91f7a2c06d01 has this job.");
			int reached = first.snapshot().step();
			Thread.sleep(1500);
			assertThat(second.snapshot().phase()).isEqualTo("waiting");
			await(first, (snapshot) -> snapshot.step() > reached && snapshot.saved() >= 200);
			one.close();
			Snapshot done = await(second, (snapshot) -> snapshot.phase().equals("done"));
			assertThat(done.machines()).hasSize(2);
			assertThat(loss(done)).isEqualTo(lossWithoutInterruption());
		}
	}

	@Test
	void whenTheStoreCannotBeWrittenSaysSoBeforeTheFirstStep(CapturedOutput output) throws Exception {
		Path file = Files.createFile(this.folder.resolve("file"));
		Progress progress = new Progress(null);
		try (Fleet fleet = fleet("azure", progress, Duration.ZERO, Map.of("storage.folder", file + "/training"))) {
			fleet.start();
			Snapshot waiting = await(progress,
					(snapshot) -> snapshot.problem() != null && snapshot.phase().equals("waiting"));
			assertThat(waiting.problem()).startsWith("The store " + file + "/training cannot be used. ");
			assertThat(waiting.step()).isZero();
			assertThat(output).containsOnlyOnce("The store " + file + "/training cannot be used. ");
			Files.delete(file);
			Snapshot done = await(progress, (snapshot) -> snapshot.phase().equals("done"));
			assertThat(done.problem()).isNull();
		}
	}

	private Fleet fleet(String cloud, Progress progress, Duration notice, Map<String, String> properties) {
		Map<String, String> all = new HashMap<>(Map.of("trainer.steps", "600", "trainer.checkpoint-every", "200",
				"trainer.lease", "1s", "trainer.step-time", "4ms", "storage.folder", this.folder.toString(),
				"logging.level.root", "warn", "logging.level.io.cloudmeta.samples", "info"));
		all.putAll(properties);
		return new Fleet(cloud, progress, TestStores.of(cloud), notice, all);
	}

	private static double lossWithoutInterruption() {
		LogisticRegression model = new LogisticRegression(MODEL);
		while (model.getStep() < 600) {
			model.step();
		}
		return model.loss();
	}

	private static double loss(Snapshot snapshot) {
		return snapshot.curve().get(snapshot.curve().size() - 1).loss();
	}

	private static void interruptAfter(Fleet fleet, Progress progress, int step) throws InterruptedException {
		await(progress, (snapshot) -> snapshot.step() >= step && !snapshot.notices().equals("starting"));
		assertThat(fleet.interrupt()).isTrue();
		assertThat(fleet.interrupt()).isFalse();
	}

	private static Snapshot await(Progress progress, Predicate<Snapshot> condition) throws InterruptedException {
		Snapshot snapshot = progress.snapshot();
		while (!condition.test(snapshot)) {
			Thread.sleep(2);
			snapshot = progress.snapshot();
		}
		return snapshot;
	}

}
