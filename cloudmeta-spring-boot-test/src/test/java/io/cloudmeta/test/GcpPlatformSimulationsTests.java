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
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the simulated platforms of Google, over HTTP.
 */
class GcpPlatformSimulationsTests {

	private static final String V1 = "/computeMetadata/v1/";

	@ParameterizedTest
	@ValueSource(strings = { "gcp_cloud_run", "gcp_cloud_functions", "gcp_app_engine" })
	void serverlessPlatformsKnowLittle(String name) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start(name)) {
			assertThat(body(cloud, "instance/")).isEqualTo("id\nregion\nservice-accounts/\nzone");
			assertThat(body(cloud, "project/")).isEqualTo("numeric-project-id\nproject-id");
			assertThat(body(cloud, "instance/region")).isEqualTo("projects/730164928517/regions/europe-north1");
			assertThat(body(cloud, "instance/zone")).isEqualTo("projects/730164928517/zones/europe-north1-1");
			assertThat(body(cloud, "instance/id")).matches("[0-9a-f]{68}");
			assertThat(body(cloud, "?recursive=true")).contains("\"numericProjectId\":730164928517")
				.contains("\"id\":\"00")
				.doesNotContain("machineType", "networkInterfaces", "attributes");
			for (String absent : new String[] { "instance/name", "instance/machine-type", "instance/attributes/" }) {
				assertThat(get(cloud, absent).statusCode()).isEqualTo(404);
			}
			HttpResponse<String> token = new SimulatorClient(cloud).put("/latest/api/token");
			assertThat(token.statusCode()).isEqualTo(404);
			assertThat(token.headers().firstValue("Server")).contains("Metadata Server for Serverless");
			assertThat(Path.of(cloud.getProperties().get("cloudmeta.detection.sysfs"))).isEmptyDirectory();
		}
	}

	@Test
	void valuesOfCloudRunFitTogether() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_cloud_run",
				Map.of("region", "us-west1", "instanceId", "00ab", "instance/zone", "projects/1/zones/us-west1-b",
						"K_SERVICE", "orders", "K_CONFIGURATION", ""))) {
			assertThat(body(cloud, "instance/region")).endsWith("/us-west1");
			assertThat(body(cloud, "instance/zone")).endsWith("/us-west1-b");
			assertThat(body(cloud, "instance/id")).isEqualTo("00ab");
			assertThat(cloud.getProperties()).containsEntry("K_SERVICE", "orders")
				.containsEntry("K_REVISION", "orders-00007-xim")
				.doesNotContainKey("K_CONFIGURATION")
				.doesNotContainKey("CLOUD_RUN_JOB");
		}
	}

	@ParameterizedTest
	@CsvSource({ "CLOUD_RUN_JOB, CLOUD_RUN_EXECUTION", "CLOUD_RUN_WORKER_POOL, CLOUD_RUN_REVISION" })
	void cloudRunIsNoServiceIfATestNamesAnotherKind(String variable, String other) {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_cloud_run", Map.of(variable, "queue"))) {
			assertThat(cloud.getProperties()).containsEntry(variable, "queue").doesNotContainKey("K_SERVICE");
			assertThat(cloud.getProperties().get(other)).startsWith("queue-");
		}
	}

	@Test
	void theVariablesOfAppEngineNameTheProject() {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_app_engine", Map.of("accountId", "acme"))) {
			assertThat(cloud.getProperties()).containsEntry("GAE_ENV", "standard")
				.containsEntry("GAE_APPLICATION", "e~acme")
				.containsEntry("GOOGLE_CLOUD_PROJECT", "acme");
		}
	}

	@ParameterizedTest
	@CsvSource({ "gcp_cloud_run, instanceType", "gcp_cloud_run, availabilityZone", "gcp_cloud_run, GAE_ENV",
			"gcp_app_engine, K_SERVICE", "gcp_kubernetes_engine, workloadMetadata",
			"gcp_cloud_run, project.numericProjectId" })
	void whatAPlatformDoesNotHaveIsRefused(String name, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudSimulator.start(name, Map.of(value, "x")))
			.withMessageContaining(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "instance/id", "instance/zone", "instance/hostname", "instance/attributes/cluster-name",
			"instance/attributes/cluster-location", "instance/attributes/cluster-uid", "project/project-id",
			"project/numeric-project-id", "instance/service-accounts/default/email" })
	void aPodWithWorkloadIdentitySeesSomeLeaves(String path) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_kubernetes_engine")) {
			HttpResponse<String> response = get(cloud, path);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).isNotBlank();
			assertThat(response.headers().firstValue("Metadata-Flavor")).contains("Google");
			assertThat(new SimulatorClient(cloud).get(V1 + path).statusCode()).isEqualTo(403);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?recursive=true", "instance/", "instance/?recursive=true", "instance/name",
			"instance/machine-type", "instance/tags", "instance/network-interfaces/0/ip", "project/",
			"instance/attributes/kube-env", "instance/attributes/" })
	void aPodWithWorkloadIdentitySeesNothingElse(String path) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_kubernetes_engine")) {
			assertThat(get(cloud, path).statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@CsvSource({ "?recursive=true, 403", "instance/?recursive=true, 403", "instance/attributes/kube-env, 403",
			"instance/service-accounts/default/identity, 403", "instance/service-accounts/?recursive=true, 200",
			"instance/, 200", "instance/name, 200", "instance/machine-type, 200", "instance/nope, 404" })
	void aProxyConcealsSomeOfTheMachinesMetadata(String path, int status) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_kubernetes_engine",
				Map.of("workloadMetadata", "SECURE"))) {
			HttpResponse<String> response = get(cloud, path);
			assertThat(response.statusCode()).isEqualTo(status);
			assertThat(response.body().contains("concealed")).isEqualTo(status == 403);
			assertThat(response.headers().firstValue("Metadata-Flavor").isPresent()).isEqualTo(status != 403);
		}
	}

	@Test
	void aPodMaySeeTheMachinesOwnServer() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("gcp_kubernetes_engine",
				Map.of("workloadMetadata", "GCE_METADATA", "region", "us-west1"))) {
			assertThat(body(cloud, "?recursive=true")).contains("machineType", "us-west1-c", "cluster-name");
			assertThat(body(cloud, "instance/attributes/cluster-location")).isEqualTo("us-west1");
			assertThat(cloud.getProperties()).containsEntry("KUBERNETES_SERVICE_HOST", "10.30.0.1");
		}
	}

	private static String body(CloudSimulator cloud, String path) throws Exception {
		HttpResponse<String> response = get(cloud, path);
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	private static HttpResponse<String> get(CloudSimulator cloud, String path) throws Exception {
		return new SimulatorClient(cloud, "Metadata-Flavor", "Google").get(V1 + path);
	}

}
