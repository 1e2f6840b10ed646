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

import java.util.Map;

/**
 * An app of Azure Container Apps, or a job if a test names one. It has no metadata
 * service, so that connections are reset, and no visible firmware.
 *
 * @see <a href=
 * "https://learn.microsoft.com/azure/container-apps/environment-variables#built-in-environment-variables">Built-in
 * environment variables</a>
 */
final class ContainerAppsSimulation implements Simulation {

	private final SimulatedVariables variables = new SimulatedVariables("CONTAINER_APP_REPLICA_NAME");

	ContainerAppsSimulation(SimulatedValues values) {
		values.withhold("availabilityZone", "accountId", "instanceId", "instanceName", "instanceType", "imageId",
				"hostname", "privateIp", "publicIp");
		String region = values.get("northeurope", "region");
		String suffix = region.isEmpty() ? "" : "calmbeach-4d7e19a2." + region + ".azurecontainerapps.io";
		String job = values.get("", "CONTAINER_APP_JOB_NAME");
		if (job.isEmpty()) {
			addApp(values.get("parcels", "CONTAINER_APP_NAME"), suffix);
		}
		else {
			this.variables.put("CONTAINER_APP_JOB_NAME", job);
			this.variables.put("CONTAINER_APP_JOB_EXECUTION_NAME", job + "-iwpi4il");
			this.variables.put("CONTAINER_APP_ENV_DNS_SUFFIX", suffix);
		}
		values.writeRest(this.variables.tree());
	}

	private void addApp(String app, String suffix) {
		String revision = app + "--k3v9x1d";
		this.variables.put("CONTAINER_APP_NAME", app);
		this.variables.put("CONTAINER_APP_REVISION", revision);
		this.variables.put("CONTAINER_APP_REPLICA_NAME", revision + "-6d5c9b7f48-t2m8q");
		this.variables.put("CONTAINER_APP_HOSTNAME", suffix.isEmpty() ? "" : revision + "." + suffix);
		this.variables.put("CONTAINER_APP_ENV_DNS_SUFFIX", suffix);
		this.variables.put("CONTAINER_APP_PORT", "8080");
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of();
	}

	@Override
	public Map<String, String> getProperties() {
		return this.variables.asMap();
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		return Answer.reset();
	}

}
