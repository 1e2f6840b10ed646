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

package io.cloudmeta.recipes.fleet;

import io.cloudmeta.ConditionalOnCloud;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Spot machines take work that can be repeated. What must not be interrupted is left to
 * the others, and to machines whose cloud does not say what they are.
 */
@Configuration(proxyBeanMethods = false)
class FleetConfiguration {

	@Bean
	@ConditionalOnCloud(lifecycle = "spot")
	Role spotRole() {
		return new Role("encode-videos");
	}

	@Bean
	@ConditionalOnMissingBean
	Role otherRole() {
		return new Role("encode-videos", "assign-work", "bill-customers");
	}

}
