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

package io.cloudmeta.internal.cloud;

import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what is read from Amazon EC2.
 */
class AwsMetadataServiceTests {

	@Test
	void readsEachValue() {
		TestInstance instance = TestInstance.of("aws",
				Map.ofEntries(Map.entry("region", "eu-west-1"), Map.entry("availabilityZone", "eu-west-1b"),
						Map.entry("accountId", "010987654321"), Map.entry("instanceId", "i-0c3d9e8f7a6b5c4d2"),
						Map.entry("instanceName", "orders"), Map.entry("instanceType", "m7g.xlarge"),
						Map.entry("imageId", "ami-0d4e7c1b9a2f36850"),
						Map.entry("hostname", "ip-10-42-7-19.eu-west-1.compute.internal"),
						Map.entry("privateIp", "10.42.7.19"), Map.entry("publicIp", "203.0.113.77"),
						Map.entry("tags.team", "ml"), Map.entry("mac", "0a:5b:1c:2d:3e:4f")));
		assertThat(instance.getPlatform()).isEqualTo("aws_ec2");
		assertThat(instance.getRegion()).isEqualTo("eu-west-1");
		assertThat(instance.getAvailabilityZone()).isEqualTo("eu-west-1b");
		assertThat(instance.getAccountId()).isEqualTo("010987654321");
		assertThat(instance.getInstanceId()).isEqualTo("i-0c3d9e8f7a6b5c4d2");
		assertThat(instance.getInstanceName()).isEqualTo("orders");
		assertThat(instance.getInstanceType()).isEqualTo("m7g.xlarge");
		assertThat(instance.getImageId()).isEqualTo("ami-0d4e7c1b9a2f36850");
		assertThat(instance.getHostname()).isEqualTo("ip-10-42-7-19.eu-west-1.compute.internal");
		assertThat(instance.getPrivateIp()).isEqualTo("10.42.7.19");
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.77");
		assertThat(instance.getTags()).containsOnly(Map.entry("Name", "orders"), Map.entry("team", "ml"));
		assertThat(instance.getNetworkInterfaces()).singleElement()
			.satisfies((card) -> assertThat(card.mac()).isEqualTo("0a:5b:1c:2d:3e:4f"))
			.satisfies((card) -> assertThat(card.privateAddresses()).containsExactly("10.42.7.19"))
			.satisfies((card) -> assertThat(card.publicAddresses()).containsExactly("203.0.113.77"))
			.satisfies((card) -> assertThat(card.subnet()).startsWith("subnet-"))
			.satisfies((card) -> assertThat(card.network()).startsWith("vpc-"));
		assertThat(instance.getAttributes()).containsEntry("architecture", "x86_64").doesNotContainKey("kernelId");
	}

	@ParameterizedTest
	@CsvSource({ "spot", "on-demand", "capacity-block" })
	void readsTheLifecycleByOneRequestWhenItIsNeeded(String lifecycle) {
		TestInstance instance = TestInstance.of("aws", Map.of("instance-life-cycle", lifecycle));
		instance.getRegion();
		instance.resetRequests();
		assertThat(instance.getLifecycle()).isEqualTo(lifecycle);
		assertThat(instance.getRequests()).hasSize(1);
	}

	@Test
	void whenTheInstanceWasLaunchedBeforeTheCategoryExistedClaimsNoLifecycle() {
		TestInstance instance = TestInstance.of("aws", Map.of("instance-life-cycle", ""));
		assertThat(instance.getLifecycle()).isNull();
	}

	@Test
	void isSilentAboutWhatAnInstanceDoesNotHave() {
		TestInstance instance = TestInstance.of("aws", Map.of("publicIp", ""));
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getInstanceName()).isNull();
		assertThat(instance.getTags()).isEmpty();
		assertThat(instance.getNetworkInterfaces()).singleElement()
			.extracting(NetworkInterface::publicAddresses)
			.isEqualTo(List.of());
		assertThat(instance.getFailures()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "placement/region, eu-west-1, 0", "placement/availability-zone, eu-west-1a, 0", "imageId, ami-1, 0",
			"ami-id, ami-1, 0", "instance-life-cycle, on-demand, 1", "services/partition, aws, 1",
			"placement/availability-zone-id, euw1-az1, 1", "no/such/path, , 1" })
	void findsWhatItHasAndFetchesTheRest(String path, String value, int requests) {
		TestInstance instance = TestInstance.of("aws",
				Map.of("region", "eu-west-1", "availabilityZone", "eu-west-1a", "imageId", "ami-1"));
		instance.getRegion();
		instance.resetRequests();
		assertThat(instance.getAttribute(path)).isEqualTo(value);
		assertThat(instance.getAttribute(path)).isEqualTo(value);
		assertThat(instance.getRequests()).hasSize(requests);
	}

	@Test
	void whenDeviceNumbersOccurOnSeveralNetworkCardsReadsEachInterfaceThePrimaryFirst() {
		TestInstance instance = TestInstance.of("aws",
				Map.of("privateIp", "10.42.7.19", "NetworkInterfaces", "2:1,1:1,0:1,1:0"));
		assertThat(instance.getNetworkInterfaces()).extracting((card) -> card.privateAddresses().get(0))
			.containsExactly("10.42.7.19", "10.42.7.22", "10.42.7.23", "10.42.7.21", "10.42.7.20");
	}

	@Test
	void whenTheServiceUsesTheDocumentedNameOfTheNetworkCardReadsIt() {
		TestInstance instance = TestInstance.of("aws",
				Map.of("privateIp", "10.42.7.19", "NetworkInterfaces", "2:1,1:1"));
		String interfaces = "/latest/meta-data/network/interfaces/macs/";
		instance.respondTo((request) -> request.pathAndQuery().endsWith("/network-card")).with(404, "");
		instance.respondTo("GET", interfaces + "0a:3f:51:c2:7e:9b/network-card-index").with("0");
		instance.respondTo("GET", interfaces + "06:17:04:d7:26:01/network-card-index").with("2");
		instance.respondTo("GET", interfaces + "06:17:04:d7:26:02/network-card-index").with("1");
		assertThat(instance.getNetworkInterfaces()).extracting((card) -> card.privateAddresses().get(0))
			.containsExactly("10.42.7.19", "10.42.7.21", "10.42.7.20");
	}

	@Test
	void whenDeviceNumbersAreUniqueRequestsNoNetworkCard() {
		TestInstance instance = TestInstance.of("aws",
				Map.of("privateIp", "10.42.7.19", "NetworkInterfaces", "0:2,0:1"));
		assertThat(instance.getNetworkInterfaces()).extracting((card) -> card.privateAddresses().get(0))
			.containsExactly("10.42.7.19", "10.42.7.21", "10.42.7.20");
		assertThat(instance.getRequests()).noneMatch((request) -> request.contains("network-card"));
	}

	@Test
	void whenNumbersAreMissingReadsEachInterface() {
		TestInstance instance = TestInstance.of("aws",
				Map.of("privateIp", "10.42.7.19", "NetworkInterfaces", "0:1,0:2"));
		instance.respondTo((request) -> request.pathAndQuery().matches(".*/(network-card|device-number)"))
			.with(404, "");
		assertThat(instance.getNetworkInterfaces()).hasSize(3);
	}

	@Test
	void findsEachOfItsOwnNames() {
		TestInstance instance = TestInstance.of("aws", Map.of("tags.aws:autoscaling:groupName", "workers"));
		Map<String, String> names = MetadataServices.of(instance.getProvider()).getNames();
		names.forEach((name, path) -> {
			boolean rare = List.of("kernelId", "ramdiskId", "placementGroupName").contains(name);
			assertThat(instance.getAttribute(path) == null).as(name).isEqualTo(rare);
		});
		assertThat(instance.getAttribute(names.get("autoScalingGroupName"))).isEqualTo("workers");
	}

	@Test
	void givesSeveralLinesAsTheyAre() {
		TestInstance instance = TestInstance.of("aws");
		assertThat(instance.getAttribute("security-groups")).isEqualTo("parcels-node\nssh-from-office");
	}

	@ParameterizedTest
	@ValueSource(strings = { "iam/security-credentials/", "iam/security-credentials/role", "IAM/Security-Credentials",
			"identity-credentials/ec2/security-credentials/ec2-instance", "../user-data", "../../latest/user-data",
			"placement/../../user-data", "%2e%2e/user-data", "/placement/region", "placement//region", "a?b=c", "a#b",
			"a b", "", "a\\b", "http://other/" })
	void readsNothingOutsideItsTreeAndNoSecret(String path) {
		TestInstance.of("aws").assertRefuses(path);
	}

	@Test
	void passesOverLinesThatAreNoNames() {
		TestInstance instance = TestInstance.of("aws", Map.of("tags.team", "ml"));
		for (String directory : List.of("tags/instance/", "network/interfaces/macs/")) {
			instance.respondTo("GET", "/latest/meta-data/" + directory).with("a b\n../../user-data\nteam\n");
		}
		assertThat(instance.getTags()).containsExactly(Map.entry("team", "ml"));
		assertThat(instance.getNetworkInterfaces()).hasSize(1);
		assertThat(instance.getRequests()).noneMatch((request) -> request.contains("user-data"));
	}

	@Test
	void renewsATokenThatIsRejectedOnce() {
		TestInstance instance = TestInstance.of("aws");
		instance.getRegion();
		instance.resetRequests();
		instance.respondTo("GET", "/latest/meta-data/mac").with(401, "").asBefore();
		assertThat(instance.getAttribute("mac")).isEqualTo("0a:3f:51:c2:7e:9b");
		assertThat(instance.getRequests()).containsExactly("GET /latest/meta-data/mac", "PUT /latest/api/token",
				"GET /latest/meta-data/mac");
	}

	@Test
	void asksInVersion1OnlyWhereNoTokenArrives() {
		TestInstance instance = withoutRequiredToken(Map.of());
		instance.respondTo((request) -> request.method().equals("PUT")).with(404, "");
		assertThat(instance.getRegion()).isNotNull();
		assertThat(instance.getHostname()).isNotNull();
		assertThat(instance.getRequests()).containsExactly("PUT /latest/api/token",
				"GET /latest/dynamic/instance-identity/document", "GET /latest/meta-data/local-hostname");
	}

	@ParameterizedTest
	@CsvSource({ "cloudmeta.aws.imds-v1-fallback, false", "AWS_EC2_METADATA_V1_DISABLED, true" })
	void doesNotUseVersion1IfTheSettingsForbidIt(String property, String value) {
		TestInstance instance = withoutRequiredToken(Map.of(property, value));
		instance.respondTo((request) -> request.method().equals("PUT")).with(404, "");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getRequests()).containsExactly("PUT /latest/api/token");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenOnlyTheTokenIsRefusedNamesWhatForwardsTheRequest(boolean version1) {
		TestInstance instance = TestInstance.of("aws", CloudSimulator.of("aws"),
				Map.of("cloudmeta.aws.imds-v1-fallback", Boolean.toString(version1)));
		instance.respondTo((request) -> request.method().equals("PUT")).with(403, "").header("Server", "EC2ws");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getFailures()).singleElement()
			.asString()
			.contains("is not turned off", "X-Forwarded-For", "pass it by")
			.doesNotContain("turn it on", "--http-endpoint");
		assertThat(instance.getClient().getRequests()).hasSize(2)
			.last()
			.satisfies((request) -> assertThat(request.headers()).containsKey("X-aws-ec2-metadata-token"));
	}

	@Test
	void whenTheTokenIsRefusedInOtherWordsThanEc2sReadsVersion1() {
		TestInstance instance = withoutRequiredToken(Map.of());
		instance.respondTo((request) -> request.method().equals("PUT")).with(403, "");
		assertThat(instance.getRegion()).isNotNull();
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void whereNothingNamesEc2ARefusedTokenHasSeveralLikelyCauses() {
		TestInstance instance = TestInstance.of("aws");
		instance.respondTo((request) -> request.method().equals("PUT")).with(403, "").header("Server", "EC2ws");
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false))
			.satisfies((ex) -> assertThat(ex.isFromThisCloud()).isTrue())
			.satisfies((ex) -> assertThat(ex.toLine())
				.contains("status 403", "X-Forwarded-For", "or the service is turned off (HttpEndpoint)")
				.doesNotContain("turn it on"));
		assertThat(instance.getRequests()).containsExactly("PUT /latest/api/token");
	}

	@Test
	void whenEachRequestIsRefusedTheServiceIsTurnedOff() {
		TestInstance instance = TestInstance.of("aws");
		instance.respondTo((request) -> true).with(403, "").header("Server", "EC2ws");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("turned off", "--http-endpoint enabled");
	}

	@Test
	void refusalOfAPathProvesNothingAboutTheService() {
		TestInstance instance = TestInstance.of("aws");
		instance.getRegion();
		instance.respondTo("GET", "/latest/meta-data/local-hostname").with(403, "").header("Server", "EC2ws");
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getPublicIp()).isNotNull();
		assertThat(instance.getFailures()).singleElement()
			.asString()
			.contains("/latest/meta-data/local-hostname", "status 403")
			.doesNotContain("turn it on");
	}

	@Test
	void neverUsesVersion1AfterABadRequest() {
		TestInstance instance = withoutRequiredToken(Map.of());
		instance.respondTo((request) -> request.method().equals("PUT")).with(400, "");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getRequests()).containsExactly("PUT /latest/api/token");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "{}", "<html></html>", "{\"instanceId\":null}",
			"{\"instanceId\":[\"i-0c3d9e8f7a6b5c4d2\"],\"accountId\":\"210987654321\",\"region\":\"eu-west-1\"}",
			"{\"instanceId\":\"i-0000002f\",\"region\":\"eu-west-1\"}",
			"{\"instanceId\":\"i-412\",\"accountId\":\"210987654321\",\"region\":\"eu-west-1\"}" })
	void doesNotTakeAnotherDocumentForItsOwn(String document) {
		TestInstance instance = TestInstance.of("aws");
		instance.respondTo((request) -> request.method().equals("GET")).with(document);
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getAccountId()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("no identity document of EC2");
	}

	@Test
	void keepsNumbersAsTheyAreAndLeavesOutWhatIsNoValue() {
		TestInstance instance = TestInstance.of("aws");
		instance.respondTo("GET", "/latest/dynamic/instance-identity/document").with("""
				{"instanceId": "i-0c3d9e8f7a6b5c4d2", "accountId": 210987654321, "region": "eu-west-1",
				 "availabilityZone": null, "imageId": ["ami-1"], "instanceType": "a\\nb",
				 "privateIp": "<b>", "architecture": "x86_64"}
				""");
		assertThat(instance.getAccountId()).isEqualTo("210987654321");
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getImageId()).isNull();
		assertThat(instance.getInstanceType()).isNull();
		assertThat(instance.getAttributes()).containsEntry("architecture", "x86_64")
			.doesNotContainKeys("instanceType", "privateIp");
	}

	@Test
	void usesTheEndpointOfTheSettingsOrTheSdk() {
		assertThat(endpoint(Map.of()).uri()).hasToString("http://169.254.169.254");
		assertThat(endpoint(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6")).uri())
			.hasToString("http://[fd00:ec2::254]");
		assertThat(endpoint(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://[::1]:81/")).uri())
			.hasToString("http://[::1]:81");
		assertThat(
				endpoint(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://a", "cloudmeta.aws.endpoint", "http://b"))
					.uri())
			.hasToString("http://b");
	}

	private static TestInstance withoutRequiredToken(Map<String, String> environment) {
		return TestInstance.of("aws", CloudSimulator.of("aws").imdsV1(), environment);
	}

	private static MetadataEndpoint endpoint(Map<String, String> environment) {
		return MetadataServices.of(CloudProvider.AWS).getEndpoint(environment::get);
	}

}
