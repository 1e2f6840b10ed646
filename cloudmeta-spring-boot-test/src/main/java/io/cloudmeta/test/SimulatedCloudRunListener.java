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

package io.cloudmeta.test;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Starts the simulated cloud of a Spring Boot test before any post-processor sees the
 * environment, so that it is also there for properties that are resolved before there is
 * a context, such as {@code logging.file.name} or {@code spring.config.import}. Spring
 * Boot makes the test class the application's main class, by which it is found here.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SimulatedCloudRunListener implements SpringApplicationRunListener {

	private final SpringApplication application;

	private @Nullable CloudSimulator simulator;

	SimulatedCloudRunListener(SpringApplication application) {
		this.application = application;
	}

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrapContext,
			ConfigurableEnvironment environment) {
		Class<?> testClass = this.application.getMainApplicationClass();
		SimulatedCloudSettings settings = (testClass != null) ? SimulatedCloudSettings.of(testClass) : null;
		if (settings != null) {
			this.simulator = settings.start();
			SimulatedCloudPropertySource.add(environment, this.simulator);
		}
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		if (this.simulator != null) {
			this.simulator.close();
		}
	}

}
