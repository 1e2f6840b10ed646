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
 * Functions of Google Cloud: those that run on Cloud Run, and those of the first
 * generation.
 *
 * @see <a href=
 * "https://cloud.google.com/functions/docs/configuring/env-var#runtime_environment_variables_set_automatically">Environment
 * variables set automatically</a>
 */
class CloudFunctionsPlatform implements Platform {

	private static final String TARGET = "FUNCTION_TARGET";

	private static final String SIGNATURE_TYPE = "FUNCTION_SIGNATURE_TYPE";

	/** Of runtimes that are no longer offered, as are the three that follow. */
	private static final String NAME = "FUNCTION_NAME";

	private static final String REGION = "FUNCTION_REGION";

	private static final String MEMORY = "FUNCTION_MEMORY_MB";

	private static final String PROJECT = "GCP_PROJECT";

	private static final Map<String, String> NAMES = Map.of("functionTarget", TARGET, "functionSignatureType",
			SIGNATURE_TYPE, "functionName", NAME, "functionRegion", REGION, "functionMemoryMb", MEMORY);

	@Override
	public String getName() {
		return "gcp_cloud_functions";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.GCP;
	}

	@Override
	public Set<String> getVariables() {
		return Set.of(TARGET, SIGNATURE_TYPE, NAME, REGION, MEMORY, PROJECT, CloudRunPlatform.SERVICE,
				CloudRunPlatform.REVISION, CloudRunPlatform.CONFIGURATION);
	}

	/**
	 * The framework that functions are written with sets the target on a laptop too.
	 */
	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		if (!isFunction(environment) || environment.has(KubernetesPlatform.HOST)) {
			return null;
		}
		return PlatformMatch.of(this, environment, environment.has(TARGET) ? TARGET : NAME)
			.set(CloudField.REGION, environment.get(REGION))
			.set(CloudField.ACCOUNT_ID, environment.get(PROJECT))
			.withMetadataService()
			.build(Weight.WITHIN_THE_CLOUD);
	}

	static boolean isFunction(PlatformEnvironment environment) {
		return environment.has(TARGET, CloudRunPlatform.SERVICE) || environment.has(NAME, REGION, PROJECT);
	}

	@Override
	public InstanceMetadata refine(InstanceMetadata identity, PlatformMatch signs) {
		return CloudRunPlatform.isMachine(identity) ? identity : Platform.super.refine(identity, signs);
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

}
