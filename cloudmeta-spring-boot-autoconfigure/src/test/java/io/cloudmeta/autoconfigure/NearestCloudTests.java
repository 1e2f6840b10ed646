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

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.FixedCloud;
import io.cloudmeta.test.SimulatedCloud;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FixedCloud @FixedCloud} and {@link SimulatedCloud @SimulatedCloud} on
 * classes that belong together: the nearest one wins.
 */
@SpringBootTest(classes = NearestCloudTests.Application.class, webEnvironment = WebEnvironment.NONE)
@SimulatedCloud(cloud = "azure", values = "region=westeurope")
class NearestCloudTests {

	@Autowired
	private CloudInstance instance;

	@Autowired
	private ObjectProvider<CloudSimulator> simulator;

	@Value("$<cloud:region>")
	private String region;

	@Test
	void isSimulated() {
		assertThat(this.instance.getProvider()).hasToString("azure");
		assertThat(this.region).isEqualTo("westeurope");
		assertThat(this.simulator.getIfAvailable()).isNotNull();
	}

	@Test
	void superclassesCountAsWell() throws Exception {
		assertThat(provider(FixedBelowSimulated.class)).isEqualTo("oracle");
		assertThat(provider(SimulatedBelowFixed.class)).isEqualTo("hetzner");
	}

	@Test
	void bothOnOneClassAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new TestContextManager(Both.class))
			.withMessageContaining("Remove one of them");
		assertThatIllegalArgumentException().isThrownBy(() -> new TestContextManager(BothByAnnotation.class))
			.withMessageContaining("Remove one of them");
	}

	private static String provider(Class<?> test) throws Exception {
		return new TestContextManager(test).getTestContext()
			.getApplicationContext()
			.getBean(CloudInstance.class)
			.getProvider()
			.getId();
	}

	@Nested
	@FixedCloud(provider = "gcp", values = "region=europe-west4")
	class OnAFixedCloud {

		@Test
		void isFixed(@Autowired CloudInstance instance, @Autowired ObjectProvider<CloudSimulator> simulator,
				@Value("$<cloud:region>") String region) {
			assertThat(instance.getProvider()).hasToString("gcp");
			assertThat(region).isEqualTo("europe-west4");
			assertThat(instance.getDetection().requests()).isZero();
			assertThat(simulator.getIfAvailable()).isNull();
		}

		@Nested
		@SimulatedCloud(cloud = "aws", values = "region=us-east-2")
		class AndBackOnASimulatedOne {

			@Test
			void isSimulated(@Autowired CloudInstance instance, @Autowired CloudSimulator simulator) {
				assertThat(instance.getRegion()).isEqualTo("us-east-2");
				assertThat(simulator.getRequests()).isNotEmpty();
			}

		}

	}

	@Nested
	@OnGoogle
	class OnAnAnnotationOfOnesOwn {

		@Test
		void isFixed(@Autowired CloudInstance instance) {
			assertThat(instance.getProvider()).hasToString("gcp");
		}

	}

	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@FixedCloud(provider = "gcp", values = "region=us-central1")
	@interface OnGoogle {

	}

	@ContextConfiguration(classes = Application.class)
	@SimulatedCloud("aws")
	static class Simulated {

	}

	@FixedCloud("oracle")
	static class FixedBelowSimulated extends Simulated {

	}

	@SimulatedCloud("hetzner")
	static class SimulatedBelowFixed extends FixedBelowSimulated {

	}

	@ContextConfiguration(classes = Application.class)
	@SimulatedCloud("gcp")
	@FixedCloud("gcp")
	static class Both {

	}

	@ContextConfiguration(classes = Application.class)
	@SimulatedCloud("gcp")
	@OnGoogle
	static class BothByAnnotation {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

	}

}
