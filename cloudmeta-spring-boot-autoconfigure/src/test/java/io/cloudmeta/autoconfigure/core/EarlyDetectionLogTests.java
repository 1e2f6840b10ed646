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

package io.cloudmeta.autoconfigure.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what is logged of a detection that happens before Spring Boot has initialized
 * logging.
 */
@ExtendWith(OutputCaptureExtension.class)
class EarlyDetectionLogTests {

	private static final String FOUND = "Runs on Amazon Web Services, region eu-west-1, zone eu-west-1b";

	private static final String TURNED_OFF = "the metadata service of this EC2 instance is turned off";

	private static final String NOT_READ = "The metadata of Amazon Web Services was not read";

	@TempDir
	private Path directory;

	/**
	 * An application in the same JVM, such as a cached context, has initialized logging.
	 */
	@BeforeEach
	@AfterEach
	void forgetLogging() {
		LoggingSystem.get(getClass().getClassLoader()).cleanUp();
		for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
			System.clearProperty(property.getEnvironmentVariableName());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.application.name=orders-$<cloud:region>",
			"logging.file.name={directory}/$<cloud:region>.log",
			"spring.config.import=optional:file:{directory}/${cloud:region:local}.yml",
			"cloudmeta.profiles.enabled=true", "logging.level.com.example=$<cloud:tags.level:debug>" })
	void logsTheCloudAsSoonAsLoggingIsInitialized(String property, CapturedOutput output) {
		try (CloudSimulator cloud = CloudSimulator.of("aws").value("region", "eu-west-1").start()) {
			run(cloud, property);
		}
		assertThat(output).containsOnlyOnce("Runs on ").containsOnlyOnce(FOUND);
		assertThat(lines(output, "Runs on ")).singleElement().asString().contains(" INFO ").contains("DetectionHolder");
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.application.name=orders-$<cloud:region:none>",
			"logging.file.name={directory}/$<cloud:region:none>.log",
			"spring.config.import=optional:file:{directory}/${cloud:region:local}.yml",
			"cloudmeta.profiles.enabled=true" })
	void warnsOfARefusalAsSoonAsLoggingIsInitialized(String property, CapturedOutput output) {
		warnsOf(Fault.REFUSES, TURNED_OFF, property, output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.application.name=orders-$<cloud:region:none>", "cloudmeta.profiles.enabled=true" })
	void warnsOfASilentServiceAsSoonAsLoggingIsInitialized(String property, CapturedOutput output) {
		warnsOf(Fault.STALLS, NOT_READ, property, output);
	}

	private void warnsOf(Fault fault, String warning, String property, CapturedOutput output) {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			cloud.setFault(fault);
			run(cloud, property, "cloudmeta.fetch.timeout=2s");
		}
		assertThat(output).containsOnlyOnce("Runs on Amazon Web Services").containsOnlyOnce(warning);
		assertThat(lines(output, warning)).singleElement().asString().contains(" WARN ");
	}

	@Test
	void writesTheEarlyLinesToTheFileToo() throws IOException {
		try (CloudSimulator cloud = CloudSimulator.of("aws").value("region", "eu-west-1").start()) {
			run(cloud, "logging.file.name={directory}/$<cloud:region>.log");
		}
		assertThat(Files.readString(this.directory.resolve("eu-west-1.log"))).containsOnlyOnce(FOUND);
	}

	@Test
	void logsOneLineAtDebugOffTheCloud(CapturedOutput output) {
		try (CloudSimulator cloud = CloudSimulator.start("none")) {
			run(cloud, "spring.application.name=orders-$<cloud:region:none>");
			assertThat(output).contains("Starting").doesNotContain("DetectionHolder");
			run(cloud, "spring.application.name=orders-$<cloud:region:none>", "logging.level.io.cloudmeta=debug");
		}
		assertThat(lines(output, "DetectionHolder")).singleElement().asString().contains("Runs on no cloud", "DEBUG");
	}

	@Test
	void logsBothDetectionsIfConfigurationFilesSetAnotherCloud(CapturedOutput output) throws IOException {
		Files.writeString(this.directory.resolve("application-aws.properties"), "cloudmeta.instance.region=mars");
		try (CloudSimulator cloud = CloudSimulator.of("aws").value("region", "eu-west-1").start()) {
			run(cloud, "cloudmeta.profiles.enabled=true", "spring.config.location=file:{directory}/",
					"spring.application.name=orders-$<cloud:region>-$<cloud:availabilityZone>");
		}
		assertThat(output).containsOnlyOnce(FOUND)
			.containsOnlyOnce("Runs on Amazon Web Services, region mars")
			.containsOnlyOnce("otherwise than they were when the profiles were chosen");
	}

	@Test
	void warnsOnceOfAnEnvironmentVariableThatNamesNoCloud(CapturedOutput output) {
		try (CloudSimulator cloud = CloudSimulator.start("none")) {
			Stream<String> arguments = Arrays
				.stream(arguments(cloud, "CLOUD_PROVIDER=on-premises", "spring.application.name=$<cloud:region:none>"))
				// wins over the variable
				.filter((argument) -> !argument.startsWith("--cloudmeta.provider="));
			application().run(arguments.toArray(String[]::new)).close();
		}
		assertThat(output).containsOnlyOnce("Ignoring the environment variable CLOUD_PROVIDER");
	}

	@Test
	void warnsOnceOfAValueThatIsNotReadAfterTheIdentity(CapturedOutput output) {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.urlPathMatching("/latest/meta-data/tags/.*"))
					.willReturn(WireMock.serviceUnavailable()));
			run(cloud, "spring.application.name=orders-$<cloud:tags.team:none>", "app.team=$<cloud:tags.team:none>",
					"cloudmeta.fetch.timeout=1s");
		}
		assertThat(output).containsOnlyOnce("A value of Amazon Web Services was not read, as EC2's metadata service");
	}

	@Test
	void logsTheLinesOfAStartThatFailsLater(CapturedOutput output) {
		SpringApplication application = application();
		application.addInitializers((context) -> {
			throw new IllegalStateException("failed by the test");
		});
		try (CloudSimulator cloud = CloudSimulator.of("aws").value("region", "eu-west-1").start()) {
			String[] arguments = arguments(cloud, "spring.application.name=orders-$<cloud:region>");
			assertThatIllegalStateException().isThrownBy(() -> application.run(arguments))
				.withMessage("failed by the test");
		}
		assertThat(output).containsOnlyOnce(FOUND);
	}

	private void run(CloudSimulator cloud, String... properties) {
		application().run(arguments(cloud, properties)).close();
	}

	private static SpringApplication application() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	private String[] arguments(CloudSimulator cloud, String... properties) {
		List<String> arguments = new ArrayList<>();
		cloud.getProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		Arrays.stream(properties)
			.map((property) -> "--" + property.replace("{directory}", this.directory.toString()))
			.forEach(arguments::add);
		return arguments.toArray(String[]::new);
	}

	private static List<String> lines(CapturedOutput output, String part) {
		// an application of another test may detect in the background
		return output.getOut().lines().filter((line) -> line.contains(part) && line.contains("main]")).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

	}

}
