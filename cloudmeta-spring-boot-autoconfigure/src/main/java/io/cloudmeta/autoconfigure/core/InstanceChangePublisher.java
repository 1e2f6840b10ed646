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

import java.util.function.Consumer;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudInstanceChangedEvent;
import io.cloudmeta.internal.detection.InstanceChange;

import org.springframework.context.ApplicationContext;

/**
 * Publishes changes of an instance to the beans of a context, with the class loader of
 * their application as the thread's: the thread may serve several applications.
 *
 * @param instance the instance
 * @param context the context
 */
record InstanceChangePublisher(CloudInstance instance, ApplicationContext context) implements Consumer<InstanceChange> {

	@Override
	public void accept(InstanceChange change) {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(this.context.getClassLoader());
		try {
			this.context
				.publishEvent(new CloudInstanceChangedEvent(this.instance, change.previous(), change.current()));
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

}
