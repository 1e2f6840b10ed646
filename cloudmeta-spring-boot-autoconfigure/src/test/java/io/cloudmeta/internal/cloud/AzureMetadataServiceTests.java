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

import java.util.Map;
import java.util.Set;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.FakeMetadataClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for what is read from Azure's virtual machines.
 */
class AzureMetadataServiceTests {

	@Test
	void readsEachValue() {
		TestInstance instance = TestInstance.of("azure",
				Map.ofEntries(entry("region", "westeurope"), entry("availabilityZone", "2"),
						entry("accountId", "3b9d2f61-7c54-4a0e-9f18-6d2ce85b7a43"),
						entry("instanceId", "a4c1e7d2-58b3-4f96-8e0d-17b2c9f3d645"),
						entry("instanceName", "orders-vm-1"), entry("instanceType", "Standard_D4s_v5"),
						entry("imageId", "Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:latest"),
						entry("hostname", "orders"), entry("privateIp", "10.20.1.4"), entry("publicIp", "203.0.113.77"),
						entry("tags.cost:center", "a;b"), entry("compute.resourceGroupName", "rg-orders"),
						entry("compute.vmScaleSetName", "orders-set")));
		assertThat(instance.getPlatform()).isEqualTo("azure.vm");
		assertThat(instance.getRegion()).isEqualTo("westeurope");
		assertThat(instance.getAvailabilityZone()).isEqualTo("2");
		assertThat(instance.getAccountId()).isEqualTo("3b9d2f61-7c54-4a0e-9f18-6d2ce85b7a43");
		assertThat(instance.getInstanceId()).isEqualTo("a4c1e7d2-58b3-4f96-8e0d-17b2c9f3d645");
		assertThat(instance.getInstanceName()).isEqualTo("orders-vm-1");
		assertThat(instance.getInstanceType()).isEqualTo("Standard_D4s_v5");
		assertThat(instance.getImageId()).isEqualTo("Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:latest");
		assertThat(instance.getHostname()).isEqualTo("orders");
		assertThat(instance.getPrivateIp()).isEqualTo("10.20.1.4");
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.77");
		assertThat(instance.getTags()).containsEntry("cost:center", "a;b");
		assertThat(instance.getNetworkInterfaces()).singleElement()
			.satisfies((card) -> assertThat(card.mac()).matches("([0-9a-f]{2}:){5}[0-9a-f]{2}"))
			.satisfies((card) -> assertThat(card.subnet()).isEqualTo("10.20.1.0/24"));
		assertThat(instance.getAttribute("compute/resourceGroupName")).isEqualTo("rg-orders");
		assertThat(instance.getAttribute("compute/vmScaleSetName")).isEqualTo("orders-set");
		assertThat(instance.getRequests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "Regular, on-demand", "'', on-demand", "Spot, spot", "Low, spot", "Reserved, Reserved" })
	void readsTheLifecycleFromTheDocument(String priority, String lifecycle) {
		TestInstance instance = TestInstance.of("azure", Map.of("compute.priority", priority));
		assertThat(instance.getLifecycle()).isEqualTo(lifecycle);
		assertThat(instance.getRequests()).hasSize(1);
	}

	@Test
	void whenTheDocumentHasNoPriorityClaimsNoLifecycle() {
		TestInstance instance = TestInstance.of("azure");
		instance.respondTo("GET", "/metadata/instance?api-version=2021-12-13")
			.requiring("Metadata", "true", 400)
			.withJson("{\"compute\": {\"vmId\": \"5e9c07b1-42d8-4f6a-b3e5-91f7a2c06d84\"}}");
		assertThat(instance.getInstanceId()).isEqualTo("5e9c07b1-42d8-4f6a-b3e5-91f7a2c06d84");
		assertThat(instance.getLifecycle()).isNull();
	}

	@Test
	void isSilentAboutWhatAVirtualMachineDoesNotHave() {
		TestInstance instance = TestInstance.of("azure", Map.of("availabilityZone", "", "publicIp", "", "imageId", ""));
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getImageId()).isNull();
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getAttributes().values()).doesNotContain("");
		assertThat(instance.getFailures()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "20.10.5.34 | 20.10.5.34", "2603:1020::34,20.10.5.34 | 20.10.5.34",
			"2603:1020::34 | 2603:1020::34" })
	void takesThePublicAddressOfTheLoadBalancerIfTheInterfaceHasNone(String addresses, String expected) {
		TestInstance instance = TestInstance.of("azure",
				Map.of("publicIp", "", "loadbalancer.publicIpAddresses", addresses));
		assertThat(instance.getPublicIp()).isEqualTo(expected);
		assertThat(instance.getFailures()).isEmpty();
		assertThat(instance.getRequests()).last().isEqualTo("GET /metadata/loadbalancer?api-version=2020-10-01");
	}

	@ParameterizedTest
	@CsvSource({ "compute/vmId, 5e9c07b1-42d8-4f6a-b3e5-91f7a2c06d84, 0", "compute/osProfile/computerName, vm, 0",
			"network/interface/0/ipv4/ipAddress/0/privateIpAddress, 10.62.9.14, 0", "compute/nothing, , 1" })
	void findsWhatItHasAndFetchesTheRest(String path, String value, int requests) {
		TestInstance instance = TestInstance.of("azure", Map.of("hostname", "vm"));
		instance.getRegion();
		instance.resetRequests();
		assertThat(instance.getAttribute(path)).isEqualTo(value);
		assertThat(instance.getRequests()).hasSize(requests);
	}

	@Test
	void listsTheChildrenOfADirectory() {
		TestInstance instance = TestInstance.of("azure");
		assertThat(instance.getAttribute("network/interface/0/")).isEqualTo("ipv4/\nipv6/\nmacAddress");
		assertThat(instance.getRequests()).last().asString().endsWith("&format=text");
	}

	@Test
	void findsEachOfItsOwnNames() {
		TestInstance instance = TestInstance.of("azure", Map.of("compute.vmScaleSetName", "set"));
		Map<String, String> names = MetadataServices.of(instance.getProvider()).getNames();
		assertThat(names).containsKeys("subscriptionId", "resourceGroupName", "vmScaleSetName", "vmId");
		names.forEach((name, path) -> {
			boolean rare = Set.of("evictionPolicy", "licenseType", "placementGroupId", "physicalZone").contains(name);
			assertThat(instance.getAttribute(path) == null).as(name).isEqualTo(rare);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "compute/userData", "compute/UserData", "compute/customData",
			"compute/publicKeys/0/keyData", "../scheduledevents", "../identity/oauth2/token",
			"compute/../../attested/document", "compute?x=1", "/compute", "compute/osDisk/encryptionSettings" })
	void readsNothingOutsideItsTreeAndNoSecret(String path) {
		TestInstance.of("azure").assertRefuses(path);
	}

	@Test
	void keepsNoSecretOfTheDocument() {
		TestInstance instance = TestInstance.of("azure", Map.of("compute.userData", "c2VjcmV0"));
		assertThat(instance.getAttributes().keySet())
			.noneMatch((path) -> path.contains("userData") || path.contains("publicKeys"));
		assertThat(instance.getAttributes().values()).noneMatch((value) -> value.contains("ssh-"));
	}

	@ParameterizedTest
	@CsvSource({ "2021-02-01 2020-06-01 2019-06-01, 2021-02-01", "2031-01-01 2030-01-01, 2030-01-01" })
	void asksInTheNearestVersionIfItsOwnIsRefused(String offered, String expected) {
		TestInstance instance = TestInstance.of("azure");
		instance.respondTo("GET", "/metadata/instance?api-version=2021-12-13")
			.with(400, "{\"error\": \"Bad request\", \"newest-versions\": [\"%s\"]}"
				.formatted(offered.replace(" ", "\",\"")));
		instance.getRegion();
		assertThat(instance.getRequests()).containsExactly("GET /metadata/instance?api-version=2021-12-13",
				"GET /metadata/instance?api-version=" + expected);
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 410, 429, 500, 503 })
	void waitsForAServiceThatIsBusy(int status) {
		TestInstance instance = TestInstance.of("azure");
		instance.respondTo((request) -> true).with(status, "").asBefore();
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(true))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.BUSY));
		assertThat(instance.getRegion()).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "compute/TagsList/0/value", "Compute/tagsList/0/value", "compute/tagslist/0/value" })
	void tagIsNotFetchedByAPathInAnotherCase(String path) {
		TestInstance instance = TestInstance.of("azure");
		assertThat(instance.getTags()).isNotEmpty();
		int before = instance.getRequests().size();
		assertThat(instance.getAttribute(path)).isNull();
		assertThat(instance.getRequests()).hasSize(before);
	}

	@Test
	void takesWhatItUnderstandsOfAPartialDocument() {
		TestInstance instance = TestInstance.of("azure");
		instance.respondTo((request) -> true).withJson("""
				{"compute": {"vmId": "A4C1E7D2-58B3-4F96-8E0D-17B2C9F3D645", "location": 7, "zone": null,
				  "tagsList": {"name": "env"}, "name": "\u00fcber", "osProfile": []},
				 "network": {"interface": [{"ipv6": {"ipAddress": [{"privateIpAddress": ""}]},
				  "macAddress": "weird"}]}}
				""");
		assertThat(instance.getInstanceId()).isEqualTo("A4C1E7D2-58B3-4F96-8E0D-17B2C9F3D645");
		assertThat(instance.getRegion()).isEqualTo("7");
		assertThat(instance.getInstanceName()).isEqualTo("\u00fcber");
		assertThat(instance.getTags()).isEmpty();
		assertThat(instance.getPrivateIp()).isNull();
		assertThat(instance.getNetworkInterfaces()).singleElement().extracting(NetworkInterface::mac).isNull();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenTheRequestWasForwardedNamesTheHeader(boolean proven) {
		TestInstance instance = TestInstance.of("azure");
		instance.respondTo((request) -> true)
			.with(400, "{\"error\": \"Bad request. The X-Forwarded-For header is not allowed\"}")
			.header("Server", "IMDS/150.870.65.1854");
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(proven))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.DENIED))
			.satisfies((ex) -> assertThat(ex.isFromThisCloud()).isTrue())
			.satisfies((ex) -> assertThat(ex.toLine()).contains("X-Forwarded-For", "pass it by")
				.doesNotContain("another service"));
	}

	@Test
	void whenAValueIsReadThroughAProxyItIsNotMissing() {
		TestInstance instance = TestInstance.of("azure");
		instance.getRegion();
		instance.respondTo((request) -> true)
			.with(400, "{\"error\": \"Bad request. The X-Forwarded-For header is not allowed\"}");
		assertThat(instance.getAttribute("compute/nothing")).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("X-Forwarded-For");
	}

	@Test
	void whenTheHeaderWasRemovedReportsIt() {
		TestInstance instance = TestInstance.of("azure");
		instance.respondTo((request) -> true)
			.with(400, "{\"error\": \"Bad request. Required metadata header not specified\"}");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("Metadata", "removes");
	}

	@ParameterizedTest
	@ValueSource(ints = { 403, 421 })
	void pathThatTheGuestProxyAgentRefusesIsNamed(int status) {
		TestInstance instance = TestInstance.of("azure", Map.of("publicIp", ""));
		instance.respondTo((request) -> request.pathAndQuery().startsWith("/metadata/loadbalancer")).with(status, "");
		assertThat(instance.getRegion()).isNotNull();
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getFailures()).singleElement()
			.asString()
			.contains("/metadata/loadbalancer", "status " + status, "guest proxy agent", "X-Forwarded-For")
			.doesNotContain("another service", "api-version");
	}

	@Test
	void asksInAnOlderVersionIfTheServiceNamesIt() {
		TestInstance instance = TestInstance.of("azure");
		instance.respondTo((request) -> version(request).compareTo("2021-02-01") > 0)
			.with(400, "{\"error\": \"api-version is invalid\", \"newest-versions\": [\"2021-02-01\"]}");
		assertThat(instance.getRegion()).isNotNull();
		assertThat(instance.getFailures()).isEmpty();
		instance.resetRequests();
		instance.getAttribute("compute/nothing");
		assertThat(instance.getRequests()).singleElement().asString().contains("api-version=2021-02-01");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2021-02-01", "2019-06-04" })
	void asksInAnOlderVersionIfTheRegionRespondsWith404ToNewerOnes(String newest) throws MetadataException {
		TestInstance instance = TestInstance.of("azure");
		instance.respondTo((request) -> version(request).compareTo(newest) > 0).with(404, "");
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(true))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.BUSY));
		assertThat(instance.getRequests()).hasSize(1);
		assertThat(instance.identify(true).get(CloudField.REGION)).isNotNull();
		assertThat(instance.getRequests()).last().isEqualTo("GET /metadata/instance?api-version=" + newest);
		instance.resetRequests();
		instance.getAttribute("compute/nothing");
		assertThat(instance.getRequests()).hasSize(2).allMatch((request) -> request.contains("api-version=" + newest));
	}

	@Test
	void asksInOlderVersionsOnceWhileTheServiceIsUpdated() {
		TestInstance instance = TestInstance.of("azure");
		instance.respondTo((request) -> true).with(404, "");
		for (int i = 0; i < 6; i++) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(true))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.BUSY));
		}
		assertThat(instance.getRequests()).hasSize(8);
	}

	@Test
	void whenNoVersionIsSupportedListsThoseOfTheService() {
		TestInstance instance = TestInstance.of("azure");
		instance.respondTo((request) -> true)
			.with(400,
					"{\"error\": \"api-version is invalid\", \"newest-versions\": [\"2031-01-01\", \"2030-01-01\"]}");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getFailures()).singleElement()
			.asString()
			.contains("2031-01-01", "version")
			.doesNotContain("another service");
		assertThat(instance.getRequests()).hasSize(2);
	}

	@Test
	void withoutEvidenceOfAzureRequestsOneVersionOnly() {
		TestInstance instance = TestInstance.of("azure");
		instance.respondTo((request) -> true).with(404, "");
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
		assertThat(instance.getRequests()).hasSize(1);
	}

	private static String version(FakeMetadataClient.Request request) {
		return request.uri().getQuery().replaceFirst(".*api-version=([0-9-]+).*", "$1");
	}

	@Test
	void takesNothingFromALoginPageInAPod() {
		TestInstance instance = TestInstance.of("azure", CloudSimulator.of("azure.aks"), Map.of());
		instance.respondTo((request) -> true).with("<html>Welcome</html>");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("another service");
	}

}
