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

package io.cloudmeta.integration;

import io.cloudmeta.CloudInstance;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Says where it runs, lets DevTools restart it once, says it again and ends.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class RestartedApplication {

	@Bean
	Where where(CloudInstance instance) {
		return new Where(instance);
	}

	/**
	 * Runs the application.
	 * @param arguments the properties
	 */
	public static void main(String[] arguments) {
		ConfigurableApplicationContext context = SpringApplication.run(RestartedApplication.class, arguments);
		LogFactory.getLog(RestartedApplication.class)
			.info("Knows: %s by %s".formatted(context.getBean(Where.class),
					RestartedApplication.class.getClassLoader().getClass().getSimpleName()));
		if (System.setProperty("restarted", "true") == null) {
			new Thread(() -> Restarter.getInstance().restart()).start();
		}
		else {
			System.exit(0);
		}
	}

}
