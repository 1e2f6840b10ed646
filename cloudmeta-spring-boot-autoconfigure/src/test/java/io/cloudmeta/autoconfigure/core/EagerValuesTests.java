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

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code cloudmeta.fetch.eager}, with which no getter sends a request after the
 * start.
 */
class EagerValuesTests {

	private static final String EAGER = "cloudmeta.fetch.eager=true";

	@ParameterizedTest
	@MethodSource("io.cloudmeta.test.CloudSimulator#getClouds")
	void noGetterSendsARequest(String id) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start(id);
				ConfigurableApplicationContext lazy = run(cloud);
				ConfigurableApplicationContext context = run(cloud, EAGER)) {
			cloud.resetRequests();
			Map<String, Object> values = values(context);
			assertThat(cloud.getRequests()).isEmpty();
			assertThat(values).isEqualTo(values(lazy));
		}
	}

	@Test
	void withoutThePropertyGettersSendRequests() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws"); ConfigurableApplicationContext context = run(cloud)) {
			context.getBean(CloudInstance.class).getRegion();
			cloud.resetRequests();
			values(context);
			assertThat(cloud.getRequests()).isNotEmpty();
		}
	}

	@Test
	void aValueThatCouldNotBeReadIsMissingUntilItIsReadAgain() {
		try (CloudSimulator cloud = CloudSimulator.of("aws").value("tags.team", "ml").start()) {
			cloud.setFault(Fault.REFUSES);
			try (ConfigurableApplicationContext context = run(cloud, EAGER, "cloudmeta.fetch.timeout=500ms",
					"cloudmeta.detection.background-timeout=0")) {
				CloudInstance instance = context.getBean(CloudInstance.class);
				cloud.resetRequests();
				assertThat(instance.getTag("team")).isNull();
				assertThat(instance.getHostname()).isNull();
				assertThat(cloud.getRequests()).isEmpty();
				cloud.setFault(Fault.NONE);
				instance.refresh();
				cloud.resetRequests();
				assertThat(instance.getTag("team")).isEqualTo("ml");
				assertThat(instance.getHostname()).isNotNull();
				assertThat(cloud.getRequests()).isEmpty();
			}
		}
	}

	@Test
	void aRefreshReadsAllValuesAgain() {
		try (CloudSimulator cloud = CloudSimulator.of("aws").value("tags.team", "ml").start();
				ConfigurableApplicationContext context = run(cloud, EAGER)) {
			CloudInstance instance = context.getBean(CloudInstance.class);
			cloud.change("tags.team=data");
			assertThat(instance.refresh()).isTrue();
			cloud.resetRequests();
			assertThat(instance.getTags()).containsEntry("team", "data");
			assertThat(instance.snapshot().getTag("team")).isEqualTo("data");
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	/**
	 * Calls each getter as an event loop would.
	 */
	private static Map<String, Object> values(ConfigurableApplicationContext context) throws Exception {
		CloudInstance instance = context.getBean(CloudInstance.class);
		Map<String, Object> values = new TreeMap<>();
		for (Method method : CloudInstance.class.getMethods()) {
			boolean value = method.getParameterCount() == 0
					&& (method.getName().startsWith("get") || method.getName().startsWith("is"));
			if (value && !List.of("getDetection", "getFetchedAt").contains(method.getName())) {
				values.put(method.getName(), String.valueOf(method.invoke(instance)));
			}
		}
		assertThat(values).containsKeys("getHostname", "getTags", "getNetworkInterfaces", "getPublicIp");
		values.put("getTag", String.valueOf(instance.getTag("Name")));
		return values;
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud, String... properties) {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.build();
		application.setDefaultProperties(Map.of("cloudmeta.fetch.timeout", "20s"));
		List<String> arguments = new ArrayList<>();
		cloud.getProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		Arrays.stream(properties).map((property) -> "--" + property).forEach(arguments::add);
		return application.run(arguments.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

	}

}
