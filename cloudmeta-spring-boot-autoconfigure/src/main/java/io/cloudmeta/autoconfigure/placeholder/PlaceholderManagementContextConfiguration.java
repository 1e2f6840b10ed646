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

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Resolves placeholders in the annotations of Actuator's own context, which exists where
 * the management port differs from the server's: it inherits the properties, but runs no
 * initializers.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@Import(PlaceholderManagementContextConfiguration.AnnotationPlaceholders.class)
class PlaceholderManagementContextConfiguration {

	/**
	 * Runs before Spring's own placeholders, which resolve the text that is rewritten
	 * here.
	 */
	static final class AnnotationPlaceholders implements BeanFactoryPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
			ConfigurableEnvironment environment = beanFactory.getBean(ConfigurableEnvironment.class);
			CloudPlaceholders placeholders = CloudPlaceholders.attach(environment,
					EnvironmentCloudInstance.of(environment));
			beanFactory.addEmbeddedValueResolver(new PlaceholderValueResolver(placeholders, beanFactory, environment));
		}

	}

}
