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

package io.cloudmeta.autoconfigure.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfigurationTests;
import io.cloudmeta.test.CloudSimulator;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CloudMetaMetricsAutoConfiguration}.
 */
class CloudMetaMetricsAutoConfigurationTests {

	private final ApplicationContextRunner inMemory = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
				CloudMetaAutoConfiguration.class, CloudMetaMetricsAutoConfiguration.class));

	private final ApplicationContextRunner exporting = this.inMemory.withUserConfiguration(Exporting.class);

	@Test
	void tellsProviderRegionAndZoneWithEachMeter() {
		try (CloudSimulator cloud = CloudSimulator.start("aws",
				Map.of("region", "eu-west-1", "availabilityZone", "eu-west-1b"))) {
			on(cloud).run((context) -> {
				assertThat(tags(context.getBean(MeterRegistry.class))).containsExactlyInAnyOrder(
						Tag.of("cloud.provider", "aws"), Tag.of("cloud.region", "eu-west-1"),
						Tag.of("cloud.availability_zone", "eu-west-1b"));
				assertThat(cloud.getRequests()).hasSize(2);
			});
		}
	}

	@Test
	void tellsWhatTheUserChooses() {
		try (CloudSimulator cloud = CloudSimulator.start("azure",
				Map.of("instanceType", "Standard_D4s_v5", "tags.team", "ml"))) {
			on(cloud).withPropertyValues("cloudmeta.metrics.tags=instance-type,platform,tags.team,tags.none")
				.run((context) -> assertThat(tags(context.getBean(MeterRegistry.class))).containsExactlyInAnyOrder(
						Tag.of("host.type", "Standard_D4s_v5"), Tag.of("cloud.platform", "azure.vm"),
						Tag.of("cloud.tags.team", "ml")));
		}
	}

	@Test
	void leavesOutWhatIsAbsent() {
		this.exporting
			.withPropertyValues("cloudmeta.instance.provider=oracle", "cloudmeta.instance.region=eu-frankfurt-1")
			.run((context) -> assertThat(tags(context.getBean(MeterRegistry.class))).containsExactlyInAnyOrder(
					Tag.of("cloud.provider", "oracle_cloud"), Tag.of("cloud.region", "eu-frankfurt-1")));
		for (String provider : List.of("local", "kubernetes", "nomad")) {
			this.exporting
				.withPropertyValues("cloudmeta.instance.provider=" + provider, "cloudmeta.instance.region=rack-7")
				.run((context) -> assertThat(tags(context.getBean(MeterRegistry.class))).isEmpty());
		}
	}

	@Test
	void letsTagsOfTheUserWinWhereverTheyComeFrom() {
		this.exporting.withUserConfiguration(TaggedByTheUser.class)
			.withPropertyValues("cloudmeta.instance.provider=aws", "cloudmeta.instance.region=eu-west-1",
					"cloudmeta.instance.availability-zone=eu-west-1b", "management.metrics.tags.cloud.region=mine")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(tags(registry)).containsExactlyInAnyOrder(Tag.of("cloud.provider", "customized"),
						Tag.of("cloud.region", "mine"), Tag.of("cloud.availability_zone", "filtered"));
				assertThat(registry.counter("own", "cloud.region", "of the meter").getId().getTag("cloud.region"))
					.isEqualTo("of the meter");
			});
	}

	@Test
	void tellsHowTheInstanceWasFound() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			on(cloud).run((context) -> {
				context.getBean(CloudInstance.class).getRegion();
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("cloudmeta.requests").functionCounter().count()).isEqualTo(2);
				assertThat(registry.get("cloudmeta.failures").gauge().value()).isZero();
				assertThat(registry.get("cloudmeta.detection.time").timeGauge().value(TimeUnit.MILLISECONDS))
					.isBetween(1.0, 60_000.0);
				assertThat(registry.get("cloudmeta.identity.age").timeGauge().value(TimeUnit.SECONDS)).isBetween(0.0,
						60.0);
			});
		}
	}

	@Test
	void countsWhatWentWrong() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withStatus(403)));
			on(cloud).run((context) -> {
				context.getBean(CloudInstance.class).getRegion();
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("cloudmeta.failures").gauge().value()).isEqualTo(1);
				assertThat(registry.get("cloudmeta.identity.age").timeGauge().value(TimeUnit.SECONDS)).isNaN();
			});
		}
	}

	@Test
	void sendsNoRequestIfMetricsStayInMemory() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			this.inMemory.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud)).run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(CloudTagsMeterFilter.class);
				assertThat(tags(context.getBean(MeterRegistry.class))).isEmpty();
				assertThat(cloud.getRequests()).isEmpty();
			});
			this.inMemory.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
				.withPropertyValues("cloudmeta.metrics.enabled=true")
				.run((context) -> assertThat(tags(context.getBean(MeterRegistry.class))).hasSize(3));
		}
	}

	@Test
	void canBeSwitchedOff() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			on(cloud).withPropertyValues("cloudmeta.metrics.enabled=false").run((context) -> {
				assertThat(context).doesNotHaveBean(CloudTagsMeterFilter.class).doesNotHaveBean(CloudMetrics.class);
				assertThat(cloud.getRequests()).isEmpty();
			});
		}
	}

	@Test
	void doesWithoutMicrometer() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(CloudMetaAutoConfiguration.class, CloudMetaMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("cloudMetrics"));
	}

	@Test
	void leavesTheUsersOwnBeansAlone() {
		this.exporting.withUserConfiguration(OwnBeans.class)
			.withPropertyValues("cloudmeta.instance.provider=aws", "cloudmeta.instance.region=eu-west-1")
			.run((context) -> {
				assertThat(context).hasSingleBean(CloudTagsMeterFilter.class).hasSingleBean(CloudMetrics.class);
				assertThat(tags(context.getBean(MeterRegistry.class))).isEmpty();
			});
	}

	@Test
	void explainsATagThatDoesNotExist() {
		this.exporting.withPropertyValues("cloudmeta.metrics.tags=regoin", "cloudmeta.provider=local")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("Write region"));
	}

	private ApplicationContextRunner on(CloudSimulator cloud) {
		return this.exporting.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud));
	}

	private static List<Tag> tags(MeterRegistry registry) {
		return registry.counter("orders").getId().getTags();
	}

	@Configuration(proxyBeanMethods = false)
	static class Exporting {

		@Bean
		MeterRegistry exportingMeterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TaggedByTheUser {

		@Bean
		MeterRegistryCustomizer<MeterRegistry> customizer() {
			return (registry) -> registry.config().commonTags("cloud.provider", "customized");
		}

		@Bean
		MeterFilter filter() {
			return new MeterFilter() {

				@Override
				public Meter.Id map(Meter.Id id) {
					return id.withTag(Tag.of("cloud.availability_zone", "filtered"));
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		CloudTagsMeterFilter ownFilter(CloudInstance instance) {
			return new CloudTagsMeterFilter(instance, List.of());
		}

		@Bean
		CloudMetrics ownMetrics(CloudInstance instance) {
			return new CloudMetrics(instance);
		}

	}

}
