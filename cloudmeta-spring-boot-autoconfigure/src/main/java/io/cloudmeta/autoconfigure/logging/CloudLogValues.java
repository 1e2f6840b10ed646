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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudAttribute;
import io.cloudmeta.autoconfigure.core.EnvironmentCloudInstance;
import io.cloudmeta.internal.detection.DetectedCloudInstance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Values for log events that are read beforehand: a log call neither waits for the
 * detection nor sends a request. They are read on a thread of their own, once and
 * whenever the identity has changed.
 */
final class CloudLogValues {

	private static final String ENABLED = "cloudmeta.logging.enabled";

	private static final Log logger = LogFactory.getLog(CloudLogValues.class);

	private final List<CloudAttribute> attributes;

	private volatile Map<String, String> values = Map.of();

	/**
	 * Creates values that are all absent.
	 * @param attributes what to read
	 */
	CloudLogValues(Collection<CloudAttribute> attributes) {
		this.attributes = List.copyOf(attributes);
	}

	/**
	 * Returns whether log events contain the cloud. An invalid value is reported where
	 * all properties are bound.
	 */
	static boolean isEnabled(Environment environment) {
		return !environment.getProperty(ENABLED, "true").trim().equalsIgnoreCase("false");
	}

	/**
	 * Begins to read the instance of an environment, if log events contain the cloud.
	 * Logging is initialized before all settings are complete, so the detection begins
	 * when they are.
	 * @param environment the environment
	 */
	void follow(Environment environment) {
		boolean building = SpringProperties.getFlag(AbstractAotProcessor.AOT_PROCESSING);
		if (!building && environment instanceof ConfigurableEnvironment configurable && isEnabled(environment)) {
			DetectedCloudInstance instance = EnvironmentCloudInstance.of(configurable);
			instance.onceSettingsAreComplete(() -> follow(instance));
		}
	}

	private void follow(DetectedCloudInstance instance) {
		instance.start();
		// inherits nothing from the application's thread
		Thread thread = new Thread(null, () -> {
			try {
				read(instance.await());
				instance.onChange((change) -> read(instance.await()));
			}
			catch (RuntimeException ex) {
				// the component that needs the instance reports it
				logger.debug("Log events will not contain the cloud", ex);
			}
		}, "cloudmeta-log-values", 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(CloudLogValues.class.getClassLoader());
		thread.start();
	}

	/**
	 * Reads an instance, unless it was closed.
	 */
	private void read(@Nullable CloudInstance instance) {
		if (instance == null) {
			return;
		}
		Map<String, String> read = new LinkedHashMap<>();
		for (CloudAttribute attribute : this.attributes) {
			String value = attribute.get(instance);
			if (StringUtils.hasText(value)) {
				read.put(attribute.getName(), value);
			}
		}
		this.values = Map.copyOf(read);
	}

	/**
	 * Returns whether there is any value.
	 * @return {@code false} before the detection is done and off the cloud
	 */
	boolean isKnown() {
		return !this.values.isEmpty();
	}

	/**
	 * Returns a value.
	 * @param attribute the attribute to return
	 * @return the value, or {@code null} if it is absent, as all are before the detection
	 * is done
	 */
	@Nullable String get(CloudAttribute attribute) {
		return this.values.get(attribute.getName());
	}

}
