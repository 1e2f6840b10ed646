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

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * Apps and jobs of Azure Container Apps, which have no metadata service: the region is in
 * the name of their environment, the subscription is not available.
 *
 * @see <a href=
 * "https://learn.microsoft.com/azure/container-apps/environment-variables#built-in-environment-variables">Built-in
 * environment variables</a>
 */
class ContainerAppsPlatform implements Platform {

	static final String NAME = "CONTAINER_APP_NAME";

	private static final String REVISION = "CONTAINER_APP_REVISION";

	private static final String REPLICA = "CONTAINER_APP_REPLICA_NAME";

	private static final String HOSTNAME = "CONTAINER_APP_HOSTNAME";

	private static final String DNS_SUFFIX = "CONTAINER_APP_ENV_DNS_SUFFIX";

	private static final String PORT = "CONTAINER_APP_PORT";

	private static final String JOB = "CONTAINER_APP_JOB_NAME";

	private static final String EXECUTION = "CONTAINER_APP_JOB_EXECUTION_NAME";

	/**
	 * The region precedes the service's name; some regions have several numbered parts.
	 */
	private static final Pattern AZURE_SUFFIX = Pattern
		.compile("(?:[a-z0-9-]+\\.){0,16}([a-z0-9]+)(?:-\\d+)?\\.azurecontainerapps\\.[a-z]+");

	private static final Map<String, String> NAMES = Map.of("containerAppName", NAME, "containerAppRevision", REVISION,
			"containerAppReplicaName", REPLICA, "containerAppHostname", HOSTNAME, "containerAppEnvDnsSuffix",
			DNS_SUFFIX, "containerAppPort", PORT, "containerAppJobName", JOB, "containerAppJobExecutionName",
			EXECUTION);

	@Override
	public String getName() {
		return "azure.container_apps";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.AZURE;
	}

	@Override
	public Set<String> getVariables() {
		return Set.copyOf(NAMES.values());
	}

	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		Matcher place = place(environment);
		if (!isApp(environment, place != null) && !isJob(environment, place != null)) {
			return null;
		}
		PlatformMatch.Builder signs = PlatformMatch.of(this, environment, environment.has(JOB) ? JOB : NAME);
		if (place != null) {
			signs.set(CloudField.REGION, place.group(1)).attribute("compute.location", place.group(1));
		}
		return signs.build(Weight.NAMES_THE_CLOUD);
	}

	private @Nullable Matcher place(PlatformEnvironment environment) {
		for (String variable : new String[] { DNS_SUFFIX, HOSTNAME }) {
			String domain = environment.get(variable);
			Matcher matcher = AZURE_SUFFIX.matcher((domain != null) ? domain.toLowerCase(Locale.ROOT) : "");
			if (matcher.matches()) {
				return matcher;
			}
		}
		return null;
	}

	/**
	 * An environment on a cluster elsewhere, which Azure Arc manages, has another suffix.
	 */
	private boolean isApp(PlatformEnvironment environment, boolean placed) {
		return placed && environment.has(NAME, REVISION);
	}

	/**
	 * An execution is named by its job and a suffix; jobs may have no domain.
	 */
	private boolean isJob(PlatformEnvironment environment, boolean placed) {
		String job = environment.get(JOB);
		String execution = environment.get(EXECUTION);
		return job != null && execution != null
				&& (placed || (execution.startsWith(job + "-") && !environment.has(DNS_SUFFIX)));
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

}
