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

package io.cloudmeta.integration;

import java.util.Map;

import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.EurekaInstanceConfig;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.discovery.CloudMetaEurekaAutoConfiguration;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.cloud.commons.util.InetUtilsProperties;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.cloud.netflix.eureka.EurekaClientAutoConfiguration;
import org.springframework.cloud.netflix.eureka.EurekaInstanceConfigBean;
import org.springframework.cloud.netflix.eureka.config.DiscoveryClientOptionalArgsConfiguration;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CloudMetaEurekaAutoConfiguration} with Eureka's own client, which asks
 * no server.
 */
class EurekaTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class,
				CloudMetaEurekaAutoConfiguration.class, UtilAutoConfiguration.class,
				EurekaClientAutoConfiguration.class, DiscoveryClientOptionalArgsConfiguration.class))
		.withPropertyValues("spring.application.name=orders", "eureka.client.enabled=true",
				"eureka.client.register-with-eureka=false", "eureka.client.fetch-registry=false",
				"management.health.eureka.enabled=false");

	@Test
	void registersWithTheZone() {
		try (CloudSimulator cloud = CloudSimulator.start("aws",
				Map.of("region", "eu-west-1", "availabilityZone", "eu-west-1b", "instanceId", "i-0a1b2c3d4e5f60718"))) {
			this.runner.withPropertyValues(properties(cloud))
				.run((context) -> assertThat(registered(context)).contains(Map.entry("zone", "eu-west-1b"),
						Map.entry("cloud-provider", "aws"), Map.entry("cloud-region", "eu-west-1"),
						Map.entry("cloud-availability-zone", "eu-west-1b"),
						Map.entry("cloud-instance-id", "i-0a1b2c3d4e5f60718")));
		}
	}

	@Test
	void whatTheUserSetWins() {
		this.runner
			.withPropertyValues("cloudmeta.instance.provider=aws", "cloudmeta.instance.availability-zone=eu-west-1b",
					"eureka.instance.metadata-map.zone=mine", "eureka.instance.metadata-map.cloud-provider=")
			.run((context) -> assertThat(registered(context)).containsEntry("zone", "mine")
				.doesNotContainKey("cloud-provider")
				.containsEntry("cloud-availability-zone", "eu-west-1b"));
	}

	@Test
	void leavesAloneWhatCannotBeAddedTo() {
		this.runner.withPropertyValues("cloudmeta.instance.provider=aws")
			.withBean(EurekaInstanceConfigBean.class, OwnInstanceConfig::new)
			.run((context) -> assertThat(registered(context)).containsOnly(Map.entry("own", "value")));
	}

	@Test
	void tellsNothingOffTheCloud() {
		this.runner.withPropertyValues("cloudmeta.provider=local")
			.run((context) -> assertThat(registered(context)).isNotEmpty()
				.doesNotContainKey("zone")
				.allSatisfy((name, value) -> assertThat(name).doesNotStartWith("cloud-")));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner
			.withPropertyValues("cloudmeta.instance.provider=aws", "cloudmeta.instance.availability-zone=eu-west-1b",
					"cloudmeta.discovery.enabled=false")
			.run((context) -> assertThat(registered(context)).doesNotContainKeys("zone", "cloud-provider"));
	}

	@Test
	void sendsNoRequestIfEurekaIsSwitchedOff() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			this.runner.withPropertyValues(properties(cloud))
				.withPropertyValues("eureka.client.enabled=false")
				.run((context) -> {
					assertThat(context).hasNotFailed().doesNotHaveBean(EurekaInstanceConfig.class);
					assertThat(cloud.getRequests()).isEmpty();
				});
		}
	}

	@Test
	void doesWithoutEureka() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(CloudMetaAutoConfiguration.class, CloudMetaEurekaAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("com.netflix", "org.springframework.cloud.netflix"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("cloudEurekaMetadataPostProcessor"));
	}

	private static String[] properties(CloudSimulator cloud) {
		return cloud.getProperties()
			.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue())
			.toArray(String[]::new);
	}

	/**
	 * What would be sent to a server.
	 */
	private static Map<String, String> registered(ApplicationContext context) {
		assertThat(context.getBean(EurekaInstanceConfig.class)).isInstanceOf(EurekaInstanceConfigBean.class);
		return context.getBean(ApplicationInfoManager.class).getInfo().getMetadata();
	}

	static class OwnInstanceConfig extends EurekaInstanceConfigBean {

		OwnInstanceConfig() {
			super(new InetUtils(new InetUtilsProperties()));
		}

		@Override
		public Map<String, String> getMetadataMap() {
			return Map.of("own", "value");
		}

	}

}
