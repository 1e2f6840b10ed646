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

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.MetadataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for Huawei Cloud's metadata service as {@link DetectedCloudInstance} reads it.
 */
class HuaweiMetadataServiceTests {

	private static final String DOCUMENT = "/openstack/latest/meta_data.json";

	private static final String TOKEN = "/meta-data/latest/api/token";

	private static final String UUID = "5b1c7f3e-90a4-4d0e-8a7c-2f7a61d0b9c4";

	@Test
	void readsTheIdentityWithOneRequest() {
		TestInstance instance = TestInstance.of("huawei");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.HUAWEI);
		assertThat(instance.getPlatform()).isEqualTo("huawei_cloud_ecs");
		assertThat(instance.getRegion()).isEqualTo("eu-west-101");
		assertThat(instance.getAvailabilityZone()).isEqualTo("eu-west-101a");
		assertThat(instance.getAccountId()).isEqualTo("0a6fd81c42e94b07935d7b1ef3c2a860");
		assertThat(instance.getInstanceId()).isEqualTo("e2b74c90-16f8-4d3a-a5c1-9380d7fe4b62");
		assertThat(instance.getInstanceName()).isEqualTo("parcels-5");
		assertThat(instance.getInstanceType()).isEqualTo("s6.large.2");
		assertThat(instance.getImageId()).isEqualTo("4f8ad2b6-703c-4e19-b5f8-6c1e92d7a043");
		assertThat(instance.getHostname()).isEqualTo("parcels-5");
		assertThat(instance.getTags()).containsEntry("os_bit", "64").containsEntry("os_type", "Linux");
		assertThat(instance.getRequests()).containsExactly("GET " + DOCUMENT);
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void fetchesAddressesAtFirstUse() {
		TestInstance instance = TestInstance.of("huawei");
		assertThat(instance.getPrivateIp()).isEqualTo("192.168.9.57");
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.88");
		assertThat(instance.getNetworkInterfaces()).containsExactly(new NetworkInterface("fa:16:3e:d2:86:1b",
				List.of("192.168.9.57"), List.of("203.0.113.88"), null, "1ac47d58-e03b-49f6-8d72-b6950fe1c384"));
	}

	@Test
	void fetchesWhatOlderDocumentsLack() {
		TestInstance instance = TestInstance.of("huawei");
		instance.respondTo("GET", DOCUMENT)
			.with("{\"uuid\":\"%s\",\"region_id\":\"eu-de\",\"meta\":{\"image_name\":\"Debian\"}}".formatted(UUID));
		assertThat(instance.getInstanceType()).isEqualTo("s6.large.2");
		assertThat(instance.getHostname()).isEqualTo("parcels-5");
		assertThat(instance.getImageId()).isEqualTo("Debian");
		assertThat(instance.getRequests()).containsExactly("GET " + DOCUMENT, "GET /latest/meta-data/instance-type",
				"GET /latest/meta-data/local-hostname");
	}

	@Test
	void isReadWithoutARegionWhereTheFirmwareNamesIt() {
		TestInstance instance = TestInstance.of("huawei");
		instance.respondTo("GET", DOCUMENT)
			.with("{\"uuid\":\"%s\",\"availability_zone\":\"eu-de-01\"}".formatted(UUID));
		assertThat(instance.getInstanceId()).isEqualTo(UUID);
		assertThat(instance.getAvailabilityZone()).isEqualTo("eu-de-01");
		assertThat(instance.getRegion()).isNull();
	}

	@Test
	void obtainsATokenWhereOneIsRequiredAndKeepsIt() {
		TestInstance instance = TestInstance.of("huawei");
		requireToken(instance, 401);
		assertThat(instance.getInstanceId()).isNotNull();
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.88");
		assertThat(instance.getRequests()).containsExactly("GET " + DOCUMENT, "PUT " + TOKEN, "GET " + DOCUMENT,
				"GET /latest/meta-data/public-ipv4");
	}

	@Test
	void obtainsAnotherTokenIfItsOwnIsRefused() {
		TestInstance instance = TestInstance.of("huawei");
		requireToken(instance, 403);
		instance.respondTo("PUT", TOKEN).with("forgotten").asBefore();
		// the first token is refused, which is final within one reading
		assertThat(instance.getInstanceId()).isNull();
		instance.refresh();
		assertThat(instance.getInstanceId()).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "200, <html>", "200, ''", "404, no", "405, no", "403, no" })
	void tellsThatNoTokenIsIssued(int status, String body) {
		TestInstance instance = TestInstance.of("huawei");
		requireToken(instance, 401);
		instance.respondTo("PUT", TOKEN).with(status, body);
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.HUAWEI);
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("no token");
	}

	@Test
	void requestsNoTokenWithoutEvidence() {
		TestInstance instance = TestInstance.of("huawei");
		requireToken(instance, 401);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
		assertThat(instance.getRequests()).doesNotContain("PUT " + TOKEN);
	}

	@Test
	void findsAttributes() {
		TestInstance instance = TestInstance.of("huawei");
		assertThat(instance.getAttributes()).containsEntry("meta.vpc_id", "b7d103f6-9c5e-4e82-8a14-2fd06c7be935");
		assertThat(instance.getAttribute("enterprise_project_id")).isEqualTo("0");
		assertThat(instance.getAttribute("meta/metering.resourcespeccode")).isEqualTo("s6.large.2.linux");
		assertThat(instance.getAttribute("placement/availability-zone")).isEqualTo("eu-west-101a");
		assertThat(instance.getAttribute("local-ipv4/x")).isNull();
		assertThat(instance.getAttribute("meta/none")).isNull();
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void everyNameLeadsToAValue() {
		TestInstance instance = TestInstance.of("huawei");
		assertThat(MetadataServices.of(CloudProvider.HUAWEI).getNames()).containsKey("vpcId")
			.allSatisfy((name, path) -> assertThat(instance.getAttribute(path)).as(name).isNotNull());
	}

	@ParameterizedTest
	@ValueSource(strings = { "securitykey", "SecurityKey", "user-data", "public-keys/0/openssh-key", "public_keys/a",
			"random_seed", "password" })
	void refusesPathsThatMayHoldSecrets(String path) {
		TestInstance instance = TestInstance.of("huawei");
		assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path))
			.withMessageContaining("secret");
		assertThat(instance.getAttributes().toString()).doesNotContain("AAAA", "c2VlZA");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			{"uuid":"ocid1.instance.oc1.phx.aaaa","region_id":"x"}
			{"uuid":null,"region_id":"x"}
			{"uuid":17,"region_id":"x"}
			{"uuid":["%s"],"region_id":"x"}
			{"region_id":"x"}
			["%s"]
			{"droplet_id":412345678}
			<html><body>Welcome</body></html>
			user-data
			''
			""")
	void isNotFooledByAnotherDocument(String body) {
		TestInstance instance = TestInstance.of("huawei");
		instance.respondTo("GET", DOCUMENT).with(body.formatted(UUID));
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.HUAWEI);
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFetchedAt()).isNull();
		assertThat(instance.getFailures()).hasSize(1);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
	}

	@Test
	void takesWhatIsRightAndLeavesOutTheRest() {
		TestInstance instance = TestInstance.of("huawei");
		instance.respondTo("GET", DOCUMENT).with("""
				{"uuid":"%s","region_id":"cn-north-4","name":7,"hostname":"a\\nb","availability_zone":null,
				"meta":["a"],"instance_type":{"x":1}}""".formatted(UUID));
		instance.respondTo("GET", "/latest/meta-data/local-hostname").with("<html>");
		instance.respondTo("GET", "/latest/meta-data/instance-type").with("");
		assertThat(instance.getInstanceName()).isEqualTo("7");
		assertThat(instance)
			.extracting(CloudInstance::getHostname, CloudInstance::getInstanceType, CloudInstance::getImageId,
					CloudInstance::getAvailabilityZone)
			.containsOnlyNulls();
		assertThat(instance.getTags()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "400, another service", "401, refuses the request", "403, refuses the request", "404, another service",
			"429, busy", "500, busy", "503, busy" })
	void tellsWhyItWasNotRead(int status, String reason) {
		TestInstance instance = TestInstance.of("huawei");
		instance.respondTo((request) -> true).with(status, "<html>Error</html>");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.HUAWEI);
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFailures()).first().asString().contains(reason);
	}

	private static void requireToken(TestInstance instance, int status) {
		instance.respondTo((request) -> request.method().equals("GET"))
			.requiring("X-Metadata-Token", status)
			.asBefore();
	}

}
