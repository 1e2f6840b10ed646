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

package io.cloudmeta.autoconfigure.logging;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for log events that say where the application runs.
 */
@ExtendWith(OutputCaptureExtension.class)
class CloudLoggingTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger("orders");

	private static final Map<String, String> PLACE = Map.of("region", "eu-west-1", "availabilityZone", "eu-west-1b",
			"instanceId", "i-0a1b2c3d4e5f60718", "instanceType", "m7g.xlarge");

	@TempDir
	private Path directory;

	private final Properties systemProperties = new Properties();

	/**
	 * Logging leaves behind what it was set up with.
	 */
	@BeforeEach
	void keepSystemProperties() {
		this.systemProperties.putAll(System.getProperties());
	}

	/**
	 * A context that another test has left open would keep the logging as it is.
	 */
	@BeforeEach
	void letLoggingBeSetUpAnew() {
		LoggingSystem.get(CloudLoggingTests.class.getClassLoader()).cleanUp();
	}

	@AfterEach
	void restoreSystemProperties() {
		MDC.clear();
		System.setProperties(this.systemProperties);
	}

	/**
	 * Other tests log too.
	 */
	@AfterAll
	static void resetLogging() {
		LoggingSystem system = LoggingSystem.get(CloudLoggingTests.class.getClassLoader());
		system.beforeInitialize();
		system.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
		system.cleanUp();
	}

	@Test
	void nestsTheFieldsInTheElasticCommonSchema(CapturedOutput output) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws", PLACE);
				ConfigurableApplicationContext context = run(cloud, "--logging.structured.format.console=ecs")) {
			JsonNode fields = eventually(output, (event) -> event.has("cloud")).path("cloud");
			assertThat(fields.toString()).isEqualTo(JsonMapper.shared().readTree("""
					{"provider": "aws", "platform": "aws_ec2", "region": "eu-west-1",
					"availability_zone": "eu-west-1b", "instance": {"id": "i-0a1b2c3d4e5f60718"},
					"machine": {"type": "m7g.xlarge"}}""").toString());
		}
	}

	@ParameterizedTest
	@CsvSource({ "gelf, _cloud_region, _cloud_instance_id", "logstash, cloud.region, cloud.instance.id" })
	void addsFieldsAsTheFormatHasThem(String format, String region, String instanceId, CapturedOutput output)
			throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws", PLACE);
				ConfigurableApplicationContext context = run(cloud, "--logging.structured.format.console=" + format)) {
			JsonNode event = eventually(output, (candidate) -> candidate.has(region));
			assertThat(event.path(region).asString()).isEqualTo("eu-west-1");
			assertThat(event.path(instanceId).asString()).isEqualTo("i-0a1b2c3d4e5f60718");
		}
	}

	@Test
	void neverWaitsForTheDetection(CapturedOutput output) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withFixedDelay(4000)));
			try (ConfigurableApplicationContext context = run(cloud, "--logging.structured.format.console=ecs",
					"--cloudmeta.fetch.timeout=3s")) {
				long start = System.nanoTime();
				logger.info("early");
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1500));
				JsonNode early = event(output, "early");
				assertThat(early.has("cloud")).isFalse();
				// the firmware alone says this much
				assertThat(eventually(output, (event) -> event.has("cloud")).path("cloud").path("provider").asString())
					.isEqualTo("azure");
			}
		}
	}

	@Test
	void addsNothingOffTheCloud(CapturedOutput output) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("none");
				ConfigurableApplicationContext context = run(cloud, "--logging.structured.format.console=ecs",
						"--logging.level.io.cloudmeta=debug")) {
			eventually(output, (event) -> event.path("message").asString().contains("Runs on no cloud"));
			logger.info("late");
			assertThat(event(output, "late").has("cloud")).isFalse();
		}
	}

	@ParameterizedTest
	@CsvSource({ "ecs, cloud.region", "ecs, cloud", "logstash, cloud.region", "gelf, cloud_region" })
	void letsTheUsersOwnFieldWinAndLosesNoEvent(String format, String name, CapturedOutput output) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws", PLACE);
				ConfigurableApplicationContext context = run(cloud, "--logging.structured.format.console=" + format)) {
			eventually(output, (event) -> event.toString().contains("eu-west-1b"));
			MDC.put(name, "mine");
			logger.info("with context");
			MDC.clear();
			logger.atInfo().addKeyValue(name, "mine too").log("with pair");
			assertThat(event(output, "with context").toString()).contains("mine").doesNotContain("eu-west-1b");
			assertThat(event(output, "with pair").toString()).contains("mine too").doesNotContain("eu-west-1b");
		}
	}

	@Test
	void letsTheUsersOwnPropertyWin(CapturedOutput output) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws", PLACE);
				ConfigurableApplicationContext context = run(cloud, "--logging.structured.format.console=ecs",
						"--logging.structured.json.add.cloud.region=mine")) {
			eventually(output, (event) -> event.path("message").asString().contains("region eu-west-1"));
			logger.info("late");
			assertThat(event(output, "late").path("cloud").toString()).isEqualTo("{\"region\":\"mine\"}");
		}
	}

	@Test
	void saysWhereTheEnvironmentIsWhateverBeanTheUserDefines(CapturedOutput output) throws Exception {
		CloudInstance own = Mockito.mock();
		SpringApplication application = new SpringApplication(CloudMetaAutoConfiguration.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers(
				(context) -> ((GenericApplicationContext) context).registerBean(CloudInstance.class, () -> own));
		try (ConfigurableApplicationContext context = application.run("--logging.structured.format.console=ecs",
				"--cloudmeta.instance.provider=aws")) {
			assertThat(context.getBean(CloudInstance.class)).isSameAs(own);
			assertThat(eventually(output, (event) -> event.has("cloud")).path("cloud").path("provider").asString())
				.isEqualTo("aws");
			Mockito.verifyNoInteractions(own);
		}
	}

	@Test
	void canBeSwitchedOff(CapturedOutput output) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				ConfigurableApplicationContext context = run(cloud, "--logging.structured.format.console=ecs",
						"--cloudmeta.logging.enabled=false")) {
			logger.info("late");
			assertThat(event(output, "late").has("cloud")).isFalse();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void sendsNoRequestForOrdinaryLogs() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); ConfigurableApplicationContext context = run(cloud)) {
			logger.info("late");
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void servesPatterns(CapturedOutput output) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws", PLACE);
				ConfigurableApplicationContext context = run(cloud, "--logging.config=" + configuration(),
						"--logging.pattern.console=<%cloud{region, none}|%cloud{provider}|%cloud{tags.x}> %m%n")) {
			assertThat(until(() -> {
				logger.info("event");
				return output.toString();
			}, "<eu-west-1|aws|> event")).contains("<none||>");
		}
	}

	@Test
	void explainsAPatternThatNamesNoValue() throws Exception {
		String configuration = configuration();
		assertThatIllegalStateException()
			.isThrownBy(() -> run(Map.of("cloudmeta.provider", "local"), "--logging.config=" + configuration,
					"--logging.pattern.console=<%cloud{regoin}> %m%n"))
			.withMessageContaining("%cloud{regoin} names no value. Write %cloud{region}");
	}

	@Test
	void doesWithoutLogback() throws Exception {
		URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("logback"))
			.map(CloudLoggingTests::url)
			.toArray(URL[]::new);
		try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
			Class<?> customizer = loader.loadClass(CloudJsonMembersCustomizer.class.getName());
			Constructor<?> constructor = customizer
				.getDeclaredConstructor(loader.loadClass(Environment.class.getName()));
			constructor.setAccessible(true);
			Object environment = loader.loadClass(StandardEnvironment.class.getName())
				.getDeclaredConstructor()
				.newInstance();
			assertThat(constructor.newInstance(environment)).isNotNull();
			assertThat(customizer.getDeclaredMethods()).isNotEmpty();
		}
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String configuration() throws IOException {
		return Files.writeString(this.directory.resolve("logback-spring.xml"), """
				<configuration>
					<include resource="org/springframework/boot/logging/logback/defaults.xml"/>
					<conversionRule conversionWord="cloud" class="io.cloudmeta.autoconfigure.logging.CloudConverter"/>
					<include resource="org/springframework/boot/logging/logback/console-appender.xml"/>
					<root level="INFO"><appender-ref ref="CONSOLE"/></root>
				</configuration>
				""").toString();
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud, String... arguments) {
		return run(cloud.getProperties(), arguments);
	}

	private static ConfigurableApplicationContext run(Map<String, String> properties, String... more) {
		List<String> arguments = new ArrayList<>(List.of(more));
		properties.forEach((name, value) -> arguments.add("--%s=%s".formatted(name, value)));
		SpringApplication application = new SpringApplication(CloudMetaAutoConfiguration.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run(arguments.toArray(String[]::new));
	}

	/**
	 * Logs until an event is as it is to be.
	 */
	private static JsonNode eventually(CapturedOutput output, Predicate<JsonNode> condition)
			throws InterruptedException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < end) {
			logger.info("event");
			for (JsonNode event : events(output)) {
				if (condition.test(event)) {
					return event;
				}
			}
			Thread.sleep(50);
		}
		throw new AssertionError("There is no such event in " + output);
	}

	private static JsonNode event(CapturedOutput output, String message) {
		return events(output).stream()
			.filter((event) -> event.path("message").asString("").equals(message)
					|| event.path("short_message").asString("").equals(message))
			.findFirst()
			.orElseThrow(() -> new AssertionError("There is no event '%s' in %s".formatted(message, output)));
	}

	private static List<JsonNode> events(CapturedOutput output) {
		return output.getOut()
			.lines()
			.filter((line) -> line.startsWith("{"))
			.map((line) -> JsonMapper.shared().readTree(line))
			.toList();
	}

	private static String until(Callable<String> text, String part) throws Exception {
		long end = System.nanoTime() + PATIENCE.toNanos();
		String current = text.call();
		while (!current.contains(part) && System.nanoTime() < end) {
			Thread.sleep(50);
			current = text.call();
		}
		assertThat(current).contains(part);
		return current;
	}

}
