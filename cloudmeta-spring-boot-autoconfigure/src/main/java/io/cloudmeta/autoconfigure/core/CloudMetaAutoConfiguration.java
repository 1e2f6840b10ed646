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

package io.cloudmeta.autoconfigure.core;

import java.time.Duration;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.internal.detection.DetectedCloudInstance;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.Assert;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link CloudInstance} that
 * the application runs on.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@EnableConfigurationProperties(CloudMetaProperties.class)
public final class CloudMetaAutoConfiguration {

	/**
	 * The bean is lazy so that no request is sent unless it is needed; once it is
	 * created, the detection runs in parallel with the start of the other beans.
	 */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	CloudInstance cloudInstance(ConfigurableEnvironment environment) {
		DetectedCloudInstance instance = EnvironmentCloudInstance.of(environment);
		instance.start();
		return instance;
	}

	/**
	 * Where the instance is, as a child context has its parent's.
	 */
	@Bean
	@ConditionalOnMissingBean
	InstanceLifecycle cloudMetaInstanceLifecycle(ConfigurableEnvironment environment, ApplicationContext context) {
		return new InstanceLifecycle(environment, context);
	}

	@Bean
	@ConditionalOnProperty("cloudmeta.refresh.interval")
	ScheduledRefresh cloudMetaScheduledRefresh(CloudInstance instance, CloudMetaProperties properties) {
		Duration interval = properties.refresh().interval();
		Assert.state(interval != null, "The condition has seen an interval");
		return new ScheduledRefresh(instance, interval);
	}

}
