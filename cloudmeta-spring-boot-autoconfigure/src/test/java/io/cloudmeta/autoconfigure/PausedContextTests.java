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

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.SimulatedCloud;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for contexts that Spring's test context cache pauses while tests use others.
 */
class PausedContextTests {

	/**
	 * A pause is no restore from a checkpoint: the machine is the same.
	 */
	@Test
	void detectOnceInTheOrderABA() throws Exception {
		ConfigurableApplicationContext context = use(A.class);
		CloudInstance instance = context.getBean(CloudInstance.class);
		CloudSimulator cloud = context.getBean(CloudSimulator.class);
		assertThat(instance.getRegion()).isEqualTo("westeurope");
		assertThat(cloud.getRequests()).hasSize(1);
		assertThat(use(B.class).getBean(CloudInstance.class).getRegion()).isEqualTo("eastus");
		assertThat(context.isRunning()).as("running while it is not used").isFalse();
		assertThat(use(AnotherA.class)).isSameAs(context);
		assertThat(context.isRunning()).isTrue();
		assertThat(instance.getRegion()).isEqualTo("westeurope");
		assertThat(cloud.getRequests()).hasSize(1);
	}

	/**
	 * Does what JUnit does for a test class.
	 */
	private static ConfigurableApplicationContext use(Class<?> test) throws Exception {
		TestContextManager manager = new TestContextManager(test);
		manager.beforeTestClass();
		try {
			return (ConfigurableApplicationContext) manager.getTestContext().getApplicationContext();
		}
		finally {
			manager.afterTestClass();
		}
	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = "cloudmeta.fetch.timeout=60s")
	@SimulatedCloud(cloud = "azure", values = "region=westeurope")
	static class A {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = "cloudmeta.fetch.timeout=60s")
	@SimulatedCloud(cloud = "azure", values = "region=eastus")
	static class B {

	}

	static class AnotherA extends A {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

	}

}
