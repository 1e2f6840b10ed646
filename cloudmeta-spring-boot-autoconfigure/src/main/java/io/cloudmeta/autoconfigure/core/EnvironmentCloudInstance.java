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

package io.cloudmeta.autoconfigure.core;

import io.cloudmeta.internal.detection.DetectedCloudInstance;
import io.cloudmeta.internal.detection.LazyCloudInstance;
import io.cloudmeta.internal.placeholder.CloudPlaceholders;
import io.cloudmeta.internal.placeholder.SettingsReading;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Finds the instance that belongs to an environment: its bean and its placeholders show
 * the same one.
 *
 * @since 0.1.0
 */
public final class EnvironmentCloudInstance {

	private EnvironmentCloudInstance() {
	}

	/**
	 * Returns the instance of an environment, a new one if it has none yet.
	 * @param environment the environment
	 * @return the instance
	 */
	public static LazyCloudInstance of(ConfigurableEnvironment environment) {
		return placeholders(environment).getInstance();
	}

	/**
	 * Returns the placeholders of an environment, new ones if it has none yet.
	 * @param environment the environment
	 * @return the placeholders
	 */
	public static CloudPlaceholders placeholders(ConfigurableEnvironment environment) {
		CloudPlaceholders existing = CloudPlaceholders.of(environment);
		if (existing != null) {
			return existing;
		}
		SettingsReading settings = new SettingsReading();
		return CloudPlaceholders.attach(environment,
				new DetectedCloudInstance(() -> settings.read(() -> CloudMetaSettings.read(environment))), settings);
	}

}
