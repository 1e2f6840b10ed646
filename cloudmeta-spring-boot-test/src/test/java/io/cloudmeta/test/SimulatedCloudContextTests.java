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

package io.cloudmeta.test;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.test.CloudSimulator.Dmi;
import io.cloudmeta.test.SimulatedCloud.Change;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for the life of a {@link SimulatedCloud} with Spring's test contexts.
 */
class SimulatedCloudContextTests {

	@Test
	void equalAnnotationsShareAContextAndASimulator() {
		assertThat(simulator(Aws.class)).isSameAs(simulator(AwsAgain.class)).isNotSameAs(simulator(AwsWithTag.class));
		assertThat(context(Aws.class)).isSameAs(context(AwsAgain.class));
	}

	@Test
	void annotationOfASuperclassCounts() {
		assertThat(simulator(AwsBelow.class)).isSameAs(simulator(Aws.class));
	}

	@Test
	void annotationOnAnAnnotationCounts() throws Exception {
		CloudSimulator cloud = simulator(OnGoogle.class);
		assertThat(cloud.getCloud()).isEqualTo("gcp");
		assertThat(
				new SimulatorClient(cloud, "Metadata-Flavor", "Google").get("/computeMetadata/v1/instance/zone").body())
			.endsWith("/us-east5-c");
		assertThat(sysfs(cloud).resolve("class/dmi/id/sys_vendor")).hasContent("QEMU");
	}

	@Test
	void simulatorEndsWithItsContextAndANewContextHasANewOne() throws Exception {
		TestContext testContext = testContext(Dirty.class);
		CloudSimulator first = testContext.getApplicationContext().getBean(CloudSimulator.class);
		testContext.markApplicationContextDirty(HierarchyMode.CURRENT_LEVEL);
		assertThat(first.isRunning()).isFalse();
		assertThat(sysfs(first)).doesNotExist();
		CloudSimulator second = testContext.getApplicationContext().getBean(CloudSimulator.class);
		assertThat(second).isNotSameAs(first);
		assertThat(second.isRunning()).isTrue();
		assertThat(testContext.getApplicationContext().getEnvironment().getProperty("cloudmeta.aws.endpoint"))
			.isEqualTo(second.getUrl().toString());
	}

	@Test
	void whenStartFailsEarlySimulatorEndsToo() {
		Throwable failure = rootCause(catchThrowable(() -> context(FailsEarly.class)));
		assertThat(failure).hasMessageStartingWith("Configured to fail, at http://127.0.0.1:");
		Matcher url = Pattern.compile("http://\\S+").matcher(failure.getMessage());
		assertThat(url.find()).isTrue();
		assertThatException().isThrownBy(() -> URI.create(url.group()).toURL().openStream().close())
			.isInstanceOf(ConnectException.class);
	}

	@Test
	void whatATestStatesItselfWins() {
		ApplicationContext context = context(WithPropertiesOfItsOwn.class);
		assertThat(context.getEnvironment().getProperty("cloudmeta.provider")).isEqualTo("azure");
		assertThat(context.getEnvironment().getProperty("NO_GCE_CHECK")).isEqualTo("dynamic");
		assertThat(context.getEnvironment().getProperty("cloudmeta.gcp.endpoint")).isEqualTo("http://127.0.0.1:1");
		assertThat(context.getEnvironment().getProperty("cloudmeta.aws.endpoint"))
			.isEqualTo(context.getBean(CloudSimulator.class).getUrl().toString());
	}

	@Test
	void whatTheMachineStatesLoses() {
		System.setProperty("cloudmeta.provider", "gcp");
		System.setProperty("AWS_EC2_METADATA_DISABLED", "true");
		try {
			ApplicationContext context = context(OnASetMachine.class);
			assertThat(context.getEnvironment().getProperty("cloudmeta.provider")).isEqualTo("auto");
			assertThat(context.getEnvironment().getProperty("AWS_EC2_METADATA_DISABLED")).isEqualTo("false");
		}
		finally {
			System.clearProperty("cloudmeta.provider");
			System.clearProperty("AWS_EC2_METADATA_DISABLED");
		}
	}

	@Test
	void withoutSpringBootTheContextHasSimulatorAndProperties() {
		ApplicationContext context = context(WithoutBoot.class);
		CloudSimulator cloud = context.getBean(CloudSimulator.class);
		assertThat(context.getEnvironment().getProperty("cloudmeta.gcp.endpoint")).isEqualTo(cloud.getUrl().toString());
	}

	@Test
	void whenApplicationHasAMainMethodPropertiesAreThereAsEarly() {
		ApplicationContext context = context(ByMainMethod.class);
		assertThat(context.getEnvironment().getProperty("test.by-main", Boolean.class)).isTrue();
		assertThat(context.getEnvironment().getProperty(EarlyReader.SEEN))
			.isEqualTo(context.getBean(CloudSimulator.class).getUrl().toString());
	}

	@Test
	void withoutAnnotationThereIsNoSimulator() {
		assertThat(context(Plain.class).getBeanNamesForType(CloudSimulator.class)).isEmpty();
		assertThat(context(Plain.class).getEnvironment().containsProperty("cloudmeta.aws.endpoint")).isFalse();
	}

	@Test
	void whenValueIsNoPairTestFails() {
		assertRefused(NoPair.class, "'region' is not of the form 'name=value'");
	}

	@Test
	void whenValueIsGivenTwiceTestFails() {
		assertRefused(Twice.class, "'region' is given twice");
	}

	@Test
	void whenCloudIsUnknownTestFails() {
		assertRefused(UnknownCloud.class, "There is no simulated cloud 'amazon'. Known: aws, azure, gcp, ");
	}

	@Test
	void whenCloudIsMissingTestFails() {
		assertRefused(NoCloudNamed.class, "There is no simulated cloud ''. Known: aws, azure, gcp, ");
	}

	@Test
	void whenNameIsUnknownTestFails() {
		assertRefused(UnknownName.class, "Nearest: 'region'");
	}

	@Test
	void changesAndCloudInitsFileArePartOfTheMachine() throws Exception {
		CloudSimulator cloud = simulator(ChangingAws.class);
		assertThat(cloud).isNotSameAs(simulator(Aws.class));
		assertThat(sysfs(cloud).resolve("../run/cloud-init/instance-data.json")).isRegularFile();
		assertThat(sysfs(cloud).resolve("class/dmi/id/product_name")).hasContent("t3.small");
		cloud.elapse(Duration.ofHours(1));
		assertThat(sysfs(cloud).resolve("class/dmi/id/product_name")).hasContent("t3.large");
		cloud.elapse(Duration.ofHours(1));
		assertThat(sysfs(cloud).resolve("class/dmi/id/product_name")).hasContent("t3.nano");
	}

	@Test
	void whenChangeIsImpossibleTestFails() {
		assertRefused(UnknownChange.class, "Nearest: 'region'");
		assertRefused(NoTime.class, "'soon' is not a valid");
	}

	@Test
	void whenCloudInitHasNoNameForTheCloudTestFails() {
		assertRefused(NoCloudInit.class, "The simulated cloud 'tencent' has no file of cloud-init's");
	}

	private static void assertRefused(Class<?> testClass, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> testContext(testClass))
			.withMessageStartingWith("@SimulatedCloud of " + testClass.getName() + ": ")
			.withMessageContaining(reason);
	}

	private static TestContext testContext(Class<?> testClass) {
		return new TestContextManager(testClass).getTestContext();
	}

	private static ApplicationContext context(Class<?> testClass) {
		return testContext(testClass).getApplicationContext();
	}

	private static CloudSimulator simulator(Class<?> testClass) {
		return context(testClass).getBean(CloudSimulator.class);
	}

	private static Path sysfs(CloudSimulator cloud) {
		return Path.of(cloud.getProperties().get("cloudmeta.detection.sysfs"));
	}

	private static Throwable rootCause(Throwable throwable) {
		return (throwable.getCause() != null) ? rootCause(throwable.getCause()) : throwable;
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

	@SpringBootTest(classes = Application.class)
	@SimulatedCloud(value = "aws", values = { "region=us-east-2", "instanceType=t3.small" })
	static class Aws {

	}

	@SpringBootTest(classes = Application.class)
	@SimulatedCloud(cloud = "aws", values = { "instanceType=t3.small", "region=us-east-2" })
	static class AwsAgain {

	}

	@SpringBootTest(classes = Application.class)
	@SimulatedCloud(value = "aws", values = { "region=us-east-2", "instanceType=t3.small", "tags.team=ml=ops" })
	static class AwsWithTag {

	}

	@SpringBootTest(classes = Application.class)
	@SimulatedCloud(value = "aws", values = { "region=us-east-2", "instanceType=t3.small" }, cloudInit = true,
			changes = { @Change(after = "2h", values = "instanceType=t3.nano"),
					@Change(after = "1h", values = { "instanceType=t3.large", "tags.team=blue" }) })
	static class ChangingAws {

	}

	@SpringBootTest(classes = Application.class)
	@SimulatedCloud(cloud = "aws", changes = @Change(after = "1h", values = "regoin=us-east-2"))
	static class UnknownChange {

	}

	@SpringBootTest(classes = Application.class)
	@SimulatedCloud(cloud = "aws", changes = @Change(after = "soon", values = "region=us-east-2"))
	static class NoTime {

	}

	@SpringBootTest(classes = Application.class)
	@SimulatedCloud(cloud = "tencent", cloudInit = true)
	static class NoCloudInit {

	}

	static class AwsBelow extends Aws {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@SpringBootTest(classes = Application.class)
	@SimulatedCloud(cloud = "gcp", dmi = Dmi.KVM)
	@interface Google {

		@AliasFor(annotation = SimulatedCloud.class, attribute = "values")
		String[] with() default {};

	}

	@Google(with = "region=us-east5")
	static class OnGoogle {

	}

	@SpringBootTest(classes = Application.class, properties = "test.name=dirty")
	@SimulatedCloud("aws")
	static class Dirty {

	}

	@SpringBootTest(classes = Application.class, properties = "test.fail-early=true")
	@SimulatedCloud("azure")
	static class FailsEarly {

	}

	@SpringBootTest(classes = Application.class, properties = "cloudmeta.provider=azure",
			args = "--cloudmeta.gcp.endpoint=http://127.0.0.1:1")
	@SimulatedCloud("azure")
	static class WithPropertiesOfItsOwn {

		@DynamicPropertySource
		static void properties(DynamicPropertyRegistry registry) {
			registry.add("NO_GCE_CHECK", () -> "dynamic");
		}

	}

	@SpringBootTest(classes = Application.class, properties = "test.name=set-machine")
	@SimulatedCloud("azure")
	static class OnASetMachine {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class MainApplication {

		@SuppressWarnings("IncorrectMainMethod")
		static void main(String[] args) {
			SpringApplication.run(MainApplication.class, "--test.by-main=true");
		}

	}

	@SpringBootTest(classes = MainApplication.class, useMainMethod = UseMainMethod.ALWAYS)
	@SimulatedCloud("azure")
	static class ByMainMethod {

	}

	@ContextConfiguration(classes = Application.class)
	@SimulatedCloud("gcp")
	static class WithoutBoot {

	}

	@SpringBootTest(classes = Application.class)
	static class Plain {

	}

	@SpringBootTest(classes = Application.class)
	@SimulatedCloud(cloud = "aws", values = "region")
	static class NoPair {

	}

	@SpringBootTest(classes = Application.class)
	@SimulatedCloud(cloud = "aws", values = { "region=a", "region=b" })
	static class Twice {

	}

	@SpringBootTest(classes = Application.class)
	@SimulatedCloud("amazon")
	static class UnknownCloud {

	}

	@SpringBootTest(classes = Application.class)
	@SimulatedCloud
	static class NoCloudNamed {

	}

	@SpringBootTest(classes = Application.class)
	@SimulatedCloud(cloud = "aws", values = "regoin=x")
	static class UnknownName {

	}

}
