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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.interruption.CloudInterruptionEvent;
import io.cloudmeta.interruption.CloudInterruptions;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * An application that writes what it receives, also in a JVM of its own.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ CloudMetaAutoConfiguration.class, CloudMetaInterruptionWatchAutoConfiguration.class,
		CloudMetaInterruptionsAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class })
public class WatchedApplication {

	private static final Log logger = LogFactory.getLog(WatchedApplication.class);

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final List<String> readiness = new CopyOnWriteArrayList<>();

	public static void main(String[] args) {
		run(args);
	}

	static ConfigurableApplicationContext run(String... args) {
		SpringApplication application = new SpringApplication(WatchedApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run(args);
	}

	@EventListener
	void received(CloudInterruptionEvent event) {
		String text = event.getChange() + " " + event.getInterruption().getKind();
		this.events.add(text);
		logger.info("received " + text);
	}

	@EventListener
	void readiness(AvailabilityChangeEvent<ReadinessState> change) {
		this.readiness.add(change.getState().toString());
	}

	List<String> events() {
		return this.events;
	}

	List<String> readiness() {
		return this.readiness;
	}

	@Bean
	CommandLineRunner runner(Environment environment, CloudInterruptions interruptions) {
		return (args) -> {
			logger.info("started " + interruptions.getStatus());
			if (environment.containsProperty("test.block")) {
				Thread.sleep(Long.MAX_VALUE);
			}
		};
	}

}
