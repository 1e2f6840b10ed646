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

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

/**
 * A simulator's properties in an environment, by which it is found there again.
 */
final class SimulatedCloudPropertySource extends EnumerablePropertySource<CloudSimulator> {

	private static final String NAME = "simulatedCloud";

	private final Map<String, String> properties;

	private SimulatedCloudPropertySource(CloudSimulator simulator) {
		super(NAME, simulator);
		this.properties = simulator.getProperties();
	}

	/**
	 * Adds a simulator's properties: before the system's, and so behind those that a test
	 * states itself.
	 * @param environment the environment
	 * @param simulator the simulator
	 */
	static void add(ConfigurableEnvironment environment, CloudSimulator simulator) {
		simulator.setEnvironment(environment);
		MutablePropertySources sources = environment.getPropertySources();
		SimulatedCloudPropertySource source = new SimulatedCloudPropertySource(simulator);
		if (sources.contains(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
			sources.addBefore(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, source);
		}
		else {
			sources.addFirst(source);
		}
	}

	/**
	 * Returns the simulator whose properties an environment has.
	 * @param environment the environment
	 * @return the simulator, or {@code null} if there is none
	 */
	static @Nullable CloudSimulator find(ConfigurableEnvironment environment) {
		PropertySource<?> source = environment.getPropertySources().get(NAME);
		return (source instanceof SimulatedCloudPropertySource found) ? found.getSource() : null;
	}

	@Override
	public String[] getPropertyNames() {
		return StringUtils.toStringArray(this.properties.keySet());
	}

	@Override
	public @Nullable Object getProperty(String name) {
		return this.properties.get(name);
	}

}
