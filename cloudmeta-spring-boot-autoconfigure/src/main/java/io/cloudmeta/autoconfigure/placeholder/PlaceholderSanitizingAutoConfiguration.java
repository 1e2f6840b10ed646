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

package io.cloudmeta.autoconfigure.placeholder;

import io.cloudmeta.internal.placeholder.CloudPlaceholders;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the texts that Actuator shows of
 * properties with placeholders.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class PlaceholderSanitizingAutoConfiguration {

	/**
	 * Actuator shows a property as its source has it, that is, rewritten. The first
	 * function that changes a value is the last one that is called: those that hide
	 * secrets have to be called before this one. Lazy, as it is not needed where no such
	 * endpoint is exposed.
	 */
	@Bean
	@Lazy
	@Order(Ordered.LOWEST_PRECEDENCE)
	static SanitizingFunction cloudPlaceholderSanitizingFunction() {
		return PlaceholderSanitizingAutoConfiguration::asWritten;
	}

	private static SanitizableData asWritten(SanitizableData data) {
		if (!(data.getValue() instanceof String text)) {
			return data;
		}
		String written = CloudPlaceholders.asWritten(text);
		return written.equals(text) ? data : data.withValue(written);
	}

}
