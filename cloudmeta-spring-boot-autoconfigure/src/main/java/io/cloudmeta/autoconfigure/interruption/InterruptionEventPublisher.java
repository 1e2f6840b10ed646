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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.cloudmeta.interruption.CloudInterruptionEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Publishes events to the listeners of a context and its parents, to each of them on a
 * thread of its own: the multicaster of the context calls them one after the other, so
 * that one that hangs would keep the notice from all others.
 */
final class InterruptionEventPublisher {

	private static final Log logger = LogFactory.getLog(InterruptionEventPublisher.class);

	private static final Duration SLOW = Duration.ofSeconds(10);

	private final ApplicationContext context;

	private final SerialTasks tasks;

	private final ScheduledExecutorService scheduler;

	InterruptionEventPublisher(ApplicationContext context, SerialTasks tasks, ScheduledExecutorService scheduler) {
		this.context = context;
		this.tasks = tasks;
		this.scheduler = scheduler;
	}

	void publish(CloudInterruptionEvent event) {
		for (ApplicationContext current = this.context; current != null; current = current.getParent()) {
			if (current instanceof AbstractApplicationContext listening && listening.isActive()) {
				new Listeners(listening).publish(event);
			}
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private void deliver(CloudInterruptionEvent event, ApplicationListener<?> listener, Runnable call) {
		AtomicBoolean done = new AtomicBoolean();
		this.tasks.run(listener, () -> {
			try {
				call.run();
			}
			catch (Throwable ex) {
				logger.warn("A listener failed to handle %s: %s".formatted(event, listener), ex);
			}
			finally {
				done.set(true);
			}
		});
		Duration remaining = event.getInterruption().getRemaining();
		Duration slow = (remaining != null && remaining.compareTo(SLOW) < 0) ? remaining : SLOW;
		this.scheduler.schedule(() -> {
			if (!done.get()) {
				logger.warn("A listener has not handled %s within %d ms: %s".formatted(event,
						Math.max(1000, slow.toMillis()), listener));
			}
		}, Math.max(1000, slow.toMillis()), TimeUnit.MILLISECONDS);
	}

	/**
	 * The listeners of one context, found as the context finds them.
	 */
	private final class Listeners extends SimpleApplicationEventMulticaster {

		Listeners(AbstractApplicationContext context) {
			super(context.getBeanFactory());
			for (ApplicationListener<?> listener : context.getApplicationListeners()) {
				addApplicationListener(listener);
			}
			for (String name : context.getBeanNamesForType(ApplicationListener.class, true, false)) {
				addApplicationListenerBean(name);
			}
		}

		void publish(CloudInterruptionEvent event) {
			for (ApplicationListener<?> listener : matching(event)) {
				deliver(event, listener, () -> invokeListener(listener, event));
			}
		}

		private Collection<ApplicationListener<?>> matching(ApplicationEvent event) {
			List<ApplicationListener<?>> listeners = new ArrayList<>();
			try {
				listeners.addAll(getApplicationListeners(event, ResolvableType.forInstance(event)));
			}
			catch (RuntimeException ex) {
				logger.warn("The listeners of %s were not found".formatted(event), ex);
			}
			return listeners;
		}

	}

}
