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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudInstanceChangedEvent;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.ConditionalOnCloud;
import io.cloudmeta.DetectionReport;
import io.cloudmeta.autoconfigure.actuate.CloudEndpoint;
import io.cloudmeta.autoconfigure.actuate.CloudHealthIndicator;
import io.cloudmeta.autoconfigure.actuate.CloudInfoContributor;
import io.cloudmeta.autoconfigure.actuate.CloudMetaEndpointAutoConfiguration;
import io.cloudmeta.autoconfigure.actuate.CloudMetaHealthAutoConfiguration;
import io.cloudmeta.autoconfigure.actuate.CloudMetaInfoAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.EnvironmentCloudInstance;
import io.cloudmeta.autoconfigure.discovery.CloudMetaDiscoveryAutoConfiguration;
import io.cloudmeta.autoconfigure.metrics.CloudMetaMetricsAutoConfiguration;
import io.cloudmeta.autoconfigure.opentelemetry.CloudMetaOpenTelemetryAutoConfiguration;
import io.cloudmeta.test.CloudSimulator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a {@link CloudInstance} bean of the user's changes and what it does not,
 * as {@code docs/integrations.md} describes it. The environment is on AWS, the bean on
 * Google.
 */
class OwnCloudInstanceTests {

	private static final String[] ON_AWS = { "--cloudmeta.instance.provider=aws",
			"--cloudmeta.instance.region=eu-west-1" };

	@Test
	void changesWhatActuatorShows() {
		try (ConfigurableApplicationContext context = run(ON_AWS)) {
			assertThat(context.getBean(CloudEndpoint.class).cloud()).containsEntry("provider", "gcp");
			assertThat(context.getBean(CloudHealthIndicator.class).health().getDetails()).containsEntry("region",
					"europe-west4");
			Info.Builder info = new Info.Builder();
			context.getBean(CloudInfoContributor.class).contribute(info);
			assertThat(info.build().get("cloud")).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("provider", "gcp");
		}
	}

	@Test
	void changesWhatMetricsTracesAndRegistrationsSay() {
		try (ConfigurableApplicationContext context = run(ON_AWS)) {
			assertThat(context.getBean(MeterRegistry.class).counter("test").getId().getTag("cloud.provider"))
				.isEqualTo("gcp");
			assertThat(context.getBean(Resource.class).getAttribute(AttributeKey.stringKey("cloud.region")))
				.isEqualTo("europe-west4");
			OwnRegistration registration = new OwnRegistration();
			context.publishEvent(new InstancePreRegisteredEvent(this, registration));
			assertThat(registration.getMetadata()).containsEntry("cloud-provider", "gcp");
		}
	}

	@Test
	void isRefreshedOnTheSchedule() {
		try (ConfigurableApplicationContext context = run(ON_AWS[0], "--cloudmeta.refresh.interval=10ms")) {
			CloudInstance own = context.getBean(CloudInstance.class);
			Mockito.verify(own, Mockito.timeout(30_000).atLeastOnce()).refresh();
		}
	}

	@Test
	void changesNeitherPlaceholdersNorConditionsNorProfiles() {
		System.setProperty("cloudmeta.profiles.enabled", "true");
		System.setProperty("cloudmeta.instance.provider", "aws");
		try (ConfigurableApplicationContext context = run("--cloudmeta.instance.region=eu-west-1",
				"--app.provider=$<cloud:provider>")) {
			assertThat(context.getEnvironment().getProperty("app.provider")).isEqualTo("aws");
			assertThat(context.getEnvironment().resolvePlaceholders("${cloud:region}")).isEqualTo("eu-west-1");
			assertThat(context.containsBean("onAws")).isTrue();
			assertThat(context.containsBean("onGoogle")).isFalse();
			assertThat(context.getEnvironment().getActiveProfiles()).contains("aws").doesNotContain("gcp");
		}
		finally {
			System.clearProperty("cloudmeta.profiles.enabled");
			System.clearProperty("cloudmeta.instance.provider");
		}
	}

	@Test
	void doesNotChangeWhoseChangesArePublished() {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				ConfigurableApplicationContext context = run(cloud.getProperties()
					.entrySet()
					.stream()
					.map((property) -> "--%s=%s".formatted(property.getKey(), property.getValue()))
					.toArray(String[]::new))) {
			CloudInstance detected = EnvironmentCloudInstance.of(context.getEnvironment());
			assertThat(detected.getProvider()).isEqualTo(CloudProvider.AZURE);
			cloud.change("privateIp=10.9.8.7");
			assertThat(detected.refresh()).isTrue();
			assertThat(context.getBean(Application.class).events).singleElement()
				.extracting(CloudInstanceChangedEvent::getInstance)
				.isSameAs(detected);
		}
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("cloudmeta.metrics.enabled=true", "management.endpoints.web.exposure.include=*",
					"management.endpoints.jmx.exposure.include=*")
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ CloudMetaAutoConfiguration.class, CloudMetaEndpointAutoConfiguration.class,
			CloudMetaHealthAutoConfiguration.class, CloudMetaInfoAutoConfiguration.class,
			MetricsAutoConfiguration.class, CloudMetaMetricsAutoConfiguration.class,
			OpenTelemetrySdkAutoConfiguration.class, CloudMetaOpenTelemetryAutoConfiguration.class,
			CloudMetaDiscoveryAutoConfiguration.class })
	static class Application {

		private final List<CloudInstanceChangedEvent> events = new CopyOnWriteArrayList<>();

		@Bean
		CloudInstance own() {
			CloudInstance own = Mockito.mock();
			Mockito.when(own.snapshot()).thenReturn(own);
			Mockito.when(own.isCloud()).thenReturn(true);
			Mockito.when(own.getProvider()).thenReturn(CloudProvider.GCP);
			Mockito.when(own.getRegion()).thenReturn("europe-west4");
			Mockito.when(own.getDetection())
				.thenReturn(new DetectionReport(List.of(), 0, true, List.of(), Duration.ZERO));
			return own;
		}

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		@ConditionalOnCloud("aws")
		String onAws() {
			return "aws";
		}

		@Bean
		@ConditionalOnCloud("gcp")
		String onGoogle() {
			return "gcp";
		}

		@EventListener
		void onChange(CloudInstanceChangedEvent event) {
			this.events.add(event);
		}

	}

	static class OwnRegistration extends DefaultServiceInstance implements Registration {

		OwnRegistration() {
			super("orders-1", "orders", "localhost", 8080, false, new LinkedHashMap<>());
		}

	}

}
