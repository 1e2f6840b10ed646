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

package io.cloudmeta.internal.detection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is known on the platforms of AWS.
 */
class AwsPlatformsTests {

	private static final String DOCUMENT = "GET /latest/dynamic/instance-identity/document";

	private static final String TOKEN = "PUT /latest/api/token";

	@Test
	void lambdaIsKnownByItsEnvironmentAlone() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_lambda", Map.of("region", "eu-west-3"));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AWS);
			assertThat(instance.getPlatform()).isEqualTo("aws_lambda");
			assertThat(instance.getRegion()).isEqualTo("eu-west-3");
			assertThat(instance.getAccountId()).isNull();
			assertThat(instance.getAvailabilityZone()).isNull();
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getHostname()).isNull();
			assertThat(instance.getTags()).isEmpty();
			assertThat(instance.getNetworkInterfaces()).isEmpty();
			assertThat(instance.getAttribute("AWS_LAMBDA_FUNCTION_NAME")).isEqualTo("parcels");
			assertThat(instance.getAttribute("placement/region")).isNull();
			assertThat(instance.getDetection().conclusive()).isTrue();
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void variablesOfPlatformsAreNotRequestedFromTheInstance() {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getAttribute("AWS_LAMBDA_FUNCTION_NAME")).isNull();
			assertThat(cloud.getRequests()).containsExactly(TOKEN, DOCUMENT);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "AWS_REGION", "AWS_LAMBDA_RUNTIME_API,LAMBDA_TASK_ROOT" })
	void halfOfLambdasVariablesAreNotEnough(String missing) {
		try (CloudSimulator cloud = CloudSimulator.start("aws_lambda")) {
			TestSettings settings = TestSettings.of(cloud).probedOnly();
			for (String name : missing.split(",")) {
				settings.property(name, "");
			}
			try (DetectedCloudInstance instance = settings.instance()) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
				assertThat(instance.getAttributes()).isEmpty();
				assertThat(instance.getDetection().evidence())
					.filteredOn((evidence) -> evidence.source().equals("AWS_LAMBDA_FUNCTION_NAME"))
					.singleElement()
					.extracting(Evidence::bearing)
					.isEqualTo(Bearing.NEITHER);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "AWS_SAM_LOCAL, true", "LOCALSTACK_HOSTNAME, localhost" })
	void lambdasEmulatorsAreNoCloud(String name, String value) {
		try (CloudSimulator cloud = CloudSimulator.start("aws_lambda");
				DetectedCloudInstance instance = TestSettings.of(cloud).probedOnly().property(name, value).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws_lambda", "aws_ecs" })
	void onALaptopTheVariablesAreIgnored(String platform) {
		try (CloudSimulator laptop = CloudSimulator.start("none");
				CloudSimulator cloud = CloudSimulator.start(platform);
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("cloudmeta.detection.sysfs", laptop.getProperties().get("cloudmeta.detection.sysfs"))
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(cloud.getRequests()).isEmpty();
			assertThat(instance.getDetection().evidence()).anySatisfy(
					(evidence) -> assertThat(evidence.finding()).contains("which the local evidence contradicts"));
		}
	}

	@Test
	void onALaptopsClusterTheVariablesOfEksAreIgnored() {
		try (CloudSimulator laptop = CloudSimulator.start("none");
				CloudSimulator cloud = CloudSimulator.start("aws_eks");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("cloudmeta.detection.sysfs", laptop.getProperties().get("cloudmeta.detection.sysfs"))
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.KUBERNETES);
			assertThat(instance.getRegion()).isNull();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws_lambda", "aws_ecs", "aws_eks" })
	void firmwareOfAnotherCloudWins(String platform) {
		try (CloudSimulator gcp = CloudSimulator.start("gcp");
				CloudSimulator cloud = CloudSimulator.start(platform);
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("cloudmeta.detection.sysfs", gcp.getProperties().get("cloudmeta.detection.sysfs"))
					.property("cloudmeta.gcp.endpoint", gcp.getUrl().toString())
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
			assertThat(instance.getPlatform()).isEqualTo("gcp_compute_engine");
			assertThat(instance.getAttributes()).doesNotContainKey("AWS_EXECUTION_ENV");
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws_lambda", "aws_ecs", "aws_eks" })
	void theUsersWordIsEnough(String platform) {
		try (CloudSimulator laptop = CloudSimulator.start("none");
				CloudSimulator cloud = CloudSimulator.start(platform, Map.of("region", "eu-west-3"));
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("cloudmeta.detection.sysfs", laptop.getProperties().get("cloudmeta.detection.sysfs"))
					.provider(CloudProvider.AWS)
					.instance()) {
			assertThat(instance.getPlatform()).isEqualTo(platform);
			assertThat(instance.getRegion()).isEqualTo("eu-west-3");
		}
	}

	@Test
	void addressOfTheTaskAloneHasToProveItself() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_ecs");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("AWS_EXECUTION_ENV", "")
					.property("AWS_REGION", "")
					.instance()) {
			assertThat(instance.getPlatform()).isEqualTo("aws_ecs");
			assertThat(instance.getRegion()).isEqualTo("eu-central-1");
			assertThat(instance.getDetection().conclusive()).isTrue();
			assertThat(cloud.getRequests()).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "<html></html>", "[]", "{\"TaskARN\": \"task\"}" })
	void addressThatDoesNotProveItselfIsNoCloud(String answer) {
		try (CloudSimulator cloud = CloudSimulator.start("aws_ecs");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.probedOnly()
					.property("AWS_EXECUTION_ENV", "")
					.instance()) {
			answer(cloud, 200, answer);
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@Test
	void addressOfTheTaskAloneIsNotQueriedIfProbingIsForbidden() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_ecs");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("AWS_EXECUTION_ENV", "")
					.probe(Probe.NEVER)
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void taskOnFargateHasThePlacementOfAnInstanceWithoutFurtherRequests() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_ecs",
				Map.of("region", "eu-west-1", "AvailabilityZoneID", "euw1-az3"));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getAttribute("AvailabilityZoneID")).isEqualTo("euw1-az3");
			assertThat(instance.getAttribute("placement/availability-zone-id")).isEqualTo("euw1-az3");
			assertThat(instance.getAvailabilityZoneId()).isEqualTo("euw1-az3");
			assertThat(instance.getPlacement().toMap()).containsExactly(Map.entry("zone", "euw1-az3"));
			assertThat(instance.getAttribute("placement/availability-zone")).isEqualTo("eu-west-1b");
			assertThat(instance.getAttribute("placement/region")).isEqualTo("eu-west-1");
			assertThat(cloud.getRequests()).hasSize(1);
		}
	}

	@Test
	void taskOnAnInstanceReadsOtherValuesFromTheInstance() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_ecs",
				Map.of("LaunchType", "EC2", "region", "eu-west-1", "tags.team", "ml", "instanceName", "node-3"));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getPlatform()).isEqualTo("aws_ecs");
			assertThat(instance.getRegion()).isEqualTo("eu-west-1");
			assertThat(instance.getPrivateIp()).isEqualTo("10.31.9.140");
			assertThat(instance.getHostname()).isEqualTo("ip-10-31-9-140.eu-west-1.compute.internal");
			assertThat(instance.getPublicIp()).isNull();
			assertThat(instance.getNetworkInterfaces()).singleElement()
				.extracting(NetworkInterface::network)
				.isEqualTo("vpc-09d3c6a15e8f2b74c");
			assertThat(cloud.getRequests()).hasSize(1);
			assertThat(instance.getInstanceId()).isEqualTo("i-0d58e2a7f1c4963bb");
			assertThat(cloud.getRequests()).endsWith(TOKEN, "GET /latest/meta-data/instance-id").hasSize(3);
			assertThat(instance.getInstanceType()).isEqualTo("m7i.large");
			assertThat(instance.getImageId()).isEqualTo("ami-06b1f94c3d72e58a0");
			assertThat(instance.getInstanceName()).isEqualTo("node-3");
			assertThat(instance.getTags()).containsEntry("team", "ml");
			assertThat(instance.getAttribute("placement/availability-zone-id")).isEqualTo("euw1-az2");
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@Test
	void whenTheTaskCannotBeReadReadsTheInstance() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_ecs", Map.of("LaunchType", "EC2", "region", "eu-west-1"));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.urlMatching("/v4/.*")).willReturn(WireMock.aResponse().withStatus(404)));
			assertThat(instance.getPlatform()).isEqualTo("aws_ecs");
			assertThat(instance.getRegion()).isEqualTo("eu-west-1");
			assertThat(instance.getInstanceId()).isEqualTo("i-0d58e2a7f1c4963bb");
			assertThat(cloud.getRequests()).hasSize(3).endsWith(TOKEN, DOCUMENT);
			assertThat(instance.getDetection().failures()).singleElement()
				.asString()
				.contains("/task got status 404")
				.contains("cloudmeta.instance.*");
		}
	}

	@Test
	void taskAndInstanceThatAreSilentShareOneDeadline() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_ecs", Map.of("LaunchType", "EC2"));
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.timeouts(Duration.ofSeconds(60), Duration.ofSeconds(3))
					.instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withFixedDelay(30_000)));
			assertThat(instance.getPlatform()).isEqualTo("aws_ecs");
			assertThat(instance.getDetection().failures()).hasSize(2);
			assertThat(instance.getDetection().elapsed()).isLessThan(Duration.ofMillis(5000));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "bridge", "host" })
	void taskInTheInstancesNetworkHasItsAddresses(String mode) {
		try (CloudSimulator cloud = CloudSimulator.start("aws_ecs", Map.of("LaunchType", "EC2", "NetworkMode", mode));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getPrivateIp()).isEqualTo("10.31.4.87");
			assertThat(instance.getPublicIp()).isEqualTo("198.51.100.73");
			assertThat(instance.getHostname()).isEqualTo("ip-10-31-4-87.eu-central-1.compute.internal");
			assertThat(instance.getNetworkInterfaces()).singleElement()
				.extracting(NetworkInterface::mac)
				.isEqualTo("0a:3f:51:c2:7e:9b");
		}
	}

	@Test
	void requestToABusyAgentIsRepeated() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_ecs");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl())
					.inScenario("busy")
					.whenScenarioStateIs("Started")
					.willReturn(WireMock.aResponse().withStatus(429))
					.willSetStateTo("ready"));
			assertThat(instance.getAccountId()).isEqualTo("037402851946");
			assertThat(cloud.getRequests()).hasSize(2);
		}
	}

	@Test
	void podOnEksIsReadFromItsNodeWhereThatIsOpen() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_eks",
				Map.of("HttpPutResponseHopLimit", "2", "region", "eu-west-1"));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AWS);
			assertThat(instance.getPlatform()).isEqualTo("aws_eks");
			assertThat(instance.getRegion()).isEqualTo("eu-west-1");
			assertThat(instance.getAvailabilityZone()).isEqualTo("eu-west-1b");
			assertThat(instance.getInstanceId()).isEqualTo("i-0d58e2a7f1c4963bb");
			assertThat(instance.getAttribute("namespace")).isEqualTo("logistics");
			assertThat(cloud.getRequests()).containsExactly(TOKEN, DOCUMENT);
			assertThat(instance.getHostname()).isEqualTo("ip-10-31-4-87.eu-west-1.compute.internal");
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Dmi.class, names = { "CLOUD", "NONE" })
	void podOnEksWhoseNodeIsClosedNeitherWaitsNorWarns(Dmi dmi) {
		try (CloudSimulator cloud = CloudSimulator.of("aws_eks").value("region", "eu-west-1").dmi(dmi).start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.timeouts(Duration.ofMillis(1500), Duration.ofSeconds(60))
					.instance()) {
			assertThat(instance.getPlatform()).isEqualTo("aws_eks");
			assertThat(instance.getRegion()).isEqualTo("eu-west-1");
			assertThat(instance.getAvailabilityZone()).isNull();
			assertThat(instance.getInstanceId()).isEqualTo((dmi == Dmi.CLOUD) ? "i-0d58e2a7f1c4963bb" : null);
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(instance.getDetection().evidence())
				.anySatisfy((evidence) -> assertThat(evidence.finding()).endsWith(", which is usual on aws_eks"));
			int requests = cloud.getRequests().size();
			assertThat(requests).isLessThanOrEqualTo(2);
			assertThat(instance.getHostname()).isNull();
			assertThat(instance.getTags()).isEmpty();
			assertThat(instance.getAttribute("placement/availability-zone-id")).isNull();
			assertThat(cloud.getRequests()).hasSize(requests);
		}
	}

	@Test
	void podIdentityNamesEksToo() {
		try (CloudSimulator cloud = CloudSimulator.of("aws_eks").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("AWS_WEB_IDENTITY_TOKEN_FILE", "")
					.property("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
							"/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token")
					.property("AWS_EC2_METADATA_DISABLED", "true")
					.instance()) {
			assertThat(instance.getPlatform()).isEqualTo("aws_eks");
			assertThat(instance.getRegion()).isEqualTo("eu-central-1");
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "/var/run/secrets/tokens/aws", "/home/me/.aws/token" })
	void tokenOfAnotherClusterIsNoEks(String file) {
		try (CloudSimulator cloud = CloudSimulator.of("aws_eks").dmi(Dmi.KVM).start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("AWS_WEB_IDENTITY_TOKEN_FILE", file)
					.timeouts(Duration.ofMillis(1500), Duration.ofMillis(1500))
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.KUBERNETES);
		}
	}

	@Test
	void podWithoutARoleIsOneOfKubernetesOnEc2() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_eks", Map.of("HttpPutResponseHopLimit", "2"));
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.property("AWS_WEB_IDENTITY_TOKEN_FILE", "")
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AWS);
			assertThat(instance.getPlatform()).isEqualTo("aws_ec2");
			assertThat(instance.getAttribute("namespace")).isEqualTo("logistics");
			assertThat(instance.getHostname()).isEqualTo("ip-10-31-4-87.eu-central-1.compute.internal");
			assertThat(cloud.getRequests()).startsWith(TOKEN, DOCUMENT).hasSize(3);
		}
	}

	@ParameterizedTest
	@EnumSource(value = Dmi.class, names = { "CLOUD", "NONE" })
	void beanstalkIsAnInstanceWithAFile(Dmi dmi) {
		try (CloudSimulator cloud = CloudSimulator.of("aws_elastic_beanstalk").dmi(dmi).start();
				DetectedCloudInstance instance = TestSettings.of(cloud).endpoints("aws").instance()) {
			assertThat(instance.getPlatform()).isEqualTo("aws_elastic_beanstalk");
			assertThat(instance.getInstanceId()).isEqualTo("i-0d58e2a7f1c4963bb");
			assertThat(instance.getInstanceType()).isEqualTo("m7i.large");
			assertThat(instance.getAttributes()).containsEntry("environment_name", "parcels-production")
				.containsEntry("version_label", "parcels-3.4.1")
				.containsEntry("deployment_id", "42");
			assertThat(cloud.getRequests()).containsExactly(TOKEN, DOCUMENT);
		}
	}

	@Test
	void fileOfBeanstalkElsewhereIsNoCloud() {
		try (CloudSimulator beanstalk = CloudSimulator.start("aws_elastic_beanstalk");
				CloudSimulator laptop = CloudSimulator.start("none");
				DetectedCloudInstance instance = TestSettings.of(laptop)
					.root(Path.of(beanstalk.getProperties().get("cloudmeta.detection.root")))
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
		}
	}

	private static void answer(CloudSimulator cloud, int status, String body) {
		cloud.getWireMock()
			.stubFor(
					WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withStatus(status).withBody(body)));
	}

}
