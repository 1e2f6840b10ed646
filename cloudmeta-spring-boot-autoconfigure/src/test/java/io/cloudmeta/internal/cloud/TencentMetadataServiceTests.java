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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the metadata service of Tencent Cloud's CVM, against the simulated one.
 */
class TencentMetadataServiceTests {

	private static final String LEAVES = "/latest/meta-data/";

	@Test
	void readsTheIdentityKeyByKey() {
		TestInstance instance = TestInstance.of("tencent");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.TENCENT);
		assertThat(instance.getPlatform()).isEqualTo("tencent_cloud_cvm");
		assertThat(instance.getRegion()).isEqualTo("ap-singapore");
		assertThat(instance.getAvailabilityZone()).isEqualTo("ap-singapore-3");
		assertThat(instance.getInstanceId()).isEqualTo("ins-7k2m9xq4");
		assertThat(instance.getInstanceName()).isEqualTo("parcels-7");
		assertThat(instance.getInstanceType()).isEqualTo("S6.LARGE8");
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getTags()).isEmpty();
		assertThat(instance.getFetchedAt()).isNotNull();
		assertThat(instance.getRequests()).containsExactly("GET " + LEAVES + "instance-id",
				"GET " + LEAVES + "placement/region", "GET " + LEAVES + "placement/zone",
				"GET " + LEAVES + "instance-name", "GET " + LEAVES + "instance/instance-type");
	}

	@Test
	void fetchesTheOtherValuesOnceAndOnlyIfNeeded() {
		TestInstance instance = TestInstance.of("tencent");
		for (int i = 0; i < 2; i++) {
			assertThat(instance.getAccountId()).isEqualTo("1308562947");
			assertThat(instance.getImageId()).isEqualTo("img-6n8f3zt0");
			assertThat(instance.getPrivateIp()).isEqualTo("10.206.17.9");
			assertThat(instance.getPublicIp()).isEqualTo("203.0.113.119");
			assertThat(instance.getRequests()).hasSize(9);
		}
	}

	@Test
	void readsTheNetworkInterfaces() {
		TestInstance instance = TestInstance.of("tencent");
		assertThat(instance.getNetworkInterfaces()).containsExactly(new NetworkInterface("52:54:00:8c:1d:e7",
				List.of("10.206.17.9"), List.of("203.0.113.119"), "subnet-q3w9h2vk", "vpc-m4t8c1rz"));
	}

	@Test
	void putsThePrimaryInterfaceAndItsPrimaryAddressFirst() {
		TestInstance instance = TestInstance.of("tencent");
		String macs = LEAVES + "network/interfaces/macs/";
		instance.respondTo("GET", macs).with(200, "../../cam\n52:54:00:00:00:01/\n52:54:00:8C:1D:E7/");
		instance.respondTo("GET", macs + "52:54:00:00:00:01/primary-local-ipv4").with(200, "10.0.0.9");
		instance.respondTo("GET", macs + "52:54:00:00:00:01/local-ipv4s/").with(200, "10.0.0.8/\n10.0.0.9/");
		assertThat(instance.getNetworkInterfaces()).extracting(NetworkInterface::mac)
			.containsExactly("52:54:00:8c:1d:e7", "52:54:00:00:00:01");
		assertThat(instance.getNetworkInterfaces().get(1).privateAddresses()).containsExactly("10.0.0.9", "10.0.0.8");
		assertThat(instance.getNetworkInterfaces().get(1).subnet()).isNull();
	}

	@Test
	void findsWhatItReadAndFetchesOtherPaths() {
		TestInstance instance = TestInstance.of("tencent");
		assertThat(instance.getAttributes()).containsEntry("placement.zone", "ap-singapore-3")
			.containsEntry("instance.instance-type", "S6.LARGE8");
		assertThat(instance.getAttribute("placement/region")).isEqualTo("ap-singapore");
		assertThat(instance.getRequests()).hasSize(5);
		assertThat(instance.getAttribute("payment/charge-type")).isEqualTo("POSTPAID_BY_HOUR");
		assertThat(instance.getAttribute("no/such/value")).isNull();
		assertThat(instance.getRequests()).hasSize(7);
	}

	@Test
	void knowsTheVendorsNames() {
		TestInstance instance = TestInstance.of("tencent", Map.of("spot/termination-time", "2026-11-22T10:03:00Z",
				"payment/termination-time", "2026-12-18 06:27:51", "instance/security-group", "sg-4c9d"));
		MetadataServices.of(CloudProvider.TENCENT)
			.getNames()
			.forEach((name, path) -> assertThat(instance.getAttribute(path)).as(name).isNotNull());
	}

	@ParameterizedTest
	@ValueSource(strings = { "cam/security-credentials/parcels", "CAM/", "cam", "user-data", "../user-data",
			"instance/../cam", "a//b", "instance/security-credentials" })
	void refusesPathsThatLeadToSecretsOrOut(String path) {
		TestInstance instance = TestInstance.of("tencent");
		assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path));
		assertThat(instance.getRequests()).noneMatch((request) -> request.contains("cam"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			<html>welcome</html>
			``
			null
			17
			i-0d58e2a7f1c4963bb
			ins-
			{"instance-id":"ins-7k2m9xq4"}
			""")
	void isNotFooledByWhatIsNoId(String body) {
		TestInstance instance = TestInstance.of("tencent");
		instance.respondTo("GET", LEAVES + "instance-id").with(200, (body != null) ? body : "");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.TENCENT);
		assertThat(instance.getPlatform()).isEqualTo("tencent_cloud_cvm");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFetchedAt()).isNull();
		assertThat(instance.getFailures()).singleElement()
			.asString()
			.contains("describes no instance of Tencent Cloud");
		assertThat(instance.getRequests()).hasSize(1);
	}

	@Test
	void isNotFooledByAListing() {
		TestInstance instance = TestInstance.of("tencent");
		instance.respondTo("GET", LEAVES + "instance-id").with(200, "ins-7k2m9xq4\nmeta-data\n");
		assertThat(instance.getInstanceId()).isNull();
	}

	@Test
	void takesOddValuesAsAbsent() {
		TestInstance instance = TestInstance.of("tencent");
		instance.respondTo("GET", LEAVES + "placement/region").with(200, "<html>login</html>");
		instance.respondTo("GET", LEAVES + "placement/zone").with(200, "");
		instance.respondTo("GET", LEAVES + "instance-name").with(200, "größe ");
		instance.respondTo("GET", LEAVES + "instance/instance-type").with(404, "<html>");
		instance.respondTo("GET", LEAVES + "public-ipv4").with(200, "\n");
		instance.respondTo("GET", LEAVES + "app-id").with(200, "a\nb");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getInstanceName()).isEqualTo("größe");
		assertThat(instance.getInstanceType()).isNull();
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getAccountId()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("accountId", "U+000A");
	}

	@ParameterizedTest
	@CsvSource({ "401, refuses the request", "403, refuses the request", "404, no instance", "429, busy", "500, busy",
			"302, status 302" })
	void saysWhatToDoIfTheServiceRefuses(int status, String advice) {
		TestInstance instance = TestInstance.of("tencent");
		instance.respondTo("GET", LEAVES + "instance-id").with(status, "");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.TENCENT);
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains(advice);
	}

	@Test
	void livesAtAnAddressThatNeedsNoLookUp() {
		assertThat(MetadataServices.of(CloudProvider.TENCENT).getEndpoint((name) -> null).uri())
			.hasToString("http://169.254.0.23");
	}

}
