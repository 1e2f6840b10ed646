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

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.internal.http.DetachedThread;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Reads the identity again from time to time, on a daemon thread that ends with the
 * context.
 */
class ScheduledRefresh implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ScheduledRefresh.class);

	private final CloudInstance instance;

	private final Duration interval;

	private @Nullable ScheduledExecutorService executor;

	ScheduledRefresh(CloudInstance instance, Duration interval) {
		this.instance = instance;
		this.interval = interval;
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public synchronized void start() {
		if (this.executor == null) {
			this.executor = Executors
				.newSingleThreadScheduledExecutor((task) -> DetachedThread.of("cloudmeta-refresh", task));
			this.executor.scheduleWithFixedDelay(this::refresh, this.interval.toNanos(), this.interval.toNanos(),
					TimeUnit.NANOSECONDS);
		}
	}

	private void refresh() {
		try {
			this.instance.refresh();
		}
		catch (RuntimeException ex) {
			// an exception would end the schedule
			logger.debug("The identity was not read again", ex);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.executor != null) {
			this.executor.shutdownNow();
			this.executor = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

}
