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
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Brings placeholders to where the environment alone does not: to annotations and to
 * property sources that come with the context. Begins the detection, so that it runs
 * while the context starts.
 */
class PlaceholderApplicationContextInitializer
		implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

	private static final Log logger = LogFactory.getLog(PlaceholderApplicationContextInitializer.class);

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		DetectedCloudInstance instance = EnvironmentCloudInstance.of(environment);
		CloudPlaceholders placeholders = CloudPlaceholders.attach(environment, instance);
		placeholders.rewriteSources(logger);
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		beanFactory.addEmbeddedValueResolver(new PlaceholderValueResolver(placeholders, beanFactory, environment));
		context.addBeanFactoryPostProcessor(new LatePropertySources(placeholders, environment));
		placeholders.environmentIsReady();
		instance.onceSettingsAreComplete(placeholders::startDetection);
	}

	/**
	 * Rewrites the placeholders in property sources that are added after the environment
	 * was prepared: before the first condition is evaluated, and again after the last
	 * configuration class was read, which may have brought a {@code @PropertySource}.
	 */
	private record LatePropertySources(CloudPlaceholders placeholders,
			Environment environment) implements BeanDefinitionRegistryPostProcessor {

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

}
