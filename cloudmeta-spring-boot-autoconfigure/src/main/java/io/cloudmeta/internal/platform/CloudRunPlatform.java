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

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Services, jobs and worker pools of Google Cloud Run.
 *
 * @see <a href= "https://cloud.google.com/run/docs/container-contract#env-vars">Container
 * runtime contract</a>
 */
class CloudRunPlatform implements Platform {

	static final String SERVICE = "K_SERVICE";

	static final String REVISION = "K_REVISION";

	static final String CONFIGURATION = "K_CONFIGURATION";

	private static final String JOB = "CLOUD_RUN_JOB";

	private static final String EXECUTION = "CLOUD_RUN_EXECUTION";

	private static final String TASK_INDEX = "CLOUD_RUN_TASK_INDEX";

	private static final String TASK_ATTEMPT = "CLOUD_RUN_TASK_ATTEMPT";

	private static final String TASK_COUNT = "CLOUD_RUN_TASK_COUNT";

	private static final String WORKER_POOL = "CLOUD_RUN_WORKER_POOL";

	private static final String WORKER_REVISION = "CLOUD_RUN_REVISION";

	private static final Map<String, String> NAMES = Map.of("service", SERVICE, "revision", REVISION, "configuration",
			CONFIGURATION, "job", JOB, "execution", EXECUTION, "taskIndex", TASK_INDEX, "taskAttempt", TASK_ATTEMPT,
			"taskCount", TASK_COUNT, "workerPool", WORKER_POOL, "workerPoolRevision", WORKER_REVISION);

	@Override
	public String getName() {
		return "gcp_cloud_run";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.GCP;
	}

	@Override
	public Set<String> getVariables() {
		return Set.copyOf(NAMES.values());
	}

	/**
	 * Knative, from which the variables of a service are, sets them on any Kubernetes,
	 * and tools that run a container as Cloud Run does set them on a laptop.
	 */
	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		String source = source(environment);
		if (source == null || environment.has(KubernetesPlatform.HOST)) {
			return null;
		}
		return PlatformMatch.of(this, environment, source).withMetadataService().build(Weight.WITHIN_THE_CLOUD);
	}

	private @Nullable String source(PlatformEnvironment environment) {
		if (environment.has(SERVICE) && !CloudFunctionsPlatform.isFunction(environment)) {
			return SERVICE;
		}
		if (environment.has(JOB, EXECUTION)) {
			return JOB;
		}
		return environment.has(WORKER_POOL) ? WORKER_POOL : null;
	}

	@Override
	public InstanceMetadata refine(InstanceMetadata identity, PlatformMatch signs) {
		return isMachine(identity) ? identity : Platform.super.refine(identity, signs);
	}

	/**
	 * Without machines to choose from, the metadata server returns no machine type.
	 */
	static boolean isMachine(InstanceMetadata identity) {
		return identity.get(CloudField.INSTANCE_TYPE) != null;
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

}
