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

package io.cloudmeta.autoconfigure.custom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Fault;
import io.cloudmeta.test.SimulatedCloud;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for custom clouds that are simulated by their own definition.
 */
@SpringBootTest(classes = SimulatedCustomCloudTests.Application.class, webEnvironment = WebEnvironment.NONE,
		properties = { "spring.config.location=classpath:/custom/simulated.yml",
				"spring.application.name=$<acme:region>" })
@SimulatedCloud(cloud = "custom.acme", values = { "id=7", "region=north-1", "hostname=web-1", "tags.team=ml",
		"specs.vcpus=4", "network.0.mac=02:00:00:00:00:01", "privateIp=10.0.0.7/24" })
class SimulatedCustomCloudTests {

	@Test
	void isReadByItsDefinition(@Autowired CloudInstance instance, @Autowired CloudSimulator cloud,
			@Value("$<acme:tags.team>") String team, @Value("${spring.application.name}") String name) {
		assertThat(instance.getProvider().getId()).isEqualTo("acme");
		assertThat(instance.getProvider().getDisplayName()).isEqualTo("Acme");
		assertThat(instance.getRegion()).isEqualTo("north").isEqualTo(name);
		assertThat(instance.getAvailabilityZone()).isEqualTo("north-1");
		assertThat(instance.getInstanceId()).isEqualTo("7");
		assertThat(instance.getHostname()).isEqualTo("web-1");
		assertThat(instance.getPrivateIp()).isEqualTo("10.0.0.7");
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getTags()).containsExactly(Map.entry("team", "ml")).containsEntry("team", team);
		assertThat(instance.getAttribute("specs/vcpus")).isEqualTo("4");
		assertThat(instance.getAttribute("network/0/mac")).isEqualTo("02:00:00:00:00:01");
		assertThat(instance.getDetection().failures()).isEmpty();
		assertThat(cloud.getCloud()).isEqualTo("custom.acme");
		assertThat(cloud.getRequests()).contains("POST /token", "GET /v1/instance", "GET /v1/hostname",
				"GET /v1/network");
	}

	@Test
	void changesAndFails(@Autowired CloudInstance instance, @Autowired CloudSimulator cloud) {
		try {
			cloud.change("tags.team=blue", "region=south-2");
			instance.refresh();
			assertThat(instance.getRegion()).isEqualTo("south");
			assertThat(instance.getTags()).containsEntry("team", "blue");
			cloud.setFault(Fault.REFUSES);
			instance.refresh();
			assertThat(instance.getDetection().failures()).isNotEmpty();
		}
		finally {
			cloud.setFault(Fault.NONE);
			cloud.resetChanges();
			instance.refresh();
		}
		assertThat(instance.getDetection().failures()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			token.method=get              | status 405
			token.headers.X-Life=61       | status 400
			token.header=X-Other          | 401
			headers.X-Acme=no             | status 400
			document=/v1/nothing          | status 404
			""")
	void isAsStrictAsItsDefinition(String different, String failure) throws IOException {
		Map<String, String> definition = definition();
		onAcme(definition, (cloud) -> {
			Map<String, String> properties = new LinkedHashMap<>(cloud.getProperties());
			int end = different.indexOf('=');
			properties.put("cloudmeta.custom.acme." + different.substring(0, end), different.substring(end + 1));
			run(properties, (instance) -> {
				assertThat(instance.getRegion()).isNull();
				assertThat(instance.getDetection().failures()).singleElement().asString().contains(failure);
			});
		});
	}

	@Test
	void needsNoConfigurationOfTheApplication() throws IOException {
		onAcme(definition(), (cloud) -> run(cloud.getProperties(), (instance) -> {
			assertThat(instance.getRegion()).isEqualTo("north");
			assertThat(instance.getInstanceId()).isEqualTo("7");
		}));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					zone=north-1                  | has no value 'zone'
					region=north                  | 'region=north' can't be simulated on 'custom.acme': the pattern of fields.region
					id=seven                      | check.id
					lifecycle=spot                | has no value 'lifecycle'
					GET /v1/other=x               | has no value 'GET /v1/other'
					imageId=img-1                 | has no value 'imageId'
					""")
	void refusesWhatTheDefinitionDoesNotHave(String value, String reason) throws IOException {
		Map<String, String> definition = definition();
		int end = value.indexOf('=');
		Map<String, String> values = new LinkedHashMap<>(Map.of("id", "7", "region", "north-1"));
		values.put(value.substring(0, end), value.substring(end + 1));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloudSimulator.of("custom.acme").definition(definition).values(values).start())
			.withMessageContaining(reason);
	}

	@Test
	void refusesAnIdentityThatIsNotProven() throws IOException {
		Map<String, String> definition = definition();
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> CloudSimulator.of("custom.acme").definition(definition).value("region", "north-1").start())
			.withMessageContaining("'id' of the simulated cloud 'custom.acme' has to be given, as check.id of the "
					+ "definition is [0-9]+");
	}

	@ParameterizedTest
	@ValueSource(classes = { Misspelt.class, Undefined.class })
	void failsATestThatCannotBe(Class<?> test) {
		assertThatException().isThrownBy(() -> new TestContextManager(test).getTestContext().getApplicationContext())
			.havingRootCause()
			.isInstanceOf(IllegalArgumentException.class)
			.withMessageContaining(test.equals(Misspelt.class) ? "has no value 'reigon'. Nearest: 'region'"
					: "There is no cloudmeta.custom.nowhere");
	}

	private static void onAcme(Map<String, String> definition, Consumer<CloudSimulator> test) {
		try (CloudSimulator cloud = CloudSimulator.of("custom.acme")
			.definition(definition)
			.values(Map.of("id", "7", "region", "north-1"))
			.start()) {
			test.accept(cloud);
		}
	}

	private static void run(Map<String, String> properties, Consumer<CloudInstance> test) {
		List<String> pairs = new ArrayList<>();
		properties.forEach((name, value) -> pairs.add(name + "=" + value));
		new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues(pairs.toArray(String[]::new))
			.run((context) -> test.accept(context.getBean(CloudInstance.class)));
	}

	private static Map<String, String> definition() throws IOException {
		Map<String, String> definition = new LinkedHashMap<>();
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("simulated",
				new ClassPathResource("custom/simulated.yml"))) {
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				definition.put(name, String.valueOf(source.getProperty(name)));
			}
		}
		return definition;
	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = "spring.config.location=classpath:/custom/simulated.yml")
	@SimulatedCloud(cloud = "custom.acme", values = { "id=7", "reigon=north-1" })
	static class Misspelt {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@SimulatedCloud("custom.nowhere")
	static class Undefined {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

	}

}
