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

import java.util.HashMap;
import java.util.Map;

import io.cloudmeta.CloudInstance;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryProperties;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryResourceAttributes;
import org.springframework.core.env.Environment;

/**
 * Adds to OpenTelemetry's resource attributes what the user has not set. The properties
 * are where both the SDK and the export of metrics find them.
 */
class CloudResourceAttributesPostProcessor implements BeanPostProcessor {

	private final Environment environment;

	private final ObjectProvider<CloudInstance> instance;

	CloudResourceAttributesPostProcessor(Environment environment, ObjectProvider<CloudInstance> instance) {
		this.environment = environment;
		this.instance = instance;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof OpenTelemetryProperties properties) {
			add(properties);
		}
		return bean;
	}

	private void add(OpenTelemetryProperties properties) {
		Map<String, String> attributes = new HashMap<>(properties.getResourceAttributes());
		Map<String, String> known = new HashMap<>(attributes);
		// OTEL_RESOURCE_ATTRIBUTES too, over which the properties would win
		new OpenTelemetryResourceAttributes(this.environment, attributes).applyTo(known::put);
		CloudResourceAttributes.of(this.instance.getObject()).forEach((name, value) -> {
			if (!known.containsKey(name)) {
				attributes.put(name, value);
			}
		});
		properties.setResourceAttributes(attributes);
	}

}
