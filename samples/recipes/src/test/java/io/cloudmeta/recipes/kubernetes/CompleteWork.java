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

package io.cloudmeta.recipes.kubernetes;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import io.cloudmeta.interruption.CloudInterruptionEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Takes no more work from the first sign on, which is the cloud's notice, or the signal
 * that the kubelet sends, and completes what has begun before the pod is killed.
 */
@Component
class CompleteWork implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(CompleteWork.class);

	private final ExecutorService workers;

	private final Duration grace;

	private volatile boolean running;

	CompleteWork(ExecutorService workers, @Value("${app.grace}") Duration grace) {
		this.workers = workers;
		this.grace = grace;
	}

	@EventListener
	void interrupted(CloudInterruptionEvent event) {
		if (!event.getInterruption().isAdvice()) {
			this.workers.shutdown();
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.workers.shutdown();
		try {
			if (!this.workers.awaitTermination(this.grace.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("Not completed within %s: %d".formatted(this.grace, this.workers.shutdownNow().size()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
