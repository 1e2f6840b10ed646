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
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.cloudmeta.interruption.CloudInterruptionEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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

	/**
	 * What stands for listeners that are not created yet, by the names of their beans.
	 */
	private final Map<List<Object>, Object> uncreated = new ConcurrentHashMap<>();

	InterruptionEventPublisher(ApplicationContext context, SerialTasks tasks, ScheduledExecutorService scheduler) {
		this.context = context;
		this.tasks = tasks;
		this.scheduler = scheduler;
	}

	void publish(CloudInterruptionEvent event) {
		for (ApplicationContext current = this.context; current != null; current = current.getParent()) {
			if (current instanceof AbstractApplicationContext listening && listening.isActive()) {
				publish(event, listening);
			}
		}
	}

	private void publish(CloudInterruptionEvent event, AbstractApplicationContext context) {
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		Listeners created = new Listeners(beans);
		context.getApplicationListeners().forEach(created::addApplicationListener);
		Set<Object> others = Collections.newSetFromMap(new IdentityHashMap<>());
		for (String name : context.getBeanNamesForType(ApplicationListener.class, true, false)) {
			Object listener = beans.containsSingleton(name) ? beans.getSingleton(name) : null;
			if (listener != null && !this.uncreated.containsKey(List.of(beans, name))) {
				created.addApplicationListenerBean(name);
			}
			else {
				publish(event, beans, name);
				others.add(listener);
			}
		}
		for (ApplicationListener<?> listener : created.matching(event)) {
			if (!others.contains(listener)) {
				deliver(event, listener, listener, () -> created.invoke(listener, event));
			}
		}
	}

	/** To create a bean may take as long as to call it. */
	private void publish(CloudInterruptionEvent event, ConfigurableListableBeanFactory beans, String name) {
		Object owner = this.uncreated.computeIfAbsent(List.of(beans, name), (key) -> new Object());
		deliver(event, owner, "the bean " + name, () -> {
			Listeners listeners = new Listeners(beans);
			listeners.addApplicationListenerBean(name);
			listeners.matching(event).forEach((listener) -> listeners.invoke(listener, event));
		});
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private void deliver(CloudInterruptionEvent event, Object owner, Object listener, Runnable call) {
		AtomicBoolean done = new AtomicBoolean();
		this.tasks.run(owner, () -> {
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
	 * Listeners of one context, found and called as the context does.
	 */
	private static final class Listeners extends SimpleApplicationEventMulticaster {

		Listeners(BeanFactory beans) {
			super(beans);
		}

		Collection<ApplicationListener<?>> matching(ApplicationEvent event) {
			return getApplicationListeners(event, ResolvableType.forInstance(event));
		}

		void invoke(ApplicationListener<?> listener, ApplicationEvent event) {
			invokeListener(listener, event);
		}

	}

}
