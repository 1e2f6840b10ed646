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

import java.util.concurrent.TimeUnit;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * What it takes to read a getter of the bean.
 *
 * @since 0.1.0
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class GetterBenchmarks {

	private ConfigurableApplicationContext context;

	private CloudInstance instance;

	private Fields fields;

	@Setup
	public void start() {
		this.context = PropertyBenchmarks.run(PropertyBenchmarks.FILE);
		this.instance = this.context.getBean(CloudInstance.class);
		this.fields = new Fields(this.instance.getProvider(), this.instance.getRegion());
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

	// What there is to compare with.
	@Benchmark
	public @Nullable String fieldOfRecord() {
		return this.fields.region();
	}

	@Benchmark
	public CloudProvider getProvider() {
		return this.instance.getProvider();
	}

	@Benchmark
	public @Nullable String getRegion() {
		return this.instance.getRegion();
	}

	/**
	 * The user's own copy of what the bean says.
	 */
	private record Fields(CloudProvider provider, @Nullable String region) {

	}

}
