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

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.ConditionalOnCloud;
import io.cloudmeta.internal.detection.DetectedCloudInstance;
import io.cloudmeta.internal.placeholder.CloudPlaceholders;
import io.cloudmeta.internal.placeholder.FakeCloudInstance;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.context.support.StandardServletEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EnvironmentCloudInstance}.
 */
class EnvironmentCloudInstanceTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void createsOneInstanceForAnEnvironment() {
		DetectedCloudInstance instance = EnvironmentCloudInstance.of(this.environment);
		assertThat(EnvironmentCloudInstance.of(this.environment)).isSameAs(instance);
		assertThat(EnvironmentCloudInstance.of(new StandardEnvironment())).isNotSameAs(instance);
		assertThat(EnvironmentCloudInstance.find(new StandardEnvironment())).isNull();
	}

	@Test
	void keepsInstanceThatIsThereAndInheritsItsParents() {
		FakeCloudInstance cloud = FakeCloudInstance.aws();
		EnvironmentCloudInstance.attach(this.environment, cloud);
		assertThat(EnvironmentCloudInstance.of(this.environment)).isSameAs(cloud);
		StandardEnvironment child = new StandardEnvironment();
		child.merge(this.environment);
		assertThat(EnvironmentCloudInstance.of(child)).isSameAs(cloud);
	}

	@Test
	void addsNoPlaceholders() {
		EnvironmentCloudInstance.of(this.environment);
		assertThat(this.environment.getPropertySources().contains("cloudmeta")).isFalse();
		assertThat(this.environment.resolvePlaceholders("${cloud:region}")).isEqualTo("region");
	}

	@Test
	void isNoSourceOfPlaceholders() {
		FakeCloudInstance other = FakeCloudInstance.local();
		CloudPlaceholders.attach(this.environment, FakeCloudInstance.aws());
		EnvironmentCloudInstance.attach(this.environment, other);
		assertThat(EnvironmentCloudInstance.of(this.environment)).isSameAs(other);
		this.environment.getPropertySources().remove("cloudmeta");
		assertThat(EnvironmentCloudInstance.of(this.environment)).isSameAs(other);
	}

	@Test
	void servesBeanAndConditionsWithoutPlaceholders() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class))
			.withUserConfiguration(OnAws.class)
			.withPropertyValues("cloudmeta.instance.provider=aws", "cloudmeta.instance.region=eu-west-1")
			.run((context) -> {
				assertThat(context).hasBean("onAws");
				assertThat(context).getBean(CloudInstance.class)
					.extracting(CloudInstance::getRegion)
					.isEqualTo("eu-west-1");
				assertThat(context.getEnvironment().getPropertySources().contains("cloudmeta")).isFalse();
			});
	}

	@Test
	void servesBeanAndConditionsWhilePlaceholdersAreSwitchedOff() {
		SpringApplication application = new SpringApplication(OnAws.class, CloudMetaAutoConfiguration.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run("--cloudmeta.placeholders.enabled=false",
				"--cloudmeta.instance.provider=aws", "--cloudmeta.instance.region=eu-west-1",
				"--app.region=$<cloud:region>")) {
			assertThat(context.containsBean("onAws")).isTrue();
			assertThat(context.getBean(CloudInstance.class).getRegion()).isEqualTo("eu-west-1");
			assertThat(context.getEnvironment().getProperty("app.region")).isEqualTo("$<cloud:region>");
		}
	}

	@Test
	void whenContextsShareTheirEnvironmentTheyShareTheInstance() {
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("test",
					Map.of("cloudmeta.instance.provider", "aws", "cloudmeta.instance.region", "eu-west-1")));
		try (AnnotationConfigApplicationContext first = context();
				AnnotationConfigApplicationContext second = context()) {
			assertThat(first.getBean(CloudInstance.class)).isSameAs(second.getBean(CloudInstance.class));
			first.close();
			assertThat(second.getBean(CloudInstance.class).getRegion()).isEqualTo("eu-west-1");
		}
	}

	@Test
	void whenSpringBootConvertsTheEnvironmentItsInstanceStays() {
		AtomicReference<ConfigurableEnvironment> prepared = new AtomicReference<>();
		AtomicReference<DetectedCloudInstance> instance = new AtomicReference<>();
		SpringApplication application = new SpringApplication(CloudMetaAutoConfiguration.class);
		application.setWebApplicationType(WebApplicationType.SERVLET);
		application.addListeners((ApplicationListener<ApplicationEnvironmentPreparedEvent>) (event) -> {
			prepared.set(event.getEnvironment());
			instance.set(EnvironmentCloudInstance.of(event.getEnvironment()));
		});
		try (ConfigurableApplicationContext context = application.run("--spring.main.web-application-type=none",
				"--cloudmeta.provider=local")) {
			assertThat(prepared.get()).isInstanceOf(StandardServletEnvironment.class);
			assertThat(context.getEnvironment()).isNotInstanceOf(StandardServletEnvironment.class);
			assertThat(EnvironmentCloudInstance.of(context.getEnvironment())).isSameAs(instance.get());
			assertThat(context.getBean(CloudInstance.class)).isSameAs(instance.get());
		}
	}

	/**
	 * Spring Cloud refreshes an environment from a copy, whose property sources replace
	 * those of the same name.
	 */
	@Test
	void whenTheEnvironmentWasRefreshedBothInstancesAreClosedWithTheContext() {
		DetectedCloudInstance first = EnvironmentCloudInstance.of(fixed());
		DetectedCloudInstance second = EnvironmentCloudInstance.of(fixed());
		EnvironmentCloudInstance.attach(this.environment, first);
		try (AnnotationConfigApplicationContext context = context()) {
			EnvironmentCloudInstance.attach(this.environment, second);
			assertThat(first.getRegion()).isEqualTo(second.getRegion()).isEqualTo("eu-west-1");
			// waits for the detection, as this value is not fixed
			assertThat(first.getInstanceId()).isEqualTo(second.getInstanceId()).isNull();
			assertThat(List.of(first, second)).allMatch(DetectedCloudInstance::isDetected);
		}
		assertThat(List.of(first, second)).noneMatch(DetectedCloudInstance::isDetected);
	}

	private static MockEnvironment fixed() {
		return new MockEnvironment().withProperty("cloudmeta.instance.provider", "aws")
			.withProperty("cloudmeta.instance.region", "eu-west-1");
	}

	private AnnotationConfigApplicationContext context() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.setEnvironment(this.environment);
		context.register(CloudMetaAutoConfiguration.class);
		new InstanceApplicationContextInitializer().initialize(context);
		context.refresh();
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnCloud("aws")
	static class OnAws {

		@Bean
		String onAws() {
			return "aws";
		}

	}

}
