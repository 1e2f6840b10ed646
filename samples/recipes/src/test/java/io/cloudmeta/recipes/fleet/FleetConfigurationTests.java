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

package io.cloudmeta.recipes.fleet;

import io.cloudmeta.recipes.SimulatedMachine;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FleetConfiguration}.
 */
class FleetConfigurationTests {

	@ParameterizedTest
	@CsvSource({ "spot, 1", "on-demand, 3" })
	void onlyOnDemandMachinesDoWhatMustNotBeInterrupted(String lifecycle, int queues) {
		try (SimulatedMachine machine = new SimulatedMachine(lifecycle, Application.class)) {
			assertThat(machine.get(Role.class).queues()).hasSize(queues);
		}
	}

	@ParameterizedTest
	@CsvSource({ "hetzner", "none" })
	void whereTheCloudDoesNotSayDoesEverything(String cloud) {
		try (CloudSimulator simulator = CloudSimulator.start(cloud)) {
			new ApplicationContextRunner()
				.withPropertyValues(simulator.getProperties()
					.entrySet()
					.stream()
					.map((property) -> property.getKey() + "=" + property.getValue())
					.toArray(String[]::new))
				.withUserConfiguration(FleetConfiguration.class)
				.run((context) -> assertThat(context.getBean(Role.class).queues()).hasSize(3));
		}
	}

	@EnableAutoConfiguration
	@Import(FleetConfiguration.class)
	static class Application {

	}

}
