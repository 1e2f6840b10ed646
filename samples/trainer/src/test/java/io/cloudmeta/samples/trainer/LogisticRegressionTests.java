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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogisticRegression}.
 */
class LogisticRegressionTests {

	private static final TrainerProperties.Model SETTINGS = new TrainerProperties.Model(7, 1000, 8, 32, 0.01, 0.9);

	@Test
	void learns() {
		LogisticRegression model = new LogisticRegression(SETTINGS);
		assertThat(model.loss()).isBetween(0.69, 0.7);
		train(model, 500);
		assertThat(model.loss()).isBetween(0.1, 0.45);
	}

	@Test
	void whenContinuedOnAnotherMachineComputesTheSameBits() throws Exception {
		LogisticRegression uninterrupted = new LogisticRegression(SETTINGS);
		train(uninterrupted, 500);
		LogisticRegression model = new LogisticRegression(SETTINGS);
		for (int step : new int[] { 1, 31, 32, 33, 250, 499, 500 }) {
			train(model, step);
			byte[] saved = model.checkpoint(TrainingHistory.NONE).encode(SETTINGS);
			model = new LogisticRegression(SETTINGS);
			model.restore(Checkpoint.decode(saved, SETTINGS));
		}
		assertThat(model.checkpoint(TrainingHistory.NONE).encode(SETTINGS))
			.isEqualTo(uninterrupted.checkpoint(TrainingHistory.NONE).encode(SETTINGS));
		assertThat(model.loss()).isEqualTo(uninterrupted.loss());
	}

	@Test
	void withAnotherSeedComputesSomethingElse() {
		LogisticRegression model = new LogisticRegression(SETTINGS);
		LogisticRegression other = new LogisticRegression(new TrainerProperties.Model(8, 1000, 8, 32, 0.01, 0.9));
		train(model, 100);
		train(other, 100);
		assertThat(model.loss()).isNotEqualTo(other.loss());
	}

	private static void train(LogisticRegression model, int steps) {
		while (model.getStep() < steps) {
			model.step();
		}
	}

}
