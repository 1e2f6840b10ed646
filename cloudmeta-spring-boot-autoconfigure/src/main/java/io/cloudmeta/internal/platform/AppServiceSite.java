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
import java.util.stream.Stream;

import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a site of Azure App Service, a web app or a function app.
 *
 * @param environment the environment, which is that of a site
 */
record AppServiceSite(PlatformEnvironment environment) {

	private static final String SITE = "WEBSITE_SITE_NAME";

	private static final String INSTANCE_ID = "WEBSITE_INSTANCE_ID";

	private static final String HOSTNAME = "WEBSITE_HOSTNAME";

	private static final String SLOT = "WEBSITE_SLOT_NAME";

	private static final String STAMP = "WEBSITE_HOME_STAMPNAME";

	private static final String RESOURCE_GROUP = "WEBSITE_RESOURCE_GROUP";

	private static final String OWNER = "WEBSITE_OWNER_NAME";

	private static final String REGION = "REGION_NAME";

	private static final String MEMORY = "WEBSITE_MEMORY_LIMIT_MB";

	private static final String FUNCTIONS_VERSION = "FUNCTIONS_EXTENSION_VERSION";

	private static final String FUNCTIONS_RUNTIME = "FUNCTIONS_WORKER_RUNTIME";

	/** Set to Development by the tools that run functions on a laptop. */
	private static final String FUNCTIONS_ENVIRONMENT = "AZURE_FUNCTIONS_ENVIRONMENT";

	static final Map<String, String> NAMES = Map.of("siteName", SITE, "siteInstanceId", INSTANCE_ID, "siteHostname",
			HOSTNAME, "slotName", SLOT, "homeStampName", STAMP, "functionsExtensionVersion", FUNCTIONS_VERSION,
			"functionsWorkerRuntime", FUNCTIONS_RUNTIME, "memoryLimitMb", MEMORY);

	static final Set<String> VARIABLES = Set.of(SITE, INSTANCE_ID, HOSTNAME, SLOT, STAMP, RESOURCE_GROUP, OWNER, REGION,
			MEMORY, FUNCTIONS_VERSION, FUNCTIONS_RUNTIME, FUNCTIONS_ENVIRONMENT);

	/** The subscription, the plan's name, and where its machines are. */
	private static final Pattern OWNER_NAME = Pattern.compile(
			"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\+(?:.*-([a-z0-9]+)webspace(?:-linux)?)?.*",
			Pattern.CASE_INSENSITIVE);

	/** As people write it: West Europe. */
	private static final Pattern REGION_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9 ()-]{1,63}");

	/** A name of the Internet, as no laptop's emulator has. */
	private static final Pattern PUBLIC_NAME = Pattern.compile("(?:[a-z0-9-]+\\.)++[a-z]{2,}",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Returns what is known of the site.
	 * @param environment the environment
	 * @return the site, or {@code null} if nothing proves one
	 */
	static @Nullable AppServiceSite of(PlatformEnvironment environment) {
		AppServiceSite site = new AppServiceSite(environment);
		return (environment.has(SITE) && !site.isElsewhere() && site.isCorroborated()) ? site : null;
	}

	/**
	 * Azure Arc runs App Service on any Kubernetes, and Container Apps run functions.
	 */
	private boolean isElsewhere() {
		String host = this.environment.get(HOSTNAME);
		return (host != null && !PUBLIC_NAME.matcher(host).matches())
				|| "Development".equalsIgnoreCase(this.environment.get(FUNCTIONS_ENVIRONMENT))
				|| this.environment.has(KubernetesPlatform.HOST) || this.environment.has(ContainerAppsPlatform.NAME);
	}

	/**
	 * The name of a site may be set by hand; the other variables depend on the plan.
	 */
	private boolean isCorroborated() {
		long others = Stream
			.of(this.environment.has(INSTANCE_ID), this.environment.has(HOSTNAME), this.environment.has(STAMP),
					owner().matches())
			.filter(Boolean::booleanValue)
			.count();
		return others >= 2;
	}

	boolean isFunctionApp() {
		return this.environment.has(FUNCTIONS_VERSION);
	}

	PlatformMatch signs(Platform platform) {
		Matcher owner = owner();
		String subscription = owner.matches() ? owner.group(1) : null;
		String region = region();
		return PlatformMatch.of(platform, this.environment, SITE)
			.set(CloudField.REGION, region)
			.set(CloudField.ACCOUNT_ID, subscription)
			.set(CloudField.INSTANCE_ID, this.environment.get(INSTANCE_ID))
			// where a machine's document has them, so that one placeholder does for both
			.attribute("compute.location", region)
			.attribute("compute.subscriptionId", subscription)
			.attribute("compute.resourceGroupName", this.environment.get(RESOURCE_GROUP))
			.build(Weight.NAMES_THE_CLOUD);
	}

	private @Nullable String region() {
		String name = this.environment.get(REGION);
		if (name != null) {
			return REGION_NAME.matcher(name).matches() ? locationOf(name) : null;
		}
		Matcher owner = owner();
		return (owner.matches() && owner.group(2) != null) ? locationOf(owner.group(2)) : null;
	}

	private static String locationOf(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	private Matcher owner() {
		String owner = this.environment.get(OWNER);
		return OWNER_NAME.matcher((owner != null) ? owner : "");
	}

}
