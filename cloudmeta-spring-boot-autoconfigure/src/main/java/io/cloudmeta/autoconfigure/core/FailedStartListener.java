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

import io.cloudmeta.internal.detection.DetectedCloudInstance;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Closes the instance of an application that fails to start. Detection may have begun
 * before there is a context, after which another environment post-processor may fail.
 */
class FailedStartListener implements SpringApplicationRunListener, Ordered {

	private @Nullable ConfigurableEnvironment environment;

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrapContext,
			ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		DetectedCloudInstance instance = (this.environment != null) ? EnvironmentCloudInstance.find(this.environment)
				: null;
		if (instance != null) {
			instance.close();
		}
	}

	/**
	 * Before the listener that runs the environment post-processors: if one of them
	 * fails, the listeners that follow do not receive the environment.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
