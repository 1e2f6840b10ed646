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
import org.jspecify.annotations.Nullable;

/**
 * AWS Lambda. A function has no instance metadata service: all values are in its
 * environment.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Working with
 * Lambda environment variables</a>
 */
class LambdaPlatform implements Platform {

	private static final String FUNCTION_NAME = "AWS_LAMBDA_FUNCTION_NAME";

	private static final String FUNCTION_VERSION = "AWS_LAMBDA_FUNCTION_VERSION";

	private static final String MEMORY_SIZE = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";

	private static final String LOG_GROUP_NAME = "AWS_LAMBDA_LOG_GROUP_NAME";

	private static final String LOG_STREAM_NAME = "AWS_LAMBDA_LOG_STREAM_NAME";

	private static final String INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";

	private static final String RUNTIME_API = "AWS_LAMBDA_RUNTIME_API";

	private static final String TASK_ROOT = "LAMBDA_TASK_ROOT";

	private static final String HANDLER = "_HANDLER";

	private static final String EXECUTION_ENVIRONMENT = "AWS_EXECUTION_ENV";

	/** Reserved: it cannot be set by users. */
	private static final String REGION = "AWS_REGION";

	/** What those set that imitate Lambda on a developer's machine. */
	private static final Set<String> EMULATORS = Set.of("AWS_SAM_LOCAL", "LOCALSTACK_HOSTNAME");

	@Override
	public String getName() {
		return "aws_lambda";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.AWS;
	}

	@Override
	public Set<String> getVariables() {
		return Set.of(FUNCTION_NAME, FUNCTION_VERSION, MEMORY_SIZE, LOG_GROUP_NAME, LOG_STREAM_NAME,
				INITIALIZATION_TYPE, RUNTIME_API, TASK_ROOT, HANDLER, EXECUTION_ENVIRONMENT, REGION, "AWS_SAM_LOCAL",
				"LOCALSTACK_HOSTNAME");
	}

	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		if (!environment.has(FUNCTION_NAME) || EMULATORS.stream().anyMatch(environment::has)) {
			return null;
		}
		boolean complete = environment.has(REGION) && (environment.has(RUNTIME_API) || environment.has(TASK_ROOT));
		return PlatformMatch.of(this, environment, FUNCTION_NAME)
			.set(CloudField.REGION, environment.get(REGION))
			.build(complete ? Weight.NAMES_THE_CLOUD : Weight.WITHIN_THE_CLOUD);
	}

	@Override
	public Map<String, String> getNames() {
		return Map.of("functionName", FUNCTION_NAME, "functionVersion", FUNCTION_VERSION, "functionMemorySize",
				MEMORY_SIZE, "logGroupName", LOG_GROUP_NAME, "logStreamName", LOG_STREAM_NAME, "initializationType",
				INITIALIZATION_TYPE, "handler", HANDLER, "executionEnv", EXECUTION_ENVIRONMENT);
	}

}
