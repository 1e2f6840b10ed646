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

package io.cloudmeta.autoconfigure.opentelemetry;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.EnvironmentCloudInstance;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryProperties;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryResourceAttributes;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for OpenTelemetry: the resource of
 * traces, logs and metrics contains the cloud.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CloudMetaAutoConfiguration.class, afterName = {
		"org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration" })
@ConditionalOnClass({ OpenTelemetryProperties.class, OpenTelemetryResourceAttributes.class })
@ConditionalOnBean(OpenTelemetryProperties.class)
@ConditionalOnBooleanProperty(name = "cloudmeta.opentelemetry.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "management.opentelemetry.enabled", matchIfMissing = true)
public final class CloudMetaOpenTelemetryAutoConfiguration {

	/**
	 * Begins the detection, which is over when the attributes are needed.
	 */
	@Bean
	static CloudResourceAttributesPostProcessor cloudResourceAttributesPostProcessor(
			ConfigurableEnvironment environment, ObjectProvider<CloudInstance> instance) {
		EnvironmentCloudInstance.of(environment).start();
		return new CloudResourceAttributesPostProcessor(environment, instance);
	}

}
