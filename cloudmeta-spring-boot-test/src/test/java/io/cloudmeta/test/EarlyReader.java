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

package io.cloudmeta.test;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Reads the simulator's address as early as a post-processor can, and keeps what it saw.
 */
class EarlyReader implements EnvironmentPostProcessor, Ordered {

	static final String SEEN = "test.seen-early";

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		String endpoint = environment.getProperty("cloudmeta.azure.endpoint");
		if (endpoint != null) {
			environment.getPropertySources().addLast(new MapPropertySource("early", Map.of(SEEN, endpoint)));
		}
		if (environment.getProperty("test.fail-early", Boolean.class, false)) {
			throw new IllegalStateException("Configured to fail, at " + endpoint);
		}
	}

}
