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

package io.cloudmeta.benchmarks.awspring;

import io.awspring.cloud.autoconfigure.imds.ImdsAutoConfiguration;
import io.awspring.cloud.autoconfigure.imds.ImdsPropertySource;
import io.cloudmeta.benchmarks.application.Place;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Takes the region from the property source that Spring Cloud AWS makes of an EC2
 * instance's metadata.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ImdsAutoConfiguration.class)
public class ImdsPlaceAutoConfiguration {

	@Bean
	Place place(ObjectProvider<ImdsPropertySource> source) {
		ImdsPropertySource metadata = source.getIfAvailable();
		Object region = (metadata != null) ? metadata.getProperty("placement/region") : null;
		return place((region != null) ? region.toString() : null);
	}

	private static Place place(@Nullable String region) {
		return Place.of((region != null) ? "aws" : null, region);
	}

}
