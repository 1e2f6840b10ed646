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

import java.net.http.HttpResponse;
import java.util.Map;

import com.github.tomakehurst.wiremock.common.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wiremock.com.fasterxml.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the simulated EC2, over HTTP.
 */
class AwsSimulationTests {

	private static final String TOKEN = "/latest/api/token";

	private static final String DOCUMENT = "/latest/dynamic/instance-identity/document";

	private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds";

	private static final String TOKEN_HEADER = "X-aws-ec2-metadata-token";

	private CloudSimulator cloud = CloudSimulator.start("aws");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void tokenIsIssuedWithItsTimeToLive() throws Exception {
		HttpResponse<String> response = client(TTL, "21600").put(TOKEN);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).matches("[A-Za-z0-9_=-]{56}");
		assertThat(response.headers().firstValue(TTL)).hasValue("21600");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain");
		assertThat(response.headers().firstValue("Server")).hasValue("EC2ws");
		assertThat(response.headers().firstValue("Content-Length")).hasValue("56");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "21601", "-1", "many", "" })
	void whenTimeToLiveIsOutOfRangeTokenIsRefused(String ttl) throws Exception {
		assertThat(client(TTL, ttl).put(TOKEN).statusCode()).isEqualTo(400);
	}

	@Test
	void whenTimeToLiveIsMissingTokenIsRefused() throws Exception {
		assertThat(client().put(TOKEN).statusCode()).isEqualTo(400);
	}

	@Test
	void whenPathHasAVersionTokenIsForbidden() throws Exception {
		assertThat(client(TTL, "60").put("/2021-03-23/api/token").statusCode()).isEqualTo(403);
	}

	@Test
	void whenTokenRequestWasForwardedItIsForbidden() throws Exception {
		assertThat(client(TTL, "60", "X-Forwarded-For", "203.0.113.5").put(TOKEN).statusCode()).isEqualTo(403);
	}

	@Test
	void whenTokenIsReadMethodIsNotAllowed() throws Exception {
		HttpResponse<String> response = client().get(TOKEN);
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(response.headers().firstValue("Allow")).hasValue("OPTIONS, PUT");
	}

	@Test
	void whenDataIsReadWithoutTokenItIsUnauthorized() throws Exception {
		HttpResponse<String> response = client().get(DOCUMENT);
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("Server")).hasValue("EC2ws");
		assertThat(response.body()).contains("401 - Unauthorized");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/metadata/instance?api-version=2021-12-13", "/computeMetadata/v1/?recursive=true", "/" })
	void whenOtherCloudsPathsAreReadWithoutTokenTheyAreUnauthorized(String path) throws Exception {
		assertThat(client("Metadata", "true", "Metadata-Flavor", "Google").get(path).statusCode()).isEqualTo(401);
	}

	@Test
	void whenTokenIsUnknownDataIsUnauthorized() throws Exception {
		assertThat(client(TOKEN_HEADER, "not-issued").get(DOCUMENT).statusCode()).isEqualTo(401);
	}

	@Test
	void whenTokenHasExpiredDataIsUnauthorized() throws Exception {
		String token = client(TTL, "1").put(TOKEN).body();
		assertThat(client(TOKEN_HEADER, token).get(DOCUMENT).statusCode()).isEqualTo(200);
		Thread.sleep(1100);
		assertThat(client(TOKEN_HEADER, token).get(DOCUMENT).statusCode()).isEqualTo(401);
	}

	@Test
	void whenTokenIsOptionalDataIsReadWithoutOneButNotWithAWrongOne() throws Exception {
		restart(CloudSimulator.of("aws").imdsV1());
		assertThat(client().get(DOCUMENT).statusCode()).isEqualTo(200);
		assertThat(client(TOKEN_HEADER, "not-issued").get(DOCUMENT).statusCode()).isEqualTo(401);
		assertThat(client(TTL, "60").put(TOKEN).statusCode()).isEqualTo(200);
	}

	@Test
	void documentHasAllFieldsAsText() throws Exception {
		HttpResponse<String> response = authorized().get(DOCUMENT);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain");
		assertThat(response.body()).startsWith("{\n  \"accountId\" : \"037402851946\",\n");
		assertThat(json(response).keySet()).containsExactly("accountId", "architecture", "availabilityZone",
				"billingProducts", "devpayProductCodes", "marketplaceProductCodes", "imageId", "instanceId",
				"instanceType", "kernelId", "pendingTime", "privateIp", "ramdiskId", "region", "version");
		assertThat(json(response)).containsEntry("billingProducts", null)
			.containsEntry("kernelId", null)
			.containsEntry("region", "eu-central-1")
			.containsEntry("availabilityZone", "eu-central-1b")
			.containsEntry("version", "2017-09-30");
		assertThat((String) json(response).get("instanceId")).matches("i-[0-9a-f]{17}");
		assertThat((String) json(response).get("imageId")).matches("ami-[0-9a-f]{17}");
	}

	@Test
	void treeAndDocumentSayTheSame() throws Exception {
		restart(CloudSimulator.of("aws")
			.value("region", "us-east-2")
			.value("instanceType", "c7g.large")
			.value("privateIp", "172.31.7.8"));
		Map<String, Object> document = json(authorized().get(DOCUMENT));
		assertThat(document).containsEntry("availabilityZone", "us-east-2b");
		assertThat(text("placement/region")).isEqualTo("us-east-2").isEqualTo(document.get("region"));
		assertThat(text("placement/availability-zone")).isEqualTo(document.get("availabilityZone"));
		assertThat(text("placement/availability-zone-id")).isEqualTo("use2-az2");
		assertThat(text("instance-id")).isEqualTo(document.get("instanceId"));
		assertThat(text("instance-type")).isEqualTo("c7g.large").isEqualTo(document.get("instanceType"));
		assertThat(text("ami-id")).isEqualTo(document.get("imageId"));
		assertThat(text("local-ipv4")).isEqualTo("172.31.7.8").isEqualTo(document.get("privateIp"));
		assertThat(text("local-hostname")).isEqualTo("ip-172-31-7-8.us-east-2.compute.internal");
		assertThat(text("network/interfaces/macs/" + text("mac") + "/subnet-ipv4-cidr-block"))
			.isEqualTo("172.31.7.0/24");
		assertThat(text("network/interfaces/macs/" + text("mac") + "/owner-id")).isEqualTo(document.get("accountId"));
	}

	@Test
	void directoriesAreListed() throws Exception {
		assertThat(authorized().get("/").body().split("\n")).startsWith("1.0").endsWith("latest");
		assertThat(authorized().get("/latest/").body()).isEqualTo("dynamic\nmeta-data");
		assertThat(authorized().get("/latest/dynamic/").body()).isEqualTo("fws/\ninstance-identity/");
		assertThat(text("").split("\n")).contains("ami-id", "placement/", "network/", "public-ipv4")
			.doesNotContain("tags/");
		assertThat(text("placement/")).isEqualTo("availability-zone\navailability-zone-id\nregion");
		assertThat(text("placement")).isEqualTo(text("placement/"));
		assertThat(text("network/interfaces/macs/")).isEqualTo(text("mac") + "/");
		assertThat(text("public-keys/")).isEqualTo("0=parcels");
		assertThat(text("public-keys/0/")).isEqualTo("openssh-key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/latest/meta-data/nope", "/latest/meta-data/instance-id/", "/latest/user-data",
			"/latest/meta-data/tags/instance/", "/latest/meta-data/spot/instance-action", "/1999-01-01/meta-data/",
			"/openstack", "/metadata/instance?api-version=2021-12-13", "/latest/meta-data/iam/security-credentials/" })
	void whatIsNotThereIsNotFoundAsAPage(String path) throws Exception {
		HttpResponse<String> response = authorized().get(path);
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).contains("<html").contains("404 - Not Found");
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
	}

	@Test
	void dataCanNotBeWritten() throws Exception {
		assertThat(authorized().put(DOCUMENT).statusCode()).isEqualTo(405);
	}

	@Test
	void headIsAnsweredWithoutABody() throws Exception {
		HttpResponse<String> response = authorized().send("HEAD", "/latest/meta-data/instance-id");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEmpty();
	}

	@Test
	void givenTagsAreThere() throws Exception {
		restart(CloudSimulator.of("aws").value("tags.team", "ml").value("instanceName", "trainer"));
		assertThat(text("tags/instance/")).isEqualTo("Name\nteam");
		assertThat(text("tags/instance/team")).isEqualTo("ml");
		assertThat(text("tags/instance/Name")).isEqualTo("trainer");
	}

	@Test
	void furtherInterfacesAreOnTheirNetworkCards() throws Exception {
		restart(CloudSimulator.of("aws").value("privateIp", "10.42.7.254").value("NetworkInterfaces", "0:1,1:1"));
		assertThat(text("network/interfaces/macs/"))
			.isEqualTo("06:17:04:d7:26:01/\n06:17:04:d7:26:02/\n0a:3f:51:c2:7e:9b/");
		assertThat(text("network/interfaces/macs/0a:3f:51:c2:7e:9b/network-card")).isEqualTo("0");
		assertThat(text("network/interfaces/macs/06:17:04:d7:26:02/network-card")).isEqualTo("1");
		assertThat(text("network/interfaces/macs/06:17:04:d7:26:02/device-number")).isEqualTo("1");
		assertThat(text("network/interfaces/macs/06:17:04:d7:26:01/local-ipv4s")).isEqualTo("10.42.7.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "5", "0:0", "0:1;1:1" })
	void whenInterfacesAreNotAListOfAttachmentsStartFails(String interfaces) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloudSimulator.start("aws", Map.of("NetworkInterfaces", interfaces)))
			.withMessageContaining("0:1,1:1");
	}

	@Test
	void whenTagKeyIsImpossibleStartFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloudSimulator.start("aws", Map.of("tags.cost centre", "7")))
			.withMessageContaining("tags.cost centre")
			.withMessageContaining("no space");
	}

	@Test
	void emptyValuesAreAbsent() throws Exception {
		restart(CloudSimulator.of("aws").value("publicIp", "").value("imageId", ""));
		assertThat(authorized().get("/latest/meta-data/public-ipv4").statusCode()).isEqualTo(404);
		assertThat(authorized().get("/latest/meta-data/ami-id").statusCode()).isEqualTo(404);
		assertThat(json(authorized().get(DOCUMENT))).containsEntry("imageId", null);
		assertThat(text("network/interfaces/macs/" + text("mac")).split("\n")).doesNotContain("public-ipv4s",
				"ipv4-associations/");
	}

	@Test
	void pathsAreValuesToo() throws Exception {
		restart(CloudSimulator.of("aws")
			.value("placement/availability-zone-id", "euc1-az9")
			.value("spot/instance-action", "{\"action\": \"stop\"}")
			.value("placement.partition-number", "3")
			.value("architecture", "arm64")
			.value("billingProducts", "bp-1,bp-2")
			.value("instance-type", "r8g.large")
			.value("user-data", "#!/bin/sh\necho ä"));
		assertThat(text("placement/availability-zone-id")).isEqualTo("euc1-az9");
		assertThat(text("spot/instance-action")).isEqualTo("{\"action\": \"stop\"}");
		assertThat(text("placement/partition-number")).isEqualTo("3");
		assertThat(text("instance-type")).isEqualTo("r8g.large");
		assertThat(authorized().get(DOCUMENT).body()).contains("\"architecture\" : \"arm64\"")
			.contains("\"billingProducts\" : [\"bp-1\",\"bp-2\"]")
			.contains("\"instanceType\" : \"r8g.large\"");
		HttpResponse<String> userData = authorized().get("/latest/user-data");
		assertThat(userData.body()).isEqualTo("#!/bin/sh\necho ä");
		assertThat(userData.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
	}

	@Test
	void regionFollowsTheZone() throws Exception {
		restart(CloudSimulator.of("aws").value("availabilityZone", "us-west-2-lax-1a"));
		assertThat(text("placement/region")).isEqualTo("us-west-2");
		assertThat(authorized().get("/latest/meta-data/placement/availability-zone-id").statusCode()).isEqualTo(404);
	}

	private void restart(CloudSimulator.Builder cloud) {
		this.cloud.close();
		this.cloud = cloud.start();
	}

	private SimulatorClient client(String... headers) {
		return new SimulatorClient(this.cloud, headers);
	}

	private SimulatorClient authorized() throws Exception {
		return client(TOKEN_HEADER, client(TTL, "60").put(TOKEN).body());
	}

	private String text(String path) throws Exception {
		HttpResponse<String> response = authorized().get("/latest/meta-data/" + path);
		assertThat(response.statusCode()).as(path).isEqualTo(200);
		return response.body();
	}

	private static Map<String, Object> json(HttpResponse<String> response) {
		return Json.read(response.body(), new TypeReference<>() {
		});
	}

}
