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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.netflix.appinfo.ApplicationInfoManager;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.EnvironmentCloudInstance;
import io.cloudmeta.autoconfigure.interruption.CloudInterruptionProperties.Shutdown;
import io.cloudmeta.internal.detection.DetectedCloudInstance;
import io.cloudmeta.internal.http.DetachedThread;
import io.cloudmeta.internal.interruption.CustomInterruptions;
import io.cloudmeta.internal.interruption.InterruptionWatcher;
import io.cloudmeta.interruption.CloudInterruptions;
import io.cloudmeta.interruption.InterruptionKind;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for watching the notices that the
 * cloud gives before it interrupts the instance.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CloudMetaAutoConfiguration.class)
@ConditionalOnBooleanProperty("cloudmeta.interruptions.enabled")
@ConditionalOnMissingBean(CloudInterruptions.class)
@EnableConfigurationProperties(CloudInterruptionProperties.class)
public final class CloudMetaInterruptionWatchAutoConfiguration {

	private static final String SERVICE_REGISTRY = "org.springframework.cloud.client.serviceregistry.ServiceRegistry";

	private static final int IDLE_SECONDS = 5;

	@Bean
	InterruptionSetup cloudInterruptionSetup(ConfigurableApplicationContext context,
			CloudInterruptionProperties properties, ObjectProvider<ApplicationAvailability> availability,
			ObjectProvider<RegistrationStatus> registration) {
		return new InterruptionSetup(context, properties, availability, registration);
	}

	@Bean
	CloudInterruptions cloudInterruptions(InterruptionSetup setup) {
		return setup.interruptions;
	}

	@Bean
	InterruptionLifecycle cloudInterruptionLifecycle(InterruptionSetup setup) {
		return setup.lifecycle;
	}

	/**
	 * Metrics.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class Metrics {

		@Bean
		InterruptionMetrics cloudInterruptionMetrics(CloudInterruptions interruptions) {
			return new InterruptionMetrics(interruptions);
		}

	}

	/**
	 * Spring Cloud's service registry.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ServiceRegistry.class)
	@ConditionalOnBooleanProperty(name = "cloudmeta.interruptions.discovery", matchIfMissing = true)
	static class Discovery {

		@Bean
		RegistrationStatus cloudRegistrationStatus(ObjectProvider<ServiceRegistry<?>> registries,
				ObjectProvider<Registration> registrations) {
			return new ServiceRegistryStatus(registries, registrations);
		}

	}

	/**
	 * Eureka's client alone.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ApplicationInfoManager.class)
	@ConditionalOnMissingClass(SERVICE_REGISTRY)
	@ConditionalOnBooleanProperty(name = "cloudmeta.interruptions.discovery", matchIfMissing = true)
	static class Eureka {

		@Bean
		RegistrationStatus cloudRegistrationStatus(ObjectProvider<ApplicationInfoManager> managers) {
			return new EurekaStatus(managers);
		}

	}

	/**
	 * The parts of the feature, which belong together.
	 */
	static final class InterruptionSetup {

		private final WatchedInterruptions interruptions;

		private final InterruptionLifecycle lifecycle;

		InterruptionSetup(ConfigurableApplicationContext context, CloudInterruptionProperties properties,
				ObjectProvider<ApplicationAvailability> availability, ObjectProvider<RegistrationStatus> registration) {
			DetectedCloudInstance instance = EnvironmentCloudInstance.of(context.getEnvironment());
			SerialTasks tasks = new SerialTasks(context.getClassLoader());
			ScheduledExecutorService scheduler = scheduler(context.getClassLoader());
			Set<InterruptionKind> kinds = properties.reactionKinds();
			List<InterruptionReaction> reactions = new ArrayList<>();
			ReadinessReaction readiness = null;
			if (properties.readiness()) {
				readiness = new ReadinessReaction(context, availability::getIfAvailable, kinds,
						properties.readinessLead(), properties.discovery() ? registration.getIfAvailable() : null,
						tasks, scheduler);
				reactions.add(readiness);
			}
			if (properties.shutdown() != Shutdown.NEVER) {
				reactions.add(new ShutdownReaction(context, kinds, properties.shutdown(), properties.shutdownLead(),
						scheduler));
			}
			boolean enabled = !"false".equalsIgnoreCase(context.getEnvironment().getProperty("cloudmeta.enabled"));
			List<CustomInterruptions> custom = CustomInterruptionProperties.sources(context.getEnvironment());
			this.interruptions = new WatchedInterruptions(instance,
					enabled ? (listener) -> new InterruptionWatcher(instance, properties.interval(), custom, listener)
							: null,
					enabled ? null
							: "cloudmeta.enabled is false. Set it to true, or cloudmeta.interruptions.enabled to false",
					reactions, new InterruptionEventPublisher(context, tasks, scheduler), tasks,
					JvmShutdown::isUnderWay);
			this.lifecycle = new InterruptionLifecycle(context, this.interruptions, readiness, scheduler,
					() -> tasks.run(this, () -> ShutdownPhaseCheck.run(instance.await(), context.getEnvironment())));
		}

		private static ScheduledExecutorService scheduler(@Nullable ClassLoader classLoader) {
			ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, (task) -> {
				Thread thread = DetachedThread.of("cloudmeta-interruption-timer", task);
				thread.setContextClassLoader(classLoader);
				return thread;
			});
			scheduler.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
			scheduler.allowCoreThreadTimeOut(true);
			scheduler.setRemoveOnCancelPolicy(true);
			return scheduler;
		}

	}

}
