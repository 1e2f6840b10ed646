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

package io.cloudmeta.internal.platform;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * HashiCorp Nomad on machines of no known cloud. Its regions and datacenters have the
 * names that its operator chose. An allocation is no machine, and does not describe the
 * machine.
 *
 * @see <a href=
 * "https://developer.hashicorp.com/nomad/docs/reference/runtime-environment-settings">Runtime
 * environment settings</a>
 */
class NomadPlatform implements Platform {

	private static final String ALLOC_ID = "NOMAD_ALLOC_ID";

	private static final String ALLOC_INDEX = "NOMAD_ALLOC_INDEX";

	private static final String ALLOC_NAME = "NOMAD_ALLOC_NAME";

	private static final String REGION = "NOMAD_REGION";

	private static final String DATACENTER = "NOMAD_DC";

	private static final String NAMESPACE = "NOMAD_NAMESPACE";

	private static final String JOB_ID = "NOMAD_JOB_ID";

	private static final String JOB_NAME = "NOMAD_JOB_NAME";

	private static final String GROUP_NAME = "NOMAD_GROUP_NAME";

	private static final String TASK_NAME = "NOMAD_TASK_NAME";

	private static final Pattern UUID = Pattern
		.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

	@Override
	public String getName() {
		return "nomad";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.NOMAD;
	}

	@Override
	public Set<String> getVariables() {
		return Set.of(ALLOC_ID, ALLOC_INDEX, ALLOC_NAME, REGION, DATACENTER, NAMESPACE, JOB_ID, JOB_NAME, GROUP_NAME,
				TASK_NAME);
	}

	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		String allocation = environment.get(ALLOC_ID);
		if (allocation == null || !UUID.matcher(allocation).matches()
				|| !(environment.has(DATACENTER) || environment.has(REGION))) {
			return null;
		}
		return PlatformMatch.of(this, environment, ALLOC_ID)
			.set(CloudField.REGION, environment.get(REGION))
			.set(CloudField.AVAILABILITY_ZONE, environment.get(DATACENTER))
			.withMetadataService()
			.build(Weight.OF_ITS_OWN);
	}

	@Override
	public Map<String, String> getNames() {
		return Map.of("allocId", ALLOC_ID, "allocIndex", ALLOC_INDEX, "allocName", ALLOC_NAME, "datacenter", DATACENTER,
				"namespace", NAMESPACE, "jobId", JOB_ID, "jobName", JOB_NAME, "groupName", GROUP_NAME, "taskName",
				TASK_NAME);
	}

}
