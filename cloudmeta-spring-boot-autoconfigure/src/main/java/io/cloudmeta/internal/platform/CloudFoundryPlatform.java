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
import io.cloudmeta.spi.MetadataDocument;
import org.jspecify.annotations.Nullable;

/**
 * Cloud Foundry, on whatever machines. The instance is what it calls the app instance,
 * the account is the organization, which is what has a quota and pays.
 *
 * @see <a href=
 * "https://docs.cloudfoundry.org/devguide/deploy-apps/environment-variable.html">Cloud
 * Foundry environment variables</a>
 */
class CloudFoundryPlatform implements Platform {

	/** Describes the application; the credentials are in another variable. */
	private static final String APPLICATION = "VCAP_APPLICATION";

	private static final String INSTANCE_GUID = "CF_INSTANCE_GUID";

	private static final String INSTANCE_INDEX = "CF_INSTANCE_INDEX";

	/** The address of the machine. */
	private static final String INSTANCE_IP = "CF_INSTANCE_IP";

	/** The address of the container. */
	private static final String INSTANCE_INTERNAL_IP = "CF_INSTANCE_INTERNAL_IP";

	private static final String APPLICATION_ID = "application_id";

	@Override
	public String getName() {
		return "cloudfoundry";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.CLOUD_FOUNDRY;
	}

	@Override
	public Set<String> getVariables() {
		return Set.of(APPLICATION, INSTANCE_GUID, INSTANCE_INDEX, INSTANCE_IP, INSTANCE_INTERNAL_IP);
	}

	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		String text = environment.get(APPLICATION);
		MetadataDocument application = (text != null) ? MetadataDocument.parse(text) : null;
		if (application == null || application.get(APPLICATION_ID) == null) {
			return null;
		}
		String guid = environment.get(INSTANCE_GUID);
		PlatformMatch.Builder signs = PlatformMatch.of(this, environment, APPLICATION)
			.set(CloudField.INSTANCE_ID, (guid != null) ? guid : application.get("instance_id"))
			.set(CloudField.ACCOUNT_ID, application.get("organization_id"))
			.set(CloudField.PRIVATE_IP, environment.get(INSTANCE_INTERNAL_IP));
		application.asMap().forEach(signs::attribute);
		return signs.withMetadataService().build(Weight.OF_ITS_OWN);
	}

	@Override
	public Map<String, String> getNames() {
		return Map.of("applicationId", APPLICATION_ID, "applicationName", "application_name", "applicationVersion",
				"application_version", "spaceId", "space_id", "spaceName", "space_name", "organizationId",
				"organization_id", "organizationName", "organization_name", "processType", "process_type",
				"instanceIndex", INSTANCE_INDEX, "instanceIp", INSTANCE_IP);
	}

}
