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

import java.util.List;
import java.util.Map;

import io.cloudmeta.test.CloudSimulator.Dmi;
import io.cloudmeta.test.CloudSimulator.Fault;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Properties of the simulated cloud that an application is run on.
 *
 * @param cloud Cloud to simulate, such as "aws", "azure.aks" or "none" for a laptop. Must
 * be set on the command line, as a system property or as an environment variable. None
 * unless set.
 * @param values Values of the simulated instance in place of the invented ones, each as
 * "name=value".
 * @param dmi Firmware of the simulated instance: that of the "cloud", that of a virtual
 * machine on "kvm", or "none".
 * @param fault Fault of the simulated metadata service.
 * @param cloudInit Whether to give the simulated instance the file that cloud-init writes
 * at boot.
 */
@ConfigurationProperties(SimulatorProperties.PREFIX)
record SimulatorProperties(@Nullable String cloud, @DefaultValue List<String> values, @DefaultValue("cloud") Dmi dmi,
		@DefaultValue("none") Fault fault, @DefaultValue("false") boolean cloudInit) {

	static final String PREFIX = "cloudmeta.simulator";

	/**
	 * Returns the simulated cloud that an environment asks for.
	 * @param environment the environment
	 * @return the settings, or {@code null} if no cloud is to be simulated
	 * @throws InvalidConfigurationPropertyValueException if it can't be simulated
	 */
	static @Nullable SimulatedCloudSettings find(Environment environment) {
		SimulatorProperties properties = Binder.get(environment).bind(PREFIX, SimulatorProperties.class).orElse(null);
		return (properties != null) ? properties.settings() : null;
	}

	private @Nullable SimulatedCloudSettings settings() {
		if (this.cloud == null) {
			return null;
		}
		verify("cloud", this.cloud, () -> CloudSimulator.of(this.cloud));
		verify("cloud-init", this.cloudInit, () -> settings(Map.of()).verify());
		verify("values", this.values, () -> settings(parsed()).verify());
		return settings(parsed());
	}

	private SimulatedCloudSettings settings(Map<String, String> values) {
		return new SimulatedCloudSettings(String.valueOf(this.cloud), values, this.dmi, this.fault, this.cloudInit,
				List.of());
	}

	private Map<String, String> parsed() {
		return SimulatedCloudSettings.parse(this.values.toArray(String[]::new));
	}

	private static void verify(String name, Object value, Runnable verification) {
		try {
			verification.run();
		}
		catch (IllegalArgumentException ex) {
			throw invalid(name, value, ex);
		}
	}

	static InvalidConfigurationPropertyValueException invalid(String name, Object value, Exception reason) {
		return new InvalidConfigurationPropertyValueException(PREFIX + "." + name, value, reason.getMessage(), reason);
	}

}
