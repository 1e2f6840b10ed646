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

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the advice of the documentation for a whole suite of tests: a file of the
 * tests beside the application's own.
 */
class TestSuiteOffTheCloudTests {

	@TempDir
	private Path resources;

	@BeforeEach
	void writeFiles() throws IOException {
		Files.writeString(this.resources.resolve("application.properties"), "app.region=$<cloud:region:none>\n");
		Files.createDirectory(this.resources.resolve("config"));
		Files.writeString(this.resources.resolve("config/application.properties"), "cloudmeta.provider=local\n");
	}

	@Test
	void keepsTestsOffTheNetworkOnABuildMachineInACloud() throws IOException {
		try (CloudSimulator machine = CloudSimulator.start("aws");
				ConfigurableApplicationContext context = run(machine, false)) {
			assertThat(context.getBean(CloudInstance.class).isCloud()).isFalse();
			assertThat(context.getEnvironment().getProperty("app.region")).isEqualTo("none");
			assertThat(machine.getRequests()).isEmpty();
		}
	}

	@Test
	void leavesTestsOnASimulatedCloudThere() throws IOException {
		try (CloudSimulator machine = CloudSimulator.of("aws").value("region", "eu-west-1").start();
				ConfigurableApplicationContext context = run(machine, true)) {
			assertThat(context.getBean(CloudInstance.class).getProvider()).hasToString("aws");
			assertThat(context.getEnvironment().getProperty("app.region")).isEqualTo("eu-west-1");
		}
	}

	/**
	 * Runs an application on a machine, whose properties win as those of a simulated
	 * cloud do, or do not, as a real machine has none.
	 */
	private ConfigurableApplicationContext run(CloudSimulator machine, boolean simulated) throws IOException {
		Map<String, String> properties = new HashMap<>(machine.getProperties());
		if (!simulated) {
			properties.remove("cloudmeta.provider");
		}
		List<String> arguments = new ArrayList<>();
		properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { this.resources.toUri().toURL() },
				getClass().getClassLoader())) {
			SpringApplication application = new SpringApplication(new DefaultResourceLoader(classLoader),
					Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			return application.run(arguments.toArray(String[]::new));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

	}

}
