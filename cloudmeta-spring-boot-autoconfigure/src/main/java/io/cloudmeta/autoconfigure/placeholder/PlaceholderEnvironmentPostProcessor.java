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

package io.cloudmeta.autoconfigure.placeholder;

import io.cloudmeta.autoconfigure.core.EnvironmentCloudInstance;
import io.cloudmeta.internal.detection.DetectedCloudInstance;
import io.cloudmeta.internal.placeholder.CloudPlaceholders;
import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Registers the values of the cloud and rewrites the placeholders in environment
 * variables, system properties and on the command line, before Spring Boot reads the
 * configuration files: those may depend on them. From here on, the application waits for
 * the cloud no longer than one call does, until it has started.
 */
class PlaceholderEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private final DeferredLogFactory logFactory;

	private final Log logger;

	PlaceholderEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		this.logFactory = logFactory;
		this.logger = logFactory.getLog(PlaceholderEnvironmentPostProcessor.class);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 9;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		// before all others that may need the instance
		DetectedCloudInstance instance = EnvironmentCloudInstance.of(environment, this.logFactory);
		instance.applicationStarts();
		CloudPlaceholders.attach(environment, instance).rewriteSources(this.logger);
	}

}
