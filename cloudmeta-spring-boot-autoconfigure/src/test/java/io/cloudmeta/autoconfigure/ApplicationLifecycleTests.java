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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

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
	static class Reader {

		@Value("${my.region}")
		private String region;

		@Autowired
		private CloudInstance instance;

	}

}
