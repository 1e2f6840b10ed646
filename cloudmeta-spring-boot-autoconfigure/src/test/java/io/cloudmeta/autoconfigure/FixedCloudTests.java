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
import io.cloudmeta.CloudProvider;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.test.FixedCloud;
import io.cloudmeta.test.SimulatedCloud;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FixedCloud @FixedCloud} as users have it.
 */
@SpringBootTest(classes = FixedCloudTests.Application.class, webEnvironment = WebEnvironment.NONE,
		properties = "cloudmeta.profiles.enabled=true")
@FixedCloud(provider = "gcp",
		values = { "region=europe-west4", "availabilityZone=europe-west4-b", "lifecycle=spot", "tags.Cost_Center=ml" })
class FixedCloudTests {

	@Test
	void fixesTheCloud(@Autowired CloudInstance instance, @Value("$<cloud:region>") String region) {
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
		assertThat(instance.getAvailabilityZone()).isEqualTo("europe-west4-b");
		assertThat(instance.getLifecycle()).isEqualTo("spot");
		assertThat(instance.getTags()).containsEntry("Cost_Center", "ml");
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getDetection().requests()).isZero();
		assertThat(region).isEqualTo("europe-west4");
	}

	@Test
	void isThereBeforeProfilesAreChosen(@Autowired Environment environment) {
		assertThat(environment.getActiveProfiles()).containsExactly("cloud", "gcp");
	}

	@Test
	void saysWhatIsWrong() {
		assertThatIllegalArgumentException().isThrownBy(() -> new TestContextManager(Misspelt.class))
			.withMessageContaining("There is no value 'zone'. There are platform, region, availabilityZone");
		assertThatIllegalArgumentException().isThrownBy(() -> new TestContextManager(Nameless.class))
			.withMessageContaining("It names no provider");
		assertThatIllegalArgumentException().isThrownBy(() -> new TestContextManager(Both.class))
			.withMessageContaining("Remove one of them");
	}

	/**
	 * Whether or not anything needs to know the cloud.
	 */
	@ParameterizedTest
	@ValueSource(classes = { Unknown.class, UnknownWithoutSpringBoot.class })
	void refusesACloudThatDoesNotExist(Class<?> test) {
		assertThatException().isThrownBy(() -> new TestContextManager(test).getTestContext().getApplicationContext())
			.havingRootCause()
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.withMessageContaining("No cloud has this id. Did you mean aws? Write one of aws, azure, gcp");
	}

	@Test
	void worksWithoutSpringBoot() throws Exception {
		ApplicationContext context = new TestContextManager(WithoutSpringBoot.class).getTestContext()
			.getApplicationContext();
		assertThat(context.getBean(CloudInstance.class).getProvider()).isEqualTo(CloudProvider.ORACLE);
	}

	@Nested
	@FixedCloud("local")
	class OffTheCloud {

		@Test
		void nearestOneWins(@Autowired CloudInstance instance) {
			assertThat(instance.isCloud()).isFalse();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

	}

	@ContextConfiguration(classes = Application.class)
	@FixedCloud(provider = "gcp", values = "zone=europe-west4-b")
	static class Misspelt {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@FixedCloud("awss")
	static class Unknown {

	}

	@ContextConfiguration(classes = Application.class)
	@FixedCloud("awss")
	static class UnknownWithoutSpringBoot {

	}

	@ContextConfiguration(classes = Application.class)
	@FixedCloud
	static class Nameless {

	}

	@ContextConfiguration(classes = Application.class)
	@FixedCloud("gcp")
	@SimulatedCloud("gcp")
	static class Both {

	}

	@ContextConfiguration(classes = Application.class)
	@FixedCloud("oracle")
	static class WithoutSpringBoot {

	}

}
