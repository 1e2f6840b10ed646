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

import java.util.Arrays;
import java.util.Random;

/**
 * Logistic regression, trained by stochastic gradient descent with mini-batches and
 * momentum. A step depends on nothing but the settings, the number of the step and the
 * state of {@link #checkpoint}: a machine that continues from a checkpoint computes the
 * same bits as one that was never interrupted.
 */
class LogisticRegression {

	private static final int EVALUATION_ROWS = 2000;

	private final TrainerProperties.Model settings;

	private final Dataset training;

	private final Dataset evaluation;

	private final int[] order;

	private int orderEpoch = -1;

	private int step;

	// The last one is the bias
	private final double[] weights;

	private final double[] velocity;

	LogisticRegression(TrainerProperties.Model settings) {
		this.settings = settings;
		Dataset all = Dataset.generate(settings.seed(), settings.rows() + EVALUATION_ROWS, settings.features());
		this.training = part(all, 0, settings.rows());
		this.evaluation = part(all, settings.rows(), all.size());
		this.order = new int[settings.rows()];
		this.weights = new double[settings.features() + 1];
		this.velocity = new double[settings.features() + 1];
	}

	private static Dataset part(Dataset all, int from, int to) {
		return new Dataset(Arrays.copyOfRange(all.rows(), from, to), Arrays.copyOfRange(all.labels(), from, to));
	}

	void restore(Checkpoint checkpoint) {
		this.step = checkpoint.step();
		System.arraycopy(checkpoint.weights(), 0, this.weights, 0, this.weights.length);
		System.arraycopy(checkpoint.velocity(), 0, this.velocity, 0, this.velocity.length);
	}

	Checkpoint checkpoint(TrainingHistory history) {
		return new Checkpoint(this.step, this.weights.clone(), this.velocity.clone(), history);
	}

	int getStep() {
		return this.step;
	}

	/**
	 * Learns from the next batch.
	 */
	void step() {
		double[] gradient = new double[this.weights.length];
		for (int i = 0; i < this.settings.batch(); i++) {
			int row = nextRow((long) this.step * this.settings.batch() + i);
			double error = predict(this.training.rows()[row]) - this.training.labels()[row];
			for (int feature = 0; feature < this.settings.features(); feature++) {
				gradient[feature] += error * this.training.rows()[row][feature];
			}
			gradient[this.settings.features()] += error;
		}
		for (int i = 0; i < this.weights.length; i++) {
			this.velocity[i] = this.settings.momentum() * this.velocity[i]
					- this.settings.learningRate() * gradient[i] / this.settings.batch();
			this.weights[i] += this.velocity[i];
		}
		this.step++;
	}

	/**
	 * Returns the row at a position of the endless sequence of epochs, each of which has
	 * all rows in another order.
	 */
	private int nextRow(long position) {
		int epoch = (int) (position / this.order.length);
		if (epoch != this.orderEpoch) {
			shuffle(epoch);
		}
		return this.order[(int) (position % this.order.length)];
	}

	private void shuffle(int epoch) {
		Random random = new Random(this.settings.seed() * 31 + epoch);
		for (int i = 0; i < this.order.length; i++) {
			int j = random.nextInt(i + 1);
			this.order[i] = this.order[j];
			this.order[j] = i;
		}
		this.orderEpoch = epoch;
	}

	/**
	 * Returns the mean loss over rows that are not learned from.
	 * @return the cross entropy
	 */
	double loss() {
		double sum = 0;
		for (int row = 0; row < this.evaluation.size(); row++) {
			double predicted = predict(this.evaluation.rows()[row]);
			double right = (this.evaluation.labels()[row] == 1) ? predicted : 1 - predicted;
			sum -= StrictMath.log(Math.max(right, 1e-12));
		}
		return sum / this.evaluation.size();
	}

	private double predict(double[] row) {
		double score = this.weights[row.length];
		for (int feature = 0; feature < row.length; feature++) {
			score += this.weights[feature] * row[feature];
		}
		// Math.exp may differ between machines in the last bit
		return 1 / (1 + StrictMath.exp(-score));
	}

}
