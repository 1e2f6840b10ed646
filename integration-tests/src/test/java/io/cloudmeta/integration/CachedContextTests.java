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

package io.cloudmeta.integration;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.SimulatedCloud;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for contexts that the test framework keeps for several test classes.
 */
class CachedContextTests {

	private static final Set<ApplicationContext> contexts = Collections.newSetFromMap(new IdentityHashMap<>());

	@Nested
	class First extends OnACloud {

	}

	@Nested
	class Second extends OnACloud {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = { "app.bucket=data-$<cloud:region>", "cloudmeta.fetch.timeout=60s",
					"spring.cloud.config.enabled=false" })
	@SimulatedCloud("azure")
	abstract static class OnACloud {

		@Autowired
		private ApplicationContext context;

		@Autowired
		private CloudSimulator cloud;

		@Test
		void readsItsIdentity(@Autowired Where where) {
			assertThat(where).hasToString("northeurope, data-northeurope, 3");
		}

		@AfterEach
		void sendsRequestsOnceForAllClasses() {
			contexts.add(this.context);
			assertThat(contexts).hasSize(1);
			assertThat(this.cloud.getRequests()).hasSize(1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Where where(CloudInstance instance) {
			return new Where(instance);
		}

	}

}
