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

import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.interruption.CloudInterruptions;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link CloudInterruptions}
 * of an application that does not watch them.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CloudMetaAutoConfiguration.class,
		afterName = "io.cloudmeta.autoconfigure.interruption.CloudMetaInterruptionWatchAutoConfiguration")
public final class CloudMetaInterruptionsAutoConfiguration {

	static final String ENABLED = "cloudmeta.interruptions.enabled";

	@Bean
	@ConditionalOnMissingBean
	CloudInterruptions cloudInterruptions(Environment environment) {
		String enabled = environment.getProperty(ENABLED);
		if (enabled != null && !enabled.trim().equalsIgnoreCase("false")) {
			throw new InvalidConfigurationPropertyValueException(ENABLED, enabled, "Write true or false");
		}
		return DisabledInterruptions.INSTANCE;
	}

}
