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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * Google App Engine. Its standard environment identifies the cloud: no other platform
 * writes a project as {@code e~acme-orders-prod}. The flexible one runs on machines of
 * Compute Engine, which identify it themselves.
 *
 * @see <a href=
 * "https://cloud.google.com/appengine/docs/standard/java-gen2/runtime#environment_variables">Environment
 * variables of the standard environment</a>
 */
class AppEnginePlatform implements Platform {

	private static final String ENVIRONMENT = "GAE_ENV";

	private static final String SERVICE = "GAE_SERVICE";

	private static final String VERSION = "GAE_VERSION";

	private static final String INSTANCE = "GAE_INSTANCE";

	private static final String APPLICATION = "GAE_APPLICATION";

	private static final String PROJECT = "GOOGLE_CLOUD_PROJECT";

	private static final String DEPLOYMENT_ID = "GAE_DEPLOYMENT_ID";

	private static final String MEMORY = "GAE_MEMORY_MB";

	private static final String RUNTIME = "GAE_RUNTIME";

	/** A letter or two for the place, and the project. */
	private static final Pattern PLACED_PROJECT = Pattern.compile("[a-z]{1,2}~([a-z][a-z0-9.:-]*)");

	@Override
	public String getName() {
		return "gcp_app_engine";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.GCP;
	}

	@Override
	public Set<String> getVariables() {
		return Set.of(ENVIRONMENT, SERVICE, VERSION, INSTANCE, APPLICATION, PROJECT, DEPLOYMENT_ID, MEMORY, RUNTIME);
	}

	/**
	 * The development server sets {@code localdev}.
	 */
	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		String type = environment.get(ENVIRONMENT);
		boolean standard = "standard".equals(type);
		if (!environment.has(SERVICE, INSTANCE) || (type != null && !standard)) {
			return null;
		}
		String project = project(environment);
		boolean names = standard && environment.has(VERSION) && project != null;
		return PlatformMatch.of(this, environment, APPLICATION)
			.set(CloudField.ACCOUNT_ID, project)
			.withMetadataService()
			.build(names ? Weight.NAMES_THE_CLOUD : Weight.WITHIN_THE_CLOUD);
	}

	/**
	 * Returns the project if all that names it agrees.
	 */
	private @Nullable String project(PlatformEnvironment environment) {
		String application = environment.get(APPLICATION);
		Matcher matcher = PLACED_PROJECT.matcher((application != null) ? application : "");
		if (!matcher.matches()) {
			return null;
		}
		String project = environment.get(PROJECT);
		return (project == null || project.equals(matcher.group(1))) ? matcher.group(1) : null;
	}

	@Override
	public Map<String, String> getNames() {
		return Map.of("appEngineService", SERVICE, "appEngineVersion", VERSION, "appEngineInstance", INSTANCE,
				"appEngineApplication", APPLICATION, "appEngineRuntime", RUNTIME, "deploymentId", DEPLOYMENT_ID,
				"memoryMb", MEMORY);
	}

}
