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

package io.cloudmeta.autoconfigure;

import java.util.Map;
import java.util.function.Function;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * An application for {@link UnloadingTests}, which has nothing but the JDK's types in
 * common with them: reads the identity and what is fetched later, and ends.
 */
public class UnloadableApplication implements Function<Map<String, String>, String> {

	@Override
	public String apply(Map<String, String> properties) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("simulator", Map.copyOf(properties)));
			context.register(CloudMetaAutoConfiguration.class);
			context.refresh();
			CloudInstance instance = context.getBean(CloudInstance.class);
			instance.getTags();
			instance.getNetworkInterfaces();
			return instance.getProvider() + " " + instance.getRegion();
		}
	}

}
