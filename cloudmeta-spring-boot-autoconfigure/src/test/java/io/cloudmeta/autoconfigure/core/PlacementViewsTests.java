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

import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.actuate.CloudEndpoint;
import io.cloudmeta.autoconfigure.actuate.CloudMetaEndpointAutoConfiguration;
import io.cloudmeta.test.FixedCloud;
import io.cloudmeta.test.SimulatedCloud;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the placement in the bean, placeholders, the endpoint and fixed values.
 */
@SpringBootTest(classes = PlacementViewsTests.Application.class, webEnvironment = WebEnvironment.NONE,
		properties = { "test.block=$<cloud:placement.block:none>", "test.rack=$<cloud:placement.rack:none>",
				"test.sub=${aws:placement.sub-block:none}", "test.zone=$<aws:availabilityZoneId>",
				"management.endpoints.web.exposure.include=cloud" })
@SimulatedCloud(cloud = "aws",
		values = { "region=us-east-1", "availabilityZone=us-east-1b", "placement/partition-number=3" })
class PlacementViewsTests {

	@Test
	void instanceHasTheLevels(@Autowired CloudInstance instance) {
		assertThat(instance.getPlacement().toMap()).containsExactly(Map.entry("zone", "use1-az2"),
				Map.entry("block", "3"));
		assertThat(instance.getAvailabilityZoneId()).isEqualTo("use1-az2");
	}

	@Test
	void placeholdersNameLevels(@Autowired Environment environment) {
		assertThat(environment.getProperty("test.block")).isEqualTo("3");
		assertThat(environment.getProperty("test.rack")).isEqualTo("none");
		assertThat(environment.getProperty("test.sub")).isEqualTo("none");
		assertThat(environment.getProperty("test.zone")).isEqualTo("use1-az2");
	}

	@Test
	void endpointHasTheLevels(@Autowired CloudEndpoint endpoint) {
		assertThat(endpoint.cloud()).containsEntry("placement", Map.of("zone", "use1-az2", "block", "3"));
	}

	@Test
	void levelsAreReadAgainByARefresh(@Autowired CloudInstance instance) {
		instance.getPlacement();
		assertThat(instance.refresh()).isFalse();
		assertThat(instance.getPlacement().get("block")).isEqualTo("3");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "placement.shelf=7 | Write one of zone, group, block, sub-block, rack, host, fault-domain",
					"placement.rack=a?b | The character U+003F is not allowed" })
	void invalidFixedLevelFailsTheStart(String property, String advice) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class))
			.withPropertyValues("cloudmeta.instance.provider=aws", "cloudmeta.instance." + property)
			.run((context) -> assertThat(context.getStartupFailure())
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining(advice));
	}

	@Nested
	@FixedCloud(provider = "gcp", values = { "placement.block=b-1", "placement.fault-domain=2" })
	class Fixed {

		@Test
		void fixedLevelsAreThePlacement(@Autowired CloudInstance instance, @Autowired Environment environment) {
			assertThat(instance.getPlacement().toMap()).containsExactly(Map.entry("block", "b-1"),
					Map.entry("fault-domain", "2"));
			assertThat(environment.getProperty("test.block")).isEqualTo("b-1");
		}

	}

	@Nested
	@FixedCloud("local")
	class OffTheCloud {

		@Test
		void placementIsEmpty(@Autowired CloudInstance instance) {
			assertThat(instance.getPlacement().isEmpty()).isTrue();
			assertThat(instance.getAvailabilityZoneId()).isNull();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ CloudMetaAutoConfiguration.class, CloudMetaEndpointAutoConfiguration.class })
	static class Application {

	}

}
