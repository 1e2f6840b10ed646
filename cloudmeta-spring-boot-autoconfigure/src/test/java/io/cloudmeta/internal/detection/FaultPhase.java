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

package io.cloudmeta.internal.detection;

import java.nio.file.Path;
import java.time.Duration;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.test.CloudSimulator;

/**
 * When a fault is met.
 */
enum FaultPhase {

	NAMED("Detection where something names the cloud"),

	UNNAMED("Detection where nothing names a cloud"),

	FETCH("One more value"),

	REFRESH("Refresh");

	/** What {@code cloudmeta.fetch.timeout} is in the matrix. */
	static final Duration FETCH_TIMEOUT = Duration.ofMillis(1500);

	/** What {@code cloudmeta.detection.timeout} is in the matrix. */
	static final Duration DETECTION_TIMEOUT = Duration.ofMillis(1000);

	private final String description;

	FaultPhase(String description) {
		this.description = description;
	}

	String description() {
		return this.description;
	}

	Duration deadline() {
		return (this == UNNAMED) ? DETECTION_TIMEOUT : FETCH_TIMEOUT;
	}

	/**
	 * Returns the settings of the instance that meets the fault.
	 * @param cloud the simulated cloud
	 * @param server what stands before it
	 * @param emptyDirectory the firmware's directory where there is no firmware
	 */
	DetectionSettings settings(CloudSimulator cloud, FaultyServer server, Path emptyDirectory) {
		TestSettings settings = (this == UNNAMED) ? TestSettings.asInReality(cloud, CloudProvider.of(cloud.getCloud()))
				: TestSettings.of(cloud);
		cloud.getProperties().forEach((name, value) -> {
			if (value.equals(cloud.getUrl().toString())) {
				settings.property(name, server.url());
			}
		});
		settings.timeouts(DETECTION_TIMEOUT, FETCH_TIMEOUT);
		if (this == UNNAMED) {
			return settings.property("cloudmeta.detection.sysfs", emptyDirectory.toString()).build();
		}
		DetectionSettings built = settings.build();
		// the firmware of some says no more than that it is a virtual machine
		boolean proven = LocalDecider.decide(built, new LocalFiles()).proven() != null;
		return proven ? built : settings.provider(CloudProvider.of(cloud.getCloud())).build();
	}

}
