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

package io.cloudmeta.autoconfigure.condition;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.ConditionalOnCloud;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfigurationTests;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link ConditionalOnCloud @ConditionalOnCloud}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConditionalOnCloudTests {

	private static final String AOT_PROCESSING = "spring.aot.processing";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "aws, s3", "gcp, gcs", "azure, blob", "none, folder" })
	void choosesOnTheRunningMachine(String simulated, String store) {
		try (CloudSimulator cloud = CloudSimulator.start(simulated)) {
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
				.withUserConfiguration(Stores.class)
				.run((context) -> {
					assertThat(context.getBean("store")).isEqualTo(store);
					assertThat(context.containsBean("anyCloud")).isEqualTo(!simulated.equals("none"));
					assertThat(context.containsBean("twoOfThem")).isEqualTo(simulated.matches("aws|gcp"));
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "kubernetes", "nomad" })
	void aSchedulerWithoutAKnownCloudIsNoCloud(String scheduler) {
		try (CloudSimulator cloud = CloudSimulator.start(scheduler)) {
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
				.withPropertyValues("cloudmeta.detection.probe=never")
				.withUserConfiguration(Stores.class, OnScheduler.class)
				.run((context) -> {
					assertThat(context).doesNotHaveBean("anyCloud").doesNotHaveBean("store").hasBean("onScheduler");
					assertThat(report(context.getBeanFactory(), "anyCloud")).contains(
							"the application runs on no cloud (%s), platform %s".formatted(scheduler, scheduler),
							"set as on " + scheduler);
				});
		}
	}

	@Test
	void choosesConfigurationsByThePlatform() {
		this.runner.withPropertyValues("cloudmeta.instance.provider=gcp", "cloudmeta.instance.platform=gcp_cloud_run")
			.withUserConfiguration(OnCloudRun.class, OnComputeEngine.class, OnAmazonsCloudRun.class)
			.run((context) -> assertThat(context).hasBean("onCloudRun")
				.doesNotHaveBean("onComputeEngine")
				.doesNotHaveBean("onAmazonsCloudRun"));
	}

	@ParameterizedTest
	@CsvSource({ "Spot, true, false", "Regular, false, true" })
	void choosesBeansByTheLifecycle(String priority, boolean spot, boolean onDemand) {
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("compute.priority", priority))) {
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
				.withUserConfiguration(Lifecycles.class)
				.run((context) -> {
					assertThat(context.containsBean("spot")).isEqualTo(spot);
					assertThat(context.containsBean("onDemand")).isEqualTo(onDemand);
					assertThat(context).doesNotHaveBean("amazonsSpot");
				});
		}
	}

	@Test
	void whenTheCloudDoesNotSayTheLifecycleMatchesNone() {
		this.runner.withPropertyValues("cloudmeta.instance.provider=hetzner")
			.withUserConfiguration(Lifecycles.class)
			.run((context) -> {
				assertThat(context).doesNotHaveBean("spot").doesNotHaveBean("onDemand");
				assertThat(report(context.getBeanFactory(), Lifecycles.class, "spot"))
					.contains("@ConditionalOnCloud lifecycle spot the application runs on hetzner");
			});
	}

	@Test
	void holdsOnAnnotationsOfTheUsersOwnBesideItself() {
		this.runner.withPropertyValues("cloudmeta.instance.provider=aws", "cloudmeta.instance.platform=aws_lambda")
			.withUserConfiguration(ComposedTwice.class)
			.run((context) -> assertThat(context).hasBean("amazon").doesNotHaveBean("amazonsVirtualMachine"));
	}

	@Test
	void asksOnlyIfTheOtherConditionsMatch() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
				.withUserConfiguration(SwitchedOff.class)
				.run((context) -> {
					assertThat(context).hasNotFailed().doesNotHaveBean("switchedOff");
					assertThat(cloud.getRequests()).isEmpty();
				});
		}
	}

	@Test
	void detectsOnceForConditionsAndBean() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
				.withUserConfiguration(Stores.class)
				.run((context) -> {
					assertThat(context.getBean(CloudInstance.class).getRegion()).isNotNull();
					assertThat(cloud.getRequests()).hasSize(1);
				});
		}
	}

	@Test
	void reportsWhatWasDetectedAndWhy() {
		try (CloudSimulator cloud = CloudSimulator.start("aws", Map.of("region", "eu-west-1"))) {
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
				.withUserConfiguration(Stores.class)
				.run((context) -> assertThat(report(context.getBeanFactory(), "gcs")).contains(
						"@ConditionalOnCloud gcp the application runs on aws, platform aws_ec2",
						"dmi sys_vendor: Amazon EC2"));
		}
	}

	@Test
	void reportsThatThereIsNoCloudIfItIsSwitchedOff() {
		this.runner.withPropertyValues("cloudmeta.enabled=false").withUserConfiguration(Stores.class).run((context) -> {
			assertThat(context.getBean("store")).isEqualTo("folder");
			assertThat(report(context.getBeanFactory(), "gcs")).contains("the application runs on no cloud (local)",
					"cloudmeta.enabled");
		});
	}

	@Test
	void failsOnAnUnknownCloudOnEachMachine(CapturedOutput output) {
		assertThatException().isThrownBy(() -> application(Misspelt.class).run("--cloudmeta.provider=local"));
		assertThat(output).contains("APPLICATION FAILED TO START", "Misspelt names the cloud 'amazn'",
				"Write one of akamai, alibaba, aws, azure,");
		this.runner.withUserConfiguration(NearlyAws.class)
			.withPropertyValues("cloudmeta.provider=local")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("NearlyAws.bean names the cloud 'asw', which does not exist. Write 'aws'"));
	}

	@Test
	void failsOnAPlatformThatIsNearlyOne() {
		this.runner.withUserConfiguration(OldAzure.class)
			.withPropertyValues("cloudmeta.provider=local")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("names the platform 'azure_vm', which does not exist. Write 'azure.vm'"));
	}

	@Test
	void knowsCloudsThatTheUserNames() {
		this.runner.withUserConfiguration(OnOurCloud.class)
			.withPropertyValues("cloudmeta.instance.provider=our-cloud",
					"cloudmeta.custom.our-cloud.endpoint=http://127.0.0.1:1",
					"cloudmeta.custom.our-cloud.check[GET /id]=.+")
			.run((context) -> assertThat(context).hasBean("ours"));
	}

	@Test
	void failsTheBuildIfItIsProcessedAheadOfTime(CapturedOutput output) {
		System.setProperty(AOT_PROCESSING, "true");
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Stores.class, CloudMetaAutoConfiguration.class);
			assertThatException().isThrownBy(() -> process(context))
				.havingRootCause()
				.isInstanceOf(CloudConditionException.class)
				.withMessageContaining("Stores.s3 cannot be processed ahead of time")
				.withMessageContaining("ObjectProvider");
			assertThatException().isThrownBy(() -> application(Stores.class).run());
			assertThat(output).contains("APPLICATION FAILED TO START", "on the build machine");
		}
		finally {
			System.clearProperty(AOT_PROCESSING);
		}
	}

	/**
	 * The way that the failure shows.
	 */
	@Test
	void aFactoryMethodIsProcessedAheadOfTimeAndChoosesOnTheRunningMachine() {
		System.setProperty(AOT_PROCESSING, "true");
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(ChosenStore.class, CloudMetaAutoConfiguration.class);
			assertThat(process(context).simpleName()).isNotEmpty();
		}
		finally {
			System.clearProperty(AOT_PROCESSING);
		}
		this.runner.withUserConfiguration(ChosenStore.class)
			.withPropertyValues("cloudmeta.instance.provider=gcp")
			.run((context) -> assertThat(context.getBean(Store.class)).hasToString("gcs"));
		this.runner.withUserConfiguration(ChosenStore.class)
			.withPropertyValues("cloudmeta.instance.provider=aws")
			.run((context) -> assertThat(context.getBean(Store.class)).hasToString("s3"));
	}

	private static ClassName process(AnnotationConfigApplicationContext context) {
		return new ApplicationContextAotGenerator().processAheadOfTime(context, new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.example", "Application")), new InMemoryGeneratedFiles()));
	}

	private static SpringApplication application(Class<?> source) {
		SpringApplication application = new SpringApplication(source, CloudMetaAutoConfiguration.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	private static String report(ConfigurableListableBeanFactory beanFactory, String method) {
		return report(beanFactory, Stores.class, method);
	}

	private static String report(ConfigurableListableBeanFactory beanFactory, Class<?> configuration, String method) {
		StringBuilder report = new StringBuilder();
		ConditionEvaluationReport.get(beanFactory)
			.getConditionAndOutcomesBySource()
			.get(configuration.getName() + "#" + method)
			.forEach((outcome) -> report.append(outcome.getOutcome().getMessage()));
		return report.toString();
	}

	@Configuration(proxyBeanMethods = false)
	static class Lifecycles {

		@Bean
		@ConditionalOnCloud(lifecycle = "spot")
		String spot() {
			return "spot";
		}

		@Bean
		@ConditionalOnCloud(lifecycle = "on-demand")
		String onDemand() {
			return "onDemand";
		}

		@Bean
		@ConditionalOnCloud(value = "aws", lifecycle = "spot")
		String amazonsSpot() {
			return "amazonsSpot";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Stores {

		@Bean("store")
		@ConditionalOnCloud("aws")
		String s3() {
			return "s3";
		}

		@Bean("store")
		@ConditionalOnCloud("gcp")
		String gcs() {
			return "gcs";
		}

		@Bean("store")
		@ConditionalOnCloud(platform = { "azure.vm", "azure.aks" })
		String blob() {
			return "blob";
		}

		@Bean("store")
		@ConditionalOnCloud("local")
		String folder() {
			return "folder";
		}

		@Bean
		@ConditionalOnCloud
		String anyCloud() {
			return "any";
		}

		@Bean
		@ConditionalOnCloud({ "AWS", "gcp" })
		String twoOfThem() {
			return "two";
		}

	}

	@Configuration("onScheduler")
	@ConditionalOnCloud({ "kubernetes", "nomad" })
	static class OnScheduler {

	}

	@Configuration("onCloudRun")
	@ConditionalOnCloud(platform = "gcp_cloud_run")
	static class OnCloudRun {

	}

	@Configuration("onComputeEngine")
	@ConditionalOnCloud(platform = "gcp_compute_engine")
	static class OnComputeEngine {

	}

	@Configuration("onAmazonsCloudRun")
	@ConditionalOnCloud(value = "aws", platform = "gcp_cloud_run")
	static class OnAmazonsCloudRun {

	}

	@Configuration
	static class SwitchedOff {

		@Bean
		@ConditionalOnCloud("azure")
		@ConditionalOnProperty("there.is.none")
		String switchedOff() {
			return "";
		}

	}

	@Target({ ElementType.TYPE, ElementType.METHOD })
	@Retention(RetentionPolicy.RUNTIME)
	@ConditionalOnCloud("aws")
	@interface OnAmazon {

	}

	@Configuration
	static class ComposedTwice {

		@Bean
		@OnAmazon
		String amazon() {
			return "";
		}

		@Bean
		@OnAmazon
		@ConditionalOnCloud(platform = "aws_ec2")
		String amazonsVirtualMachine() {
			return "";
		}

	}

	@Configuration
	@ConditionalOnCloud("amazn")
	static class Misspelt {

	}

	@Configuration
	static class NearlyAws {

		@Bean
		@ConditionalOnCloud("asw")
		String bean() {
			return "";
		}

	}

	@Configuration
	@ConditionalOnCloud(platform = "azure_vm")
	static class OldAzure {

	}

	@Configuration
	static class OnOurCloud {

		@Bean
		@ConditionalOnCloud("our-cloud")
		String ours() {
			return "";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ChosenStore {

		@Bean
		@Primary
		Store store(CloudInstance instance, ObjectProvider<S3> s3, ObjectProvider<CloudStorage> cloudStorage) {
			return instance.getProvider().equals(CloudProvider.GCP) ? cloudStorage.getObject() : s3.getObject();
		}

		@Bean
		@Lazy
		S3 s3() {
			return new S3();
		}

		@Bean
		@Lazy
		CloudStorage cloudStorage() {
			return new CloudStorage();
		}

	}

	interface Store {

	}

	static class S3 implements Store {

		@Override
		public String toString() {
			return "s3";
		}

	}

	static class CloudStorage implements Store {

		@Override
		public String toString() {
			return "gcs";
		}

	}

}
