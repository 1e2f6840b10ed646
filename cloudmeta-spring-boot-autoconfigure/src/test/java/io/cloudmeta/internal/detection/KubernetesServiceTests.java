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

package io.cloudmeta.internal.detection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for which service of a cloud runs a pod: the variables of Kubernetes are those of
 * any cluster.
 */
class KubernetesServiceTests {

	private static final String SERVICE_CA = "var/run/secrets/kubernetes.io/serviceaccount/service-ca.crt";

	@ParameterizedTest
	@CsvSource({ "aws, CLOUD, aws_ec2", "azure, CLOUD, azure.vm", "azure, NONE, azure.vm",
			"gcp, CLOUD, gcp_compute_engine", "gcp, NONE, gcp_compute_engine", "ibm, CLOUD, ibm_cloud.vpc" })
	void podOnAClusterOfOnesOwnIsOnAMachine(String cloud, Dmi dmi, String platform) {
		try (CloudSimulator simulator = CloudSimulator.of(cloud).dmi(dmi).start();
				DetectedCloudInstance instance = pod(simulator).instance()) {
			assertThat(instance.getPlatform()).isEqualTo(platform);
			assertThat(instance.getInstanceType()).isNotNull();
			assertThat(instance.getAttributes()).containsEntry("KUBERNETES_SERVICE_HOST", "172.30.0.1");
		}
	}

	@ParameterizedTest
	@CsvSource({ "aws, CLOUD, aws_openshift", "azure, CLOUD, azure.openshift", "azure, NONE, azure.openshift",
			"gcp, CLOUD, gcp_openshift", "ibm, CLOUD, ibm_cloud_openshift", "alibaba, CLOUD, alibaba_cloud_openshift" })
	void podWithTheAuthorityOfOpenShiftIsOnOpenShift(String cloud, Dmi dmi, String platform) throws IOException {
		try (CloudSimulator simulator = CloudSimulator.of(cloud).dmi(dmi).start();
				DetectedCloudInstance instance = openShift(pod(simulator)).instance()) {
			assertThat(instance.getProvider().getId()).isEqualTo(cloud);
			assertThat(instance.getPlatform()).isEqualTo(platform);
			assertThat(instance.getInstanceType()).isNotNull();
		}
	}

	@Test
	void podOfOpenShiftWithARoleIsNotOnEks() throws IOException {
		try (CloudSimulator simulator = CloudSimulator.start("aws_eks", Map.of("HttpPutResponseHopLimit", "2"));
				DetectedCloudInstance instance = openShift(TestSettings.of(simulator)).instance()) {
			assertThat(instance.getPlatform()).isEqualTo("aws_openshift");
		}
	}

	@Test
	void podOfOpenShiftOnMachinesOfOnesOwnIsOnKubernetes() throws IOException {
		try (CloudSimulator simulator = CloudSimulator.start("kubernetes");
				DetectedCloudInstance instance = openShift(TestSettings.of(simulator).probedOnly()).instance()) {
			assertThat(instance.getPlatform()).isEqualTo("kubernetes");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "MC_rg_cluster_northeurope | pool | azure.aks", "nodes | aks-pool1-27143958-vmss | azure.aks",
					"nodes | akswin | azure.vm", "aro-x1y2z3 | '' | azure.vm",
					"nodes | aks-like-but-not-vmss | azure.vm" })
	void aksIsKnownByTheNamesOfItsNodes(String group, String scaleSet, String platform) {
		try (CloudSimulator simulator = CloudSimulator.start("azure",
				Map.of("compute.resourceGroupName", group, "compute.vmScaleSetName", scaleSet));
				DetectedCloudInstance instance = pod(simulator).instance()) {
			assertThat(instance.getPlatform()).isEqualTo(platform);
		}
	}

	@Test
	void aksIsKnownByTheTagsOfItsNodes() {
		try (CloudSimulator simulator = CloudSimulator.start("azure",
				Map.of("compute.resourceGroupName", "nodes", "tags.aks-managed-poolName", "pool1"));
				DetectedCloudInstance instance = pod(simulator).instance()) {
			assertThat(instance.getPlatform()).isEqualTo("azure.aks");
		}
	}

	@ParameterizedTest
	@CsvSource({ "azure, orders-dns-1a2b3c4d.hcp.westeurope.azmk8s.io, azure.aks",
			"azure, azmk8s.io.example.com, azure.vm", "gcp, 34.118.224.1, gcp_kubernetes_engine",
			"gcp, 34.118.239.1, gcp_kubernetes_engine", "gcp, 34.118.240.1, gcp_compute_engine" })
	void serviceIsKnownByItsOwnAddressOfTheCluster(String cloud, String host, String platform) {
		try (CloudSimulator simulator = CloudSimulator.start(cloud);
				DetectedCloudInstance instance = pod(simulator).property("KUBERNETES_SERVICE_HOST", host).instance()) {
			assertThat(instance.getPlatform()).isEqualTo(platform);
		}
	}

	@ParameterizedTest
	@CsvSource({ "gke-orders-default-pool-3f2a1b4c-x7k2, parcels, gcp_kubernetes_engine",
			"gk3-orders-pool-2-9c8b7a6d-q1w2, parcels, gcp_kubernetes_engine",
			"orders-7, gke-orders-3f2a1b4c-node, gcp_kubernetes_engine", "gke, gke-node, gcp_compute_engine",
			"orders-worker-a-x2lzq, orders-worker, gcp_compute_engine" })
	void gkeIsKnownByTheNamesAndTagsOfItsNodes(String name, String tag, String platform) {
		try (CloudSimulator simulator = CloudSimulator.start("gcp", Map.of("instanceName", name, "tags." + tag, ""));
				DetectedCloudInstance instance = pod(simulator).instance()) {
			assertThat(instance.getPlatform()).isEqualTo(platform);
		}
	}

	private static TestSettings pod(CloudSimulator simulator) {
		return TestSettings.of(simulator)
			.probedOnly()
			.property("cloudmeta.alibaba.endpoint", simulator.getUrl().toString())
			.property("KUBERNETES_SERVICE_HOST", "172.30.0.1")
			.property("KUBERNETES_SERVICE_PORT", "443");
	}

	private static TestSettings openShift(TestSettings settings) throws IOException {
		Path file = settings.root().resolve(SERVICE_CA);
		Files.createDirectories(file.getParent());
		Files.writeString(file, "-----BEGIN CERTIFICATE-----\n");
		return settings;
	}

}
