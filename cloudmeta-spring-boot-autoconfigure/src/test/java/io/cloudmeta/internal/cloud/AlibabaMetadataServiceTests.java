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
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.FakeMetadataClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the metadata service of Alibaba Cloud's ECS, against the simulated one.
 */
class AlibabaMetadataServiceTests {

	private static final String TOKEN = "PUT /latest/api/token";

	private static final String ALL = "/2016-01-01/meta-data/all";

	private static final String LEAVES = "/latest/meta-data/";

	@Test
	void readsTheIdentityWithTwoRequests() {
		TestInstance instance = TestInstance.of("alibaba");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.ALIBABA);
		assertThat(instance.getPlatform()).isEqualTo("alibaba_cloud_ecs");
		assertThat(instance.getRegion()).isEqualTo("cn-hangzhou");
		assertThat(instance.getAvailabilityZone()).isEqualTo("cn-hangzhou-i");
		assertThat(instance.getInstanceId()).isEqualTo("i-bp1f4k7n2wq9xz3d5m8c");
		assertThat(instance.getInstanceName()).isEqualTo("parcels-7");
		assertThat(instance.getInstanceType()).isEqualTo("ecs.g7.xlarge");
		assertThat(instance.getImageId()).isEqualTo("aliyun_3_x64_20G_alibase_20260914.vhd");
		assertThat(instance.getHostname()).isEqualTo("iZbp1f4k7n2wq9xz3d5m8cZ");
		assertThat(instance.getPrivateIp()).isEqualTo("192.168.14.62");
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.58");
		assertThat(instance.getFetchedAt()).isNotNull();
		assertThat(instance.getRequests()).containsExactly(TOKEN, "GET " + ALL);
	}

	@Test
	void asksForTheAccountOnceAndOnlyIfNeeded() {
		TestInstance instance = TestInstance.of("alibaba");
		assertThat(instance.getAccountId()).isEqualTo("1746920385146207");
		assertThat(instance.getAccountId()).isEqualTo("1746920385146207");
		assertThat(instance.getRequests()).containsExactly(TOKEN, "GET " + ALL, "GET " + LEAVES + "owner-account-id");
	}

	@Test
	void takesThePublicAddressWhereThereIsNoElasticOne() {
		TestInstance instance = TestInstance.of("alibaba", Map.of("publicIp", "", "public-ipv4", "203.0.113.77"));
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.77");
	}

	@Test
	void readsTheNetworkInterfaces() {
		TestInstance instance = TestInstance.of("alibaba");
		assertThat(instance.getNetworkInterfaces())
			.containsExactly(new NetworkInterface("00:16:3e:2b:70:c4", List.of("192.168.14.62"),
					List.of("203.0.113.58"), "vsw-bp1e9u3z7l5b2p8n4f6d1", "vpc-bp1c8n4t6y2m0s5k9r3w7"));
	}

	@Test
	void putsThePrimaryInterfaceFirstAndReadsListsOfAddresses() {
		TestInstance instance = TestInstance.of("alibaba");
		String macs = LEAVES + "network/interfaces/macs/";
		instance.respondTo("GET", macs).with(200, "../../all\n00:16:3E:00:00:01/\n00:16:3e:2b:70:c4/");
		instance.respondTo("GET", macs + "00:16:3E:00:00:01/primary-ip-address").with(200, "10.0.0.9");
		instance.respondTo("GET", macs + "00:16:3E:00:00:01/private-ipv4s").with(200, "[\"10.0.0.8\",\"10.0.0.9\"]");
		instance.respondTo("GET", macs + "00:16:3E:00:00:01/ipv6s").with(200, "[2001:db8::1, 2001:db8::2]");
		assertThat(instance.getNetworkInterfaces()).extracting(NetworkInterface::mac)
			.containsExactly("00:16:3e:2b:70:c4", "00:16:3e:00:00:01");
		assertThat(instance.getNetworkInterfaces().get(1).privateAddresses()).containsExactly("10.0.0.9", "10.0.0.8",
				"2001:db8::1", "2001:db8::2");
		assertThat(instance.getNetworkInterfaces().get(1).publicAddresses()).isEmpty();
	}

	@Test
	void fetchesTheNamesOfTheTagsAndEachTag() throws MetadataException {
		MetadataService service = MetadataServices.of(CloudProvider.ALIBABA);
		FakeMetadataClient client = CloudSimulator.of("alibaba")
			.value("tags.team", "ml")
			.value("tags.项目", "包裹")
			.value("tags.private", "s3cr3t")
			.client(service);
		service.identify(client, true);
		assertThat(service.fetchTagNames(client)).containsExactlyInAnyOrder("team", "项目", "private");
		assertThat(service.fetchTag(client, "team")).isEqualTo("ml");
		assertThat(service.fetchTag(client, "项目")).isEqualTo("包裹");
		assertThat(service.fetchTag(client, "..")).isNull();
		assertThat(client.getRequests()).noneMatch((request) -> request.toString().contains("private"));
	}

	@Test
	void hasNoTagsWhereTheInstanceMayNotReadThem() {
		TestInstance instance = TestInstance.of("alibaba");
		assertThat(instance.getTags()).isEmpty();
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void findsAttributesInTheDocumentAndFetchesOthers() {
		TestInstance instance = TestInstance.of("alibaba",
				Map.of("instance/spot/termination-time", "2026-11-22T10:03:00Z"));
		assertThat(instance.getAttributes()).containsEntry("instance.instance-type", "ecs.g7.xlarge")
			.containsEntry("network.interfaces.macs.00:16:3e:2b:70:c4.vswitch-id", "vsw-bp1e9u3z7l5b2p8n4f6d1");
		assertThat(instance.getAttribute("instance/instance-type")).isEqualTo("ecs.g7.xlarge");
		assertThat(instance.getAttribute("vpc-id")).isEqualTo("vpc-bp1c8n4t6y2m0s5k9r3w7");
		assertThat(instance.getRequests()).hasSize(2);
		assertThat(instance.getAttribute("network/interfaces/macs/")).isEqualTo("00:16:3e:2b:70:c4/");
		assertThat(instance.getAttribute("no/such/value")).isNull();
		assertThat(instance.getRequests()).hasSize(4);
	}

	@Test
	void knowsTheVendorsNames() {
		TestInstance instance = TestInstance.of("alibaba",
				Map.of("instance/spot/termination-time", "2026-11-22T10:03:00Z", "vswitch-id", "vsw-1",
						"vswitch-cidr-block", "192.168.14.0/24", "public-ipv4", "203.0.113.77"));
		MetadataServices.of(CloudProvider.ALIBABA)
			.getNames()
			.forEach((name, path) -> assertThat(instance.getAttribute(path)).as(name).isNotNull());
	}

	@ParameterizedTest
	@ValueSource(strings = { "ram/security-credentials/parcels", "ram/Security-Credentials/", "all", "user-data",
			"../user-data", "instance/../all", "a//b", "vendor-data" })
	void refusesPathsThatLeadToSecretsOrOut(String path) {
		TestInstance instance = TestInstance.of("alibaba");
		assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path));
	}

	@Test
	void keepsNoSecretOfTheDocument() {
		TestInstance instance = TestInstance.of("alibaba");
		assertThat(instance.getAttributes()).isNotEmpty()
			.noneSatisfy((path, value) -> assertThat(path + value).containsAnyOf("ram", "not for you"));
	}

	@Test
	void asksForANewTokenOnceIfTheOldOneIsRejected() {
		TestInstance instance = TestInstance.of("alibaba");
		instance.respondTo("GET", ALL).with(401, "").asBefore();
		assertThat(instance.getRegion()).isEqualTo("cn-hangzhou");
		assertThat(instance.getRequests()).containsExactly(TOKEN, "GET " + ALL, TOKEN, "GET " + ALL);
	}

	@Test
	void readsAnOldServiceKeyByKey() {
		TestInstance instance = TestInstance.of("alibaba");
		instance.respondTo("GET", ALL).with(404, "");
		assertThat(instance.getRegion()).isEqualTo("cn-hangzhou");
		assertThat(instance.getAvailabilityZone()).isEqualTo("cn-hangzhou-i");
		assertThat(instance.getInstanceType()).isEqualTo("ecs.g7.xlarge");
		assertThat(instance.getAccountId()).isEqualTo("1746920385146207");
		assertThat(instance.getPrivateIp()).isEqualTo("192.168.14.62");
		assertThat(instance.getRequests()).hasSize(10);
		assertThat(instance.getHostname()).isEqualTo("iZbp1f4k7n2wq9xz3d5m8cZ");
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.58");
		assertThat(instance.getAttributes()).containsEntry("instance.instance-name", "parcels-7");
	}

	@Test
	void readsAServiceWithoutTokensIfFirmwareNamesIt() {
		TestInstance instance = TestInstance.of("alibaba");
		instance.respondTo((request) -> request.method().equals("PUT")).with(404, "");
		instance.respondTo("GET", ALL).with(200, "{\"instance-id\":\"i-5\",\"region-id\":\"cn-wuhan-telecom\"}");
		assertThat(instance.getRegion()).isEqualTo("cn-wuhan-telecom");
		assertThat(instance.getAvailabilityZone()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			<html>welcome</html>
			``
			null
			5
			[{"instance-id":"i-5","region-id":"x"}]
			{"instance-id":null,"region-id":"cn-hangzhou"}
			{"instance-id":17,"region-id":"cn-hangzhou"}
			{"instance-id":["i-5"],"region-id":"cn-hangzhou"}
			{"instance-id":"i-5","region-id":null}
			{"instance-id":"i-5","region-id":{"a":"b"}}
			{"instanceId":"i-0d58e2a7f1c4963bb","accountId":"037402851946","region":"eu-central-1"}
			{"instance-id":"i-5","region-id":"x"} and more
			{"instance-id":"i-5"
			""")
	void isNotFooledByWhatIsNoDocument(String body) {
		TestInstance instance = TestInstance.of("alibaba");
		instance.respondTo("GET", ALL).with(200, (body != null) ? body : "");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.ALIBABA);
		assertThat(instance.getPlatform()).isEqualTo("alibaba_cloud_ecs");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFetchedAt()).isNull();
		assertThat(instance.getFailures()).singleElement()
			.asString()
			.contains("describes no instance of Alibaba Cloud");
	}

	@Test
	void takesOddValuesAsAbsentOrAsText() {
		TestInstance instance = TestInstance.of("alibaba");
		instance.respondTo("GET", ALL).with(200, """
				{"instance-id":"i-5","region-id":"cn-hangzhou","zone-id":["a"],"hostname":"a\\nb",
				"image-id":9007199254740993,"private-ipv4":null,"owner-account-id":12345678901234567890,
				"instance":{"instance-type":"<html>","instance-name":"größe"},"eipv4":""}
				""");
		instance.respondTo("GET", LEAVES + "private-ipv4").with(200, "");
		instance.respondTo("GET", LEAVES + "instance/instance-type").with(200, "<html>");
		instance.respondTo("GET", LEAVES + "hostname").with(404, "");
		instance.respondTo("GET", LEAVES + "eipv4").with(200, "\n");
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getImageId()).isEqualTo("9007199254740993");
		assertThat(instance.getAccountId()).isEqualTo("12345678901234567890");
		assertThat(instance.getPrivateIp()).isNull();
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getInstanceType()).isNull();
		assertThat(instance.getInstanceName()).isEqualTo("größe");
	}

	@ParameterizedTest
	@CsvSource({ "401, rejects its own token", "403, (HttpEndpoint)", "429, busy", "500, busy", "503, busy",
			"302, status 302" })
	void saysWhatToDoIfTheServiceRefuses(int status, String advice) {
		TestInstance instance = TestInstance.of("alibaba");
		instance.respondTo("GET", ALL).with(status, "");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.ALIBABA);
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains(advice);
	}

	@Test
	void livesAtTheAddressThatTheVendorDocuments() {
		assertThat(MetadataServices.of(CloudProvider.ALIBABA).getEndpoint((name) -> null).uri())
			.hasToString("http://100.100.100.200");
	}

}
