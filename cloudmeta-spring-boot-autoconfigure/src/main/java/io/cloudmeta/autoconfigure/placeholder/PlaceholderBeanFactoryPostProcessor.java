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
import io.cloudmeta.internal.placeholder.CloudPlaceholders;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.env.Environment;

/**
 * Rewrites the placeholders in property sources that are added after the environment was
 * prepared: before the first condition is evaluated, and again after the last
 * configuration class was read, which may have brought a {@code @PropertySource}.
 */
class PlaceholderBeanFactoryPostProcessor implements BeanDefinitionRegistryPostProcessor {

	private static final Log logger = LogFactory.getLog(PlaceholderBeanFactoryPostProcessor.class);

	private final CloudPlaceholders placeholders;

	private final Environment environment;

	PlaceholderBeanFactoryPostProcessor(CloudPlaceholders placeholders, Environment environment) {
		this.placeholders = placeholders;
		this.environment = environment;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		this.placeholders.rewriteSources(logger);
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		this.placeholders.rewriteSources(logger);
		this.placeholders.forgetSettings();
		if (EnvironmentCloudInstance.mayHaveSettings(this.environment)) {
			this.placeholders.verifySettings();
		}
	}

}
