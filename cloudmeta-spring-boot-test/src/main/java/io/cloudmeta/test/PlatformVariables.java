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
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The variables by which platforms are recognised. A test may run on one of them.
 */
final class PlatformVariables {

	private static final List<String> NAMES = List.of("AWS_LAMBDA_FUNCTION_NAME", "AWS_SAM_LOCAL",
			"LOCALSTACK_HOSTNAME", "ECS_CONTAINER_METADATA_URI_V4", "ECS_CONTAINER_METADATA_URI", "AWS_EXECUTION_ENV",
			"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "DYNO", "DOKKU_APP_NAME",
			"DOKKU_APP_TYPE", "FLY_APP_NAME", "FLY_MACHINE_ID", "RENDER", "RENDER_SERVICE_ID", "VCAP_APPLICATION",
			"NOMAD_ALLOC_ID", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "K_SERVICE", "K_REVISION",
			"K_CONFIGURATION", "CLOUD_RUN_JOB", "CLOUD_RUN_EXECUTION", "CLOUD_RUN_TASK_INDEX", "CLOUD_RUN_TASK_ATTEMPT",
			"CLOUD_RUN_TASK_COUNT", "CLOUD_RUN_WORKER_POOL", "CLOUD_RUN_REVISION", "FUNCTION_TARGET",
			"FUNCTION_SIGNATURE_TYPE", "FUNCTION_NAME", "FUNCTION_REGION", "FUNCTION_MEMORY_MB", "GCP_PROJECT",
			"GAE_ENV", "GAE_SERVICE", "GAE_VERSION", "GAE_INSTANCE", "GAE_APPLICATION", "GAE_DEPLOYMENT_ID",
			"GAE_MEMORY_MB", "GAE_RUNTIME", "GOOGLE_CLOUD_PROJECT", "WEBSITE_SITE_NAME", "WEBSITE_INSTANCE_ID",
			"WEBSITE_HOSTNAME", "WEBSITE_SLOT_NAME", "WEBSITE_HOME_STAMPNAME", "WEBSITE_RESOURCE_GROUP",
			"WEBSITE_OWNER_NAME", "WEBSITE_MEMORY_LIMIT_MB", "REGION_NAME", "FUNCTIONS_EXTENSION_VERSION",
			"FUNCTIONS_WORKER_RUNTIME", "AZURE_FUNCTIONS_ENVIRONMENT", "CONTAINER_APP_NAME", "CONTAINER_APP_REVISION",
			"CONTAINER_APP_REPLICA_NAME", "CONTAINER_APP_HOSTNAME", "CONTAINER_APP_ENV_DNS_SUFFIX",
			"CONTAINER_APP_PORT", "CONTAINER_APP_JOB_NAME", "CONTAINER_APP_JOB_EXECUTION_NAME");

	private PlatformVariables() {
	}

	/**
	 * Returns what hides the variables that the machine of a developer or a build has.
	 * One that it does not have is left alone: Spring Boot takes an empty {@code DYNO}
	 * for Heroku's.
	 * @param environment the machine's environment variables by name
	 * @return an empty value for each of them
	 */
	static Map<String, String> hidden(Function<String, @Nullable String> environment) {
		Map<String, String> hidden = new LinkedHashMap<>();
		for (String name : NAMES) {
			if (environment.apply(name) != null) {
				hidden.put(name, "");
			}
		}
		return hidden;
	}

}
