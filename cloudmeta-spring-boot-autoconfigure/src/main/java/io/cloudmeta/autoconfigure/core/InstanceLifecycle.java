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

import io.cloudmeta.CloudInstanceChangedEvent;
import io.cloudmeta.internal.detection.DetectedCloudInstance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Publishes that the instance is another than was known before, and forgets what is known
 * when the context starts again: after a restore from a checkpoint, for which Spring
 * stops and starts it, the application may be on another machine.
 */
class InstanceLifecycle implements SmartInitializingSingleton, SmartLifecycle {

	private static final Log logger = LogFactory.getLog(InstanceLifecycle.class);

	private final DetectedCloudInstance instance;

	private final ConfigurableEnvironment environment;

	private final ApplicationContext context;

	private volatile boolean running;

	private volatile boolean stopped;

	InstanceLifecycle(ConfigurableEnvironment environment, ApplicationContext context) {
		this.instance = EnvironmentCloudInstance.of(environment);
		this.environment = environment;
		this.context = context;
	}

	/**
	 * Not earlier, because beans that listen to the event may not exist yet. Settings are
	 * validated even if no bean needs them; without settings, there is nothing to
	 * validate and no class to load for it.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		if (!this.instance.verify() && EnvironmentCloudInstance.mayHaveSettings(this.environment)) {
			CloudMetaSettings.read(this.environment, logger::debug);
		}
		this.instance.onChange(this::changed);
	}

	private void changed(CloudInstanceChangedEvent event) {
		if (this.running && isEager()) {
			this.instance.readAll(false);
		}
		publish(event);
	}

	private boolean isEager() {
		return EnvironmentCloudInstance.mayHaveSettings(this.environment)
				&& CloudMetaSettings.properties(this.environment).fetch().eager();
	}

	/**
	 * Publishes an event with the class loader of the application as the thread's: the
	 * thread may serve several applications.
	 */
	private void publish(ApplicationEvent event) {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(this.context.getClassLoader());
		try {
			this.context.publishEvent(event);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	@Override
	public void start() {
		if (this.stopped) {
			this.stopped = false;
			this.instance.forget();
		}
		if (isEager()) {
			this.instance.readAll(true);
		}
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.stopped = true;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * A pause, as of contexts that the test framework keeps, is on the same machine. A
	 * checkpoint stops what cannot be paused too.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * Before all other beans, which may use the instance when they start.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
