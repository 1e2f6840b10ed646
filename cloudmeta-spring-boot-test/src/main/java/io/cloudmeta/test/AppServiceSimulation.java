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

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.StringUtils;

/**
 * A site of Azure App Service: a web app, or a function app. It has no instance metadata
 * service, so that connections are reset, and no visible firmware.
 *
 * @see <a href=
 * "https://learn.microsoft.com/azure/app-service/reference-app-settings">Environment
 * variables and app settings in Azure App Service</a>
 */
final class AppServiceSimulation implements Simulation {

	private static final Pattern WORDS = Pattern.compile("north|south|east|west|central|europe|asia|us|uk|uae|india"
			+ "|japan|korea|australia|brazil|canada|france|germany|norway|sweden|switzerland|poland|italy|spain|.+?(?=\\d|$)|\\d+");

	private final SimulatedVariables variables = new SimulatedVariables("WEBSITE_SLOT_NAME",
			"AZURE_FUNCTIONS_ENVIRONMENT");

	private AppServiceSimulation(SimulatedValues values, String kind) {
		values.withhold("availabilityZone", "instanceName", "instanceType", "imageId", "hostname", "privateIp",
				"publicIp");
		String region = displayName(values.get("northeurope", "region"));
		String subscription = values.get("8c1f5d20-6b7e-4a93-9d42-0e3fb86c1a57", "accountId");
		String site = values.get("parcels-" + kind, "WEBSITE_SITE_NAME");
		String group = values.get("rg-parcels-test", "WEBSITE_RESOURCE_GROUP");
		this.variables.put("WEBSITE_SITE_NAME", site);
		this.variables.put("WEBSITE_HOSTNAME", site + ".azurewebsites.net");
		this.variables.put("WEBSITE_INSTANCE_ID",
				values.get("5b91e0c7d2f84a36be17409cd5836af2914e7bd06c5f3a8821d9e64b70f5c3a8", "instanceId"));
		this.variables.put("WEBSITE_HOME_STAMPNAME", "waws-prod-db3-271");
		this.variables.put("WEBSITE_RESOURCE_GROUP", group);
		this.variables.put("REGION_NAME", region);
		if (!subscription.isEmpty()) {
			String webspace = region.isEmpty() ? "" : "-" + region.replace(" ", "") + "webspace-Linux";
			this.variables.put("WEBSITE_OWNER_NAME", subscription + "+" + group + webspace);
		}
	}

	static AppServiceSimulation ofWebApp(SimulatedValues values) {
		AppServiceSimulation simulation = new AppServiceSimulation(values, "web");
		values.writeRest(simulation.variables.tree());
		return simulation;
	}

	static AppServiceSimulation ofFunctions(SimulatedValues values) {
		AppServiceSimulation simulation = new AppServiceSimulation(values, "functions");
		simulation.variables.put("FUNCTIONS_EXTENSION_VERSION", "~4");
		simulation.variables.put("FUNCTIONS_WORKER_RUNTIME", "java");
		simulation.variables.put("WEBSITE_MEMORY_LIMIT_MB", "1536");
		values.writeRest(simulation.variables.tree());
		return simulation;
	}

	/**
	 * App Service names regions as people do: North Europe for northeurope.
	 */
	private static String displayName(String region) {
		StringBuilder name = new StringBuilder();
		Matcher words = WORDS.matcher(region);
		while (words.find()) {
			String word = words.group();
			name.append(name.isEmpty() ? "" : " ")
				.append(word.matches("us|uk|uae") ? word.toUpperCase(Locale.ROOT) : StringUtils.capitalize(word));
		}
		return name.toString();
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of();
	}

	@Override
	public Map<String, String> getProperties() {
		return this.variables.asMap();
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		return Answer.reset();
	}

}
