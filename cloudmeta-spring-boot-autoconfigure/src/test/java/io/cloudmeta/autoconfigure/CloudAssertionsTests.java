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

import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfigurationTests;
import io.cloudmeta.test.CloudAssertions;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Fault;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static io.cloudmeta.test.CloudAssertions.assertThat;
import static io.cloudmeta.test.CloudAssertions.assertThatCloud;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CloudAssertions} beside AssertJ's.
 */
class CloudAssertionsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class));

	@Test
	void saysWhereTheApplicationOfAContextRuns() {
		onAws((context) -> {
			ConfigurableApplicationContext actual = context.getSourceApplicationContext();
			assertThat(actual).isRunningOn("aws")
				.isOnACloud()
				.isOnPlatform("aws_ec2")
				.hasRegion("eu-west-1")
				.hasAvailabilityZone("eu-west-1b")
				.hasTag("team", "ml")
				.isSameAs(actual);
			assertThat((ApplicationContext) actual).isRunningOn("aws");
			assertThat((GenericApplicationContext) actual).isRunningOn("aws");
		});
	}

	@Test
	void leavesSpringBootsAndAssertJsOwnAssertionsAsTheyAre() {
		onAws((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(CloudInstance.class);
			assertThat(context).getBean(CloudInstance.class).satisfies((bean) -> assertThatCloud(bean).isOnACloud());
			assertThatCloud(context).isRunningOn("aws");
			assertThat(context.getBean(CloudInstance.class)).isNotNull();
			assertThat(context.getBean(CloudInstance.class).getRegion()).isEqualTo("eu-west-1");
			assertThat(context.getBeanDefinitionNames()).contains("cloudInstance");
		});
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class))
			.withPropertyValues("cloudmeta.instance.provider=gcp", "cloudmeta.instance.tags.gpu=")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThatCloud(context).isRunningOn("gcp").hasTag("gpu", "");
			});
	}

	@Test
	void takesAnInstance() {
		onAws((context) -> assertThatCloud(context.getBean(CloudInstance.class)).isRunningOn("aws")
			.hasRegion("eu-west-1"));
		for (String provider : List.of("local", "kubernetes")) {
			this.runner.withPropertyValues("cloudmeta.instance.provider=" + provider)
				.run((context) -> assertThatCloud(context.getBean(CloudInstance.class)).isNotOnACloud()
					.isRunningOn(provider));
		}
	}

	@Test
	void whenItRunsElsewhereTheMessageContainsTheCloudAndTheEvidence() {
		onAws((context) -> {
			assertFails(() -> assertThatCloud(context).as("the store's cloud").isRunningOn("azure"))
				.startsWith("[the store's cloud] ")
				.contains("Expecting the application to run on 'azure',",
						"but it runs on 'aws' (platform aws_ec2, region eu-west-1, availabilityZone eu-west-1b)",
						"What was looked at:",
						"  dmi sys_vendor: Amazon EC2: the vendor of EC2's virtual machines and bare metal (for aws)")
				.doesNotContain("What went wrong", "010987654321");
			assertFails(() -> assertThatCloud(context).isNotOnACloud())
				.contains("Expecting the application to run on no cloud,", "but it runs on 'aws'", "dmi sys_vendor");
			assertFails(() -> assertThatCloud(context).isOnPlatform("aws_ecs")).contains(
					"Expecting the platform to be 'aws_ecs',", "but it is 'aws_ec2'.", "It runs on 'aws'",
					"dmi sys_vendor");
			assertFails(() -> assertThatCloud(context).hasRegion("us-east-2"))
				.contains("Expecting the region to be 'us-east-2',", "but it is 'eu-west-1'.");
			assertFails(() -> assertThatCloud(context).hasAvailabilityZone("eu-west-1a"))
				.contains("Expecting the availability zone to be 'eu-west-1a',", "but it is 'eu-west-1b'.");
			assertFails(() -> assertThatCloud(context).hasTag("team", "blue"))
				.contains("Expecting the tag 'team' to be 'blue',", "but it is 'ml'.");
			assertFails(() -> assertThatCloud(context).hasTag("stage", "test"))
				.contains("Expecting the tag 'stage' to be 'test',", "but there are only the tags [team].");
		});
	}

	@Test
	void whenTheProviderDoesNotExistTheMessageNamesTheNearest() {
		onAws((context) -> {
			assertFails(() -> assertThatCloud(context).isRunningOn("awss")).contains(
					"Expecting the application to run on 'awss',",
					"but no cloud that is known has this id. Did you mean 'aws'? There are aws, azure, gcp, ");
			assertFails(() -> assertThatCloud(context).isRunningOn("azure")).doesNotContain("no cloud that is");
		});
		this.runner
			.withPropertyValues("cloudmeta.instance.provider=our-cloud",
					"cloudmeta.custom.our-cloud.endpoint=http://127.0.0.1:1",
					"cloudmeta.custom.our-cloud.check[GET /id]=.+")
			.run((context) -> {
				assertThatCloud(context).isRunningOn("our-cloud");
				assertFails(() -> assertThatCloud(context).isRunningOn("our-clout"))
					.contains("Did you mean 'our-cloud'?");
			});
	}

	@Test
	void whenItRunsOnNoCloudTheMessageReportsIt() {
		try (CloudSimulator cloud = CloudSimulator.start("none")) {
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud)).run((context) -> {
				assertFails(() -> assertThatCloud(context).isOnACloud()).contains(
						"Expecting the application to run on a cloud,", "but it runs on no cloud ('local')",
						"  dmi sys_vendor: Dell Inc., Latitude 7450: a manufacturer of hardware or of its firmware"
								+ " (against any cloud)");
				assertFails(() -> assertThatCloud(context).hasRegion("eu-west-1")).contains("but it is absent.",
						"It runs on no cloud ('local')");
				assertFails(() -> assertThatCloud(context).hasTag("team", "ml")).contains("but there are no tags.");
			});
		}
	}

	@Test
	void whenACloudCannotBeReadTheMessageContainsTheReason() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			cloud.setFault(Fault.REFUSES);
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
				.run((context) -> assertFails(() -> assertThatCloud(context).hasRegion("westeurope")).contains(
						"Expecting the region to be 'westeurope',", "but it is absent.", "It runs on 'azure'",
						"What went wrong:", "403"));
		}
	}

	@Test
	void percentSignsAreNoFormat() {
		this.runner.withPropertyValues("cloudmeta.instance.provider=aws", "cloudmeta.instance.tags.share=100%s")
			.run((context) -> assertFails(() -> assertThatCloud(context).hasTag("share", "%d")).contains("%d",
					"100%s"));
	}

	@Test
	void readsTheGettersOfAnyInstance() {
		CloudInstance instance = Mockito.mock();
		Mockito.when(instance.getProvider()).thenReturn(CloudProvider.HETZNER);
		Mockito.when(instance.getTags()).thenReturn(Map.of("team", "ml"));
		assertThatCloud(instance).isRunningOn("hetzner").hasTag("team", "ml");
		assertFails(() -> assertThatCloud(instance).hasRegion("fsn1")).contains("but it is absent.",
				"It runs on 'hetzner'");
	}

	@Test
	void whenThereIsNothingToAssertTheMessageNamesWhatIsMissing() {
		new ApplicationContextRunner().run((context) -> assertFails(() -> assertThatCloud(context).isOnACloud())
			.contains("Expecting a context with a CloudInstance,", "auto-configuration", "No qualifying bean"));
		assertFails(() -> assertThatCloud("aws").isOnACloud())
			.contains("Expecting an ApplicationContext or a CloudInstance, but this is", "aws");
		assertFails(() -> assertThat((ApplicationContext) null).isOnACloud())
			.contains("Expecting actual not to be null");
	}

	private void onAws(ContextConsumer<AssertableApplicationContext> test) {
		try (CloudSimulator cloud = CloudSimulator.start("aws", Map.of("region", "eu-west-1", "availabilityZone",
				"eu-west-1b", "tags.team", "ml", "accountId", "010987654321"))) {
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud)).run(test);
		}
	}

	private static AbstractStringAssert<?> assertFails(ThrowingCallable assertion) {
		return assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion)
			.extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING);
	}

}
