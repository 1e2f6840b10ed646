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

package io.cloudmeta.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.interruption.CloudMetaInterruptionWatchAutoConfiguration;
import io.cloudmeta.autoconfigure.interruption.CloudMetaInterruptionsAutoConfiguration;
import io.cloudmeta.interruption.CloudInterruptionEvent;
import io.cloudmeta.interruption.CloudInterruptions;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.SimulatedInterruption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.event.TransactionalEventListenerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the ways in which an application can listen: all of those that Spring has.
 */
class InterruptionListenerTests {

	private final CloudSimulator cloud = CloudSimulator.start("azure");

	private final AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(Received.class);

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@BeforeEach
	void start() {
		this.context.setParent(this.parent);
		TestPropertyValues.of("cloudmeta.interruptions.enabled=true", "cloudmeta.interruptions.interval=1s")
			.and(this.cloud.getProperties())
			.applyTo(this.context);
		this.context.register(CloudMetaAutoConfiguration.class, CloudMetaInterruptionWatchAutoConfiguration.class,
				CloudMetaInterruptionsAutoConfiguration.class, Listeners.class);
		this.context.refresh();
	}

	@AfterEach
	void close() {
		this.context.close();
		this.parent.close();
		this.cloud.close();
	}

	private List<String> received() {
		return this.parent.getBean(Received.class).texts;
	}

	private void await(int number) {
		await(() -> received().size() >= number, () -> received().toString());
	}

	private static void await(BooleanSupplier condition, Supplier<String> state) {
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as(state).isLessThan(end);
			try {
				Thread.sleep(10);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	@Test
	void eachKindOfListenerIsCalledOnceForEachChangeThatItWants() {
		SimulatedInterruption redeployment = this.cloud.announce("redeployment", Duration.ofMinutes(10));
		await(9);
		assertThat(received()).containsExactlyInAnyOrder("any ANNOUNCED", "class", "announced ANNOUNCED",
				"bean ANNOUNCED", "lazy ANNOUNCED", "smart ANNOUNCED", "parent ANNOUNCED", "follower of ANNOUNCED",
				"fallback ANNOUNCED");
		this.cloud.withdraw(redeployment);
		await(17);
		assertThat(received().subList(9, received().size())).containsExactlyInAnyOrder("any WITHDRAWN", "class",
				"bean WITHDRAWN", "lazy WITHDRAWN", "smart WITHDRAWN", "parent WITHDRAWN", "follower of WITHDRAWN",
				"fallback WITHDRAWN");
	}

	@Test
	void listenerThatIsAddedLaterIsCalled() {
		List<String> late = new CopyOnWriteArrayList<>();
		this.context.addApplicationListener(
				(ApplicationListener<CloudInterruptionEvent>) (event) -> late.add(event.getChange().toString()));
		this.cloud.announce("redeployment", Duration.ofMinutes(10));
		await(() -> !late.isEmpty(), () -> "not called");
		assertThat(late).containsExactly("ANNOUNCED");
	}

	/**
	 * What all listeners have received; stands in the parent context, whose listeners
	 * receive the events of its children.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Received {

		private final List<String> texts = new CopyOnWriteArrayList<>();

		@EventListener
		void received(CloudInterruptionEvent event) {
			this.texts.add("parent " + event.getChange());
		}

	}

	record Follower(String text) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		private final List<String> texts;

		Listeners(Received received) {
			this.texts = received.texts;
		}

		@EventListener
		@Order(1)
		Follower any(CloudInterruptionEvent event) {
			this.texts.add("any " + event.getChange());
			return new Follower("follower of " + event.getChange());
		}

		@EventListener
		void follower(Follower follower) {
			this.texts.add(follower.text());
		}

		@EventListener(CloudInterruptionEvent.class)
		void withoutParameter() {
			this.texts.add("class");
		}

		@EventListener(condition = "#event.change.name() == 'ANNOUNCED' and !#event.interruption.advice")
		void announced(CloudInterruptionEvent event) {
			this.texts.add("announced " + event.getChange());
		}

		@EventListener(condition = "#event.interruption.kind.id == 'preemption'")
		void preempted(CloudInterruptionEvent event) {
			this.texts.add("preempted " + event.getChange());
		}

		// there is no transaction on the thread of an event
		@TransactionalEventListener
		void afterCommit(CloudInterruptionEvent event) {
			this.texts.add("after commit " + event.getChange());
		}

		@TransactionalEventListener(fallbackExecution = true)
		void fallback(CloudInterruptionEvent event) {
			this.texts.add("fallback " + event.getChange());
		}

		@Bean
		static TransactionalEventListenerFactory transactionalEventListenerFactory() {
			return new TransactionalEventListenerFactory();
		}

		@Bean
		ApplicationListener<CloudInterruptionEvent> bean() {
			return new TextListener("bean", this.texts);
		}

		@Bean
		@Lazy
		TextListener lazy() {
			return new TextListener("lazy", this.texts);
		}

		@Bean
		SmartListener smart() {
			return new SmartListener(this.texts);
		}

	}

	static class TextListener implements ApplicationListener<CloudInterruptionEvent> {

		private final String name;

		private final List<String> texts;

		TextListener(String name, List<String> texts) {
			this.name = name;
			this.texts = texts;
		}

		@Override
		public void onApplicationEvent(CloudInterruptionEvent event) {
			this.texts.add(this.name + " " + event.getChange());
		}

	}

	static class SmartListener implements SmartApplicationListener {

		private final List<String> texts;

		SmartListener(List<String> texts) {
			this.texts = texts;
		}

		@Override
		public boolean supportsEventType(Class<? extends ApplicationEvent> eventType) {
			return CloudInterruptionEvent.class.isAssignableFrom(eventType);
		}

		@Override
		public boolean supportsSourceType(Class<?> sourceType) {
			return sourceType != null && CloudInterruptions.class.isAssignableFrom(sourceType);
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			this.texts.add("smart " + ((CloudInterruptionEvent) event).getChange());
		}

	}

}
