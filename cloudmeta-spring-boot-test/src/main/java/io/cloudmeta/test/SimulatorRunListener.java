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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.log.LogMessage;

/**
 * Starts the simulated cloud that an application is run on by the property
 * {@code cloudmeta.simulator.cloud}, before any post-processor sees the environment.
 * Comes after the listener for tests, whose own cloud wins.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SimulatorRunListener implements SpringApplicationRunListener {

	private static final Log logger = LogFactory.getLog(CloudSimulator.class);

	private @Nullable CloudSimulator simulator;

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrapContext,
			ConfigurableEnvironment environment) {
		SimulatedCloudSettings settings = (SimulatedCloudPropertySource.find(environment) == null)
				? SimulatorProperties.find(environment) : null;
		if (settings != null) {
			this.simulator = settings.startInBackground();
			SimulatedCloudPropertySource.add(environment, this.simulator);
		}
	}

	@Override
	public void contextPrepared(ConfigurableApplicationContext context) {
		CloudSimulator cloud = this.simulator;
		if (cloud == null) {
			return;
		}
		try {
			cloud.addTo(context);
		}
		catch (IllegalArgumentException ex) {
			throw SimulatorProperties.invalid("cloud", cloud.getCloud(), ex);
		}
		logger.info(LogMessage.format("Runs on the simulated cloud '%s' at %s", cloud.getCloud(), cloud.getUrl()));
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		if (this.simulator != null) {
			this.simulator.close();
		}
	}

}
