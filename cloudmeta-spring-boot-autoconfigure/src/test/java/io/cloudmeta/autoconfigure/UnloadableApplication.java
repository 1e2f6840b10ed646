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

package io.cloudmeta.autoconfigure;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.interruption.CloudMetaInterruptionWatchAutoConfiguration;
import io.cloudmeta.autoconfigure.interruption.CloudMetaInterruptionsAutoConfiguration;
import io.cloudmeta.interruption.CloudInterruptionEvent;
import io.cloudmeta.interruption.CloudInterruptions;
import io.cloudmeta.interruption.WatchStatus;

import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * An application for {@link UnloadingTests}, which has nothing but the JDK's types in
 * common with them: reads the identity and what is fetched later, waits for a notice if
 * it watches for some, and ends.
 */
public class UnloadableApplication implements Function<Map<String, String>, String> {

	@Override
	public String apply(Map<String, String> properties) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("simulator", Map.copyOf(properties)));
			CompletableFuture<CloudInterruptionEvent> event = new CompletableFuture<>();
			context.addApplicationListener((ApplicationListener<CloudInterruptionEvent>) event::complete);
			context.register(CloudMetaAutoConfiguration.class, CloudMetaInterruptionWatchAutoConfiguration.class,
					CloudMetaInterruptionsAutoConfiguration.class);
			context.refresh();
			CloudInstance instance = context.getBean(CloudInstance.class);
			instance.getTags();
			instance.getNetworkInterfaces();
			boolean watches = context.getBean(CloudInterruptions.class).getStatus() != WatchStatus.DISABLED;
			return instance.getProvider() + " " + instance.getRegion()
					+ (watches ? " " + event.get(20, TimeUnit.SECONDS).getChange() : "");
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("No notice has arrived", ex);
		}
	}

}
