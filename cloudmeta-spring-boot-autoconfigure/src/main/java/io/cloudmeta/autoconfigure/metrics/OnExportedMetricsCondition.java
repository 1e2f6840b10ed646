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

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * Matches if metrics leave the application, or if a property enables the tags. Metrics
 * that are only kept in memory, as by Actuator alone, cause no request to a metadata
 * service.
 */
class OnExportedMetricsCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final String ENABLED = "cloudmeta.metrics.enabled";

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("metrics that are exported");
		if (context.getEnvironment().containsProperty(ENABLED)) {
			return ConditionOutcome.match(message.because(ENABLED + " is set"));
		}
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		Assert.state(beanFactory != null, "Beans are registered in a factory");
		for (String name : beanFactory.getBeanNamesForType(MeterRegistry.class, true, false)) {
			if (isExporting(beanFactory.getType(name, false))) {
				return ConditionOutcome.match(message.foundExactly(name));
			}
		}
		return ConditionOutcome.noMatch(message.because("all registries keep them in memory"));
	}

	private static boolean isExporting(@Nullable Class<?> registry) {
		return registry != null && !SimpleMeterRegistry.class.isAssignableFrom(registry)
				&& !CompositeMeterRegistry.class.isAssignableFrom(registry);
	}

}
