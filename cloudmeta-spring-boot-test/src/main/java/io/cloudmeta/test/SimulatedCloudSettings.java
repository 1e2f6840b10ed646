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

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.test.CloudSimulator.Dmi;
import io.cloudmeta.test.CloudSimulator.Fault;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * The settings of a {@link SimulatedCloud}. Equal ones share a simulator.
 *
 * @param cloud the cloud
 * @param values the values by their names
 * @param dmi the content of the firmware
 * @param fault how the metadata service fails
 * @param cloudInit whether there is cloud-init's file
 * @param changes what becomes of the instance
 */
record SimulatedCloudSettings(String cloud, Map<String, String> values, Dmi dmi, Fault fault, boolean cloudInit,
		List<SimulatedChange> changes) {

	/**
	 * Returns the settings of a test class.
	 * @param testClass the class
	 * @return the settings, or {@code null} if it has no simulated cloud
	 * @throws IllegalArgumentException if that can't be simulated
	 */
	static @Nullable SimulatedCloudSettings of(Class<?> testClass) {
		SimulatedCloud annotation = NearestCloud.find(testClass, SimulatedCloud.class);
		if (annotation == null) {
			return null;
		}
		try {
			SimulatedCloudSettings settings = new SimulatedCloudSettings(annotation.cloud(), parse(annotation.values()),
					annotation.dmi(), annotation.fault(), annotation.cloudInit(),
					Arrays.stream(annotation.changes()).map(SimulatedCloudSettings::change).toList());
			settings.verify();
			return settings;
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"@SimulatedCloud of %s: %s".formatted(testClass.getName(), ex.getMessage()), ex);
		}
	}

	/**
	 * Checks that there is such a cloud.
	 * @throws IllegalArgumentException if it can't be simulated
	 */
	void verify() {
		prepare().life(new SimulatedClock());
	}

	/**
	 * Starts the cloud for a test.
	 */
	CloudSimulator start() {
		return start(prepare());
	}

	/**
	 * Starts the cloud for an application, which may end without closing anything.
	 */
	CloudSimulator startInBackground() {
		return start(prepare().inBackground());
	}

	private CloudSimulator start(CloudSimulator.Builder builder) {
		CloudSimulator simulator = builder.start();
		simulator.setFault(this.fault);
		return simulator;
	}

	private CloudSimulator.Builder prepare() {
		CloudSimulator.Builder builder = CloudSimulator.of(this.cloud).values(this.values).dmi(this.dmi);
		this.changes.forEach(builder::change);
		return this.cloudInit ? builder.cloudInit() : builder;
	}

	private static SimulatedChange change(SimulatedCloud.Change change) {
		return new SimulatedChange(DurationStyle.detectAndParse(change.after()), parse(change.values()));
	}

	static Map<String, String> parse(String[] lines) {
		Map<String, String> values = new LinkedHashMap<>();
		for (String line : lines) {
			int end = line.indexOf('=');
			if (end < 1) {
				throw new IllegalArgumentException("'%s' is not of the form 'name=value'".formatted(line));
			}
			if (values.put(line.substring(0, end), line.substring(end + 1)) != null) {
				throw new IllegalArgumentException("'%s' is given twice".formatted(line.substring(0, end)));
			}
		}
		return values;
	}

}
