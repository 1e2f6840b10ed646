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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.github.tomakehurst.wiremock.common.Json;

/**
 * Platforms that provide all values by the environment. There is no metadata service; a
 * server can only approximate this by resetting the connection.
 */
final class EnvironmentSimulation implements Simulation {

	private static final Map<String, String> NO_FIRMWARE = Map.of();

	private static final Map<String, String> KVM = Map.of("bios_vendor", "SeaBIOS", "chassis_vendor", "QEMU",
			"product_name", "Standard PC (Q35 + ICH9, 2009)", "sys_vendor", "QEMU");

	private static final Map<String, String> VSPHERE = Map.of("bios_vendor", "VMware, Inc.", "product_name",
			"VMware20,1", "sys_vendor", "VMware, Inc.");

	private final Map<String, String> dmi;

	private final Map<String, Object> variables = new LinkedHashMap<>();

	private final MetadataTree tree;

	private final Map<String, String> files = new LinkedHashMap<>();

	private EnvironmentSimulation(Map<String, String> dmi, String... additions) {
		this.dmi = dmi;
		this.tree = new MetadataTree(this.variables, "/", false, Set.of(additions));
	}

	/**
	 * AWS Lambda, a function for Java.
	 */
	static Simulation lambda(SimulatedValues values) {
		values.withhold("availabilityZone", "accountId", "instanceId", "instanceName", "instanceType", "imageId",
				"hostname", "privateIp", "publicIp");
		EnvironmentSimulation simulation = new EnvironmentSimulation(NO_FIRMWARE);
		String name = values.get("parcels", "AWS_LAMBDA_FUNCTION_NAME");
		return simulation.variable("AWS_LAMBDA_FUNCTION_NAME", name)
			.variable("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
			.variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024")
			.variable("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + name)
			.variable("AWS_LAMBDA_LOG_STREAM_NAME", "2026/11/20/[$LATEST]5d0e7c2b94a1463f8e6b7d1c0a2f9e38")
			.variable("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")
			.variable("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001")
			.variable("AWS_EXECUTION_ENV", "AWS_Lambda_java21")
			.variable("AWS_REGION", values.get("eu-central-1", "region", "AWS_REGION"))
			.variable("LAMBDA_TASK_ROOT", "/var/task")
			.variable("_HANDLER", "com.example.ParcelHandler")
			.rest(values);
	}

	/**
	 * Heroku, an application with dyno metadata.
	 */
	static Simulation heroku(SimulatedValues values) {
		values.withhold("region", "availabilityZone", "accountId", "instanceType", "imageId", "hostname", "privateIp",
				"publicIp");
		return new EnvironmentSimulation(NO_FIRMWARE, "HEROKU_SLUG_COMMIT")
			.variable("DYNO", values.get("web.1", "instanceName", "DYNO"))
			.variable("HEROKU_APP_ID", "7c1f50e8-3b62-4d9a-a4e7-90b8d25f61c3")
			.variable("HEROKU_APP_NAME", "parcels")
			.variable("HEROKU_DYNO_ID",
					values.get("e2a9b744-06d1-4c58-9f3b-5718ca0e6d92", "instanceId", "HEROKU_DYNO_ID"))
			.variable("HEROKU_RELEASE_CREATED_AT", "2026-11-18T06:27:51Z")
			.variable("HEROKU_RELEASE_VERSION", "v42")
			.rest(values);
	}

	/**
	 * Fly.io, a Fly Machine.
	 */
	static Simulation fly(SimulatedValues values) {
		values.withhold("availabilityZone", "accountId", "instanceName", "instanceType", "hostname");
		String id = values.get("4d89e0b2c71f68", "instanceId", "FLY_MACHINE_ID");
		return new EnvironmentSimulation(NO_FIRMWARE, "PRIMARY_REGION").variable("FLY_APP_NAME", "parcels")
			.variable("FLY_MACHINE_ID", id)
			.variable("FLY_ALLOC_ID", id)
			.variable("FLY_MACHINE_VERSION", "01JCZ7R4W8M2T5B9QK3V6XNEHD")
			.variable("FLY_REGION", values.get("ams", "region", "FLY_REGION"))
			.variable("FLY_PRIVATE_IP", values.get("fdaa:0:5c1e:a7b:2f0:1:9d3c:2", "privateIp", "FLY_PRIVATE_IP"))
			.variable("FLY_PUBLIC_IP", values.get("2001:db8:1f4:6::2c", "publicIp", "FLY_PUBLIC_IP"))
			.variable("FLY_IMAGE_REF",
					values.get("registry.fly.io/parcels:deployment-01JCZ7R4W8", "imageId", "FLY_IMAGE_REF"))
			.variable("FLY_PROCESS_GROUP", "app")
			.variable("FLY_VM_MEMORY_MB", "1024")
			.rest(values);
	}

	/**
	 * Render, a web service.
	 */
	static Simulation render(SimulatedValues values) {
		values.withhold("region", "availabilityZone", "accountId", "instanceName", "instanceType", "imageId",
				"hostname", "privateIp", "publicIp");
		return new EnvironmentSimulation(NO_FIRMWARE, "RENDER_GIT_COMMIT").variable("RENDER", "true")
			.variable("RENDER_SERVICE_ID", "srv-cq7b1e5umphs73d0k2fg")
			.variable("RENDER_SERVICE_NAME", "parcels")
			.variable("RENDER_SERVICE_TYPE", "web")
			.variable("RENDER_INSTANCE_ID",
					values.get("srv-cq7b1e5umphs73d0k2fg-6bd9f7c4d8-x2mzt", "instanceId", "RENDER_INSTANCE_ID"))
			.variable("RENDER_EXTERNAL_HOSTNAME", "parcels.onrender.com")
			.variable("RENDER_CPU_COUNT", "1")
			.rest(values);
	}

	/**
	 * Cloud Foundry on vSphere.
	 */
	static Simulation cloudFoundry(SimulatedValues values) {
		values.withhold("region", "availabilityZone", "instanceName", "instanceType", "imageId", "hostname",
				"publicIp");
		String guid = values.get("c4b8e01f-72d5-4a39-6f0c-13d9", "instanceId", "CF_INSTANCE_GUID");
		Map<String, Object> application = new LinkedHashMap<>();
		application.put("application_id", "91d3c7e0-5b48-4f26-8a1d-e6270bf95c34");
		application.put("application_name", "parcels");
		application.put("application_uris", List.of("parcels.apps.example.com"));
		application.put("application_version", "b06f2d5a-38c9-4e71-a7d4-0c95e1f83b62");
		application.put("cf_api", "https://api.sys.example.com");
		application.put("limits", MetadataTree.directory("fds", 16384, "mem", 1024));
		application.put("organization_id", values.get("5ea07b19-d4c2-46f8-93be-72a1c80d6f35", "accountId"));
		application.put("organization_name", "logistics");
		application.put("process_type", "web");
		application.put("space_id", "2f8c6d40-e1b7-4953-b0a2-9d64c7f31e58");
		application.put("space_name", "production");
		EnvironmentSimulation simulation = new EnvironmentSimulation(VSPHERE);
		MetadataTree document = new MetadataTree(application, ".", false, Set.of());
		simulation.variable("CF_INSTANCE_GUID", guid)
			.variable("CF_INSTANCE_INDEX", "0")
			.variable("CF_INSTANCE_IP", "10.64.3.18")
			.variable("CF_INSTANCE_INTERNAL_IP", values.get("10.255.27.41", "privateIp", "CF_INSTANCE_INTERNAL_IP"));
		values.writeRest(simulation.tree, document);
		return simulation.variable("VCAP_APPLICATION", Json.write(application));
	}

	/**
	 * Nomad on virtual machines of one's own.
	 */
	static Simulation nomad(SimulatedValues values) {
		values.withhold("accountId", "instanceId", "instanceName", "instanceType", "imageId", "hostname", "privateIp",
				"publicIp");
		return new EnvironmentSimulation(KVM).variable("NOMAD_ALLOC_ID", "b7e45d10-9c26-4f83-8d1a-60f2ce7b3a94")
			.variable("NOMAD_ALLOC_INDEX", "0")
			.variable("NOMAD_ALLOC_NAME", "parcels.web[0]")
			.variable("NOMAD_DC", values.get("ams1", "availabilityZone", "NOMAD_DC"))
			.variable("NOMAD_GROUP_NAME", "web")
			.variable("NOMAD_JOB_ID", "parcels")
			.variable("NOMAD_JOB_NAME", "parcels")
			.variable("NOMAD_NAMESPACE", "default")
			.variable("NOMAD_REGION", values.get("europe", "region", "NOMAD_REGION"))
			.variable("NOMAD_TASK_NAME", "api")
			.rest(values);
	}

	/**
	 * Kubernetes on virtual machines of one's own.
	 */
	static Simulation kubernetes(SimulatedValues values) {
		values.withhold("region", "availabilityZone", "accountId", "instanceId", "instanceName", "instanceType",
				"imageId", "privateIp", "publicIp");
		EnvironmentSimulation simulation = new EnvironmentSimulation(KVM)
			.variable("KUBERNETES_SERVICE_HOST", "10.96.0.1")
			.variable("KUBERNETES_SERVICE_PORT", "443")
			.variable("HOSTNAME", values.get("parcels-6f5d8c9b47-qz2wt", "hostname", "HOSTNAME"));
		simulation.files.putAll(namespace(values));
		return simulation.rest(values);
	}

	/**
	 * Returns the file that each pod has by default.
	 */
	static Map<String, String> namespace(SimulatedValues values) {
		return Map.of("var/run/secrets/kubernetes.io/serviceaccount/namespace", values.get("logistics", "namespace"));
	}

	private EnvironmentSimulation variable(String name, String value) {
		this.tree.put(name, value);
		return this;
	}

	private EnvironmentSimulation rest(SimulatedValues values) {
		values.writeRest(this.tree);
		return this;
	}

	@Override
	public Map<String, String> getDmi() {
		return this.dmi;
	}

	@Override
	public Map<String, String> getProperties() {
		Map<String, String> properties = new LinkedHashMap<>();
		this.variables.forEach((name, value) -> properties.put(name, value.toString()));
		return properties;
	}

	@Override
	public Map<String, String> getFiles() {
		return this.files;
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		return Answer.reset();
	}

}
