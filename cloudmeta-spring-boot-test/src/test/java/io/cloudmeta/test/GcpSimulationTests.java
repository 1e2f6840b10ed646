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

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.common.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wiremock.com.fasterxml.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the simulated Google Compute Engine, over HTTP.
 */
class GcpSimulationTests {

	private static final String V1 = "/computeMetadata/v1/";

	private CloudSimulator cloud = CloudSimulator.start("gcp");

	@AfterEach
	void close() {
		this.cloud.close();
	}

	@Test
	void rootNeedsNoHeader() throws Exception {
		HttpResponse<String> response = client().with().get("/");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("computeMetadata/");
		assertMarked(response);
	}

	@ParameterizedTest
	@ValueSource(strings = { V1 + "instance/id", V1 + "?recursive=true", "/computeMetadata/v1", V1 + "nope" })
	void whenHeaderIsMissingRequestIsForbidden(String path) throws Exception {
		HttpResponse<String> response = client().with().get(path);
		assertThat(response.statusCode()).isEqualTo(403);
		assertThat(response.body()).contains("Missing Metadata-Flavor:Google header.");
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
		assertMarked(response);
	}

	@Test
	void whenHeaderHasAnotherValueRequestIsForbidden() throws Exception {
		assertThat(client().with("Metadata-Flavor", "Gogle").get(V1).statusCode()).isEqualTo(403);
	}

	@Test
	void headerOfOldIsAccepted() throws Exception {
		assertThat(client().with("X-Google-Metadata-Request", "True").get(V1).statusCode()).isEqualTo(200);
	}

	@Test
	void whenRequestWasForwardedItIsForbidden() throws Exception {
		assertThat(client().with("Metadata-Flavor", "Google", "X-Forwarded-For", "203.0.113.5").get(V1).statusCode())
			.isEqualTo(403);
	}

	@Test
	void documentIsJson() throws Exception {
		HttpResponse<String> response = client().get(V1 + "?recursive=true&alt=json");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.headers().firstValue("ETag").orElseThrow()).matches("[0-9a-f]{16}");
		assertMarked(response);
		assertThat(json(response)).containsOnlyKeys("instance", "oslogin", "project", "universe");
		assertThat(response.body()).contains("\"id\":6902713845510277364,")
			.contains("\"zone\":\"projects/730164928517/zones/europe-north1-c\"")
			.contains("\"numericProjectId\":730164928517,")
			.contains("\"machineType\":\"projects/730164928517/machineTypes/n2-standard-4\"")
			.contains("\"enable-oslogin\":\"TRUE\"");
		assertThat(client().get(V1 + "?recursive=true").body()).isEqualTo(response.body());
		assertThat(client().get("/computeMetadata/v1?recursive=true").body()).isEqualTo(response.body());
	}

	@Test
	void directoriesAreListedWithOrWithoutSlash() throws Exception {
		assertThat(text("")).isEqualTo("instance/\noslogin/\nproject/\nuniverse/");
		assertThat(text("project/")).isEqualTo("attributes/\nnumeric-project-id\nproject-id");
		assertThat(text("project")).isEqualTo(text("project/"));
		assertThat(text("instance/").split("\n")).contains("attributes/", "cpu-platform", "disks/", "id",
				"machine-type", "network-interfaces/", "service-accounts/", "tags", "zone");
		assertThat(text("instance/network-interfaces/")).isEqualTo("0/");
		assertThat(client().get("/computeMetadata/").body()).isEqualTo("v1/");
	}

	@ParameterizedTest
	@CsvSource({ "instance/id, 6902713845510277364", "instance/name, parcels-7",
			"instance/machine-type, projects/730164928517/machineTypes/n2-standard-4",
			"instance/network-interfaces/0/ip, 10.166.5.38", "instance/network-interfaces/0/mac, 42:01:0a:a6:05:26",
			"instance/network-interfaces/0/gateway, 10.166.5.1",
			"instance/network-interfaces/0/access-configs/0/external-ip, 192.0.2.146",
			"instance/hostname, parcels-7.europe-north1-c.c.parcels-test-418.internal",
			"instance/attributes/team, parcels", "project/project-id, parcels-test-418",
			"universe/universe-domain, googleapis.com",
			"instance/service-accounts/default/email, parcels-vm@parcels-test-418.iam.gserviceaccount.com",
			"instance/service-accounts/parcels-vm@parcels-test-418.iam.gserviceaccount.com/aliases, default" })
	void leavesAreText(String path, String value) throws Exception {
		HttpResponse<String> response = client().get(V1 + path);
		assertThat(response.body()).isEqualTo(value);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/text");
		assertThat(response.headers().firstValue("ETag")).isPresent();
	}

	@Test
	void listsOfWordsAreLinesButNetworkTagsAreJson() throws Exception {
		assertThat(text("instance/service-accounts/default/scopes").split("\n")).hasSize(2);
		HttpResponse<String> tags = client().get(V1 + "instance/tags");
		assertThat(tags.body()).isEqualTo("[\"parcels\",\"http-server\"]");
		assertThat(tags.headers().firstValue("Content-Type")).hasValue("application/json");
	}

	@ParameterizedTest
	@ValueSource(strings = { V1 + "instance/id/", V1 + "instance/nope", V1 + "instance/machineType",
			V1 + "instance/region", V1 + "instance/service-accounts/default/token",
			V1 + "instance/service-accounts/default/identity", V1 + "yandex/folder-id", "/computeMetadata/v2/",
			"/latest/meta-data/instance-id", "/metadata/instance?api-version=2021-12-13", "/openstack" })
	void whatIsNotThereIsNotFound(String path) throws Exception {
		HttpResponse<String> response = client().get(path);
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
		assertMarked(response);
	}

	@Test
	void tokenOfEc2IsNotIssued() throws Exception {
		assertThat(client().with("X-aws-ec2-metadata-token-ttl-seconds", "60").put("/latest/api/token").statusCode())
			.isEqualTo(404);
	}

	@Test
	void dataCanNotBeWritten() throws Exception {
		assertThat(client().put(V1 + "instance/id").statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@ValueSource(strings = { "instance/?alt=json", "instance/?wait_for_change=true&timeout_sec=0",
			"?recursive=true&alt=xml", "instance/?recursive=false&alt=json" })
	void whenParametersDoNotFitRequestIsBad(String path) throws Exception {
		assertThat(client().get(V1 + path).statusCode()).isEqualTo(400);
	}

	@Test
	void recursionAsTextNamesPaths() throws Exception {
		HttpResponse<String> response = client().get(V1 + "?recursive=true&alt=text");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/text");
		assertThat(response.body().split("\n")).contains("instance/disks/0/index 0",
				"instance/network-interfaces/0/access-configs/0/external-ip 192.0.2.146",
				"instance/attributes/enable-oslogin TRUE", "project/project-id parcels-test-418");
	}

	@Test
	void partsOfTheDocumentAreJson() throws Exception {
		assertThat(client().get(V1 + "instance/network-interfaces/0/access-configs/?recursive=true").body())
			.isEqualTo("[{\"externalIp\":\"192.0.2.146\",\"type\":\"ONE_TO_ONE_NAT\"}]");
		assertThat(client().get(V1 + "instance/id?alt=json").body()).isEqualTo("6902713845510277364");
		assertThat(client().get(V1 + "instance/name?alt=json").body()).isEqualTo("\"parcels-7\"");
		assertThat(client().get(V1 + "instance/attributes/enable-oslogin?alt=json").body()).isEqualTo("\"TRUE\"");
	}

	@Test
	void whoWaitsForAChangeWaitsUntilTheTimeout() throws Exception {
		String path = V1 + "instance/maintenance-event?wait_for_change=true";
		long start = System.nanoTime();
		HttpResponse<String> first = client().get(path + "&timeout_sec=30&last_etag=NONE");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
		String etag = first.headers().firstValue("ETag").orElseThrow();
		start = System.nanoTime();
		HttpResponse<String> second = client().get(path + "&timeout_sec=1&last_etag=" + etag);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(990));
		assertThat(second.statusCode()).isEqualTo(200);
		assertThat(second.body()).isEqualTo("NONE");
	}

	@Test
	void valuesAreGivenByGettersNames() throws Exception {
		restart(CloudSimulator.of("gcp")
			.value("region", "us-central1")
			.value("accountId", "acme")
			.value("instanceId", "18446744073709551615")
			.value("instanceType", "e2-small")
			.value("privateIp", "10.1.2.3")
			.value("publicIp", "")
			.value("imageId", "")
			.value("tags.gpu", ""));
		Map<String, Object> document = json(client().get(V1 + "?recursive=true"));
		assertThat(instance(document)).containsEntry("id", new BigInteger("18446744073709551615"))
			.containsEntry("zone", "projects/730164928517/zones/us-central1-c")
			.containsEntry("machineType", "projects/730164928517/machineTypes/e2-small")
			.containsEntry("hostname", "parcels-7.us-central1-c.c.acme.internal")
			.containsEntry("tags", List.of("parcels", "http-server", "gpu"))
			.doesNotContainKey("image");
		assertThat(text("instance/network-interfaces/0/mac")).isEqualTo("42:01:0a:01:02:03");
		assertThat(text("instance/network-interfaces/0/access-configs/")).isEmpty();
		assertThat(client().get(V1 + "instance/image").statusCode()).isEqualTo(404);
	}

	@Test
	void valuesAreGivenByPaths() throws Exception {
		restart(CloudSimulator.of("gcp")
			.value("instance.attributes.team", "ml")
			.value("instance/attributes/user-data", "#cloud-config")
			.value("instance.attributes.some.key-with.dots", "yes")
			.value("instance/cpu-platform", "AMD Turin")
			.value("instance.networkInterfaces[0].mtu", "8896")
			.value("instance.tags", "a,b")
			.value("instance.description", ""));
		assertThat(text("instance/attributes/")).isEqualTo("enable-oslogin\nsome.key-with.dots\nteam\nuser-data");
		assertThat(text("instance/attributes/user-data")).isEqualTo("#cloud-config");
		assertThat(text("instance/attributes/some.key-with.dots")).isEqualTo("yes");
		assertThat(text("instance/attributes/some.key-with.dots?alt=json")).isEqualTo("\"yes\"");
		assertThat(text("instance/cpu-platform")).isEqualTo("AMD Turin");
		assertThat(text("instance/tags")).isEqualTo("[\"a\",\"b\"]");
		assertThat(text("instance/network-interfaces/0/?recursive=true")).contains("\"mtu\":8896");
		assertThat(client().get(V1 + "instance/description").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "instanceId, i-0abc", "instanceId, 18446744073709551616", "tags.team, ml",
			"instance.networkInterfaces.0.mtu, big" })
	void whenValueIsImpossibleStartFails(String name, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start("gcp", Map.of(name, value)))
			.withMessageContaining(name)
			.withMessageContaining(value);
	}

	@Test
	void whenRegionAndZoneContradictStartFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloudSimulator.start("gcp",
					Map.of("region", "us-central1", "availabilityZone", "europe-west4-b")))
			.withMessageContaining("us-central1")
			.withMessageContaining("europe-west4-b");
	}

	private void restart(CloudSimulator.Builder cloud) {
		this.cloud.close();
		this.cloud = cloud.start();
	}

	private SimulatorClient client() {
		return new SimulatorClient(this.cloud, "Metadata-Flavor", "Google");
	}

	private String text(String path) throws Exception {
		HttpResponse<String> response = client().get(V1 + path);
		assertThat(response.statusCode()).as(path).isEqualTo(200);
		return response.body();
	}

	private static void assertMarked(HttpResponse<String> response) {
		assertThat(response.headers().firstValue("Metadata-Flavor")).hasValue("Google");
		assertThat(response.headers().firstValue("Server")).hasValue("Metadata Server for VM");
	}

	private static Map<String, Object> json(HttpResponse<String> response) {
		return Json.read(response.body(), new TypeReference<>() {
		});
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> instance(Map<String, Object> document) {
		return (Map<String, Object>) document.get("instance");
	}

}
