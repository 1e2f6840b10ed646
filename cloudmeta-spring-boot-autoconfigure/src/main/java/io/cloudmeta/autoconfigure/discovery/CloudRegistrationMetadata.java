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

package io.cloudmeta.autoconfigure.discovery;

import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudAttribute;
import io.cloudmeta.spi.CloudField;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Metadata of a registration that describe where the application runs. The names have no
 * dots, which Consul does not accept; {@code zone} is the one that Spring Cloud
 * LoadBalancer uses.
 */
class CloudRegistrationMetadata {

	private static final Log logger = LogFactory.getLog(CloudRegistrationMetadata.class);

	private final ObjectProvider<CloudInstance> instance;

	CloudRegistrationMetadata(ObjectProvider<CloudInstance> instance) {
		this.instance = instance;
	}

	/**
	 * Adds what the user has not set, where anything can be added.
	 * @param metadata the metadata of a registration
	 */
	void addTo(@Nullable Map<String, String> metadata) {
		if (metadata == null) {
			return;
		}
		try {
			addAll(metadata);
		}
		catch (UnsupportedOperationException ex) {
			logger.debug("The metadata of this registration cannot be added to", ex);
		}
	}

	private void addAll(Map<String, String> metadata) {
		CloudInstance instance = this.instance.getObject();
		add(metadata, "cloud-provider", CloudField.PROVIDER, instance);
		add(metadata, "cloud-region", CloudField.REGION, instance);
		add(metadata, "cloud-availability-zone", CloudField.AVAILABILITY_ZONE, instance);
		add(metadata, "cloud-instance-id", CloudField.INSTANCE_ID, instance);
		add(metadata, "zone", CloudField.AVAILABILITY_ZONE, instance);
	}

	private static void add(Map<String, String> metadata, String name, CloudField field, CloudInstance instance) {
		@Nullable String value = CloudAttribute.of(field).get(instance);
		if (value != null) {
			metadata.putIfAbsent(name, value);
		}
	}

}
