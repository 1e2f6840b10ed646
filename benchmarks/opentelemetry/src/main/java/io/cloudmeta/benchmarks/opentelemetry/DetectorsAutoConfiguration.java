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

package io.cloudmeta.benchmarks.opentelemetry;

import java.util.Comparator;
import java.util.Map;
import java.util.ServiceLoader;

import io.cloudmeta.benchmarks.application.Place;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.Ordered;
import io.opentelemetry.sdk.autoconfigure.spi.ResourceProvider;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ConditionalResourceProvider;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import io.opentelemetry.sdk.resources.Resource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Calls the resource detectors of AWS, Azure and Google, as OpenTelemetry's SDK does when
 * it configures itself and they are turned on: one after the other.
 *
 * @since 0.1.0
 */
@AutoConfiguration
public class DetectorsAutoConfiguration {

	@Bean
	Place place() {
		ConfigProperties config = DefaultConfigProperties.createFromMap(Map.of());
		Resource resource = ServiceLoader.load(ResourceProvider.class, getClass().getClassLoader())
			.stream()
			.map(ServiceLoader.Provider::get)
			.sorted(Comparator.comparingInt(Ordered::order))
			.reduce(Resource.empty(), (found, provider) -> merge(found, provider, config), Resource::merge);
		return Place.of(resource.getAttribute(AttributeKey.stringKey("cloud.provider")),
				resource.getAttribute(AttributeKey.stringKey("cloud.region")));
	}

	private static Resource merge(Resource found, ResourceProvider provider, ConfigProperties config) {
		if (provider instanceof ConditionalResourceProvider conditional && !conditional.shouldApply(config, found)) {
			return found;
		}
		return found.merge(provider.createResource(config));
	}

}
