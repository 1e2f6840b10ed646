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
 * Render. It sets most variables while it builds an application too; then there is no
 * instance yet. It does not provide the region.
 *
 * @see <a href="https://render.com/docs/environment-variables">Default Environment
 * Variables</a>
 */
class RenderPlatform implements Platform {

	private static final String RENDER = "RENDER";

	private static final String SERVICE_ID = "RENDER_SERVICE_ID";

	private static final String SERVICE_NAME = "RENDER_SERVICE_NAME";

	private static final String SERVICE_TYPE = "RENDER_SERVICE_TYPE";

	private static final String INSTANCE_ID = "RENDER_INSTANCE_ID";

	private static final String EXTERNAL_HOSTNAME = "RENDER_EXTERNAL_HOSTNAME";

	private static final String CPU_COUNT = "RENDER_CPU_COUNT";

	private static final String GIT_COMMIT = "RENDER_GIT_COMMIT";

	@Override
	public String getName() {
		return "render";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.RENDER;
	}

	@Override
	public Set<String> getVariables() {
		return Set.of(RENDER, SERVICE_ID, SERVICE_NAME, SERVICE_TYPE, INSTANCE_ID, EXTERNAL_HOSTNAME, CPU_COUNT,
				GIT_COMMIT);
	}

	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		if (!"true".equalsIgnoreCase(environment.get(RENDER)) || !environment.has(SERVICE_ID)) {
			return null;
		}
		return PlatformMatch.of(this, environment, SERVICE_ID)
			.set(CloudField.INSTANCE_ID, environment.get(INSTANCE_ID))
			.build(Weight.OF_ITS_OWN);
	}

	@Override
	public Map<String, String> getNames() {
		return Map.of("serviceId", SERVICE_ID, "serviceName", SERVICE_NAME, "serviceType", SERVICE_TYPE,
				"externalHostname", EXTERNAL_HOSTNAME, "cpuCount", CPU_COUNT, "gitCommit", GIT_COMMIT);
	}

}
