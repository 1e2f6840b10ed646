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

package io.cloudmeta.autoconfigure.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * A value of the instance under the name that OpenTelemetry has for it, or, where it has
 * none, the Elastic Common Schema.
 *
 * @since 0.1.0
 * @see <a href= "https://opentelemetry.io/docs/specs/semconv/registry/attributes/cloud/">
 * OpenTelemetry's cloud attributes</a>
 */
public final class CloudAttribute {

	private static final String TAGS = "tags.";

	private static final Map<CloudField, String> NAMES = Map.ofEntries(Map.entry(CloudField.PROVIDER, "cloud.provider"),
			Map.entry(CloudField.PLATFORM, "cloud.platform"), Map.entry(CloudField.REGION, "cloud.region"),
			Map.entry(CloudField.AVAILABILITY_ZONE, "cloud.availability_zone"),
			Map.entry(CloudField.ACCOUNT_ID, "cloud.account.id"), Map.entry(CloudField.INSTANCE_ID, "host.id"),
			Map.entry(CloudField.INSTANCE_NAME, "cloud.instance.name"),
			Map.entry(CloudField.INSTANCE_TYPE, "host.type"), Map.entry(CloudField.IMAGE_ID, "host.image.id"),
			Map.entry(CloudField.HOSTNAME, "host.name"), Map.entry(CloudField.PRIVATE_IP, "host.ip"),
			Map.entry(CloudField.PUBLIC_IP, "cloud.public_ip"),
			Map.entry(CloudField.LIFECYCLE, "cloud.instance.lifecycle"),
			Map.entry(CloudField.AVAILABILITY_ZONE_ID, "cloud.availability_zone_id"));

	/** OpenTelemetry's names of providers, if they differ from the ids. */
	private static final Map<CloudProvider, String> PROVIDERS = Map.of(CloudProvider.ALIBABA, "alibaba_cloud",
			CloudProvider.ORACLE, "oracle_cloud", CloudProvider.TENCENT, "tencent_cloud", CloudProvider.IBM,
			"ibm_cloud", CloudProvider.AKAMAI, "akamai_cloud");

	private final String name;

	private final @Nullable CloudField field;

	private final @Nullable String tag;

	private CloudAttribute(String name, @Nullable CloudField field, @Nullable String tag) {
		this.name = name;
		this.field = field;
		this.tag = tag;
	}

	/**
	 * Returns the attribute of a field.
	 * @param field the field
	 * @return its attribute
	 */
	public static CloudAttribute of(CloudField field) {
		String name = NAMES.get(field);
		if (name == null) {
			throw new IllegalArgumentException("%s has no attribute".formatted(field));
		}
		return new CloudAttribute(name, field, null);
	}

	/**
	 * Returns the attribute of a value that a user names.
	 * @param value the name of a getter of {@link CloudInstance}, or {@code tags.} and
	 * the name of a tag
	 * @return its attribute, or {@code null} if there is no such value
	 */
	public static @Nullable CloudAttribute of(String value) {
		String trimmed = value.trim();
		if (trimmed.startsWith(TAGS) && trimmed.length() > TAGS.length()) {
			return new CloudAttribute("cloud." + trimmed, null, trimmed.substring(TAGS.length()));
		}
		CloudField field = CloudField.of(trimmed);
		return (field != null) ? of(field) : null;
	}

	/**
	 * Returns the attributes of several fields.
	 * @param fields the fields
	 * @return their attributes, in that order
	 */
	public static List<CloudAttribute> of(CloudField... fields) {
		List<CloudAttribute> attributes = new ArrayList<>();
		Arrays.stream(fields).map(CloudAttribute::of).forEach(attributes::add);
		return List.copyOf(attributes);
	}

	/**
	 * Returns what a user can name, but for tags.
	 * @return the names of the getters
	 */
	public static Collection<String> values() {
		return Arrays.stream(CloudField.values()).map(CloudField::getName).toList();
	}

	/**
	 * Returns the name.
	 * @return the name, such as {@code cloud.availability_zone}
	 */
	public String getName() {
		return this.name;
	}

	/**
	 * Returns the value.
	 * @param instance the instance
	 * @return the value, by OpenTelemetry's name, or {@code null} if it is missing or if
	 * the instance is on no cloud
	 */
	public @Nullable String get(CloudInstance instance) {
		if (!instance.isCloud()) {
			return null;
		}
		if (this.field == CloudField.PROVIDER) {
			CloudProvider provider = instance.getProvider();
			return PROVIDERS.getOrDefault(provider, provider.getId());
		}
		if (this.field != null) {
			return this.field.get(instance);
		}
		return (this.tag != null) ? instance.getTag(this.tag) : null;
	}

}
