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

package io.cloudmeta.autoconfigure.opentelemetry;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfigurationTests;
import io.cloudmeta.test.CloudSimulator;
import io.opentelemetry.sdk.resources.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryProperties;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CloudMetaOpenTelemetryAutoConfiguration}.
 */
class CloudMetaOpenTelemetryAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OpenTelemetrySdkAutoConfiguration.class,
				CloudMetaAutoConfiguration.class, CloudMetaOpenTelemetryAutoConfiguration.class));

	@Test
	void tellsWhereAnEc2InstanceIs() {
		try (CloudSimulator cloud = CloudSimulator.start("aws",
				Map.of("region", "eu-west-1", "availabilityZone", "eu-west-1b", "accountId", "010987654321",
						"instanceId", "i-0a1b2c3d4e5f60718", "instanceType", "m7g.xlarge", "imageId",
						"ami-0123456789abcdef0", "hostname", "ip-10-0-0-1.eu-west-1.compute.internal"))) {
			on(cloud).run((context) -> assertThat(attributes(context)).containsEntry("cloud.provider", "aws")
				.containsEntry("cloud.platform", "aws_ec2")
				.containsEntry("cloud.region", "eu-west-1")
				.containsEntry("cloud.availability_zone", "eu-west-1b")
				.containsEntry("cloud.account.id", "010987654321")
				.containsEntry("cloud.resource_id", "arn:aws:ec2:eu-west-1:010987654321:instance/i-0a1b2c3d4e5f60718")
				.containsEntry("host.id", "i-0a1b2c3d4e5f60718")
				.containsEntry("host.type", "m7g.xlarge")
				.containsEntry("host.image.id", "ami-0123456789abcdef0")
				.containsEntry("host.name", "ip-10-0-0-1.eu-west-1.compute.internal"));
		}
	}

	@Test
	void tellsWhatTheResourceIsCalledOnAzureAndGoogle() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			on(cloud).run((context) -> assertThat(attributes(context)).containsEntry("cloud.platform", "azure.vm")
				.hasEntrySatisfying("cloud.resource_id", (id) -> assertThat(id).startsWith("/subscriptions/")));
		}
		try (CloudSimulator cloud = CloudSimulator.start("gcp",
				Map.of("accountId", "acme", "availabilityZone", "europe-west4-b", "instanceName", "orders"))) {
			on(cloud).run((context) -> assertThat(attributes(context)).containsEntry("cloud.resource_id",
					"//compute.googleapis.com/projects/acme/zones/europe-west4-b/instances/orders"));
		}
	}

	@Test
	void tellsOpenTelemetrysWordsAndOnlyWhatIsKnown() {
		this.runner
			.withPropertyValues("cloudmeta.instance.provider=alibaba", "cloudmeta.instance.region=cn-hangzhou",
					"cloudmeta.instance.instance-id=i-1")
			.run((context) -> assertThat(attributes(context)).containsEntry("cloud.provider", "alibaba_cloud")
				.containsEntry("host.id", "i-1")
				.doesNotContainKeys("cloud.platform", "cloud.resource_id", "host.name"));
	}

	@Test
	void knowsThatAnInstanceOfAFunctionIsNoHost() {
		this.runner
			.withPropertyValues("cloudmeta.instance.provider=gcp", "cloudmeta.instance.platform=gcp_cloud_run",
					"cloudmeta.instance.instance-id=00f8a1c4")
			.run((context) -> assertThat(attributes(context)).containsEntry("cloud.platform", "gcp_cloud_run")
				.doesNotContainKeys("host.id", "cloud.resource_id"));
	}

	@Test
	void knowsAmazonsPartitions() {
		this.runner
			.withPropertyValues("cloudmeta.instance.provider=aws", "cloudmeta.instance.region=cn-north-1",
					"cloudmeta.instance.account-id=1", "cloudmeta.instance.instance-id=i-1")
			.run((context) -> assertThat(attributes(context)).containsEntry("cloud.resource_id",
					"arn:aws-cn:ec2:cn-north-1:1:instance/i-1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "kubernetes", "nomad" })
	void addsNothingOnASchedulerWithoutAKnownCloud(String scheduler) {
		try (CloudSimulator cloud = CloudSimulator.start(scheduler)) {
			on(cloud).withPropertyValues("cloudmeta.detection.probe=never")
				.run((context) -> assertThat(attributes(context).keySet())
					.noneMatch((name) -> name.startsWith("cloud.") || name.startsWith("host.")));
		}
	}

	@Test
	void overridesNothingThatTheUserSet() {
		this.runner
			.withPropertyValues("cloudmeta.instance.provider=aws", "cloudmeta.instance.region=eu-west-1",
					"cloudmeta.instance.instance-type=m7g.xlarge",
					"management.opentelemetry.resource-attributes[cloud.region]=mine",
					"management.opentelemetry.resource-attributes[team]=ml")
			.run((context) -> {
				assertThat(attributes(context)).containsEntry("cloud.region", "mine")
					.containsEntry("host.type", "m7g.xlarge")
					.containsEntry("team", "ml");
				// where the export of metrics finds them
				assertThat(context.getBean(OpenTelemetryProperties.class).getResourceAttributes())
					.containsEntry("cloud.region", "mine")
					.containsEntry("host.type", "m7g.xlarge");
			});
	}

	/**
	 * In a JVM of its own, as nothing else has environment variables of its own.
	 */
	@Test
	void overridesNothingThatTheUserSetInTheEnvironment(@TempDir Path directory) throws Exception {
		Path result = directory.resolve("attributes");
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), OpenTelemetryApplication.class.getName(),
				result.toString(), "--cloudmeta.instance.provider=aws", "--cloudmeta.instance.region=eu-west-1",
				"--cloudmeta.instance.instance-type=m7g.xlarge");
		builder.environment().put("OTEL_RESOURCE_ATTRIBUTES", "cloud.region=mine");
		builder.redirectErrorStream(true).redirectOutput(directory.resolve("output").toFile());
		assertThat(builder.start().waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(result).content().contains("cloud.region=mine", "host.type=m7g.xlarge");
	}

	@Test
	void tellsNothingOffTheCloud() {
		try (CloudSimulator cloud = CloudSimulator.start("none")) {
			on(cloud).run((context) -> assertThat(attributes(context)).doesNotContainKey("cloud.provider"));
		}
	}

	@Test
	void canBeSwitchedOff() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			for (String property : new String[] { "cloudmeta.opentelemetry.enabled",
					"management.opentelemetry.enabled" }) {
				on(cloud).withPropertyValues(property + "=false")
					.run((context) -> assertThat(attributes(context)).doesNotContainKey("cloud.provider"));
			}
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void leavesTheUsersOwnResourceAlone() {
		Resource own = Resource.empty();
		this.runner.withBean(Resource.class, () -> own)
			.withPropertyValues("cloudmeta.instance.provider=aws")
			.run((context) -> assertThat(context).getBean(Resource.class).isSameAs(own));
	}

	@Test
	void asksTheUsersOwnInstance() {
		CloudInstance own = Mockito.mock();
		Mockito.when(own.isCloud()).thenReturn(true);
		Mockito.when(own.getProvider()).thenReturn(CloudProvider.TENCENT);
		this.runner.withBean(CloudInstance.class, () -> own)
			.withPropertyValues("cloudmeta.provider=local")
			.run((context) -> assertThat(attributes(context)).containsEntry("cloud.provider", "tencent_cloud"));
	}

	@Test
	void doesWithoutOpenTelemetry() {
		this.runner
			.withClassLoader(new FilteredClassLoader("io.opentelemetry", "org.springframework.boot.opentelemetry"))
			.withPropertyValues("cloudmeta.provider=local")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("cloudResourceAttributesPostProcessor"));
	}

	private ApplicationContextRunner on(CloudSimulator cloud) {
		return this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud));
	}

	static Map<String, String> attributes(ApplicationContext context) {
		Map<String, String> attributes = new LinkedHashMap<>();
		context.getBean(Resource.class)
			.getAttributes()
			.forEach((key, value) -> attributes.put(key.getKey(), String.valueOf(value)));
		return attributes;
	}

}
