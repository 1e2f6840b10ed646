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

import io.cloudmeta.benchmarks.harness.Statistics.Interval;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of {@link Statistics}.
 */
class StatisticsTests {

	@Test
	void medianIsInTheMiddle() {
		assertThat(Statistics.median(new double[] { 9, 1, 2 })).isEqualTo(2);
		assertThat(Statistics.median(new double[] { 4, 1, 2, 9 })).isEqualTo(3);
		assertThat(Statistics.quantile(new double[] { 1, 2, 3, 4, 5 }, 0.25)).isEqualTo(2);
	}

	@Test
	void ratioLiesInItsInterval() {
		Interval ratio = Statistics.ratio(new double[] { 11, 22, 33, 21, 23 }, new double[] { 10, 20, 30, 19, 21 });
		assertThat(ratio.value()).isCloseTo(1.1, within(1e-9));
		assertThat(ratio.low()).isLessThanOrEqualTo(ratio.value()).isGreaterThan(0.7);
		assertThat(ratio.high()).isGreaterThanOrEqualTo(ratio.value()).isLessThan(1.7);
	}

	@Test
	void differenceOfEqualsIsNothing() {
		double[] values = { 5, 7, 9, 6 };
		assertThat(Statistics.difference(values, values)).isEqualTo(new Interval(0, 0, 0));
	}

}
