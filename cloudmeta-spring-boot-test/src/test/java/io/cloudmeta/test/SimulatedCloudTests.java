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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SimulatedCloud} on Spring Boot tests.
 */
@SpringBootTest(classes = SimulatedCloudTests.Application.class,
		properties = { "test.placeholder=${cloudmeta.azure.endpoint}/metadata",
				"spring.config.import=file:${cloudmeta.detection.sysfs}/class/dmi/id/sys_vendor[.properties]" })
@SimulatedCloud(cloud = "azure", values = { "region=westeurope", "tags.team=ml" })
class SimulatedCloudTests {

	private final CloudSimulator cloud;

	SimulatedCloudTests(@Autowired CloudSimulator cloud) {
		this.cloud = cloud;
	}

	@BeforeEach
	void forgetRequestsOfOthers() {
		this.cloud.resetRequests();
	}

	@Test
	void environmentHasTheSimulatorsProperties(@Autowired Environment environment) {
		assertThat(this.cloud.getProperties()).isNotEmpty()
			.allSatisfy((name, value) -> assertThat(environment.getProperty(name)).as(name).isEqualTo(value));
	}

	@Test
	void propertiesAreThereBeforeTheFirstPostProcessor(@Value("${" + EarlyReader.SEEN + "}") String seen) {
		assertThat(seen).isEqualTo(this.cloud.getUrl().toString());
	}

	@Test
	void propertiesAreThereForPlaceholders(@Value("${test.placeholder}") String value) {
		assertThat(value).isEqualTo(this.cloud.getUrl() + "/metadata");
	}

	@Test
	void propertiesAreThereForImportsOfConfiguration(@Autowired Environment environment) {
		// The imported file says "Microsoft Corporation", which is a property's name and
		// value
		assertThat(environment.getProperty("Microsoft")).isEqualTo("Corporation");
	}

	@Test
	void simulatorHasTheGivenProtocol() throws Exception {
		assertThat(this.cloud.getCloud()).isEqualTo("azure");
		assertThat(read("location")).isEqualTo("westeurope");
		assertThat(read("tags")).isEqualTo("env:test;team:ml");
	}

	@Test
	void requestsAreThisTestsOwn() throws Exception {
		read("vmId");
		assertThat(this.cloud.getRequests())
			.containsExactly("GET /metadata/instance/compute/vmId?api-version=2021-12-13&format=text");
	}

	@Test
	void applicationThatATestStartsItselfIsNotConcerned() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run()) {
			assertThat(context.getEnvironment().containsProperty("cloudmeta.azure.endpoint")).isFalse();
		}
	}

	private String read(String name) throws Exception {
		return new SimulatorClient(this.cloud, "Metadata", "true")
			.get("/metadata/instance/compute/" + name + "?api-version=2021-12-13&format=text")
			.body();
	}

	@Nested
	class InAnEnclosingClass {

		@Test
		void annotationOfTheEnclosingClassCounts(@Autowired CloudSimulator nested) throws Exception {
			assertThat(nested).isSameAs(SimulatedCloudTests.this.cloud);
			assertThat(read("location")).isEqualTo("westeurope");
		}

	}

	@Nested
	@SimulatedCloud("gcp")
	class WithItsOwn {

		@Test
		void nearestAnnotationWins(@Autowired CloudSimulator nested, @Autowired Environment environment) {
			assertThat(nested.getCloud()).isEqualTo("gcp");
			assertThat(environment.getProperty("cloudmeta.gcp.endpoint")).isEqualTo(nested.getUrl().toString());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
