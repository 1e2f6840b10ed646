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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.internal.http.RawServer;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.boot.support.EnvironmentPostProcessorsFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what whole applications ask of a metadata service between start and end.
 */
class ApplicationLifecycleTests {

	@Test
	void asksNothingInAnApplicationThatUsesNothing() {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); ConfigurableApplicationContext context = run(cloud)) {
			assertThat(context.isRunning()).isTrue();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void asksAsMuchForPlaceholdersAndBeanTogetherAsForOneOfThem() {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				ConfigurableApplicationContext context = run(cloud, "my.region=$<cloud:region>",
						"my.zone=${aws:availabilityZone}")) {
			CloudInstance instance = context.getBean(CloudInstance.class);
			assertThat(context.getEnvironment().getProperty("my.region")).isEqualTo(instance.getRegion());
			assertThat(context.getEnvironment().getProperty("my.zone")).isEqualTo(instance.getAvailabilityZone());
			assertThat(cloud.getRequests()).hasSize(2);
		}
	}

	@Test
	void beginsTheDetectionWithTheContextIfThereIsAPlaceholder() {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				ConfigurableApplicationContext context = run(cloud, "my.region=$<cloud:region>")) {
			assertThat(EnvironmentCloudInstance.of(context.getEnvironment()).getRegion()).isNotNull();
			assertThat(cloud.getRequests()).hasSize(1);
		}
	}

	/**
	 * Whether or not a placeholder started the detection before that.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "my.region=$<cloud:region>", "my.region=none" })
	void takesSettingsFromThePropertySourcesOfConfigurationClasses(String property) {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				ConfigurableApplicationContext context = new SpringApplicationBuilder(Late.class)
					.web(WebApplicationType.NONE)
					.properties(defaults(cloud))
					.properties(property)
					.run()) {
			assertThat(context.getBean(CloudInstance.class).getRegion()).isEqualTo("late-1");
			assertThat(context.getEnvironment().resolveRequiredPlaceholders("${cloud:region}")).isEqualTo("late-1");
		}
	}

	@Test
	void sharesOneDetectionBetweenApplicationsThatRunAtTheSameTime() {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				ConfigurableApplicationContext first = run(cloud, "my.region=$<cloud:region>");
				ConfigurableApplicationContext second = run(cloud, "my.region=$<cloud:region>")) {
			assertThat(first.getEnvironment().getProperty("my.region"))
				.isEqualTo(second.getEnvironment().getProperty("my.region"));
			assertThat(cloud.getRequests()).hasSize(1);
		}
	}

	@Test
	void sharesOneDetectionBetweenParentAndChild() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			SpringApplicationBuilder parent = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.properties(defaults(cloud))
				.properties("my.region=$<cloud:region>");
			try (ConfigurableApplicationContext child = parent.child(Reader.class).web(WebApplicationType.NONE).run()) {
				assertThat(child.getBean(Reader.class).region).isEqualTo("northeurope");
				assertThat(child.getBean(CloudInstance.class).getRegion()).isEqualTo("northeurope");
				assertThat(cloud.getRequests()).hasSize(1);
			}
		}
	}

	@Test
	void detectsAnewAfterAnApplicationHasEnded() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			for (int i = 0; i < 2; i++) {
				try (ConfigurableApplicationContext context = run(cloud, "my.region=$<cloud:region>")) {
					assertThat(context.getEnvironment().getProperty("my.region")).isEqualTo("northeurope");
				}
			}
			assertThat(cloud.getRequests()).hasSize(2);
		}
	}

	@Test
	void detectsAnewAfterAnApplicationHasNotComeUp() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			for (int i = 0; i < 2; i++) {
				assertThatException().isThrownBy(() -> run(cloud, Reader.class, "my.region=$<cloud:regoin>").close());
			}
			assertThat(cloud.getRequests()).hasSize(2);
		}
	}

	@Test
	void detectsAnewAfterAnotherPostProcessorHasFailed() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			for (int i = 0; i < 2; i++) {
				assertThatException().isThrownBy(() -> runWithFailingPostProcessor(cloud.getProperties()).close())
					.withMessage("northeurope");
			}
			assertThat(cloud.getRequests()).hasSize(2);
		}
	}

	@Test
	void detectsAnewAfterAnotherInitializerHasFailed() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			for (int i = 0; i < 2; i++) {
				SpringApplication application = application(cloud.getProperties());
				application.addInitializers((context) -> {
					throw new IllegalStateException(context.getEnvironment().getProperty("my.region"));
				});
				assertThatException().isThrownBy(() -> application.run().close()).withMessage("northeurope");
			}
			assertThat(cloud.getRequests()).hasSize(2);
		}
	}

	/**
	 * Where nothing is proven yet, detection would go on for minutes.
	 */
	@Test
	void leavesNoThreadAndNoConnectionBehindAfterAnotherPostProcessorHasFailed() throws Exception {
		try (RawServer server = RawServer.answering("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")) {
			Map<String, String> properties = new HashMap<>();
			try (CloudSimulator machine = CloudSimulator.start("aws")) {
				properties.putAll(machine.getProperties());
				properties.put("cloudmeta.aws.endpoint", server.url());
				properties.put("cloudmeta.fetch.timeout", "700ms");
				properties.put("my.region", "$<cloud:region:nowhere>");
				assertThatException().isThrownBy(() -> runWithFailingPostProcessor(properties).close())
					.withMessage("nowhere");
			}
			assertThat(server.connections()).isPositive();
			await(() -> threads().isEmpty() && server.openConnections() == 0);
			assertThat(threads()).isEmpty();
			assertThat(server.openConnections()).isZero();
		}
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("cloudmeta-"))
			.toList();
	}

	private static void await(BooleanSupplier condition) throws InterruptedException {
		long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		while (!condition.getAsBoolean() && System.nanoTime() < end) {
			Thread.sleep(20);
		}
	}

	private static ConfigurableApplicationContext runWithFailingPostProcessor(Map<String, String> properties) {
		SpringApplication application = application(properties);
		application.addListeners(EnvironmentPostProcessorApplicationListener
			.with(EnvironmentPostProcessorsFactory.of(FailingPostProcessor.class)));
		return application.run();
	}

	private static SpringApplication application(Map<String, String> properties) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		Map<String, Object> defaults = new HashMap<>(properties);
		defaults.putIfAbsent("my.region", "$<cloud:region>");
		application.setDefaultProperties(defaults);
		return application;
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud, String... properties) {
		return run(cloud, Application.class, properties);
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud, Class<?> source, String... properties) {
		List<String> arguments = new ArrayList<>();
		cloud.getProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		return new SpringApplicationBuilder(source).web(WebApplicationType.NONE)
			.properties(properties)
			.run(arguments.toArray(String[]::new));
	}

	private static Map<String, Object> defaults(CloudSimulator cloud) {
		return Map.copyOf(cloud.getProperties());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	@PropertySource("classpath:/placeholders/late-settings.properties")
	static class Late {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Reader {

		@Value("${my.region}")
		private String region;

		@Autowired
		private CloudInstance instance;

	}

	/**
	 * Of another library: asks for a placeholder, then fails.
	 */
	static class FailingPostProcessor implements EnvironmentPostProcessor {

		@Override
		public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
			throw new IllegalStateException(environment.getProperty("my.region"));
		}

	}

}
