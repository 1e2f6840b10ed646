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

package io.cloudmeta.autoconfigure.discovery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfigurationTests;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CloudMetaDiscoveryAutoConfiguration}.
 */
class CloudMetaDiscoveryAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(CloudMetaAutoConfiguration.class, CloudMetaDiscoveryAutoConfiguration.class));

	@Test
	void tellsEachRegistryWhereTheApplicationRuns() {
		try (CloudSimulator cloud = CloudSimulator.start("aws",
				Map.of("region", "eu-west-1", "availabilityZone", "eu-west-1b", "instanceId", "i-0a1b2c3d4e5f60718"))) {
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud)).run((context) -> {
				assertThat(cloud.getRequests()).isEmpty();
				assertThat(register(context, Map.of("zone", "mine"))).containsOnly(Map.entry("zone", "mine"),
						Map.entry("cloud-provider", "aws"), Map.entry("cloud-region", "eu-west-1"),
						Map.entry("cloud-availability-zone", "eu-west-1b"),
						Map.entry("cloud-instance-id", "i-0a1b2c3d4e5f60718"));
			});
		}
	}

	@Test
	void tellsNothingOffTheCloud() {
		for (String provider : List.of("local", "kubernetes", "nomad")) {
			this.runner
				.withPropertyValues("cloudmeta.instance.provider=" + provider,
						"cloudmeta.instance.availability-zone=rack-7")
				.run((context) -> assertThat(register(context, Map.of())).isEmpty());
		}
	}

	@Test
	void leavesAloneWhatCannotBeAddedTo() {
		this.runner.withPropertyValues("cloudmeta.instance.provider=aws")
			.run((context) -> context
				.publishEvent(new InstancePreRegisteredEvent(this, new OwnRegistration(Map.of("own", "value")))));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner
			.withPropertyValues("cloudmeta.instance.provider=aws", "cloudmeta.instance.region=eu-west-1",
					"cloudmeta.discovery.enabled=false")
			.run((context) -> assertThat(register(context, Map.of())).isEmpty());
	}

	@Test
	void doesWithoutSpringCloud() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("cloudRegistrationListener"));
	}

	private Map<String, String> register(ApplicationContext context, Map<String, String> metadata) {
		OwnRegistration registration = new OwnRegistration(new LinkedHashMap<>(metadata));
		context.publishEvent(new InstancePreRegisteredEvent(this, registration));
		return registration.getMetadata();
	}

	static class OwnRegistration extends DefaultServiceInstance implements Registration {

		OwnRegistration(Map<String, String> metadata) {
			super("orders-1", "orders", "localhost", 8080, false, metadata);
		}

	}

}
