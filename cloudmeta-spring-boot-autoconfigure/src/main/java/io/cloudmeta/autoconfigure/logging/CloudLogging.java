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

package io.cloudmeta.autoconfigure.logging;

import io.cloudmeta.autoconfigure.core.EnvironmentCloudInstance;
import io.cloudmeta.internal.detection.DetectedCloudInstance;

import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Brings the instance of an environment to its log events.
 */
final class CloudLogging {

	private static final String ENABLED = "cloudmeta.logging.enabled";

	private CloudLogging() {
	}

	/**
	 * Returns whether log events are to say where the application runs. A value that
	 * makes no sense is explained where all properties are bound.
	 */
	static boolean isEnabled(Environment environment) {
		return !environment.getProperty(ENABLED, "true").trim().equalsIgnoreCase("false");
	}

	/**
	 * Fills values as soon as the instance is known. Logging is set up before all
	 * settings are there, so the detection begins when they are.
	 */
	static void fill(CloudLogValues values, Environment environment) {
		boolean building = SpringProperties.getFlag(AbstractAotProcessor.AOT_PROCESSING);
		if (!building && environment instanceof ConfigurableEnvironment configurable && isEnabled(environment)) {
			DetectedCloudInstance instance = EnvironmentCloudInstance.of(configurable);
			instance.onceSettingsAreComplete(() -> values.follow(instance));
		}
	}

}
