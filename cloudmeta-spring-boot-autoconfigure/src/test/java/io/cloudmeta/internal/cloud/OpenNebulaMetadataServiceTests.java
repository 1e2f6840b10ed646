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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.FakeMetadataClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what is read of OpenNebula, against its simulated services.
 */
class OpenNebulaMetadataServiceTests {

	@TempDir
	private Path directory;

	@Test
	void readsAllFromOneGateWithOneRequest() {
		TestInstance instance = TestInstance.of("opennebula", Map.of("publicIp", "198.51.100.12", "tags.TEAM", "ml"));
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.OPENNEBULA);
		assertThat(instance.getPlatform()).isEqualTo("opennebula");
		assertThat(instance.getInstanceId()).isEqualTo("412");
		assertThat(instance.getInstanceName()).isEqualTo("parcels-7");
		assertThat(instance.getInstanceType()).isEqualTo("m1.small");
		assertThat(instance.getPrivateIp()).isEqualTo("10.8.0.54");
		assertThat(instance.getPublicIp()).isEqualTo("198.51.100.12");
		assertThat(instance.getNetworkInterfaces()).containsExactly(new NetworkInterface("02:00:0a:08:00:36",
				List.of("10.8.0.54"), List.of("198.51.100.12"), null, "parcels-net"));
		assertThat(instance.getTags()).containsOnly(Map.entry("LABELS", "parcels"),
				Map.entry("INSTANCE_TYPE", "m1.small"), Map.entry("TEAM", "ml"));
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getAccountId()).isNull();
		assertThat(instance.getImageId()).isNull();
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getAttribute("VM/LCM_STATE")).isEqualTo("3");
		assertThat(instance.getAttribute("VM/TEMPLATE/NIC/0/IP")).isEqualTo("10.8.0.54");
		assertThat(instance.getAttribute("VM/NOPE")).isNull();
		assertThat(instance.getAttribute("local-hostname")).isNull();
		assertThat(instance.getRequests()).containsExactly("GET /vm");
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void readsTheAddOnWhereThereIsNoToken() {
		TestInstance instance = withoutToken(CloudSimulator.of("opennebula"));
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.OPENNEBULA);
		assertThat(instance.getInstanceId()).isEqualTo("412");
		assertThat(instance.getRequests()).containsExactly("GET /", "GET /cloudmeta-probe",
				"GET /latest/meta-data/instance-id");
		assertThat(instance.getHostname()).isEqualTo("i-412.cloud.local");
		assertThat(instance.getInstanceType()).isEqualTo("m1.small");
		assertThat(instance.getPrivateIp()).isEqualTo("10.8.0.54");
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getInstanceName()).isNull();
		assertThat(instance.getImageId()).isNull();
		assertThat(instance.getTags()).isEmpty();
		assertThat(instance.getNetworkInterfaces())
			.containsExactly(new NetworkInterface("02:00:0a:08:00:36", List.of("10.8.0.54"), List.of(), null, null));
		assertThat(instance.getAttribute("instance-id")).isEqualTo("i-412");
		assertThat(instance.getAttribute("reservation-id")).isEqualTo("r-412");
		assertThat(instance.getAttribute("nope")).isNull();
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void takesTheTokenFromTheContextsFiles() throws Exception {
		Files.writeString(this.directory.resolve("token.txt"), "d3Jvbmc=\n");
		try (CloudSimulator cloud = CloudSimulator.of("opennebula").startWithoutServer()) {
			String token = cloud.getProperties().get("TOKENTXT");
			Files.writeString(this.directory.resolve("one_env"),
					"export TOKENTXT=\"%s\"\nexport VMID=\"412\"\nexport ONEGATE_ENDPOINT=\"%s\"\n".formatted(token,
							cloud.getUrl()));
			MetadataEndpoint endpoint = endpointOfContext();
			TestInstance instance = new TestInstance(MetadataServices.of(CloudProvider.OPENNEBULA),
					cloud.client(endpoint));
			assertThat(endpoint.uri()).isEqualTo(cloud.getUrl());
			assertThat(instance.getInstanceName()).isEqualTo("parcels-7");
			assertThat(instance.getRequests()).containsExactly("GET /vm");
		}
	}

	@Test
	void usesTheContextIfNoServiceResponds() throws Exception {
		Files.writeString(this.directory.resolve("context.sh"), """
				# Context variables generated by OpenNebula
				ETH0_IP='10.8.0.5'
				ETH0_MASK='255.255.255.0'
				ETH0_MAC='02:00:0a:08:00:05'
				HOSTNAME='parcels'
				PASSWORD='s3cr3t'
				PUBLIC_IP='203.0.113.77'
				VMID='77'
				""");
		FakeMetadataClient client = FakeMetadataClient.of(endpointOfContext());
		TestInstance instance = new TestInstance(MetadataServices.of(CloudProvider.OPENNEBULA), client);
		assertThat(instance.getInstanceId()).isEqualTo("77");
		assertThat(instance.getHostname()).isEqualTo("parcels");
		assertThat(instance.getPrivateIp()).isEqualTo("10.8.0.5");
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.77");
		assertThat(instance.getNetworkInterfaces()).containsExactly(
				new NetworkInterface("02:00:0a:08:00:05", List.of("10.8.0.5"), List.of(), "10.8.0.0/24", null));
		assertThat(instance.getFetchedAt()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("OpenNebula");
		assertThat(client.getEndpoint().options()).doesNotContainValue("s3cr3t");
	}

	/**
	 * Returns the endpoint to which the files of the context lead.
	 */
	private MetadataEndpoint endpointOfContext() {
		MetadataService service = MetadataServices.of(CloudProvider.OPENNEBULA);
		Map<String, String> environment = Map.of("cloudmeta.opennebula.context", this.directory.toString());
		return ((LocatedByFiles) service).locate(service.getEndpoint(environment::get), this.directory,
				new LocalFiles(), true);
	}

	@Test
	void passesOverWhatSoundsLikeASecretInTheTemplate() {
		TestInstance instance = TestInstance.of("opennebula", Map.of("tags.DB_PASSWORD", "s3cr3t", "tags.API_TOKEN",
				"s3cr3t", "tags.START_SCRIPT", "s3cr3t", "tags.DESCRIPTION", "a node"));
		assertThat(instance.getTags()).containsEntry("DESCRIPTION", "a node")
			.doesNotContainValue("s3cr3t")
			.doesNotContainKey("DB_PASSWORD");
		assertThat(instance.getAttributes()).doesNotContainValue("s3cr3t");
	}

	@Test
	void readsAliasesAndASingleCardAndNumbers() {
		TestInstance instance = TestInstance.of("opennebula");
		instance.respondTo("GET", "/vm").withJson("""
				{"VM":{"ID":412,"NAME":"web","TEMPLATE":{
				 "NIC":{"IP":"10.8.0.5","IP6_GLOBAL":"2001:db8::5","MAC":"02:00:0A:08:00:05","NAME":"NIC0"},
				 "NIC_ALIAS":[{"PARENT":"NIC0","IP":"10.8.0.6","EXTERNAL_IP":"198.51.100.6"},
				  {"PARENT":"NIC9","IP":"10.9.9.9"}]}}}""");
		assertThat(instance.getInstanceId()).isEqualTo("412");
		assertThat(instance.getNetworkInterfaces()).containsExactly(new NetworkInterface("02:00:0a:08:00:05",
				List.of("10.8.0.5", "2001:db8::5", "10.8.0.6"), List.of("198.51.100.6"), null, null));
		assertThat(instance.getPublicIp()).isEqualTo("198.51.100.6");
		assertThat(instance.getTags()).isEmpty();
	}

	@Test
	void hasTheVendorsNames() {
		assertThat(MetadataServices.of(CloudProvider.OPENNEBULA).getNames()).containsEntry("lcmState", "VM/LCM_STATE")
			.containsEntry("vmId", "VM/ID");
	}

	@ParameterizedTest
	@ValueSource(strings = { "user-data", "VM/USER_TEMPLATE/PASSWORD", "VM/USER_TEMPLATE/API_KEY", "../user-data",
			"VM//ID", "" })
	void asksForNoSecretAndNothingOutsideTheTree(String path) {
		TestInstance instance = withoutToken(CloudSimulator.of("opennebula"));
		instance.getInstanceId();
		int requests = instance.getRequests().size();
		assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path));
		assertThat(instance.getRequests()).hasSize(requests);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "400|status 400", "401|VMID and TOKENTXT", "403|permissions",
			"404|status 404", "429|busy", "500|busy" })
	void explainsEachStatusInOneLine(int status, String line) {
		TestInstance instance = TestInstance.of("opennebula");
		instance.respondTo((request) -> true).with(status, "Not authorized");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.OPENNEBULA);
		// which the context contains
		assertThat(instance.getInstanceId()).isEqualTo("412");
		assertThat(instance.getInstanceName()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains(line);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "42", "{}", "{\"VM\":null}", "{\"VM\":{\"ID\":\"413\"}}",
			"{\"VM\":{\"ID\":[412]}}", "<html>hotel</html>", "user-data\nmeta-data\n", "{\"VM\":{\"ID\":\"412\"" })
	void acceptsNoOtherDocument(String body) {
		for (TestInstance instance : List.of(TestInstance.of("opennebula"),
				withoutToken(CloudSimulator.of("opennebula")))) {
			instance.respondTo((request) -> true).with(body);
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
			assertThat(instance.getFetchedAt()).isNull();
			assertThat(instance.getTags()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "azure", "gcp", "cloudstack", "exoscale", "none" })
	void isNotTakenForAnotherCloud(String other) {
		TestInstance instance = withoutToken(CloudSimulator.of(other));
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
	}

	@Test
	void takesNoPageForAValue() {
		TestInstance instance = withoutToken(CloudSimulator.of("opennebula"));
		instance.respondTo((request) -> request.pathAndQuery().matches("/latest/meta-data/(local|mac|instance-type).*"))
			.with("<html>");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.OPENNEBULA);
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getInstanceType()).isNull();
		assertThat(instance.getPrivateIp()).isNull();
		assertThat(instance.getNetworkInterfaces()).isEmpty();
	}

	private static TestInstance withoutToken(CloudSimulator.Builder cloud) {
		return TestInstance.of("opennebula", cloud, Map.of("TOKENTXT", "", "VMID", ""));
	}

}
