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

import java.util.Random;

/**
 * Generated rows with a label each. The same seed generates the same rows on each
 * machine.
 *
 * @param rows the features of each row
 * @param labels zero or one for each row
 */
@SuppressWarnings("ArrayRecordComponent")
record Dataset(double[][] rows, int[] labels) {

	/**
	 * Generates rows of two classes that overlap.
	 * @param seed the seed
	 * @param rows the number of rows
	 * @param features the number of features
	 * @return the rows
	 */
	static Dataset generate(long seed, int rows, int features) {
		Random random = new Random(seed);
		double[] truth = random.doubles(features, -2, 2).toArray();
		Dataset dataset = new Dataset(new double[rows][features], new int[rows]);
		for (int row = 0; row < rows; row++) {
			double score = random.nextGaussian();
			for (int feature = 0; feature < features; feature++) {
				// The later a feature, the less it varies, and the longer it takes to
				// learn
				dataset.rows[row][feature] = random.nextGaussian() / (1 + 0.25 * feature);
				score += truth[feature] * dataset.rows[row][feature] * (1 + 0.125 * feature);
			}
			dataset.labels[row] = (score > 0) ? 1 : 0;
		}
		return dataset;
	}

	int size() {
		return this.labels.length;
	}

}
