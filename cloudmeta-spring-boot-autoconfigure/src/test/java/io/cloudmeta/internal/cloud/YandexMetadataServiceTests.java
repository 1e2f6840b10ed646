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
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the metadata service of Yandex Cloud, against the simulated one.
 */
class YandexMetadataServiceTests {

	private static final String TREE = "/computeMetadata/v1/";

	private static final String FOLDER = TREE + "yandex/folder-id";

	private static final String INSTANCE = TREE + "instance/?recursive=true&alt=json";

	@Test
	void readsTheIdentityWithTwoRequests() {
		TestInstance instance = TestInstance.of("yandex");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.YANDEX);
		assertThat(instance.getPlatform()).isEqualTo("yandex_cloud.compute");
		assertThat(instance.getRegion()).isEqualTo("ru-central1");
		assertThat(instance.getAvailabilityZone()).isEqualTo("ru-central1-d");
		assertThat(instance.getAccountId()).isEqualTo("b1g5p9t2h8w4k6d1s7f3");
		assertThat(instance.getInstanceId()).isEqualTo("fhm2n6v8k4q0x7c5r9t1");
		assertThat(instance.getInstanceName()).isEqualTo("parcels-7");
		assertThat(instance.getInstanceType()).isNull();
		assertThat(instance.getHostname()).isEqualTo("fhm2n6v8k4q0x7c5r9t1.auto.internal");
		assertThat(instance.getPrivateIp()).isEqualTo("10.129.6.31");
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.164");
		assertThat(instance.getNetworkInterfaces()).containsExactly(new NetworkInterface("d0:0d:2b:6e:41:93",
				List.of("10.129.6.31"), List.of("203.0.113.164"), "e9b4s7d1g8k3m0p5v2x6", null));
		assertThat(instance.getTags()).isEmpty();
		assertThat(instance.getFetchedAt()).isNotNull();
		assertThat(instance.getRequests()).containsExactly("GET " + FOLDER, "GET " + INSTANCE);
	}

	@Test
	void asksForTheImageOnceAndOnlyIfNeeded() {
		TestInstance instance = TestInstance.of("yandex");
		assertThat(instance.getImageId()).isEqualTo("fd8m3j6q1v5y7b0g9n2c");
		assertThat(instance.getImageId()).isEqualTo("fd8m3j6q1v5y7b0g9n2c");
		assertThat(instance.getRequests()).hasSize(3).last().asString().endsWith("/vendor/identity/document");
	}

	@Test
	void takesLabelsForTags() {
		TestInstance instance = TestInstance.of("yandex", Map.of("tags.team", "ml", "tags.cost-centre", "7"));
		assertThat(instance.getTags()).containsOnly(Map.entry("team", "ml"), Map.entry("cost-centre", "7"));
		assertThat(instance.getAttribute("instance/vendor/labels/cost-centre")).isEqualTo("7");
	}

	@Test
	void findsAttributesInTheDocumentAndFetchesOthers() {
		TestInstance instance = TestInstance.of("yandex",
				Map.of("instance.maintenanceEvent", "NONE", "instance.attributes.enable-oslogin", "true"));
		assertThat(instance.getAttribute("instance/vendor/cloud-id")).isEqualTo("b1gk7r2v9c4m6n8x0z3q");
		assertThat(instance.getAttribute("instance/network-interfaces/0/access-configs/0/external-ip"))
			.isEqualTo("203.0.113.164");
		assertThat(instance.getAttributes()).containsEntry("instance.vendor.folderId", "b1g5p9t2h8w4k6d1s7f3");
		MetadataServices.of(CloudProvider.YANDEX)
			.getNames()
			.forEach((name, path) -> assertThat(instance.getAttribute(path)).as(name).isNotNull());
		assertThat(instance.getRequests()).hasSize(2);
		assertThat(instance.getAttribute("instance/attributes/enable-oslogin")).isEqualTo("true");
		assertThat(instance.getAttribute("instance/nope")).isNull();
		assertThat(instance.getRequests()).hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "instance/attributes/ssh-keys", "instance/attributes/user-data", "instance/attributes/",
			"instance/service-accounts/default/token", "instance/vendor/identity/rsa", "instance/Vendor/Identity/rsa",
			"instance/../instance/id", "a//b" })
	void refusesPathsThatLeadToSecretsOrOut(String path) {
		TestInstance instance = TestInstance.of("yandex");
		assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path));
	}

	@Test
	void keepsNoSecretOfTheDocument() {
		TestInstance instance = TestInstance.of("yandex");
		assertThat(instance.getAttributes()).isNotEmpty()
			.noneSatisfy((path, value) -> assertThat(path + value).containsAnyOf("not for you", "ajek2"));
	}

	@Test
	void readsADocumentInKebabCaseToo() {
		TestInstance instance = TestInstance.of("yandex");
		instance.respondTo("GET", INSTANCE).with(200, """
				{"id":"epd1","zone":"ru-central1-a","attributes":{"ssh-keys":"not for you"},
				"network-interfaces":[{"ip":"10.0.0.5","mac":"D0:0D:00:00:00:01",
				"access-configs":[{"external-ip":"203.0.113.9"}]}]}
				""");
		assertThat(instance.getAvailabilityZone()).isEqualTo("ru-central1-a");
		assertThat(instance.getPrivateIp()).isEqualTo("10.0.0.5");
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.9");
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getAttributes()).doesNotContainValue("not for you");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			<html>welcome</html>
			``
			null
			5
			[{"id":"epd1"}]
			{"id":null}
			{"id":6902713845510277364}
			{"id":["epd1"]}
			{"id":"EPD 1"}
			{"compute":{"vmId":"a4c1e7d2-58b3-4f96-8e0d-17b2c9f3d645"}}
			{"id":"epd1"
			""")
	void isNotFooledByWhatIsNoDocument(String body) {
		TestInstance instance = TestInstance.of("yandex");
		instance.respondTo("GET", INSTANCE).with(200, (body != null) ? body : "");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getAccountId()).isNull();
		assertThat(instance.getFetchedAt()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("describes no instance of Yandex Cloud");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>welcome</html>", "", "user-data\nmeta-data\n", "{\"status\":\"ok\"}" })
	void isNotFooledByWhatIsNoFolder(String body) {
		TestInstance instance = TestInstance.of("yandex");
		instance.respondTo("GET", FOLDER).with(200, body);
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getRequests()).hasSize(1);
	}

	@Test
	void takesOddValuesAsAbsentOrAsText() {
		TestInstance instance = TestInstance.of("yandex");
		instance.respondTo("GET", INSTANCE).with(200, """
				{"id":"epd1","zone":["a"],"hostname":"a\\nb","name":17,"vendor":null,
				"networkInterfaces":[{"ip":null,"mac":5,"accessConfigs":{"externalIp":"1.2.3.4"}}]}
				""");
		instance.respondTo("GET", TREE + "instance/vendor/identity/document").with(200, "<html>");
		assertThat(instance.getInstanceId()).isEqualTo("epd1");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getInstanceName()).isEqualTo("17");
		assertThat(instance.getPrivateIp()).isNull();
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getImageId()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "400, gce-http-endpoint=enabled", "401, refuses the request", "403, refuses the request",
			"404, status 404", "429, busy", "500, busy", "302, status 302" })
	void saysWhatToDoIfTheServiceRefuses(int status, String advice) {
		TestInstance instance = TestInstance.of("yandex");
		instance.respondTo("GET", FOLDER).with(status, "");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.YANDEX);
		assertThat(instance.getPlatform()).isEqualTo("yandex_cloud.compute");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains(advice);
	}

	@Test
	void isNotTakenForGoogle() {
		TestInstance instance = TestInstance.of("gcp", CloudSimulator.of("yandex"), Map.of());
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFailures()).hasSize(1);
	}

	@Test
	void livesAtTheAddressThatTheVendorDocuments() {
		assertThat(MetadataServices.of(CloudProvider.YANDEX).getEndpoint((name) -> null).uri())
			.hasToString("http://169.254.169.254");
	}

}
