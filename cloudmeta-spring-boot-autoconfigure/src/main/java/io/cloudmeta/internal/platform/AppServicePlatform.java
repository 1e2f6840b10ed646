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
import org.jspecify.annotations.Nullable;

/**
 * Web apps of Azure App Service, which have no metadata service: all values are in the
 * environment.
 *
 * @see <a href=
 * "https://learn.microsoft.com/azure/app-service/reference-app-settings">Environment
 * variables and app settings in Azure App Service</a>
 */
class AppServicePlatform implements Platform {

	@Override
	public String getName() {
		return "azure.app_service";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.AZURE;
	}

	@Override
	public Set<String> getVariables() {
		return AppServiceSite.VARIABLES;
	}

	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		AppServiceSite site = AppServiceSite.of(environment);
		return (site != null && !site.isFunctionApp()) ? site.signs(this) : null;
	}

	@Override
	public Map<String, String> getNames() {
		return AppServiceSite.NAMES;
	}

}
