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

import java.lang.management.ManagementFactory;
import java.util.Collection;

import com.sun.management.ThreadMXBean;
import io.cloudmeta.CloudInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the benchmarks of reading: that they run, and what does not depend on the
 * machine.
 */
class ReadsTests {

	private static final int READS = 10_000;

	@Test
	void eachBenchmarkRuns() throws RunnerException {
		Collection<RunResult> results = new Runner(new OptionsBuilder().include("io.cloudmeta.benchmarks.*")
			.forks(0)
			.warmupIterations(0)
			.measurementIterations(1)
			.measurementTime(TimeValue.milliseconds(5))
			.verbosity(VerboseMode.SILENT)
			.shouldFailOnError(true)
			.build()).run();
		assertThat(results).hasSize(11)
			.allSatisfy((result) -> assertThat(result.getPrimaryResult().getScore()).isPositive());
	}

	@ParameterizedTest
	@ValueSource(strings = { PropertyBenchmarks.FILE, PropertyBenchmarks.COMMAND_LINE })
	void propertiesAreWhatTheBenchmarksSay(String place) {
		PropertyBenchmarks benchmarks = new PropertyBenchmarks();
		benchmarks.place = place;
		benchmarks.start();
		assertThat(benchmarks.existing()).isEqualTo("local/none");
		assertThat(benchmarks.missing()).isNull();
		assertThat(benchmarks.withPlaceholder()).isEqualTo("in eu-central-1");
		assertThat(benchmarks.withCloudPlaceholder()).isEqualTo("in eu-central-1");
		benchmarks.stop();
	}

	@Test
	void readingAGetterAllocatesNothing() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		try (ConfigurableApplicationContext context = PropertyBenchmarks.run(PropertyBenchmarks.FILE)) {
			CloudInstance instance = context.getBean(CloudInstance.class);
			assertThat(read(instance)).isEqualTo(READS);
			long before = threads.getCurrentThreadAllocatedBytes();
			read(instance);
			// less than a byte a read: what is left is the measurement's own
			assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(READS);
		}
	}

	private static int read(CloudInstance instance) {
		int found = 0;
		for (int i = 0; i < READS; i++) {
			found += (instance.getRegion() != null && instance.getProvider() != null) ? 1 : 0;
		}
		return found;
	}

}
