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

package io.cloudmeta.autoconfigure.interruption;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.cloudmeta.autoconfigure.interruption.CloudInterruptionProperties.Shutdown;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.InterruptionKind;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Closes the application before the instance is taken away or stopped.
 */
final class ShutdownReaction implements InterruptionReaction {

	private static final Log logger = LogFactory.getLog(ShutdownReaction.class);

	private static final Set<InterruptionKind> KINDS = Set.of(InterruptionKind.PREEMPTION, InterruptionKind.TERMINATION,
			InterruptionKind.STOP, InterruptionKind.HIBERNATION, InterruptionKind.RETIREMENT);

	private final ConfigurableApplicationContext context;

	private final Set<InterruptionKind> kinds;

	private final Duration lead;

	private final ScheduledExecutorService scheduler;

	/** By the ids of interruptions; guarded by this. */
	private final Map<String, Future<?>> planned = new HashMap<>();

	/** Guarded by this. */
	private boolean closing;

	ShutdownReaction(ConfigurableApplicationContext context, Set<InterruptionKind> kinds, Shutdown shutdown,
			Duration lead, ScheduledExecutorService scheduler) {
		this.context = context;
		this.kinds = EnumSet.copyOf(KINDS);
		this.kinds.retainAll(kinds);
		this.lead = (shutdown == Shutdown.AT_NOTICE) ? ReadinessReaction.NEAR : lead;
		this.scheduler = scheduler;
	}

	@Override
	public synchronized void present(CloudInterruption interruption) {
		gone(interruption);
		if (interruption.isAdvice() || !this.kinds.contains(interruption.getKind())) {
			return;
		}
		Duration remaining = interruption.getRemaining();
		Duration delay = (remaining != null) ? remaining.minus(this.lead) : Duration.ZERO;
		this.planned.put(interruption.getId(),
				this.scheduler.schedule(() -> close(interruption), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS));
	}

	@Override
	public synchronized void gone(CloudInterruption interruption) {
		Future<?> before = this.planned.remove(interruption.getId());
		if (before != null) {
			before.cancel(false);
		}
	}

	private synchronized void close(CloudInterruption interruption) {
		if (this.closing) {
			return;
		}
		this.closing = true;
		logger.warn("Closing the application before the %s that the cloud has announced"
			.formatted(interruption.getKind().getId()));
		// not on a thread that ends with the context; the JVM waits for this one
		Thread thread = new Thread(null, this.context::close, "cloudmeta-close", 0, false);
		thread.setDaemon(false);
		thread.setContextClassLoader(this.context.getClassLoader());
		thread.start();
	}

}
