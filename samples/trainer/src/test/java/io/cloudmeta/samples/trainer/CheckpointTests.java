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

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import io.cloudmeta.samples.trainer.TrainingHistory.Machine;
import io.cloudmeta.samples.trainer.TrainingHistory.Point;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Checkpoint} as bytes.
 */
class CheckpointTests {

	static final TrainerProperties.Model MODEL = new TrainerProperties.Model(7, 1000, 3, 32, 0.01, 0.9);

	@Test
	void readsWhatWasWritten() throws Exception {
		Checkpoint checkpoint = checkpoint(437);
		Checkpoint read = Checkpoint.decode(checkpoint.encode(MODEL), MODEL);
		assertThat(read).usingRecursiveComparison().isEqualTo(checkpoint);
	}

	@Test
	void refusesEachTruncatedOne() {
		byte[] bytes = checkpoint(437).encode(MODEL);
		for (int length = 0; length < bytes.length; length++) {
			byte[] truncated = Arrays.copyOf(bytes, length);
			assertThatExceptionOfType(UnusableCheckpointException.class)
				.isThrownBy(() -> Checkpoint.decode(truncated, MODEL))
				.withMessageContaining("truncated")
				.matches((ex) -> !ex.isIncompatible());
		}
	}

	@Test
	void refusesOneWithMoreBytes() {
		byte[] longer = Arrays.copyOf(checkpoint(437).encode(MODEL), 1000);
		assertThatExceptionOfType(UnusableCheckpointException.class).isThrownBy(() -> Checkpoint.decode(longer, MODEL));
	}

	@Test
	void refusesEachChangedBit() {
		byte[] bytes = checkpoint(437).encode(MODEL);
		for (int bit = 0; bit < 8 * bytes.length; bit++) {
			byte[] changed = bytes.clone();
			changed[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThatExceptionOfType(UnusableCheckpointException.class)
				.isThrownBy(() -> Checkpoint.decode(changed, MODEL));
		}
	}

	@Test
	void refusesAnotherVersion() {
		assertThatExceptionOfType(UnusableCheckpointException.class)
			.isThrownBy(() -> Checkpoint.decode(ofVersion(2, 437), MODEL))
			.withMessage("has version 2, and this application reads version 1")
			.matches(UnusableCheckpointException::isIncompatible);
	}

	@Test
	void refusesAnotherModel() {
		TrainerProperties.Model other = new TrainerProperties.Model(8, 1000, 3, 32, 0.01, 0.9);
		assertThatExceptionOfType(UnusableCheckpointException.class)
			.isThrownBy(() -> Checkpoint.decode(checkpoint(437).encode(other), MODEL))
			.withMessageContaining("seed=8")
			.withMessageContaining("seed=7")
			.matches(UnusableCheckpointException::isIncompatible);
	}

	static Checkpoint checkpoint(int step) {
		return new Checkpoint(step, new double[] { 1, -0.0, Math.PI, Double.MIN_VALUE }, new double[] { 4, 3, 2, 1 },
				new TrainingHistory(List.of(new Point(0, 0.69), new Point(10, 0.5)),
						List.of(new Machine("i-1", 0, 0), new Machine("i-2", 400, 37))));
	}

	static byte[] ofVersion(int version, int step) {
		byte[] bytes = checkpoint(step).encode(MODEL);
		ByteBuffer.wrap(bytes).putInt(4, version);
		return bytes;
	}

}
