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

import java.time.Duration;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CloudMetaAutoConfiguration}.
 */
public class CloudMetaAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class));

	@Test
	void sendsNoRequestIfTheBeanIsNotUsed() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			this.runner.withPropertyValues(properties(cloud)).run((context) -> {
				assertThat(context).hasNotFailed().hasBean("cloudInstance");
				assertThat(cloud.getRequests()).isEmpty();
			});
		}
	}

	@Test
	void beginsTheDetectionWhenTheBeanIsCreated() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			this.runner.withPropertyValues(properties(cloud)).run((context) -> {
				CloudInstance instance = context.getBean(CloudInstance.class);
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
				assertThat(cloud.getRequests()).hasSize(1);
			});
		}
	}

	@Test
	void servesExpressions() {
		this.runner
			.withPropertyValues("cloudmeta.instance.provider=gcp", "cloudmeta.instance.region=europe-west4",
					"cloudmeta.instance.tags.team=ml")
			.withUserConfiguration(Expressions.class)
			.run((context) -> assertThat(context.getBean("place")).isEqualTo("gcp europe-west4 ml true"));
	}

	@Test
	void isLocalIfItIsSwitchedOff() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			this.runner.withPropertyValues(properties(cloud))
				.withPropertyValues("cloudmeta.enabled=false", "cloudmeta.instance.region=mars")
				.run((context) -> {
					CloudInstance instance = context.getBean(CloudInstance.class);
					assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
					assertThat(instance.getRegion()).isNull();
					assertThat(instance.getDetection().conclusive()).isTrue();
					assertThat(cloud.getRequests()).isEmpty();
				});
		}
	}

	@Test
	void sendsNoRequestIfCloudInitIsTheSource() {
		try (CloudSimulator cloud = CloudSimulator.of("cloudstack").cloudInit().start()) {
			this.runner.withPropertyValues(properties(cloud))
				.withPropertyValues("cloudmeta.fetch.source=cloud-init")
				.run((context) -> {
					CloudInstance instance = context.getBean(CloudInstance.class);
					assertThat(instance.getProvider()).isEqualTo(CloudProvider.CLOUDSTACK);
					assertThat(instance.getInstanceId()).isNotNull();
					assertThat(cloud.getRequests()).isEmpty();
				});
		}
	}

	@Test
	void leavesTheUsersOwnBeanAlone() {
		CloudInstance own = Mockito.mock();
		this.runner.withBean("own", CloudInstance.class, () -> own)
			.run((context) -> assertThat(context).getBean(CloudInstance.class).isSameAs(own));
	}

	@Test
	void takesTheVariableIfTheSettingDoesNotNameTheCloud() {
		try (CloudSimulator cloud = CloudSimulator.of("gcp").dmi(CloudSimulator.Dmi.NONE).start()) {
			Map<String, String> properties = cloud.getProperties();
			properties.remove("cloudmeta.provider");
			properties.put("CLOUD_PROVIDER", "GCP");
			this.runner.withPropertyValues(properties(properties)).run((context) -> {
				assertThat(context.getBean(CloudInstance.class).getRegion()).isNotNull();
				assertThat(cloud.getRequests()).hasSize(1);
			});
			this.runner.withPropertyValues(properties(properties))
				.withPropertyValues("cloudmeta.provider=local")
				.run((context) -> assertThat(context.getBean(CloudInstance.class).isCloud()).isFalse());
		}
	}

	@Test
	void ignoresAVariableThatNamesNoCloud() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			Map<String, String> properties = cloud.getProperties();
			properties.remove("cloudmeta.provider");
			properties.put("CLOUD_PROVIDER", "minikube");
			this.runner.withPropertyValues(properties(properties))
				.run((context) -> assertThat(context.getBean(CloudInstance.class).getProvider())
					.isEqualTo(CloudProvider.AZURE));
		}
	}

	@Test
	void knowsACloudThatItCannotReadByName() {
		this.runner.withPropertyValues("cloudmeta.provider=heroku").run((context) -> {
			CloudInstance instance = context.getBean(CloudInstance.class);
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.HEROKU);
			assertThat(instance.isCloud()).isTrue();
			assertThat(instance.getDetection().failures()).singleElement()
				.asString()
				.contains("Heroku", "cloudmeta.instance.*");
		});
	}

	@Test
	void takesAFixedProviderOfTheUsersOwn() {
		this.runner.withPropertyValues("cloudmeta.instance.provider=our-cloud", "cloudmeta.instance.account-id=007")
			.withPropertyValues("cloudmeta.custom.our-cloud.endpoint=http://127.0.0.1:1",
					"cloudmeta.custom.our-cloud.check[GET /id]=.+")
			.run((context) -> {
				CloudInstance instance = context.getBean(CloudInstance.class);
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.of("our-cloud"));
				assertThat(instance.getAccountId()).isEqualTo("007");
			});
	}

	@Test
	void readsAgainOnASchedule() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			this.runner.withPropertyValues(properties(cloud))
				.withPropertyValues("cloudmeta.refresh.interval=50ms")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					long patience = System.nanoTime() + Duration.ofSeconds(10).toNanos();
					while (cloud.getRequests().size() < 3 && System.nanoTime() < patience) {
						Thread.sleep(20);
					}
					assertThat(cloud.getRequests()).hasSizeGreaterThanOrEqualTo(3);
				});
			int requests = cloud.getRequests().size();
			pause(Duration.ofMillis(300));
			assertThat(cloud.getRequests()).hasSizeLessThanOrEqualTo(requests + 1);
		}
	}

	@Test
	void startsDetectionAnewInANewContext() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			for (int i = 0; i < 2; i++) {
				this.runner.withPropertyValues(properties(cloud))
					.run((context) -> assertThat(context.getBean(CloudInstance.class).getRegion()).isNotNull());
			}
			assertThat(cloud.getRequests()).hasSize(2);
		}
	}

	private static void pause(Duration duration) {
		try {
			Thread.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	public static String[] properties(CloudSimulator cloud) {
		return properties(cloud.getProperties());
	}

	private static String[] properties(Map<String, String> properties) {
		return properties.entrySet()
			.stream()
			.map((property) -> property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
	}

	@Configuration(proxyBeanMethods = false)
	static class Expressions {

		@Bean
		String place(@Value("#{cloudInstance.provider.id}") String provider,
				@Value("#{cloudInstance.region}") String region, @Value("#{cloudInstance.tags['team']}") String team,
				@Value("#{cloudInstance.cloud}") boolean cloud) {
			return "%s %s %s %s".formatted(provider, region, team, cloud);
		}

	}

}
