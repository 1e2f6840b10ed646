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

package io.cloudmeta.autoconfigure.actuate;

import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfigurationTests;
import io.cloudmeta.test.CloudSimulator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CloudMetaInfoAutoConfiguration},
 * {@link CloudMetaHealthAutoConfiguration} and
 * {@link CloudMetaEndpointAutoConfiguration}.
 */
class CloudMetaActuatorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class, CloudMetaInfoAutoConfiguration.class,
				CloudMetaHealthAutoConfiguration.class, CloudMetaEndpointAutoConfiguration.class));

	@Test
	void sendsNoRequestBeforeAnEndpointIsRead() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			on(cloud).withPropertyValues("management.endpoints.web.exposure.include=*").run((context) -> {
				assertThat(context).hasSingleBean(CloudInfoContributor.class)
					.hasSingleBean(CloudHealthIndicator.class)
					.hasSingleBean(CloudEndpoint.class);
				assertThat(cloud.getRequests()).isEmpty();
			});
		}
	}

	@Test
	void tellsTheUsualValuesInInfo() {
		try (CloudSimulator cloud = CloudSimulator.start("aws",
				Map.of("region", "eu-west-1", "availabilityZone", "eu-west-1b", "tags.team", "ml"))) {
			on(cloud).run((context) -> {
				assertThat(info(context.getBean(CloudInfoContributor.class)))
					.containsOnlyKeys("provider", "platform", "region", "availabilityZone", "instanceId",
							"instanceType")
					.containsEntry("provider", "aws")
					.containsEntry("platform", "aws_ec2")
					.containsEntry("region", "eu-west-1")
					.containsEntry("availabilityZone", "eu-west-1b");
				assertThat(cloud.getRequests()).hasSize(2);
			});
		}
	}

	@Test
	void tellsOnlyTheProviderOffTheCloud() {
		try (CloudSimulator cloud = CloudSimulator.start("none")) {
			on(cloud).run((context) -> assertThat(info(context.getBean(CloudInfoContributor.class)))
				.containsExactly(Map.entry("provider", "local")));
		}
	}

	@Test
	void tellsWhatTheUserIncludes() {
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("tags.team", "ml"))) {
			on(cloud).withPropertyValues("cloudmeta.info.include=region,account-id,tags")
				.run((context) -> assertThat(info(context.getBean(CloudInfoContributor.class)))
					.containsOnlyKeys("region", "accountId", "tags")
					.extractingByKey("tags", InstanceOfAssertFactories.MAP)
					.containsEntry("team", "ml"));
			on(cloud).withPropertyValues("cloudmeta.info.include=*")
				.run((context) -> assertThat(info(context.getBean(CloudInfoContributor.class))).containsKeys("provider",
						"accountId", "hostname", "privateIp", "networkInterfaces", "tags", "attributes", "fetchedAt"));
		}
	}

	@Test
	void isUpWithProviderAndRegion() {
		try (CloudSimulator cloud = CloudSimulator.start("gcp")) {
			on(cloud).run((context) -> {
				Health health = context.getBean(CloudHealthIndicator.class).health();
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).containsOnlyKeys("provider", "region").containsEntry("provider", "gcp");
			});
		}
	}

	@Test
	void isUnknownAtWorst() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withStatus(403)));
			on(cloud).run((context) -> {
				Health health = context.getBean(CloudHealthIndicator.class).health();
				assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
				assertThat(health.getDetails()).containsEntry("provider", "aws");
				assertThat(health.getDetails().get("failures")).asString().contains("turned off");
			});
		}
	}

	@Test
	void tellsEverythingInTheEndpoint() {
		try (CloudSimulator cloud = CloudSimulator.start("aws", Map.of("tags.team", "ml"))) {
			on(cloud).withPropertyValues("management.endpoints.web.exposure.include=cloud").run((context) -> {
				Map<String, Object> details = context.getBean(CloudEndpoint.class).cloud();
				assertThat(details)
					.containsKeys("provider", "region", "accountId", "hostname", "privateIp", "networkInterfaces",
							"tags", "attributes", "fetchedAt", "evidence", "millis")
					.containsEntry("conclusive", true)
					.containsEntry("failures", List.of())
					.containsEntry("requests", cloud.getRequests().size());
				assertThat(details.get("evidence")).asInstanceOf(InstanceOfAssertFactories.LIST)
					.first(InstanceOfAssertFactories.MAP)
					.containsOnlyKeys("source", "finding", "provider", "speaks", "millis")
					.containsEntry("source", "dmi sys_vendor")
					.containsEntry("finding", "Amazon EC2: the vendor of EC2's virtual machines and bare metal")
					.containsEntry("provider", "aws")
					.containsEntry("speaks", "for");
			});
		}
	}

	@Test
	void leavesOutWhatANetworkInterfaceDoesNotHave() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			on(cloud).withPropertyValues("cloudmeta.info.include=networkInterfaces")
				.run((context) -> assertThat(info(context.getBean(CloudInfoContributor.class)).get("networkInterfaces"))
					.asInstanceOf(InstanceOfAssertFactories.LIST)
					.singleElement(InstanceOfAssertFactories.MAP)
					.containsOnlyKeys("mac", "privateAddresses", "publicAddresses", "subnet"));
		}
	}

	@Test
	void refreshesByAWrite() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			on(cloud).withPropertyValues("management.endpoints.web.exposure.include=cloud").run((context) -> {
				CloudEndpoint endpoint = context.getBean(CloudEndpoint.class);
				endpoint.cloud();
				int requests = cloud.getRequests().size();
				assertThat(endpoint.refresh()).containsExactly(Map.entry("changed", false));
				// the identity, and what the endpoint read beside it: the zone's id and
				// the placement
				assertThat(cloud.getRequests()).hasSize(requests + 3);
			});
		}
	}

	@Test
	void exposesTheEndpointOnlyIfTheUserDoes() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(CloudEndpoint.class));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner
			.withPropertyValues("management.health.cloud.enabled=false", "management.info.cloud.enabled=false",
					"management.endpoints.web.exposure.include=*", "management.endpoint.cloud.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CloudHealthIndicator.class)
				.doesNotHaveBean(CloudInfoContributor.class)
				.doesNotHaveBean(CloudEndpoint.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.actuate", "org.springframework.boot.health" })
	void doesWithoutActuator(String missing) {
		this.runner.withClassLoader(new FilteredClassLoader(missing))
			.withPropertyValues("cloudmeta.instance.provider=local")
			.run((context) -> assertThat(context).hasNotFailed().hasBean("cloudInstance"));
	}

	@Test
	void leavesTheUsersOwnBeansAlone() {
		this.runner.withBean("cloudHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CloudHealthIndicator.class));
	}

	private ApplicationContextRunner on(CloudSimulator cloud) {
		return this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> info(CloudInfoContributor contributor) {
		Info.Builder builder = new Info.Builder();
		contributor.contribute(builder);
		return builder.build().get("cloud", Map.class);
	}

}
