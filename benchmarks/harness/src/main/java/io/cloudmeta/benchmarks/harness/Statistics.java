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

package io.cloudmeta.benchmarks.harness;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Medians and how sure they are.
 */
final class Statistics {

	private static final int RESAMPLES = 4000;

	/** Fixed, so that the same measurements give the same text. */
	private static final long SEED = 20261121;

	private Statistics() {
	}

	static double median(double[] values) {
		return quantile(values, 0.5);
	}

	static double quantile(double[] values, double part) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		double position = part * (sorted.length - 1);
		int below = (int) position;
		int above = Math.min(below + 1, sorted.length - 1);
		return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
	}

	/**
	 * Returns the median and the quartiles.
	 */
	static Interval quartiles(double[] values) {
		return new Interval(median(values), quantile(values, 0.25), quantile(values, 0.75));
	}

	/**
	 * Returns the ratio of two medians, with the 95 % interval of a bootstrap over the
	 * rounds that the values were measured in.
	 */
	static Interval ratio(double[] values, double[] base) {
		return bootstrap(values, base, (sample) -> median(sample[0]) / median(sample[1]));
	}

	/**
	 * Returns the difference of two medians, with the interval as in
	 * {@link #ratio(double[], double[])}.
	 */
	static Interval difference(double[] values, double[] base) {
		return bootstrap(values, base, (sample) -> median(sample[0]) - median(sample[1]));
	}

	private static Interval bootstrap(double[] values, double[] base, ToDoubleFunction<double[][]> statistic) {
		int rounds = Math.min(values.length, base.length);
		Random random = new Random(SEED);
		double[] results = new double[RESAMPLES];
		for (int i = 0; i < RESAMPLES; i++) {
			double[][] sample = new double[2][rounds];
			for (int j = 0; j < rounds; j++) {
				int round = random.nextInt(rounds);
				sample[0][j] = values[round];
				sample[1][j] = base[round];
			}
			results[i] = statistic.applyAsDouble(sample);
		}
		double[][] whole = { Arrays.copyOf(values, rounds), Arrays.copyOf(base, rounds) };
		return new Interval(statistic.applyAsDouble(whole), quantile(results, 0.025), quantile(results, 0.975));
	}

	/**
	 * A value and the interval that it lies in.
	 *
	 * @param value the value
	 * @param low the lower end
	 * @param high the upper end
	 */
	record Interval(double value, double low, double high) {

		String format(String number) {
			return (number + " (" + number + " … " + number + ")").formatted(this.value, this.low, this.high);
		}

	}

}
