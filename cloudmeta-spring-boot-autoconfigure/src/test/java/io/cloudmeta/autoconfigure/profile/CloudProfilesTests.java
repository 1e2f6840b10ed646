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

package io.cloudmeta.autoconfigure.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.ConfigurableEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for profiles that follow the cloud.
 */
@ExtendWith(OutputCaptureExtension.class)
class CloudProfilesTests {

	private static final String ENABLED = "--cloudmeta.profiles.enabled=true";

	@TempDir
	private Path config;

	@BeforeEach
	void writeFiles() throws IOException {
		for (String name : List.of("", "-cloud", "-aws", "-aws_ec2", "-azure", "-azure.vm", "-mine", "-local")) {
			write("application%s.properties".formatted(name), "winner=%s%nread%s=true%n".formatted(name, name));
		}
	}

	@Test
	void readsTheFilesOfTheCloudFromTheGeneralToTheParticular() {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				ConfigurableApplicationContext context = application().run(arguments(cloud, ENABLED))) {
			ConfigurableEnvironment environment = context.getEnvironment();
			assertThat(environment.getActiveProfiles()).containsExactly("cloud", "aws", "aws_ec2");
			assertThat(environment.getProperty("winner")).isEqualTo("-aws_ec2");
			assertThat(List.of("read", "read-cloud", "read-aws", "read-aws_ec2"))
				.allMatch(environment::containsProperty);
			assertThat(environment.containsProperty("read-azure")).isFalse();
		}
	}

	@Test
	void takesPlatformsWithADot() {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				ConfigurableApplicationContext context = application().run(arguments(cloud, ENABLED))) {
			assertThat(context.getEnvironment().getActiveProfiles()).containsExactly("cloud", "azure", "azure.vm");
			assertThat(context.getEnvironment().getProperty("winner")).isEqualTo("-azure.vm");
		}
	}

	@Test
	void letsTheUsersOwnProfilesWin() throws IOException {
		write("application.properties", "spring.profiles.active=mine");
		SpringApplication application = application();
		application.setAdditionalProfiles("additional");
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				ConfigurableApplicationContext context = application
					.run(arguments(cloud, ENABLED, "--spring.profiles.include=included"))) {
			assertThat(context.getEnvironment().getActiveProfiles()).containsExactly("cloud", "aws", "aws_ec2",
					"additional", "included", "mine");
			assertThat(context.getEnvironment().getProperty("winner")).isEqualTo("-mine");
		}
	}

	@Test
	void addsToProfilesFromTheCommandLine() {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				ConfigurableApplicationContext context = application()
					.run(arguments(cloud, ENABLED, "--spring.profiles.active=mine"))) {
			assertThat(context.getEnvironment().getActiveProfiles()).containsExactly("cloud", "aws", "aws_ec2", "mine");
			assertThat(context.getEnvironment().getProperty("winner")).isEqualTo("-mine");
		}
	}

	@Test
	void addsNoneOffTheCloud() {
		try (CloudSimulator cloud = CloudSimulator.start("none");
				ConfigurableApplicationContext context = application().run(arguments(cloud, ENABLED))) {
			assertThat(context.getEnvironment().getActiveProfiles()).isEmpty();
			assertThat(context.getEnvironment().getProperty("winner")).isEmpty();
		}
	}

	@Test
	void addsNoneOnAClusterOfOnesOwn() {
		try (CloudSimulator cloud = CloudSimulator.start("kubernetes");
				ConfigurableApplicationContext context = application()
					.run(arguments(cloud, ENABLED, "--cloudmeta.detection.probe=never"))) {
			assertThat(context.getEnvironment().getActiveProfiles()).isEmpty();
		}
	}

	@Test
	void addsNoneAndSendsNoRequestUnlessSwitchedOn() {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				ConfigurableApplicationContext context = application().run(arguments(cloud))) {
			assertThat(context.getEnvironment().getActiveProfiles()).isEmpty();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void addsNoneIfCloudmetaIsOff() {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				ConfigurableApplicationContext context = application()
					.run(arguments(cloud, ENABLED, "--cloudmeta.enabled=false"))) {
			assertThat(context.getEnvironment().getActiveProfiles()).isEmpty();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void addsNoneWhileTheApplicationIsProcessedAheadOfTime() {
		System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				ConfigurableApplicationContext context = application().run(arguments(cloud, ENABLED))) {
			assertThat(context.getEnvironment().getActiveProfiles()).isEmpty();
			assertThat(cloud.getRequests()).isEmpty();
		}
		finally {
			System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
		}
	}

	@Test
	void detectsOnceForProfilesAndBean() {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				ConfigurableApplicationContext context = application().run(arguments(cloud, ENABLED))) {
			assertThat(context.getBean(CloudInstance.class).getRegion()).isNotNull();
			assertThat(cloud.getRequests()).hasSize(1);
		}
	}

	@Test
	void saysWhereToPutTheWishIfItComesTooLate(CapturedOutput output) throws IOException {
		write("application.properties", "winner=none", "cloudmeta.profiles.enabled=true");
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				ConfigurableApplicationContext context = application().run(arguments(cloud))) {
			assertThat(context.getEnvironment().getActiveProfiles()).isEmpty();
			assertThat(output).contains("cloudmeta.profiles.enabled in", "application.properties", "2:28",
					"has no effect", "SpringApplication.setDefaultProperties");
		}
	}

	@Test
	void takesTheWishFromDefaultProperties(CapturedOutput output) {
		SpringApplication application = application();
		application.setDefaultProperties(Map.of("cloudmeta.profiles.enabled", "true"));
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				ConfigurableApplicationContext context = application.run(arguments(cloud))) {
			assertThat(context.getEnvironment().getActiveProfiles()).contains("aws");
			assertThat(output).contains("Adds the profiles cloud, aws, aws_ec2").doesNotContain("has no effect");
		}
	}

	@Test
	void goesByTheSettingsInFilesFromThenOnAndWarns(CapturedOutput output) throws IOException {
		write("application-aws.properties", "cloudmeta.instance.region=mars");
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				ConfigurableApplicationContext context = application().run(arguments(cloud, ENABLED))) {
			assertThat(context.getBean(CloudInstance.class).getRegion()).isEqualTo("mars");
			assertThat(output).contains("otherwise than they were when the profiles were chosen");
		}
	}

	@Test
	void addsWhatTheUserFixed() {
		try (ConfigurableApplicationContext context = application()
			.run(arguments(Map.of(), ENABLED, "--cloudmeta.instance.provider=our-cloud",
					"--cloudmeta.instance.platform=-odd-", "--cloudmeta.custom.our-cloud.endpoint=http://127.0.0.1:1",
					"--cloudmeta.custom.our-cloud.check[GET /id]=.+"))) {
			assertThat(context.getEnvironment().getActiveProfiles()).containsExactly("cloud", "our-cloud");
		}
	}

	@Test
	void explainsAWishThatIsNone(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> application().run(arguments(Map.of(), "--cloudmeta.profiles.enabled=perhaps")));
		assertThat(output).contains("Property: cloudmeta.profiles.enabled", "Write true or false");
	}

	private SpringApplication application() {
		SpringApplication application = new SpringApplication(CloudMetaAutoConfiguration.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	private String[] arguments(CloudSimulator cloud, String... more) {
		return arguments(cloud.getProperties(), more);
	}

	private String[] arguments(Map<String, String> properties, String... more) {
		List<String> arguments = new ArrayList<>(List.of(more));
		properties.forEach((name, value) -> arguments.add("--%s=%s".formatted(name, value)));
		arguments.add("--spring.config.location=" + this.config.toUri());
		return arguments.toArray(String[]::new);
	}

	private void write(String file, String... lines) throws IOException {
		Files.write(this.config.resolve(file), List.of(lines));
	}

}
