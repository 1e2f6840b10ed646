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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.test.CloudSimulator.Dmi;
import io.cloudmeta.test.CloudSimulator.Fault;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CloudSimulator}.
 */
class CloudSimulatorTests {

	@Test
	void tellsWhichCloudsThereAre() {
		assertThat(CloudSimulator.getClouds()).contains("aws", "ibm", "openstack")
			.doesNotContain("none")
			.doesNotHaveDuplicates()
			.allSatisfy((name) -> assertThat(CloudSimulator.of(name)).isNotNull());
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "azure", "gcp", "alibaba", "tencent", "ibm", "yandex", "none" })
	void propertiesLeadEveryCloudHere(String name) {
		try (CloudSimulator cloud = CloudSimulator.start(name)) {
			assertThat(cloud.getCloud()).isEqualTo(name);
			assertThat(cloud.getUrl()).hasScheme("http").hasHost("127.0.0.1").hasPath("");
			SimulatedClouds.withMetadataService()
				.forEach((other) -> assertThat(cloud.getProperties()).containsEntry("cloudmeta." + other + ".endpoint",
						cloud.getUrl().toString()));
			assertThat(cloud.getProperties()).containsEntry("cloudmeta.aws.endpoint", cloud.getUrl().toString())
				.containsEntry("cloudmeta.azure.endpoint", cloud.getUrl().toString())
				.containsEntry("cloudmeta.gcp.endpoint", cloud.getUrl().toString())
				.containsEntry("cloudmeta.provider", "auto")
				.containsEntry("AWS_EC2_METADATA_DISABLED", "false")
				.containsEntry("AWS_EC2_METADATA_V1_DISABLED", "false")
				.containsEntry("NO_GCE_CHECK", "false");
		}
	}

	@ParameterizedTest
	@CsvSource({ "aws, Amazon EC2", "azure, Microsoft Corporation", "gcp, Google", "alibaba, Alibaba Cloud",
			"tencent, Tencent Cloud", "none, Dell Inc." })
	void firmwareNamesTheCloud(String name, String vendor) throws IOException {
		try (CloudSimulator cloud = CloudSimulator.start(name)) {
			assertThat(dmi(cloud).resolve("sys_vendor")).hasContent(vendor);
		}
	}

	@Test
	void firmwareOfEc2NamesTheInstance() throws IOException {
		try (CloudSimulator cloud = CloudSimulator.start("aws",
				Map.of("instanceId", "i-0123456789abcdef7", "instanceType", "t4g.nano"))) {
			assertThat(dmi(cloud).resolve("board_asset_tag")).content().isEqualTo("i-0123456789abcdef7\n");
			assertThat(dmi(cloud).resolve("product_name")).content().isEqualTo("t4g.nano\n");
		}
	}

	@Test
	void firmwareOfAzureHasItsAssetTag() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			assertThat(dmi(cloud).resolve("chassis_asset_tag")).hasContent("7783-7084-3265-9085-8269-3286-77");
		}
	}

	@Test
	void firmwareCanBeGenericOrSilent() {
		try (CloudSimulator cloud = CloudSimulator.of("gcp").dmi(Dmi.KVM).start()) {
			assertThat(dmi(cloud).resolve("sys_vendor")).hasContent("QEMU");
		}
		try (CloudSimulator cloud = CloudSimulator.of("gcp").dmi(Dmi.NONE).start()) {
			assertThat(sysfs(cloud)).isEmptyDirectory();
		}
	}

	@Test
	void machineHasNoFilesButTheFirmwares() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			assertThat(root(cloud)).isDirectoryNotContaining((file) -> !file.equals(sysfs(cloud)));
		}
	}

	@Test
	void closeRemovesTheFirmwareAndStopsTheServer() {
		CloudSimulator cloud = CloudSimulator.start("azure");
		cloud.close();
		assertThat(sysfs(cloud)).doesNotExist();
		assertThat(root(cloud)).doesNotExist();
		assertThat(cloud.isRunning()).isFalse();
		cloud.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "azure", "none" })
	void startLeavesNoRequestBehind(String name) {
		try (CloudSimulator cloud = CloudSimulator.start(name)) {
			assertThat(cloud.getRequests()).isEmpty();
			assertThat(cloud.getWireMock().getAllServeEvents()).isEmpty();
		}
	}

	@Test
	void requestsAreKeptInOrderUntilReset() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			SimulatorClient client = new SimulatorClient(cloud, "X-aws-ec2-metadata-token-ttl-seconds", "60");
			client.put("/latest/api/token");
			client.get("/metadata/instance?api-version=2021-12-13");
			assertThat(cloud.getRequests()).containsExactly("PUT /latest/api/token",
					"GET /metadata/instance?api-version=2021-12-13");
			cloud.resetRequests();
			assertThat(cloud.getRequests()).isEmpty();
			client.get("/");
			assertThat(cloud.getRequests()).containsExactly("GET /");
		}
	}

	@Test
	void stubsOfATestWinUntilTheServerIsReset() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("gcp")) {
			cloud.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.serviceUnavailable()));
			SimulatorClient client = new SimulatorClient(cloud, "Metadata-Flavor", "Google");
			assertThat(client.get("/computeMetadata/v1/instance/id").statusCode()).isEqualTo(503);
			assertThat(cloud.getRequests()).containsExactly("GET /computeMetadata/v1/instance/id");
			cloud.getWireMock().resetAll();
			assertThat(client.get("/computeMetadata/v1/instance/id").statusCode()).isEqualTo(200);
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> cloud.getWireMock().resetMappings())
				.withMessageContaining("resetAll()");
		}
	}

	@Test
	void withoutAServerHasFilesPropertiesAndClients() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("aws_ecs").value("LaunchType", "EC2").startWithoutServer()) {
			assertThat(dmi(cloud).resolve("sys_vendor")).hasContent("Amazon EC2");
			String task = cloud.getProperties().get("ECS_CONTAINER_METADATA_URI_V4");
			assertThat(task).startsWith(cloud.getUrl() + "/v4/");
			FakeMetadataClient client = cloud.client(MetadataEndpoint.wellKnown(task));
			assertThat(client.get("/task", Map.of()).body()).contains("\"LaunchType\" : \"EC2\"");
			assertThat(client.get("/tasks", Map.of()).status()).isEqualTo(404);
			assertThat(cloud.getRequests()).hasSize(2).last().asString().matches("GET /v4/.*/tasks");
			cloud.resetRequests();
			assertThat(cloud.getRequests()).isEmpty();
			cloud.change("Family=orders");
			assertThat(client.get("/task", Map.of()).body()).contains("\"Family\" : \"orders\"");
		}
	}

	@Test
	void withoutAServerNothingListens() {
		try (CloudSimulator cloud = CloudSimulator.of("aws").startWithoutServer()) {
			assertThatIOException().isThrownBy(() -> new SimulatorClient(cloud).get("/latest/meta-data/"));
			assertThatIllegalStateException().isThrownBy(cloud::getWireMock).withMessageContaining("without a server");
			assertThat(cloud.isRunning()).isFalse();
		}
	}

	@Test
	void clientSharesTheSimulatorWithTheServer() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("vultr")) {
			MetadataEndpoint endpoint = MetadataEndpoint.wellKnown("http://169.254.169.254");
			cloud.client(endpoint).get("/v1.json", Map.of());
			new SimulatorClient(cloud).get("/v1/region");
			assertThat(cloud.getRequests()).containsExactly("GET /v1.json", "GET /v1/region");
		}
	}

	@Test
	void faultsHoldForClients() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("vultr").startWithoutServer()) {
			FakeMetadataClient client = cloud.client(MetadataEndpoint.wellKnown("http://169.254.169.254"));
			cloud.setFault(Fault.REFUSES);
			assertThat(client.get("/v1.json", Map.of()).status()).isEqualTo(403);
			cloud.setFault(Fault.SAYS_NOTHING);
			assertThat(client.get("/v1.json", Map.of()).status()).isEqualTo(200);
			assertThat(client.get("/v1.json", Map.of()).body()).isEmpty();
			cloud.setFault(Fault.STALLS);
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> client.get("/v1.json", Map.of()))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.TIMEOUT));
			cloud.setFault(Fault.BREAKS);
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> client.get("/v1.json", Map.of()))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.BROKEN));
			cloud.setFault(Fault.NONE);
			assertThat(client.get("/v1.json", Map.of()).body()).contains("AMS");
			assertThat(cloud.getRequests()).hasSize(6);
		}
	}

	@Test
	void withoutACloudThereIsNoResponseButTheRequestIsRecorded() {
		try (CloudSimulator cloud = CloudSimulator.start("none")) {
			assertThatIOException().isThrownBy(() -> new SimulatorClient(cloud).get("/latest/meta-data/"));
			assertThat(cloud.getRequests()).contains("GET /latest/meta-data/");
		}
	}

	@Test
	void whenCloudIsUnknownTheKnownOnesAreNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("azur"))
			.withMessageStartingWith(
					"There is no simulated cloud 'azur'. Did you mean azure? Known: aws, azure, gcp, ");
	}

	@ParameterizedTest
	@CsvSource({ "aws, regoin, region", "aws, placement/availability-zoneid, placement/availability-zone-id",
			"azure, compute.resourceGroup, compute.resourceGroupName",
			"gcp, instance.cpuplatform, instance.cpuPlatform", "azure, tags, name", "gcp, instance.disk, instance.id",
			"none, regions, region" })
	void whenValueIsUnknownTheNearestIsNamed(String cloud, String name, String nearest) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start(cloud, Map.of(name, "x")))
			.withMessageContaining("'" + cloud + "'")
			.withMessageContaining("'" + name + "'")
			.withMessageContaining(nearest)
			.withMessageContaining("region, availabilityZone, accountId")
			.withMessageContaining("tags.<name>");
	}

	@Test
	void whenTwoNamesOfAValueDifferStartFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloudSimulator.start("azure", Map.of("region", "westus", "compute.location", "eastus")))
			.withMessageContaining("compute.location")
			.withMessageContaining("westus")
			.withMessageContaining("eastus");
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0", "10.0.0.256", "host", "::1" })
	void whenPrivateAddressIsNoneStartFails(String address) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("aws", Map.of("privateIp", address)))
			.withMessageContaining(address)
			.withMessageContaining("privateIp");
	}

	@Test
	void imdsV1IsRefusedForOtherClouds() {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.of("azure").imdsV1())
			.withMessageContaining("'azure'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "azure", "gcp", "openstack", "cloudstack", "opennebula", "oracle", "alibaba",
			"digitalocean", "hetzner", "huawei", "akamai", "vultr", "scaleway", "upcloud", "exoscale" })
	void machineHasCloudInitsFileIfRequested(String name) throws IOException {
		try (CloudSimulator cloud = CloudSimulator.of(name).cloudInit().start()) {
			Path file = root(cloud).resolve("run/cloud-init/instance-data.json");
			Map<String, Object> document = JsonParserFactory.getJsonParser().parseMap(Files.readString(file));
			assertThat(document).containsKeys("ds", "userdata", "sensitive_keys");
			assertThat(document.get("v1")).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsKeys("region", "availability_zone", "cloud_name", "platform", "local_hostname")
				.extractingByKey("instance_id")
				.isNotEqualTo("iid-datasource");
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void cloudInitsFileHasTheInstancesValues() throws IOException {
		try (CloudSimulator cloud = CloudSimulator.of("aws")
			.value("region", "us-east-2")
			.value("instanceId", "i-0123456789abcdef7")
			.value("hostname", "blue.example.org")
			.cloudInit()
			.start()) {
			assertThat(root(cloud).resolve("run/cloud-init/instance-data.json")).content()
				.contains("\"region\":\"us-east-2\"", "\"availability_zone\":\"us-east-2b\"",
						"\"instance_id\":\"i-0123456789abcdef7\"", "\"cloud_name\":\"aws\"", "\"platform\":\"ec2\"",
						"\"local_hostname\":\"blue\"", "\"local-hostname\":\"blue.example.org\"");
		}
	}

	@Test
	void whenValueIsAbsentCloudInitWritesWhatItDoes() throws IOException {
		try (CloudSimulator cloud = CloudSimulator.of("hetzner").value("instanceId", "").cloudInit().start()) {
			assertThat(root(cloud).resolve("run/cloud-init/instance-data.json")).content()
				.contains("\"instance_id\":\"iid-datasource\"", "\"region\":null");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "tencent", "yandex", "ibm", "none", "aws_lambda", "heroku" })
	void whenCloudInitHasNoNameForACloudItIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.of(name).cloudInit())
			.withMessageContaining("'" + name + "'");
	}

	private static Path sysfs(CloudSimulator cloud) {
		return Path.of(cloud.getProperties().get("cloudmeta.detection.sysfs"));
	}

	private static Path root(CloudSimulator cloud) {
		return Path.of(cloud.getProperties().get("cloudmeta.detection.root"));
	}

	private static Path dmi(CloudSimulator cloud) {
		Path directory = sysfs(cloud).resolve("class/dmi/id");
		assertThat(Files.isDirectory(directory)).isTrue();
		return directory;
	}

}
