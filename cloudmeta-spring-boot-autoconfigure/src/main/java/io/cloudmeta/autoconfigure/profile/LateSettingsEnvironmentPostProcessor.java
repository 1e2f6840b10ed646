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

package io.cloudmeta.autoconfigure.profile;

import io.cloudmeta.autoconfigure.core.EnvironmentCloudInstance;
import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Logs a warning for properties in a configuration file that are needed to choose the
 * profiles, which happens before those files are read.
 */
class LateSettingsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final ConfigurationPropertyName ENABLED = ConfigurationPropertyName
		.of(CloudProfilesEnvironmentPostProcessor.ENABLED);

	private static final String ADVICE = "Set it where Spring Boot finds it before it reads configuration files: "
			+ "an environment variable, a system property, the command line, or SpringApplication.setDefaultProperties";

	private final Log logger;

	private final ConfigurableBootstrapContext bootstrapContext;

	LateSettingsEnvironmentPostProcessor(DeferredLogFactory logFactory, ConfigurableBootstrapContext bootstrapContext) {
		this.logger = logFactory.getLog(LateSettingsEnvironmentPostProcessor.class);
		this.bootstrapContext = bootstrapContext;
	}

	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER + 1;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (CloudProfilesEnvironmentPostProcessor.wasEnabled(this.bootstrapContext)) {
			if (EnvironmentCloudInstance.of(environment).reconsider()) {
				this.logger.warn("Configuration files set cloudmeta's properties otherwise than they were when the "
						+ "profiles were chosen, so that the profiles may be another cloud's. " + ADVICE);
			}
		}
		else if (CloudProfilesEnvironmentPostProcessor.isEnabled(environment)) {
			this.logger.warn("%s%s has no effect, because profiles are chosen before it is read. %s"
				.formatted(CloudProfilesEnvironmentPostProcessor.ENABLED, where(environment), ADVICE));
		}
	}

	private static String where(ConfigurableEnvironment environment) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(ENABLED);
			if (property != null) {
				return (property.getOrigin() != null) ? " in %s".formatted(property.getOrigin()) : "";
			}
		}
		return "";
	}

}
