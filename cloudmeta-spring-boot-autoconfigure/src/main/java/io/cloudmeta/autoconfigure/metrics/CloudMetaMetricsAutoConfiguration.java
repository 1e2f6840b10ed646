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

package io.cloudmeta.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.List;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudAttribute;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaProperties;
import io.cloudmeta.internal.filter.Similarity;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for metrics, whose common tags
 * contain the cloud. The detection therefore begins at start-up, but only if metrics
 * leave the application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CloudMetaAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "cloudmeta.metrics.enabled", matchIfMissing = true)
@Conditional(OnExportedMetricsCondition.class)
public final class CloudMetaMetricsAutoConfiguration {

	private static final String TAGS = "cloudmeta.metrics.tags";

	/**
	 * The last of the filters, so that tags that others add win.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnMissingBean
	CloudTagsMeterFilter cloudTagsMeterFilter(CloudInstance instance, CloudMetaProperties properties) {
		List<CloudAttribute> attributes = new ArrayList<>();
		properties.metrics().tags().forEach((name) -> attributes.add(attribute(name)));
		return new CloudTagsMeterFilter(instance, attributes);
	}

	@Bean
	@ConditionalOnMissingBean
	CloudMetrics cloudMetrics(CloudInstance instance) {
		return new CloudMetrics(instance);
	}

	private static CloudAttribute attribute(String name) {
		CloudAttribute attribute = CloudAttribute.of(name);
		if (attribute == null) {
			String nearest = Similarity.nearest(name, CloudAttribute.values());
			throw new InvalidConfigurationPropertyValueException(TAGS, name, "There is no value '%s'. %s"
				.formatted(name, (nearest != null) ? "Write %s".formatted(nearest)
						: "Write some of %s and tags.<name>".formatted(String.join(", ", CloudAttribute.values()))));
		}
		return attribute;
	}

}
