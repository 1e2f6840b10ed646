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

import java.util.LinkedHashMap;
import java.util.Map;

import io.cloudmeta.internal.placeholder.FakeCloudInstance;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A whole application on a cloud of given values.
 */
public class FakeCloudApplication {

	private final FakeCloudInstance cloud;

	private final Class<?>[] sources;

	private final Map<String, Object> variables = new LinkedHashMap<>();

	private WebApplicationType type = WebApplicationType.NONE;

	public FakeCloudApplication(FakeCloudInstance cloud, Class<?>... sources) {
		this.cloud = cloud;
		this.sources = sources;
	}

	public FakeCloudApplication variable(String name, String value) {
		this.variables.put(name, value);
		return this;
	}

	public FakeCloudApplication servlet() {
		this.type = WebApplicationType.SERVLET;
		return this;
	}

	public SpringApplication build() {
		SpringApplication application = new SpringApplication(this.sources);
		application.setWebApplicationType(this.type);
		application.addListeners(new Attachment(this.cloud, this.variables));
		return application;
	}

	public ConfigurableApplicationContext run(String... arguments) {
		return build().run(arguments);
	}

	/**
	 * Puts the cloud where the starter finds it, before its own post-processors run.
	 */
	public record Attachment(FakeCloudInstance cloud, Map<String, Object> variables)
			implements
				ApplicationListener<ApplicationEnvironmentPreparedEvent>,
				Ordered {

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
			attach(event.getEnvironment());
		}

		void attach(ConfigurableEnvironment environment) {
			EnvironmentCloudInstance.attach(environment, this.cloud);
			if (!this.variables.isEmpty()) {
				String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
				environment.getPropertySources()
					.replace(name, new SystemEnvironmentPropertySource(name, this.variables));
			}
		}

	}

}
