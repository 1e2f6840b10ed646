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
 * Azure Functions, which are sites of App Service with a runtime for functions. Where
 * Container Apps run them, they are its apps.
 *
 * @see <a href=
 * "https://learn.microsoft.com/azure/azure-functions/functions-app-settings">App settings
 * reference for Azure Functions</a>
 */
class AzureFunctionsPlatform implements Platform {

	@Override
	public String getName() {
		return "azure.functions";
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
		return (site != null && site.isFunctionApp()) ? site.signs(this) : null;
	}

	@Override
	public Map<String, String> getNames() {
		return AppServiceSite.NAMES;
	}

}
