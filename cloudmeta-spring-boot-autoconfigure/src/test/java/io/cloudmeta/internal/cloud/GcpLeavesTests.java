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
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GcpMetadataService} in pods and where there is no machine, and for
 * {@link GcpLeaves}.
 */
class GcpLeavesTests {

	private static final String TREE = "GET /computeMetadata/v1/?recursive=true&alt=json";

	@Test
	void readsAPodWithWorkloadIdentityLeafByLeaf() {
		TestInstance instance = pod(Map.of("instanceId", "8127364509182736450", "availabilityZone", "europe-west4-b",
				"instance/attributes/cluster-location", "europe-west1"));
		assertThat(instance.getInstanceId()).isEqualTo("8127364509182736450");
		assertThat(instance.getAccountId()).isEqualTo("parcels-test-418");
		// the node's place, not the cluster's
		assertThat(instance.getRegion()).isEqualTo("europe-west4");
		assertThat(instance.getAvailabilityZone()).isEqualTo("europe-west4-b");
		assertThat(instance.getInstanceType()).isNull();
		assertThat(instance.getInstanceName()).isNull();
		assertThat(instance.getPrivateIp()).isNull();
		assertThat(instance.getRequests()).containsExactly(TREE, leaf("instance/id"), leaf("project/project-id"),
				leaf("instance/zone"));
		instance.resetRequests();
		assertThat(instance.getHostname()).startsWith("parcels-7.");
		assertThat(named(instance, "clusterName")).isEqualTo("parcels-cluster");
		assertThat(named(instance, "clusterLocation")).isEqualTo("europe-west1");
		assertThat(instance.getHostname()).isNotNull();
		assertThat(instance.getRequests()).containsExactly(leaf("instance/hostname"),
				leaf("instance/attributes/cluster-name"), leaf("instance/attributes/cluster-location"));
		assertThat(instance.getAttribute("instance/id")).isEqualTo("8127364509182736450");
		assertThat(instance.getFailures()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void readsMetadataThatIsConcealedLeafByLeaf(boolean kubernetes) {
		TestInstance instance = TestInstance.of("gcp",
				CloudSimulator.of("gcp_kubernetes_engine").value("workloadMetadata", "SECURE"),
				Map.of("KUBERNETES_SERVICE_HOST", kubernetes ? "10.0.0.1" : ""));
		assertThat(instance.getAvailabilityZone()).isEqualTo("europe-north1-c");
		assertThat(instance.getRequests()).hasSize(4);
		assertThat(instance.getInstanceType()).isEqualTo("n2-standard-4");
		assertThat(instance.getInstanceName()).isEqualTo("parcels-7");
		assertThat(instance.getPrivateIp()).isEqualTo("10.166.5.38");
		assertThat(instance.getPublicIp()).isEqualTo("192.0.2.146");
		assertThat(instance.getRequests()).hasSize(8);
		assertThat(instance.getFailures()).isEmpty();
	}

	/** What a pod got that asked too early. */
	@ParameterizedTest
	@CsvSource({ "500, Could not recursively fetch uri", "502, ''", "503, ''", "504, ''" })
	void saysWhatToDoIfTheServerOfAPodIsNotReady(int status, String body) {
		assertThat(failureOfPod(status, body, true))
			.contains("GKE's metadata server is not ready (status %d)".formatted(status), "init container",
					"cloudmeta.fetch.timeout")
			.doesNotContain("overloaded", "recursively");
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 499 })
	void distinguishesAnOverloadedServerFromOneThatIsNotReady(int status) {
		assertThat(failureOfPod(status, "", true))
			.contains("Google's metadata service is busy (status %d)".formatted(status), "overloaded")
			.doesNotContain("init container");
	}

	@Test
	void tellsAMachineWhoseServerIsBusyFromAPod() {
		assertThat(failureOfPod(503, "", false)).contains("Google's metadata service is busy (status 503)")
			.doesNotContain("init container", "GKE");
	}

	private static String failureOfPod(int status, String body, boolean pod) {
		TestInstance instance = pod ? pod(Map.of()) : TestInstance.of("gcp");
		instance.respondTo((request) -> true).with(status, body);
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
		assertThat(instance.getFailures()).hasSize(1);
		return instance.getFailures().get(0);
	}

	@Test
	void saysWhatToDoIfTheServerOfAPodDoesNotListen() {
		TestInstance instance = pod(Map.of());
		instance.respondTo((request) -> true).failWith(Kind.REFUSED);
		assertThat(instance.getFailures()).singleElement()
			.asString()
			.contains("GKE's metadata server does not listen yet", "init container", "cloudmeta.fetch.timeout",
					"network policy");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "00f8a1c44e7d00f8a1c4 | europe-west4 | p", "epdabcdefghijklmnopq | projects/1/regions/x | p",
					"00f8 | projects/1/regions/x | p", "00f8a1c44e7d00f8a1c4 | projects/1/regions/x | ''",
					"00f8a1c44e7d00f8a1c4 | <html> | p", "'' | projects/1/regions/x | p" })
	void rejectsADocumentThatIsAlmostCloudRuns(String id, String region, String project) {
		TestInstance instance = TestInstance.of("gcp", CloudSimulator.of("gcp_cloud_run"), Map.of());
		String document = "{\"instance\":{\"id\":\"%s\",\"region\":\"%s\"},\"project\":{\"projectId\":\"%s\"}}"
			.formatted(id, region, project);
		instance.respondTo((request) -> request.uri().getPath().equals("/computeMetadata/v1/"))
			.withJson(document)
			.header("Metadata-Flavor", "Google");
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
		assertThat(instance.getRegion()).isNull();
	}

	@Test
	void keepsARealZoneBesideTheRegion() {
		TestInstance instance = TestInstance.of("gcp", CloudSimulator.of("gcp_cloud_run")
			.value("instance.zone", "projects/730164928517/zones/europe-north1-b"), Map.of());
		assertThat(instance.getAvailabilityZone()).isEqualTo("europe-north1-b");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "200 | <html>hotel</html>", "200 | ''", "200 | null", "200 | {\"instance\":{\"id\":[1]}}",
					"200 | {\"compute\":{\"vmId\":\"x\"}}", "403 | <html>hotel</html>", "403 | concealed",
					"404 | <html>hotel</html>", "404 | ''", "400 | bad", "302 | ''", "401 | no" })
	void takesNothingFromAUselessAnswer(int status, String body) {
		for (String flavor : List.of("Google", "none")) {
			TestInstance instance = pod(Map.of());
			instance.respondTo((request) -> true)
				.with(status, body)
				.header("Metadata-Flavor", flavor)
				.header("Location", "http://127.0.0.1:1/");
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getAccountId()).isNull();
			assertThat(instance.getFailures()).isNotEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "instance/id, not-a-number", "instance/id, ''", "instance/id, <html>", "project/project-id, ''",
			"project/project-id, <html>" })
	void wantsTheLeavesOfAnInstance(String path, String value) {
		TestInstance instance = pod(Map.of());
		instance.respondTo("GET", "/computeMetadata/v1/" + path).with(value).header("Metadata-Flavor", "Google");
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
		assertThat(instance.getAccountId()).isNull();
	}

	@Test
	void aLeafThatIsUselessIsAbsent() {
		TestInstance instance = pod(Map.of());
		instance.respondTo("GET", "/computeMetadata/v1/instance/zone")
			.with("<html>\nhotel</html>")
			.header("Metadata-Flavor", "Google");
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getAccountId()).isEqualTo("parcels-test-418");
	}

	private static TestInstance pod(Map<String, String> values) {
		return TestInstance.of("gcp", CloudSimulator.of("gcp_kubernetes_engine").values(values), Map.of());
	}

	private static String leaf(String path) {
		return "GET /computeMetadata/v1/" + path;
	}

	private static String named(TestInstance instance, String name) {
		return instance.getAttribute(MetadataServices.of(CloudProvider.GCP).getNames().get(name));
	}

}
