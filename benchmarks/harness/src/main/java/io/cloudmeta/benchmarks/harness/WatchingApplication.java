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

package io.cloudmeta.benchmarks.harness;

import java.io.IOException;
import java.io.PrintStream;

import io.cloudmeta.interruption.CloudInterruptionEvent;
import io.cloudmeta.interruption.CloudInterruptions;
import io.cloudmeta.interruption.WatchStatus;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * An application that does nothing but print the notices that it receives, until its
 * input ends. Run by {@link Interruptions} in a JVM of its own.
 *
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class WatchingApplication {

	static final String READY = "READY";

	static final String NOTICE = "NOTICE ";

	private static final PrintStream OUTPUT = System.out;

	/**
	 * Runs until the input ends.
	 * @param arguments the properties
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		SpringApplication application = new SpringApplication(WatchingApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		ConfigurableApplicationContext context = application.run(arguments);
		CloudInterruptions interruptions = context.getBean(CloudInterruptions.class);
		while (interruptions.getStatus() == WatchStatus.STARTING) {
			Thread.sleep(10);
		}
		OUTPUT.println(READY + " " + interruptions.getStatus());
		while (System.in.read() >= 0) {
			// until the end
		}
		System.exit(SpringApplication.exit(context));
	}

	@EventListener
	void received(CloudInterruptionEvent event) {
		OUTPUT.println(NOTICE + event.getChange() + " " + System.nanoTime());
	}

}
