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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.cloudmeta.autoconfigure.actuate.CloudEndpoint;
import io.cloudmeta.autoconfigure.actuate.CloudMetaEndpointAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfigurationTests;
import io.cloudmeta.autoconfigure.core.CloudMetaProperties;
import io.cloudmeta.autoconfigure.custom.CustomCloudProperties;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CloudConverterRuntimeHints}, and of what a native image keeps beside:
 * what Spring finds by itself.
 */
class CloudConverterRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void registerAll() {
		ClassLoader classLoader = getClass().getClassLoader();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories", classLoader)
			.load(RuntimeHintsRegistrar.class)
			.forEach((registrar) -> registrar.registerHints(this.hints, classLoader));
	}

	@ParameterizedTest
	@ValueSource(strings = { "logging.CloudConverter", "placeholder.PlaceholderEnvironmentPostProcessor",
			"profile.CloudProfilesEnvironmentPostProcessor", "placeholder.PlaceholderApplicationContextInitializer",
			"condition.CloudConditionFailureAnalyzer", "logging.CloudJsonMembersCustomizer" })
	void keepsWhatIsMadeByItsName(String name) throws ClassNotFoundException {
		Class<?> type = Class.forName("io.cloudmeta.autoconfigure." + name);
		assertMade(type);
	}

	@Test
	void keepsNothingWhereLogbackIsNot() {
		RuntimeHints none = new RuntimeHints();
		new CloudConverterRuntimeHints().registerHints(none, new FilteredClassLoader("ch.qos.logback"));
		assertThat(none.reflection().typeHints()).isEmpty();
	}

	@Test
	void keepsBoundPropertiesAndOperationsOfTheEndpointWithoutARequest() {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of(CloudMetaAutoConfigurationTests.properties(cloud))
				.and("management.endpoints.web.exposure.include=cloud")
				.applyTo(context);
			context.register(CloudMetaAutoConfiguration.class, CloudMetaEndpointAutoConfiguration.class);
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get("com.example", "Application")), new InMemoryGeneratedFiles(),
					this.hints);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
			assertThat(cloud.getRequests()).isEmpty();
		}
		List<Class<?>> bound = new ArrayList<>(Arrays.asList(CloudMetaProperties.class.getDeclaredClasses()));
		bound.add(CloudMetaProperties.class);
		bound.add(CustomCloudProperties.class);
		assertThat(bound).hasSizeGreaterThan(5).allSatisfy(this::assertMade);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(CloudEndpoint.class, "cloud"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(CloudEndpoint.class, "refresh"))
			.accepts(this.hints);
	}

	private void assertMade(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructors()[0]))
			.as(type.getName())
			.accepts(this.hints);
	}

}
