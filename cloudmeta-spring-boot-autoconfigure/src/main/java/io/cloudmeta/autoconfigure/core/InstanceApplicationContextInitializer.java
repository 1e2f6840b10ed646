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

import java.util.HashSet;
import java.util.Set;

import io.cloudmeta.internal.detection.DetectedCloudInstance;

import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Binds the instance to its context, also if no bean is created: marks the settings as
 * complete and the context as started, lets the instance read settings again that
 * configuration classes add later, and closes it with the context.
 */
class InstanceApplicationContextInitializer
		implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

	/** Read by the test kit. */
	private static final String SIMULATOR = "cloudmeta.simulator.cloud";

	/** The test kit's property source. */
	private static final String SIMULATED_CLOUD = "simulatedCloud";

	/**
	 * After the initializer of placeholders, which is registered before and has the same
	 * order: settings may contain placeholders.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		verifySimulator(environment);
		DetectedCloudInstance instance = EnvironmentCloudInstance.of(environment);
		context.addApplicationListener(new ContextListener(context, instance));
		Set<String> known = new HashSet<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			known.add(source.getName());
		}
		context.addBeanFactoryPostProcessor((beanFactory) -> {
			if (hasNewSettings(environment, known)) {
				instance.reconsider();
			}
		});
		instance.settingsAreComplete();
	}

	/**
	 * Refuses to run on the real machine an application that is meant to run on a
	 * simulated one.
	 */
	private static void verifySimulator(ConfigurableEnvironment environment) {
		String cloud = environment.getProperty(SIMULATOR);
		if (cloud != null && !environment.getPropertySources().contains(SIMULATED_CLOUD)) {
			throw new InvalidConfigurationPropertyValueException(SIMULATOR, cloud,
					"No cloud is simulated. Set the property on the command line, as a system property or as an"
							+ " environment variable, and have cloudmeta-spring-boot-test on the class path, as"
							+ " spring-boot:test-run and bootTestRun do");
		}
	}

	private static boolean hasNewSettings(ConfigurableEnvironment environment, Set<String> known) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (!known.contains(source.getName())
					&& EnvironmentCloudInstance.mayHaveSettings(ConfigurationPropertySource.from(source))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * One class where a lambda for each event would be three.
	 */
	private static final class ContextListener implements ApplicationListener<ApplicationContextEvent> {

		private final ConfigurableApplicationContext context;

		private final DetectedCloudInstance instance;

		private ContextListener(ConfigurableApplicationContext context, DetectedCloudInstance instance) {
			this.context = context;
			this.instance = instance;
		}

		@Override
		public void onApplicationEvent(ApplicationContextEvent event) {
			// also receives the events of child contexts
			if (!this.context.equals(event.getApplicationContext())) {
				return;
			}
			if (event instanceof ContextRefreshedEvent) {
				this.instance.applicationStarted();
			}
			else if (event instanceof ContextClosedEvent) {
				this.instance.close();
				// another one if Spring Cloud has refreshed the environment from a copy
				EnvironmentCloudInstance.of(this.context.getEnvironment()).close();
			}
		}

	}

}
