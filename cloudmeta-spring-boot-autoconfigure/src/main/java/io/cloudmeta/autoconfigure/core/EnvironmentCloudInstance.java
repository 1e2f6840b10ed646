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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.cloudmeta.internal.detection.DetectedCloudInstance;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySource.StubPropertySource;

/**
 * The owner of an environment's instance: the bean, conditions, placeholders, profiles,
 * log events and the life cycle all find the same one here.
 * <p>
 * It is attached to the environment as {@link ConfigurationPropertySources} is, without
 * any property. It is therefore copied with the property sources: to an environment of
 * another type that Spring Boot converts this one to, and to the environments of child
 * contexts. The bootstrap registry would not suffice: it is closed before conditions are
 * evaluated, logging does not see it, and contexts without
 * {@link org.springframework.boot.SpringApplication} have none.
 *
 * @since 0.1.0
 */
public final class EnvironmentCloudInstance extends StubPropertySource {

	private static final String NAME = EnvironmentCloudInstance.class.getName();

	private static final ConfigurationPropertyName SETTINGS = ConfigurationPropertyName.of("cloudmeta");

	private final DetectedCloudInstance instance;

	private EnvironmentCloudInstance(DetectedCloudInstance instance) {
		super(NAME);
		this.instance = instance;
	}

	/**
	 * Returns the instance of an environment, a new one if it has none yet.
	 * @param environment the environment
	 * @return the instance
	 */
	public static DetectedCloudInstance of(ConfigurableEnvironment environment) {
		DetectedCloudInstance existing = find(environment);
		return (existing != null) ? existing : of(environment, Supplier::get);
	}

	/**
	 * Returns the instance of an environment, a new one if it has none yet.
	 * @param environment the environment
	 * @param logs the logs of a new one, which may be used before logging is initialized
	 * @return the instance
	 */
	public static DetectedCloudInstance of(ConfigurableEnvironment environment, DeferredLogFactory logs) {
		DetectedCloudInstance existing = find(environment);
		return (existing != null) ? existing : attach(environment, create(environment, logs));
	}

	private static DetectedCloudInstance create(ConfigurableEnvironment environment, DeferredLogFactory logs) {
		Log log = logs.getLog(CloudMetaSettings.class);
		// the settings may be read several times
		Set<String> warnings = ConcurrentHashMap.newKeySet();
		return new DetectedCloudInstance(() -> CloudMetaSettings.read(environment, (warning) -> {
			if (warnings.add(warning)) {
				log.warn(warning);
			}
		}), logs);
	}

	static @Nullable DetectedCloudInstance find(ConfigurableEnvironment environment) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnvironmentCloudInstance owner) {
				return owner.instance;
			}
		}
		return null;
	}

	static DetectedCloudInstance attach(ConfigurableEnvironment environment, DetectedCloudInstance instance) {
		environment.getPropertySources().addLast(new EnvironmentCloudInstance(instance));
		return instance;
	}

	/**
	 * Returns whether any of cloudmeta's settings may be set. In most applications none
	 * is.
	 * @param environment the environment
	 * @return {@code false} if all settings have their defaults
	 */
	public static boolean mayHaveSettings(Environment environment) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (mayHaveSettings(source)) {
				return true;
			}
		}
		return false;
	}

	static boolean mayHaveSettings(@Nullable ConfigurationPropertySource source) {
		return source != null && source.containsDescendantOf(SETTINGS) != ConfigurationPropertyState.ABSENT;
	}

}
