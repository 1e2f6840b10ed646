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

import io.cloudmeta.CloudProvider;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for what is read from Google Compute Engine.
 */
class GcpMetadataServiceTests {

	@Test
	void readsEachValue() {
		TestInstance instance = TestInstance.of("gcp",
				Map.ofEntries(entry("availabilityZone", "europe-west4-b"), entry("accountId", "acme-orders-prod"),
						entry("instanceId", "18127364509182736450"), entry("instanceName", "orders-1"),
						entry("instanceType", "n2d-standard-4"),
						entry("imageId", "projects/debian-cloud/global/images/debian-12"),
						entry("hostname", "orders-1.internal"), entry("privateIp", "10.164.0.21"),
						entry("publicIp", "203.0.113.77"), entry("tags.gpu", "")));
		assertThat(instance.getPlatform()).isEqualTo("gcp_compute_engine");
		assertThat(instance.getRegion()).isEqualTo("europe-west4");
		assertThat(instance.getAvailabilityZone()).isEqualTo("europe-west4-b");
		assertThat(instance.getAccountId()).isEqualTo("acme-orders-prod");
		assertThat(instance.getInstanceId()).isEqualTo("18127364509182736450");
		assertThat(instance.getInstanceName()).isEqualTo("orders-1");
		assertThat(instance.getInstanceType()).isEqualTo("n2d-standard-4");
		assertThat(instance.getImageId()).isEqualTo("projects/debian-cloud/global/images/debian-12");
		assertThat(instance.getHostname()).isEqualTo("orders-1.internal");
		assertThat(instance.getPrivateIp()).isEqualTo("10.164.0.21");
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.77");
		assertThat(instance.getTags()).containsEntry("gpu", "").containsEntry("http-server", "");
		assertThat(instance.getNetworkInterfaces()).singleElement()
			.satisfies((card) -> assertThat(card.mac()).startsWith("42:01:"))
			.satisfies((card) -> assertThat(card.subnet()).isEqualTo("10.164.0.0/24"))
			.satisfies((card) -> assertThat(card.network()).isEqualTo("parcels"));
		assertThat(instance.getRequests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "TRUE, spot", "FALSE, on-demand", "'',", "maybe," })
	void readsTheLifecycleFromTheDocument(String preemptible, String lifecycle) {
		TestInstance instance = TestInstance.of("gcp", Map.of("instance/scheduling/preemptible", preemptible));
		assertThat(instance.getLifecycle()).isEqualTo(lifecycle);
		assertThat(instance.getRequests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "FALSE, STANDARD, on-demand", "TRUE, SPOT, spot", ", SPOT, spot", "FALSE, FLEX_START, FLEX_START",
			", STANDARD, on-demand", ",," })
	void whenTheProvisioningModelIsServedDoesNotCallAnotherOneOnDemand(String preemptible, String model,
			String lifecycle) {
		assertThat(GcpMetadataService.lifecycle(preemptible, model)).isEqualTo(lifecycle);
	}

	@Test
	void isSilentAboutWhatAnInstanceDoesNotHave() {
		TestInstance instance = TestInstance.of("gcp", Map.of("publicIp", "", "imageId", ""));
		assertThat(instance.getPublicIp()).isNull();
		assertThat(instance.getImageId()).isNull();
		assertThat(instance.getRequests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<b>projects/1/zones/europe-west4-b", "projects/1/zones/<b>europe-west4-b</b>",
			"<html><a href=/zones/europe-west4-b", "projects/<i>/zones/europe-west4-b",
			"projects/..?/zones/europe-west4-b" })
	void zoneAndTypeWithMarkupAreMissing(String text) {
		TestInstance instance = TestInstance.of("gcp", Map.of("instance.zone", text, "instance.machineType", text));
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getInstanceType()).isNull();
		assertThat(instance.getInstanceId()).isNotNull();
		if (!text.startsWith("<")) {
			assertThat(instance.getFailures()).anyMatch((failure) -> failure.contains("availabilityZone"))
				.anyMatch((failure) -> failure.contains("instanceType"));
		}
	}

	@Test
	void zoneWithMarkupIsMissingInAPodToo() {
		TestInstance instance = TestInstance.of("gcp",
				CloudSimulator.of("gcp_kubernetes_engine").value("instance.zone", "projects/<i>/zones/europe-west4-b"),
				Map.of());
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getInstanceId()).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "instance/zone, projects/730164928517/zones/europe-north1-c, 0",
			"instance/machine-type, projects/730164928517/machineTypes/n2-standard-4, 0",
			"instance/network-interfaces/0/ip, 10.166.5.38, 0", "project/numeric-project-id, 730164928517, 0",
			"instance/attributes/team, parcels, 1", "instance/service-accounts/default/email, , 1",
			"instance/nope, , 1" })
	void findsWhatItHasAndFetchesTheRest(String path, String value, int requests) {
		TestInstance instance = TestInstance.of("gcp");
		instance.getRegion();
		instance.resetRequests();
		String found = instance.getAttribute(path);
		assertThat(found).isEqualTo(path.endsWith("email") ? found : value);
		assertThat(path.endsWith("email") && found == null).isFalse();
		assertThat(instance.getRequests()).hasSize(requests);
	}

	@Test
	void findsEachOfItsOwnNames() {
		TestInstance instance = TestInstance.of("gcp",
				Map.of("instance.attributes.cluster-name", "prod", "instance.attributes.cluster-location",
						"europe-north1", "instance.attributes.accelerator-type", "v5p-8",
						"instance.attributes.agent-worker-number", "3", "instance.attributes.worker-network-endpoints",
						"unknown:unknown:10.130.0.5", "instance.attributes.physical_host", "/3e6c/91ab/77f0"));
		Map<String, String> names = MetadataServices.of(CloudProvider.GCP).getNames();
		names.forEach((name, path) -> assertThat(instance.getAttribute(path)).as(name).isNotNull());
		assertThat(instance.getAttribute(names.get("clusterName"))).isEqualTo("prod");
	}

	@ParameterizedTest
	@ValueSource(strings = { "instance/service-accounts/default/token", "instance/service-accounts/default/identity",
			"instance/service-accounts/", "instance/attributes/", "instance/attributes/user-data",
			"instance/attributes/startup-script", "instance/attributes/ssh-keys", "project/attributes/sshKeys",
			"instance/attributes/kube-env", "instance/attributes/db-password", "Instance/Attributes/User-Data",
			"instance/guest-attributes/x", "../v1beta1/instance/", "instance/?recursive=true", "instance/../../x" })
	void readsNothingOutsideItsTreeAndNoSecret(String path) {
		TestInstance.of("gcp").assertRefuses(path);
	}

	@Test
	void keepsNoSecretOfTheDocument() {
		TestInstance instance = TestInstance.of("gcp", Map.of("instance.attributes.user-data", "s3cr3t"));
		assertThat(instance.getAttributes()).containsKey("instance.zone");
		assertThat(instance.getAttributes().keySet())
			.noneMatch((path) -> path.contains("attributes") || path.contains("serviceAccounts"));
		assertThat(instance.getAttributes().values()).doesNotContain("s3cr3t");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "X-Forwarded-For is not allowed | forwards", "Missing Metadata-Flavor:Google header. | removes",
					"This metadata endpoint is concealed. | Workload Identity",
					"Your client does not have permission | X-Forwarded-For" })
	void refusalNamesWhatTheResponseShows(String body, String expected) {
		TestInstance instance = TestInstance.of("gcp");
		instance.respondTo((request) -> true)
			.with(403, "<html>" + body + "</html>")
			.header("Metadata-Flavor", "Google");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains(expected);
		assertThat(instance.getFailures().get(0).contains("conceal"))
			.isEqualTo(body.contains("conceal") || body.contains("permission"));
	}

	@Test
	void wantsGooglesHeaderOnEachAnswer() {
		TestInstance instance = TestInstance.of("gcp");
		instance.respondTo((request) -> true).withJson("{\"instance\":{\"id\":1},\"project\":{\"projectId\":\"p\"}}");
		assertThat(instance.getAccountId()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("does not identify itself");
	}

	@Test
	void usesTheEndpointOfTheSettingsOrTheSdk() {
		assertThat(endpoint(Map.of())).isEqualTo("http://169.254.169.254");
		assertThat(endpoint(Map.of("GCE_METADATA_HOST", "localhost:8099"))).isEqualTo("http://localhost:8099");
		assertThat(endpoint(Map.of("GCE_METADATA_HOST", "a", "cloudmeta.gcp.endpoint", "http://b/")))
			.isEqualTo("http://b");
	}

	private static String endpoint(Map<String, String> environment) {
		return MetadataServices.of(CloudProvider.GCP).getEndpoint(environment::get).uri().toString();
	}

}
