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

package io.cloudmeta.test;

import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.util.Map;

import com.github.tomakehurst.wiremock.common.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the simulated platforms, over HTTP where they have any.
 */
class PlatformSimulationTests {

	@Test
	void platformsHaveNoEndpoint() {
		assertThat(SimulatedClouds.withMetadataService()).contains("aws", "opennebula")
			.doesNotContain("aws_ecs", "aws_lambda", "heroku", "cloudfoundry", "none");
	}

	@ParameterizedTest
	@CsvSource({ "aws_lambda, AWS_LAMBDA_FUNCTION_NAME, parcels", "aws_eks, KUBERNETES_SERVICE_HOST, 172.20.0.1",
			"heroku, DYNO, web.1", "fly, FLY_APP_NAME, parcels", "render, RENDER, true", "nomad, NOMAD_DC, ams1",
			"kubernetes, KUBERNETES_SERVICE_PORT, 443", "aws_ecs, AWS_EXECUTION_ENV, AWS_ECS_FARGATE" })
	void platformIsInTheEnvironment(String platform, String name, String value) {
		try (CloudSimulator cloud = CloudSimulator.start(platform)) {
			assertThat(cloud.getCloud()).isEqualTo(platform);
			assertThat(cloud.getProperties()).containsEntry(name, value);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws_lambda", "aws_ecs", "heroku", "fly", "render" })
	void withoutAMachineThereIsNoFirmwareAndNoResponse(String platform) {
		try (CloudSimulator cloud = CloudSimulator.start(platform)) {
			assertThat(Path.of(cloud.getProperties().get("cloudmeta.detection.sysfs"))).isEmptyDirectory();
			assertThatIOException().isThrownBy(() -> new SimulatorClient(cloud).get("/latest/meta-data/"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "fly, region, fra, FLY_REGION", "fly, FLY_PROCESS_GROUP, worker, FLY_PROCESS_GROUP",
			"heroku, instanceName, worker.2, DYNO", "aws_lambda, region, eu-west-3, AWS_REGION",
			"aws_eks, region, eu-west-3, AWS_REGION", "nomad, availabilityZone, fra2, NOMAD_DC" })
	void valuesAreInTheEnvironment(String platform, String name, String value, String variable) {
		try (CloudSimulator cloud = CloudSimulator.start(platform, Map.of(name, value))) {
			assertThat(cloud.getProperties()).containsEntry(variable, value);
		}
	}

	@Test
	void valueThatAPlatformDoesNotProvideIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("render", Map.of("region", "eu")))
			.withMessageContaining("region")
			.withMessageContaining("render");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloudSimulator.start("aws_ecs", Map.of("instanceId", "i-0123456789abcdef7")))
			.withMessageContaining("instanceId");
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("fly", Map.of("FLY_REGON", "fra")))
			.withMessageContaining("Nearest: 'FLY_REGION'");
	}

	@Test
	void applicationOfCloudFoundryIsADocument() {
		try (CloudSimulator cloud = CloudSimulator.start("cloudfoundry",
				Map.of("space_name", "staging", "limits.mem", "512"))) {
			JsonNode application = Json.node(cloud.getProperties().get("VCAP_APPLICATION"));
			assertThat(application.at("/space_name").textValue()).isEqualTo("staging");
			assertThat(application.at("/limits/mem").isNumber()).isTrue();
			assertThat(application.at("/limits/mem").intValue()).isEqualTo(512);
			assertThat(application.at("/application_uris/0").textValue()).isEqualTo("parcels.apps.example.com");
		}
	}

	@Test
	void taskDescribesItselfAtItsAddressOnly() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws_ecs",
				Map.of("region", "cn-north-1", "accountId", "210987654321", "Family", "orders"))) {
			String uri = cloud.getProperties().get("ECS_CONTAINER_METADATA_URI_V4");
			assertThat(uri).startsWith(cloud.getUrl() + "/v4/");
			String path = uri.substring(cloud.getUrl().toString().length());
			SimulatorClient client = new SimulatorClient(cloud);
			HttpResponse<String> response = client.get(path + "/task");
			assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
			JsonNode task = Json.node(response.body());
			assertThat(task.at("/TaskARN").textValue())
				.startsWith("arn:aws-cn:ecs:cn-north-1:210987654321:task/parcels/");
			assertThat(task.at("/Family").textValue()).isEqualTo("orders");
			assertThat(task.at("/AvailabilityZone").textValue()).isEqualTo("cn-north-1b");
			assertThat(task.at("/Limits/CPU").doubleValue()).isEqualTo(0.5);
			assertThat(task.at("/Containers/0/Networks/0/IPv4Addresses/0").textValue()).isEqualTo("10.31.9.140");
			assertThat(Json.node(client.get(path).body()).at("/Name").textValue()).isEqualTo("api");
			assertThat(client.get("/v4/another/task").statusCode()).isEqualTo(404);
			assertThat(client.get("/v4/").statusCode()).isEqualTo(404);
			assertThatIOException().isThrownBy(() -> client.get("/latest/meta-data/"));
		}
	}

	@Test
	void taskOnAnInstanceHasItsServiceAndFirmwareToo() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws_ecs",
				Map.of("LaunchType", "EC2", "instanceId", "i-0123456789abcdef7"))) {
			assertThat(cloud.getProperties()).containsEntry("AWS_EXECUTION_ENV", "AWS_ECS_EC2")
				.doesNotContainKey("AWS_REGION");
			assertThat(new SimulatorClient(cloud).get("/latest/meta-data/instance-id").statusCode()).isEqualTo(401);
			Path dmi = Path.of(cloud.getProperties().get("cloudmeta.detection.sysfs")).resolve("class/dmi/id");
			assertThat(dmi.resolve("board_asset_tag")).content().isEqualTo("i-0123456789abcdef7\n");
		}
	}

	@Test
	void answerToAPodsTokenRequestIsLostUnlessTheNodeAllowsAHopMore() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws_eks")) {
			SimulatorClient client = new SimulatorClient(cloud, "X-aws-ec2-metadata-token-ttl-seconds", "60");
			assertThatIOException().isThrownBy(() -> client.put("/latest/api/token", 300))
				.isInstanceOf(HttpTimeoutException.class);
			assertThat(client.get("/latest/meta-data/instance-id").statusCode()).isEqualTo(401);
		}
		try (CloudSimulator cloud = CloudSimulator.start("aws_eks", Map.of("HttpPutResponseHopLimit", "2"))) {
			SimulatorClient client = new SimulatorClient(cloud, "X-aws-ec2-metadata-token-ttl-seconds", "60");
			assertThat(client.put("/latest/api/token").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void filesLieBelowTheRoot() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_elastic_beanstalk",
				Map.of("deployment_id", "7", "version_label", "v2"))) {
			Path root = Path.of(cloud.getProperties().get("cloudmeta.detection.root"));
			assertThat(root.resolve("var/elasticbeanstalk/xray/environment.conf")).content()
				.contains("\"deployment_id\" : 7")
				.contains("\"version_label\" : \"v2\"");
		}
		try (CloudSimulator cloud = CloudSimulator.start("kubernetes", Map.of("namespace", "orders"))) {
			Path root = Path.of(cloud.getProperties().get("cloudmeta.detection.root"));
			assertThat(root.resolve("var/run/secrets/kubernetes.io/serviceaccount/namespace")).hasContent("orders");
		}
	}

	@Test
	void variablesOfTheMachineAreHiddenAndNoOthersAreSet() {
		Map<String, String> machine = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "AWS_REGION", "eu-west-1", "HOME",
				"/root");
		assertThat(PlatformVariables.hidden(machine::get)).containsExactly(Map.entry("KUBERNETES_SERVICE_HOST", ""));
		assertThat(PlatformVariables.hidden((name) -> null)).isEmpty();
	}

}
