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
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Google's platforms without visible machines: Cloud Run, functions, and the standard
 * environment of App Engine. Their metadata server has few values, and there is no
 * visible firmware.
 *
 * @see <a href=
 * "https://cloud.google.com/run/docs/container-contract#metadata-server">Container
 * instance metadata server</a>
 */
final class GcpServerlessSimulation implements Simulation {

	private final SimulatedVariables variables;

	private final String projectId;

	private final Map<String, Object> document;

	private final GcpSimulation server;

	private GcpServerlessSimulation(SimulatedValues values, SimulatedVariables variables) {
		this.variables = variables;
		this.projectId = values.get("parcels-test-418", "accountId", "project.projectId");
		values.withhold("availabilityZone", "instanceName", "instanceType", "imageId", "hostname", "privateIp",
				"publicIp");
		this.document = document(values);
		this.server = new GcpSimulation(this.document, "Metadata Server for Serverless", null);
	}

	private Map<String, Object> document(SimulatedValues values) {
		BigInteger project = values.number("730164928517", "project.numericProjectId");
		if (project == null) {
			throw values.refuse("project.numericProjectId", "each project has a number");
		}
		String region = values.get("europe-north1", "region");
		String place = "projects/" + project;
		Map<String, Object> instance = MetadataTree.directory("serviceAccounts",
				MetadataTree.directory("default",
						MetadataTree.directory("aliases", List.of("default"), "email",
								"parcels-run@" + this.projectId + ".iam.gserviceaccount.com", "scopes",
								List.of("https://www.googleapis.com/auth/cloud-platform"))));
		Map<String, Object> document = MetadataTree.directory("instance", instance, "project",
				MetadataTree.directory("numericProjectId", project));
		MetadataTree tree = tree(document);
		tree.put("project.projectId", this.projectId);
		tree.put("instance.id", values.get("0069c7980233ad4e1b5f8a6cde2719340fba5dc81e6b47f20d93a8c5e17b640f2a9d",
				"instanceId", "instance.id"));
		if (!region.isEmpty()) {
			tree.put("instance.region", place + "/regions/" + region);
			// which is none: it is the region with a 1
			tree.put("instance.zone", place + "/zones/" + region + "-1");
		}
		return document;
	}

	private MetadataTree tree() {
		return tree(this.document);
	}

	private static MetadataTree tree(Map<String, Object> document) {
		return new MetadataTree(document, ".", false, Set.of());
	}

	/**
	 * A service; a job or a worker pool if a test names one.
	 */
	static GcpServerlessSimulation ofCloudRun(SimulatedValues values) {
		SimulatedVariables variables = new SimulatedVariables("K_CONFIGURATION", "CLOUD_RUN_TASK_COUNT");
		GcpServerlessSimulation simulation = new GcpServerlessSimulation(values, variables);
		String job = values.get("", "CLOUD_RUN_JOB");
		String workerPool = values.get("", "CLOUD_RUN_WORKER_POOL");
		if (!job.isEmpty()) {
			variables.put("CLOUD_RUN_JOB", job);
			variables.put("CLOUD_RUN_EXECUTION", job + "-w4x7k");
			variables.put("CLOUD_RUN_TASK_INDEX", "0");
			variables.put("CLOUD_RUN_TASK_ATTEMPT", "0");
			variables.put("CLOUD_RUN_TASK_COUNT", "1");
		}
		else if (!workerPool.isEmpty()) {
			variables.put("CLOUD_RUN_WORKER_POOL", workerPool);
			variables.put("CLOUD_RUN_REVISION", workerPool + "-00003-tqz");
		}
		else {
			simulation.addService(values.get("parcels", "K_SERVICE"));
		}
		values.writeRest(simulation.tree(), variables.tree());
		return simulation;
	}

	static GcpServerlessSimulation ofFunction(SimulatedValues values) {
		SimulatedVariables variables = new SimulatedVariables();
		GcpServerlessSimulation simulation = new GcpServerlessSimulation(values, variables);
		simulation.addService(values.get("parcels", "K_SERVICE"));
		variables.put("FUNCTION_TARGET", "io.example.parcels.Track");
		variables.put("FUNCTION_SIGNATURE_TYPE", "http");
		values.writeRest(simulation.tree(), variables.tree());
		return simulation;
	}

	static GcpServerlessSimulation ofAppEngine(SimulatedValues values) {
		SimulatedVariables variables = new SimulatedVariables();
		GcpServerlessSimulation simulation = new GcpServerlessSimulation(values, variables);
		variables.put("GAE_ENV", "standard");
		variables.put("GAE_SERVICE", "parcels");
		variables.put("GAE_VERSION", "20261103t081500");
		variables.put("GAE_INSTANCE", "0087599d42c1b6e5f3a9");
		variables.put("GAE_APPLICATION", "e~" + simulation.projectId);
		variables.put("GAE_DEPLOYMENT_ID", "462817395120463921");
		variables.put("GAE_MEMORY_MB", "512");
		variables.put("GAE_RUNTIME", "java21");
		variables.put("GOOGLE_CLOUD_PROJECT", simulation.projectId);
		values.writeRest(simulation.tree(), variables.tree());
		return simulation;
	}

	private void addService(String service) {
		this.variables.put("K_SERVICE", service);
		this.variables.put("K_REVISION", service + "-00007-xim");
		this.variables.put("K_CONFIGURATION", service);
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of();
	}

	/**
	 * As no firmware names the cloud, it is found within a time in which a simulator that
	 * has just started in a busy build may not answer, though Google's server does.
	 */
	@Override
	public Map<String, String> getProperties() {
		Map<String, String> properties = this.variables.asMap();
		properties.put("cloudmeta.detection.timeout", "5s");
		return properties;
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		return this.server.answer(request);
	}

}
