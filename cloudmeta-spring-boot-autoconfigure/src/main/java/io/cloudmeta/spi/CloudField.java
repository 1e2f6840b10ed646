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

package io.cloudmeta.spi;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import org.jspecify.annotations.Nullable;

/**
 * The values of a {@link CloudInstance} that are text, by the names of their getters:
 * what placeholders, {@code cloudmeta.instance.*} and Actuator call them.
 *
 * @since 0.1.0
 */
public enum CloudField {

	/** {@link CloudInstance#getProvider()}, its id. */
	PROVIDER("provider"),

	/** {@link CloudInstance#getPlatform()}. */
	PLATFORM("platform"),

	/** {@link CloudInstance#getRegion()}. */
	REGION("region"),

	/** {@link CloudInstance#getAvailabilityZone()}. */
	AVAILABILITY_ZONE("availabilityZone"),

	/** {@link CloudInstance#getAccountId()}. */
	ACCOUNT_ID("accountId"),

	/** {@link CloudInstance#getInstanceId()}. */
	INSTANCE_ID("instanceId"),

	/** {@link CloudInstance#getInstanceName()}. */
	INSTANCE_NAME("instanceName"),

	/** {@link CloudInstance#getInstanceType()}. */
	INSTANCE_TYPE("instanceType"),

	/** {@link CloudInstance#getImageId()}. */
	IMAGE_ID("imageId"),

	/** {@link CloudInstance#getHostname()}. */
	HOSTNAME("hostname"),

	/** {@link CloudInstance#getPrivateIp()}. */
	PRIVATE_IP("privateIp"),

	/** {@link CloudInstance#getPublicIp()}. */
	PUBLIC_IP("publicIp"),

	/** {@link CloudInstance#getLifecycle()}. */
	LIFECYCLE("lifecycle"),

	/** {@link CloudInstance#getAvailabilityZoneId()}. */
	AVAILABILITY_ZONE_ID("availabilityZoneId");

	private static final Map<String, CloudField> BY_NAME = byName();

	private final String name;

	CloudField(String name) {
		this.name = name;
	}

	private static Map<String, CloudField> byName() {
		Map<String, CloudField> fields = new HashMap<>();
		for (CloudField field : values()) {
			fields.put(uniform(field.name), field);
		}
		return Map.copyOf(fields);
	}

	/**
	 * Returns the getter's name as a property.
	 * @return the name, such as {@code availabilityZone}
	 */
	public String getName() {
		return this.name;
	}

	/**
	 * Returns the value of this field.
	 * @param instance the instance
	 * @return the value, or {@code null} where it is absent
	 */
	public @Nullable String get(CloudInstance instance) {
		return switch (this) {
			case PROVIDER -> instance.getProvider().getId();
			case PLATFORM -> instance.getPlatform();
			case REGION -> instance.getRegion();
			case AVAILABILITY_ZONE -> instance.getAvailabilityZone();
			case ACCOUNT_ID -> instance.getAccountId();
			case INSTANCE_ID -> instance.getInstanceId();
			case INSTANCE_NAME -> instance.getInstanceName();
			case INSTANCE_TYPE -> instance.getInstanceType();
			case IMAGE_ID -> instance.getImageId();
			case HOSTNAME -> instance.getHostname();
			case PRIVATE_IP -> instance.getPrivateIp();
			case PUBLIC_IP -> instance.getPublicIp();
			case LIFECYCLE -> instance.getLifecycle();
			case AVAILABILITY_ZONE_ID -> instance.getAvailabilityZoneId();
		};
	}

	/**
	 * Returns the field of a name. The case of letters, hyphens and underscores do not
	 * count: {@code AvailabilityZone}, {@code availability-zone} and
	 * {@code availability_zone} are one.
	 * @param name the name
	 * @return the field, or {@code null} if there is none of that name
	 */
	public static @Nullable CloudField of(String name) {
		return BY_NAME.get(uniform(name));
	}

	/**
	 * Returns a name in the form in which two spellings of it are equal.
	 * @param name the name
	 * @return the name in lower case, without hyphens and underscores
	 */
	public static String uniform(String name) {
		return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
	}

}
