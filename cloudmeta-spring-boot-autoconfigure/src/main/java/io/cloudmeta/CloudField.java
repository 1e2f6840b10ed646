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

package io.cloudmeta;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The values of a {@link CloudInstance} that are text, by the names of their getters:
 * what placeholders, {@code cloudmeta.instance.*} and Actuator call them.
 *
 * @since 0.1.0
 */
public enum CloudField {

	/** {@link CloudInstance#getProvider()}, its id. */
	PROVIDER("provider", (instance) -> instance.getProvider().getId()),

	/** {@link CloudInstance#getPlatform()}. */
	PLATFORM("platform", CloudInstance::getPlatform),

	/** {@link CloudInstance#getRegion()}. */
	REGION("region", CloudInstance::getRegion),

	/** {@link CloudInstance#getAvailabilityZone()}. */
	AVAILABILITY_ZONE("availabilityZone", CloudInstance::getAvailabilityZone),

	/** {@link CloudInstance#getAccountId()}. */
	ACCOUNT_ID("accountId", CloudInstance::getAccountId),

	/** {@link CloudInstance#getInstanceId()}. */
	INSTANCE_ID("instanceId", CloudInstance::getInstanceId),

	/** {@link CloudInstance#getInstanceName()}. */
	INSTANCE_NAME("instanceName", CloudInstance::getInstanceName),

	/** {@link CloudInstance#getInstanceType()}. */
	INSTANCE_TYPE("instanceType", CloudInstance::getInstanceType),

	/** {@link CloudInstance#getImageId()}. */
	IMAGE_ID("imageId", CloudInstance::getImageId),

	/** {@link CloudInstance#getHostname()}. */
	HOSTNAME("hostname", CloudInstance::getHostname),

	/** {@link CloudInstance#getPrivateIp()}. */
	PRIVATE_IP("privateIp", CloudInstance::getPrivateIp),

	/** {@link CloudInstance#getPublicIp()}. */
	PUBLIC_IP("publicIp", CloudInstance::getPublicIp);

	private static final Map<String, CloudField> BY_NAME = Arrays.stream(values())
		.collect(Collectors.toUnmodifiableMap((field) -> uniform(field.name), (field) -> field));

	private final String name;

	private final Function<CloudInstance, @Nullable String> getter;

	CloudField(String name, Function<CloudInstance, @Nullable String> getter) {
		this.name = name;
		this.getter = getter;
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
	 * @param instance the instance to ask
	 * @return the value, or {@code null} where it is absent
	 */
	public @Nullable String get(CloudInstance instance) {
		return this.getter.apply(instance);
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
