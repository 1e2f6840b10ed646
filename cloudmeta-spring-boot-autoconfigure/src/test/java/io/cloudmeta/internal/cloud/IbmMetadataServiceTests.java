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
import io.cloudmeta.spi.MetadataException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the metadata service of IBM Cloud's VPC, against the simulated one.
 */
class IbmMetadataServiceTests {

	private static final String TOKEN = "/identity/v1/token?version=2025-08-26";

	private static final String INSTANCE = "/metadata/v1/instance?version=2025-08-26";

	@Test
	void readsTheIdentityWithTwoRequests() {
		TestInstance instance = TestInstance.of("ibm");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.IBM);
		assertThat(instance.getPlatform()).isEqualTo("ibm_cloud.vpc");
		assertThat(instance.getRegion()).isEqualTo("us-south");
		assertThat(instance.getAvailabilityZone()).isEqualTo("us-south-1");
		assertThat(instance.getAccountId()).isEqualTo("4b7e91c05d2f48a6b3e8071c9d5fa264");
		assertThat(instance.getInstanceId()).isEqualTo("0717_2c9f6e1b-84a3-4d70-b5e8-91f3c7a0d264");
		assertThat(instance.getInstanceName()).isEqualTo("parcels-7");
		assertThat(instance.getInstanceType()).isEqualTo("bx2-2x8");
		assertThat(instance.getImageId()).isEqualTo("r006-5d8b2f71-c4e9-4a06-93d7-e18f0b6a2c35");
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getPrivateIp()).isEqualTo("10.240.64.11");
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getTags()).isEmpty();
		assertThat(instance.getNetworkInterfaces()).containsExactly(new NetworkInterface(null, List.of("10.240.64.11"),
				List.of(), "0717-f1b7d3e8-6a94-4c20-95ed-2b08c4a7e613", "r006-8e3d0a97-51cb-4f62-a8d4-07b9e2c61f58"));
		assertThat(instance.getFetchedAt()).isNotNull();
		assertThat(instance.getRequests()).containsExactly("PUT " + TOKEN, "GET " + INSTANCE);
	}

	@Test
	void findsAttributesAndTheVendorsNamesWithoutARequest() {
		TestInstance instance = TestInstance.of("ibm");
		assertThat(instance.getAttribute("resource_group/id")).isEqualTo("d93a6c0f12be4785a0c7f4e1b8563d29");
		assertThat(instance.getAttribute("network_interfaces/0/name")).isEqualTo("eth0");
		assertThat(instance.getAttributes()).containsEntry("zone.name", "us-south-1");
		assertThat(instance.getAttribute("nope")).isNull();
		MetadataServices.of(CloudProvider.IBM)
			.getNames()
			.forEach((name, path) -> assertThat(instance.getAttribute(path)).as(name).isNotNull());
		assertThat(instance.getRequests()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "initialization/user_data", "Initialization", "keys/0", "a/password", "../keys", "a//b" })
	void refusesPathsThatLeadToSecretsOrOut(String path) {
		TestInstance instance = TestInstance.of("ibm");
		assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path));
	}

	@ParameterizedTest
	@ValueSource(strings = { "primary_network_interface.primary_ip.address",
			"primary_network_interface.primary_ipv4_address", "primary_network_attachment.primary_ip.address" })
	void readsTheAddressInEachFormOfTheDocument(String path) {
		TestInstance instance = TestInstance.of("ibm", Map.of(path, "10.240.64.44"));
		assertThat(instance.getAttributes()).containsEntry(path, "10.240.64.44");
		assertThat(instance.getPrivateIp()).isEqualTo("10.240.64.44");
		assertThat(instance.getNetworkInterfaces()).singleElement()
			.satisfies((card) -> assertThat(card.privateAddresses()).containsExactly("10.240.64.44"))
			.satisfies((card) -> assertThat(card.subnet()).isEqualTo("0717-f1b7d3e8-6a94-4c20-95ed-2b08c4a7e613"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "crn:v1:<b>:public:is:us-south-1:a/0123::instance:1",
			"crn:v1:bluemix:public:is:us-south-1:a/0123::instance:</b>" })
	void whenTheCrnHasMarkupTheAccountIsMissing(String crn) {
		TestInstance instance = TestInstance.of("ibm", Map.of("crn", crn));
		assertThat(instance.getInstanceId()).isNotNull();
		assertThat(instance.getAccountId()).isNull();
	}

	@Test
	void readsEachNetworkAttachmentOnceThePrimaryFirst() {
		TestInstance instance = TestInstance.of("ibm");
		stub(instance, 200, """
				{"id":"0717_2c9f","crn":"crn:v1:bluemix:public:is:us-south-1:a/1::instance:0717_2c9f",
				"vpc":{"id":"r006-8e3d"},
				"network_attachments":[{"id":"b","primary_ip":{"address":"10.0.0.2"},"subnet":{"id":"s-2"}},
				  {"id":"a","primary_ip":{"address":"10.0.0.1"},"subnet":{"id":"s-1"}}],
				"network_interfaces":[{"id":"b","primary_ip":{"address":"10.0.0.2"},"subnet":{"id":"s-2"}},
				  {"id":"a","primary_ip":{"address":"10.0.0.1"},"subnet":{"id":"s-1"}}],
				"primary_network_attachment":{"id":"a","primary_ip":{"address":"10.0.0.1"},"subnet":{"id":"s-1"}},
				"primary_network_interface":{"id":"a","primary_ip":{"address":"10.0.0.1"},"subnet":{"id":"s-1"}}}
				""");
		assertThat(instance.getNetworkInterfaces()).containsExactly(
				new NetworkInterface(null, List.of("10.0.0.1"), List.of(), "s-1", "r006-8e3d"),
				new NetworkInterface(null, List.of("10.0.0.2"), List.of(), "s-2", "r006-8e3d"));
	}

	@Test
	void asksForATokenWhereItCameFromBefore() {
		TestInstance instance = TestInstance.of("ibm");
		instance.respondTo("PUT", TOKEN).with(404, "");
		assertThat(instance.getRegion()).isEqualTo("us-south");
		assertThat(instance.getRequests()).containsExactly("PUT " + TOKEN,
				"PUT /instance_identity/v1/token?version=2022-03-01", "GET " + INSTANCE);
	}

	@Test
	void asksForANewTokenOnceIfTheOldOneIsRejected() {
		TestInstance instance = TestInstance.of("ibm");
		instance.respondTo("GET", INSTANCE).with(401, "").asBefore();
		assertThat(instance.getRegion()).isEqualTo("us-south");
		assertThat(instance.getRequests()).containsExactly("PUT " + TOKEN, "GET " + INSTANCE, "PUT " + TOKEN,
				"GET " + INSTANCE);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			<html>welcome</html>
			``
			null
			[{"id":"x","crn":"crn:v1"}]
			{"id":"x"}
			{"id":"x","crn":null}
			{"id":"x","crn":5}
			{"id":"x","crn":["crn:v1"]}
			{"crn":"crn:v1"}
			{"id":"x","crn":"crn:v1"
			""")
	void isNotFooledByWhatIsNoDocument(String body) {
		TestInstance instance = TestInstance.of("ibm");
		stub(instance, 200, (body != null) ? body : "");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.IBM);
		assertThat(instance.getPlatform()).isEqualTo("ibm_cloud.vpc");
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getFetchedAt()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("describes no instance of IBM Cloud");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>welcome</html>", "", "token", "{\"access_token\":null}",
			"{\"access_token\":\"a\\r\\nb: c\"}", "[]" })
	void sendsNoTokenThatIsNone(String body) {
		TestInstance instance = TestInstance.of("ibm");
		instance.respondTo("PUT", TOKEN).with(body);
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("no token");
		assertThat(instance.getRequests()).containsExactly("PUT " + TOKEN);
	}

	@Test
	void takesOddValuesAsAbsentOrAsText() {
		TestInstance instance = TestInstance.of("ibm");
		stub(instance, 200, """
				{"id":717,"crn":"crn:v1:bluemix","name":"a\\nb","zone":"us-south-1","profile":{"name":null},
				"image":[{"id":"x"}],"primary_network_interface":{"primary_ip":"10.0.0.1"},
				"initialization":{"user_data":"not for you"}}
				""");
		assertThat(instance.getInstanceId()).isEqualTo("717");
		assertThat(instance.getAccountId()).isNull();
		assertThat(instance.getInstanceName()).isNull();
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getInstanceType()).isNull();
		assertThat(instance.getImageId()).isNull();
		assertThat(instance.getPrivateIp()).isEqualTo("10.0.0.1");
		assertThat(instance.getAttributes()).doesNotContainValue("not for you");
	}

	@ParameterizedTest
	@CsvSource({ "401, refuses the request", "403, refuses the request", "404, status 404", "429, busy", "500, busy",
			"302, status 302" })
	void saysWhatToDoIfTheServiceRefuses(int status, String advice) {
		TestInstance instance = TestInstance.of("ibm");
		stub(instance, status, "");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.IBM);
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains(advice);
	}

	@Test
	void saysHowToTurnItOnIfItIsSilent() {
		TestInstance instance = TestInstance.of("ibm");
		instance.respondTo((request) -> request.method().equals("PUT")).failWith(Kind.TIMEOUT);
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.IBM);
		assertThat(instance.getFailures()).singleElement()
			.asString()
			.contains("received no response in time", "--metadata-service true", "https://api.metadata.cloud.ibm.com");
	}

	@Test
	void saysHowToTurnItOnIfNothingListens() {
		TestInstance instance = TestInstance.of("ibm");
		instance.respondTo((request) -> true).failWith(Kind.REFUSED);
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.IBM);
		assertThat(instance.getFailures()).singleElement()
			.asString()
			.contains("was refused", "--metadata-service true");
	}

	@Test
	void livesAtTheAddressThatTheVendorDocuments() {
		assertThat(MetadataServices.of(CloudProvider.IBM).getEndpoint((name) -> null).uri())
			.hasToString("http://169.254.169.254");
		assertThat(MetadataServices.of(CloudProvider.IBM)
			.getEndpoint(Map.of("cloudmeta.ibm.endpoint", "https://api.metadata.cloud.ibm.com")::get)
			.uri()).hasToString("https://api.metadata.cloud.ibm.com");
		assertThat(MetadataServices.of(CloudProvider.IBM).isProbed()).isFalse();
	}

	private static void stub(TestInstance instance, int status, String body) {
		instance.respondTo("GET", INSTANCE).with(status, body);
	}

}
