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
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what is read of Apache CloudStack, against its simulated router.
 */
class CloudStackMetadataServiceTests {

	private static final String TREE = "/latest/meta-data/";

	@Test
	void readsTheIdentityWithThreeRequests() {
		TestInstance instance = TestInstance.of("cloudstack");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.CLOUDSTACK);
		assertThat(instance.getPlatform()).isEqualTo("cloudstack");
		assertThat(instance.getInstanceId()).isEqualTo("7c1e04d2-96b3-4f5a-8d27-e0a3b51c684f");
		assertThat(instance.getAvailabilityZone()).isEqualTo("Zone Nürnberg 1");
		assertThat(instance.getAttributes()).containsOnlyKeys("instance-id", "availability-zone");
		assertThat(instance.getFetchedAt()).isNotNull();
		assertThat(instance.getRequests()).containsExactly("GET " + TREE, "GET " + TREE + "availability-zone",
				"GET " + TREE + "instance-id");
	}

	@Test
	void fetchesTheOtherValuesOnceAtFirstUse() {
		TestInstance instance = TestInstance.of("cloudstack");
		for (int i = 0; i < 2; i++) {
			assertThat(instance.getInstanceType()).isEqualTo("Parcels 4 vCPU");
			assertThat(instance.getHostname()).isEqualTo("parcels-7");
			assertThat(instance.getInstanceName()).isEqualTo("parcels-7");
			assertThat(instance.getPrivateIp()).isEqualTo("10.1.1.87");
			assertThat(instance.getPublicIp()).isEqualTo("198.51.100.9");
			assertThat(instance.getNetworkInterfaces())
				.containsExactly(new NetworkInterface(null, List.of("10.1.1.87"), List.of("198.51.100.9"), null, null));
		}
		assertThat(instance.getRequests()).hasSize(3 + 3 + 1 + 2 + 2);
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getAccountId()).isNull();
		assertThat(instance.getImageId()).isNull();
		assertThat(instance.getTags()).isEmpty();
		assertThat(instance.getFailures()).isEmpty();
		assertThat(instance.getRequests()).allMatch((request) -> request.startsWith("GET " + TREE));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "Zürich-2|Zürich-2", "東京 1|東京 1", "Edge 😀|Edge 😀", "C:\\users|C:\\users",
			"a\\u000ab|a\\u000ab", "\\ud83d|\\ud83d" })
	void readsEscapesOfWhatIsNotAsciiOnly(String zone, String expected) {
		TestInstance instance = TestInstance.of("cloudstack", Map.of("availabilityZone", zone));
		assertThat(instance.getAttribute("availability-zone")).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "10.1.1.87, 10.1.1.87,", "10.1.1.87, 198.51.100.9, 198.51.100.9",
			"203.0.113.54, 203.0.113.54, 203.0.113.54", "10.1.1.87, parcels-7,", "10.1.1.87, 999.1.1.1," })
	void tellsThePublicAddressFromTheRepeatedPrivateOne(String privateIp, String publicIp, String expected) {
		TestInstance instance = TestInstance.of("cloudstack", Map.of("privateIp", privateIp, "publicIp", publicIp));
		assertThat(instance.getPrivateIp()).isEqualTo(privateIp);
		assertThat(instance.getPublicIp()).isEqualTo(expected);
		assertThat(instance.getNetworkInterfaces()).singleElement()
			.satisfies((card) -> assertThat(card.publicAddresses())
				.isEqualTo((expected != null) ? List.of(expected) : List.of()));
	}

	@Test
	void readsAnyKeyByItsPath() {
		TestInstance instance = TestInstance.of("cloudstack", Map.of("cloud-domain", "ROOT/parcels"));
		assertThat(instance.getAttribute("cloud-identifier"))
			.isEqualTo("CloudStack-{b2f7d419-30ce-4a68-9517-c84e6d0f23ab}");
		assertThat(instance.getAttribute("cloud-domain")).isEqualTo("ROOT/parcels");
		assertThat(instance.getAttribute("vm-id/")).isEqualTo("7c1e04d2-96b3-4f5a-8d27-e0a3b51c684f");
		assertThat(instance.getAttribute("cloud-name")).isNull();
		assertThat(instance.getFailures()).isEmpty();
		int requests = instance.getRequests().size();
		assertThat(instance.getAttribute("instance-id")).isEqualTo(instance.getInstanceId());
		assertThat(instance.getRequests()).hasSize(requests).doesNotContain("GET " + TREE + "vm-id/");
	}

	@Test
	void hasTheVendorsNames() {
		Map<String, String> names = MetadataServices.of(CloudProvider.CLOUDSTACK).getNames();
		assertThat(names).containsEntry("serviceOffering", "service-offering")
			.containsEntry("cloudIdentifier", "cloud-identifier")
			.containsEntry("vmId", "vm-id")
			.containsEntry("cloudDomainId", "cloud-domain-id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "user-data", "userdata", "db-password", "API_TOKEN", "my-secret", "private-key",
			"setup-script", "../user-data", "vm-id/../user-data", "vm%2did", "" })
	void asksForNoSecretAndNothingOutsideTheTree(String path) {
		TestInstance instance = TestInstance.of("cloudstack", Map.of("user-data", "#!/bin/sh"));
		instance.getInstanceId();
		int requests = instance.getRequests().size();
		assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path));
		assertThat(instance.getRequests()).hasSize(requests);
	}

	@Test
	void knowsCloudStackByItsFirmwareAloneIfNothingAnswers() {
		TestInstance instance = TestInstance.of("cloudstack");
		instance.respondTo((request) -> true).with(404, "");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.CLOUDSTACK);
		assertThat(instance.getPlatform()).isEqualTo("cloudstack");
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getFetchedAt()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "404|no metadata is kept there", "500|disk of the virtual router",
			"403|may not read", "401|may not read", "405|status 405", "429|busy", "503|busy" })
	void explainsEachStatusInOneLine(int status, String line) {
		TestInstance instance = TestInstance.of("cloudstack");
		instance.respondTo((request) -> true).with(status, "");
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains(line).doesNotContain("\n");
	}

	@Test
	void explainsARouterThatIsSilentOrGone() {
		assertThat(failureOf(Kind.TIMEOUT)).contains("own firewall");
		assertThat(failureOf(Kind.REFUSED)).contains("refused", "restart the router");
		assertThat(failureOf(Kind.BROKEN)).contains("ended without a complete response");
	}

	private static String failureOf(Kind kind) {
		TestInstance instance = TestInstance.of("cloudstack");
		instance.respondTo((request) -> true).failWith(kind);
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.CLOUDSTACK);
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFailures()).hasSize(1);
		return instance.getFailures().get(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "<html><body>service-offering\nvm-id</body></html>", "user-data\nmeta-data\n",
			"instance-id\nlocal-ipv4\nami-id\n", "vm-id", "{\"service-offering\":\"vm-id\"}", "null", "[]", "42" })
	void acceptsNoOtherListing(String body) {
		TestInstance instance = TestInstance.of("cloudstack");
		instance.respondTo((request) -> true).with(body);
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("lists no keys");
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  \n", "<html>login</html>", "two\nlines" })
	void takesNoPageAndNoEmptyAnswerForAValue(String body) {
		TestInstance instance = TestInstance.of("cloudstack");
		instance.respondTo((request) -> request.pathAndQuery().length() > TREE.length()).with(body);
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.CLOUDSTACK);
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getInstanceType()).isNull();
		assertThat(instance.getPrivateIp()).isNull();
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getNetworkInterfaces()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "azure", "gcp" })
	void isNotTakenForACloudThatServesItsPaths(String other) {
		TestInstance instance = TestInstance.of("cloudstack", CloudSimulator.of(other), Map.of());
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
	}

	@Test
	void isIdentifiedWithoutProof() throws MetadataException {
		TestInstance instance = TestInstance.of("cloudstack");
		assertThat(instance.identify(false).getProvider()).isEqualTo(CloudProvider.CLOUDSTACK);
		assertThat(instance.getRequests()).hasSize(3);
	}

	@Test
	void isNotClaimedWithoutProofIfItMayBeExoscale() {
		TestInstance instance = TestInstance.of("cloudstack", CloudSimulator.of("exoscale"), Map.of());
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false))
			.withMessageContaining("Exoscale");
	}

}
