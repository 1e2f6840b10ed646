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

package io.cloudmeta.internal.platform;

import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.cloud.UselessAnswer;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.test.FakeMetadataClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EcsPlatform}, with the simulated task metadata endpoint.
 */
class EcsPlatformTests {

	private static final String ECS = "aws_ecs";

	@Test
	void fargateIsReadWithOneRequest() throws MetadataException {
		PlatformMatch match = TestEnvironment.simulated(ECS, Map.of()).look(ECS);
		FakeMetadataClient client = TestEnvironment.client(ECS, Map.of(), match);
		InstanceMetadata task = match.platform().identify(client, match);
		assertThat(match.weight()).isEqualTo(Weight.NAMES_THE_CLOUD);
		assertThat(task.getProvider()).isEqualTo(CloudProvider.AWS);
		assertThat(task.get(CloudField.PLATFORM)).isEqualTo("aws_ecs");
		assertThat(task.get(CloudField.REGION)).isEqualTo("eu-central-1");
		assertThat(task.get(CloudField.AVAILABILITY_ZONE)).isEqualTo("eu-central-1b");
		assertThat(task.get(CloudField.ACCOUNT_ID)).isEqualTo("037402851946");
		assertThat(task.get(CloudField.PRIVATE_IP)).isEqualTo("10.31.9.140");
		assertThat(task.get(CloudField.HOSTNAME)).isEqualTo("ip-10-31-9-140.eu-central-1.compute.internal");
		assertThat(task.getNetworkInterfaces()).containsExactly(
				new NetworkInterface("0a:91:d4:3e:07:5b", List.of("10.31.9.140"), List.of(), "10.31.9.0/24", null));
		for (CloudField field : List.of(CloudField.INSTANCE_ID, CloudField.INSTANCE_NAME, CloudField.INSTANCE_TYPE,
				CloudField.IMAGE_ID, CloudField.PUBLIC_IP)) {
			assertThat(task.get(field)).as(field.getName()).isNull();
			assertThat(task.isDeferred(field)).as(field.getName()).isFalse();
		}
		assertThat(task.getTags()).isEmpty();
		assertThat(task.getAttributes())
			.containsEntry("TaskARN",
					"arn:aws:ecs:eu-central-1:037402851946:task/parcels/8b31f6d07ce24a59b1e04c9d7a62f385")
			.containsEntry("LaunchType", "FARGATE")
			.containsEntry("Containers[0].Name", "api")
			.containsEntry("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE");
		assertThat(task.getFailures()).isEmpty();
		assertThat(client.getRequests()).singleElement()
			.hasToString("GET /v4/8b31f6d07ce24a59b1e04c9d7a62f385-2531612879/task");
	}

	@Test
	void olderVariableLeadsToTheTaskToo() throws MetadataException {
		PlatformMatch match = TestEnvironment.simulated(ECS, Map.of())
			.with("ECS_CONTAINER_METADATA_URI_V4", "")
			.look(ECS);
		FakeMetadataClient client = TestEnvironment.client(ECS, Map.of(), match);
		assertThat(match.platform().identify(client, match).get(CloudField.ACCOUNT_ID)).isEqualTo("037402851946");
		assertThat(client.getRequests()).singleElement().asString().startsWith("GET /v3/");
	}

	@Test
	void taskOutsideOfAwsHasNoInstanceThere() throws MetadataException {
		Map<String, String> values = Map.of("LaunchType", "EXTERNAL", "NetworkMode", "bridge");
		PlatformMatch match = TestEnvironment.simulated(ECS, values).with("AWS_EXECUTION_ENV", "AWS_ECS_EC2").look(ECS);
		InstanceMetadata task = match.platform().identify(TestEnvironment.client(ECS, values, match), match);
		assertThat(task.get(CloudField.ACCOUNT_ID)).isEqualTo("037402851946");
		assertThat(task.isDeferred(CloudField.INSTANCE_ID)).isFalse();
		assertThat(task.get(CloudField.PRIVATE_IP)).isNull();
		assertThat(task.isDeferred(CloudField.PRIVATE_IP)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://ecs.example.com/v4/1", "http://203.0.113.7/v4/1", "not a uri", "http://",
			"ftp://127.0.0.1/v4", "http://user:secret@127.0.0.1/v4", "http://2852039166/v4/1" })
	void addressOfAnotherMachineIsNotQueried(String uri) {
		PlatformMatch match = TestEnvironment.simulated(ECS, Map.of())
			.with("ECS_CONTAINER_METADATA_URI_V4", uri)
			.look(ECS);
		assertThat(match.endpoint()).isNull();
		assertThat(match.identity().get(CloudField.PLATFORM)).isEqualTo("aws_ecs");
		assertThat(match.identity().get(CloudField.REGION)).isEqualTo("eu-central-1");
		assertThat(match.identity().get(CloudField.ACCOUNT_ID)).isNull();
		assertThat(match.failure()).startsWith("ECS_CONTAINER_METADATA_URI_V4 is not queried")
			.doesNotContain("secret@");
	}

	@ParameterizedTest
	@EnumSource(UselessAnswer.class)
	void uselessResponsesLeaveTheValuesOfTheEnvironment(UselessAnswer answer) {
		Map<String, String> values = Map.of("region", "eu-west-1");
		PlatformMatch match = TestEnvironment.simulated(ECS, values).look(ECS);
		FakeMetadataClient client = TestEnvironment.client(ECS, values, match);
		answer.respondTo(client);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> match.platform().identify(client, match));
		assertThat(match.identity().get(CloudField.PLATFORM)).isEqualTo("aws_ecs");
		assertThat(match.identity().get(CloudField.REGION)).isEqualTo("eu-west-1");
		assertThat(match.identity().get(CloudField.ACCOUNT_ID)).isNull();
		assertThat(match.identity().get(CloudField.PRIVATE_IP)).isNull();
	}

	@Test
	void numbersListsAndNullsOfATaskAreTakenOrLeft() throws MetadataException {
		PlatformMatch match = TestEnvironment.simulated(ECS, Map.of()).look(ECS);
		FakeMetadataClient client = TestEnvironment.client(ECS, Map.of(), match);
		client.respondTo((request) -> true).with("""
				{"TaskARN": "arn:aws-cn:ecs:cn-north-1:210987654321:task/7f3e", "Revision": 17,
				"AvailabilityZone": null, "VPCID": ["x"], "LaunchType": 1, "Containers": [{"Networks": null},
				{"Networks": [{"NetworkMode": "awsvpc", "MACAddress": null, "IPv4Addresses": ["<html>", null],
				"IPv6Addresses": ["2001:db8::7"], "PrivateDNSName": ["a"]}], "LogOptions":
				{"splunk-token": "hidden-1", "awslogs-group": "g"}, "Labels": {"db.password": "hidden-2"}}]}""");
		InstanceMetadata task = match.platform().identify(client, match);
		assertThat(task.get(CloudField.REGION)).isEqualTo("cn-north-1");
		assertThat(task.get(CloudField.ACCOUNT_ID)).isEqualTo("210987654321");
		assertThat(task.get(CloudField.AVAILABILITY_ZONE)).isNull();
		assertThat(task.get(CloudField.HOSTNAME)).isNull();
		assertThat(task.getNetworkInterfaces())
			.containsExactly(new NetworkInterface(null, List.of("2001:db8::7"), List.of(), null, null));
		assertThat(task.get(CloudField.PRIVATE_IP)).isEqualTo("2001:db8::7");
		assertThat(task.getAttributes()).containsEntry("Revision", "17")
			.containsEntry("Containers[1].LogOptions.awslogs-group", "g");
		assertThat(task.getAttributes().toString()).doesNotContain("hidden");
	}

	@Test
	void requestToABusyAgentIsRepeated() throws MetadataException {
		PlatformMatch match = TestEnvironment.simulated(ECS, Map.of()).look(ECS);
		FakeMetadataClient client = TestEnvironment.client(ECS, Map.of(), match);
		client.respondTo((request) -> true).with(429, "").asBefore();
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> match.platform().identify(client, match))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.BUSY));
		assertThat(match.platform().identify(client, match).get(CloudField.ACCOUNT_ID)).isEqualTo("037402851946");
		assertThat(client.getRequests()).hasSize(2);
	}

}
