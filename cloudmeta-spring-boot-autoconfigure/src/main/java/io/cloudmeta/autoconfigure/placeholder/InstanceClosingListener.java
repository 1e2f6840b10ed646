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

import io.cloudmeta.internal.detection.LazyCloudInstance;

import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Ends an instance with its context. The bean alone would not do: placeholders ask the
 * instance without it.
 */
class InstanceClosingListener implements ApplicationListener<ContextClosedEvent> {

	private final ConfigurableApplicationContext context;

	private final LazyCloudInstance instance;

	InstanceClosingListener(ConfigurableApplicationContext context, LazyCloudInstance instance) {
		this.context = context;
		this.instance = instance;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		// the events of child contexts come here too
		if (this.context.equals(event.getApplicationContext())) {
			this.instance.close();
		}
	}

}
