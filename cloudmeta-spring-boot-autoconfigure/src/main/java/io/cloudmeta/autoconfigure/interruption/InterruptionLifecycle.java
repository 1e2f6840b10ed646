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

import java.util.concurrent.ScheduledExecutorService;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;

/**
 * Begins to watch when the application has started, before its runners, and ends when the
 * context is closed, before its beans are.
 */
final class InterruptionLifecycle implements GenericApplicationListener {

	/**
	 * Registered by SpringApplication, which publishes further events after a refresh.
	 */
	private static final String SPRING_APPLICATION = "springApplicationArguments";

	private final ConfigurableApplicationContext context;

	private final WatchedInterruptions interruptions;

	private final @Nullable ReadinessReaction readiness;

	private final ScheduledExecutorService scheduler;

	private final Runnable atStart;

	/** Whether the application accepts traffic next because it has started. */
	private volatile boolean ready;

	InterruptionLifecycle(ConfigurableApplicationContext context, WatchedInterruptions interruptions,
			@Nullable ReadinessReaction readiness, ScheduledExecutorService scheduler, Runnable atStart) {
		this.context = context;
		this.interruptions = interruptions;
		this.readiness = readiness;
		this.scheduler = scheduler;
		this.atStart = atStart;
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		Class<?> type = eventType.toClass();
		return ApplicationContextEvent.class.isAssignableFrom(type) || type == ApplicationStartedEvent.class
				|| type == ApplicationReadyEvent.class || type == AvailabilityChangeEvent.class;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ContextRefreshedEvent refreshed && isOurs(refreshed.getApplicationContext())) {
			if (!this.context.getBeanFactory().containsSingleton(SPRING_APPLICATION)) {
				start();
			}
		}
		else if (event instanceof ApplicationStartedEvent started && isOurs(started.getApplicationContext())) {
			start();
		}
		else if (event instanceof ApplicationReadyEvent readyEvent && isOurs(readyEvent.getApplicationContext())) {
			this.ready = true;
		}
		else if (event instanceof AvailabilityChangeEvent<?> change
				&& change.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
			accepted(change);
		}
		else if (event instanceof ContextClosedEvent closed && isOurs(closed.getApplicationContext())) {
			this.interruptions.stop();
			this.scheduler.shutdownNow();
		}
	}

	private void accepted(AvailabilityChangeEvent<?> change) {
		if (this.readiness == null) {
			return;
		}
		if (this.ready && isOurs(change.getSource())) {
			this.ready = false;
			this.readiness.acceptedAtStart(change);
		}
		else {
			this.readiness.accepted(change);
		}
	}

	/** Events of child contexts are received too. */
	private boolean isOurs(Object source) {
		return source instanceof ApplicationContext && source.equals(this.context);
	}

	private void start() {
		this.interruptions.start();
		this.atStart.run();
	}

	/**
	 * Before the instance is closed, whose session the last check uses.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
