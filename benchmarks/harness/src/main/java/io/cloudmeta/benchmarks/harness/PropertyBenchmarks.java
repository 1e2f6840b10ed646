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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.cloudmeta.benchmarks.application.BenchmarkApplication;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * What it takes to read a property. Runs with the starter and without.
 *
 * @since 0.1.0
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class PropertyBenchmarks {

	static final String FILE = "file";

	static final String COMMAND_LINE = "command line";

	/** The source of the properties with placeholders. */
	@Param({ FILE, COMMAND_LINE })
	String place;

	private ConfigurableApplicationContext context;

	private Environment environment;

	@Setup
	public void start() {
		this.context = run(this.place);
		this.environment = this.context.getEnvironment();
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

	/**
	 * Runs the application with a fixed cloud, so that no request is sent.
	 * @param place the source of the properties with placeholders
	 */
	static ConfigurableApplicationContext run(String place) {
		List<String> arguments = new ArrayList<>(List.of("--logging.level.root=warn",
				"--cloudmeta.instance.provider=aws", "--cloudmeta.instance.region=eu-central-1"));
		arguments.addAll(place.equals(FILE) ? List.of("--spring.config.import=classpath:placeholders.yml") : List
			.of("--benchmark.cloud=in $<cloud:region>", "--benchmark.spring=in ${cloudmeta.instance.region}"));
		return new SpringApplicationBuilder(BenchmarkApplication.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run(arguments.toArray(String[]::new));
	}

	// A property of the configuration file.
	@Benchmark
	public @Nullable String existing() {
		return this.environment.getProperty("application.place");
	}

	@Benchmark
	public @Nullable String missing() {
		return this.environment.getProperty("application.missing");
	}

	// A property with a placeholder of Spring's own.
	@Benchmark
	public @Nullable String withPlaceholder() {
		return this.environment.getProperty("benchmark.spring");
	}

	// A property with a placeholder of ours. Without the starter, it is just text.
	@Benchmark
	public @Nullable String withCloudPlaceholder() {
		return this.environment.getProperty("benchmark.cloud");
	}

}
