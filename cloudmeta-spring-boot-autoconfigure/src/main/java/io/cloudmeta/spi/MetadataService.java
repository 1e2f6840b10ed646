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

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.cloud.MetadataPath;
import org.jspecify.annotations.Nullable;

/**
 * A cloud's metadata service: where it lives, how it is asked, what proves that it is the
 * one, and where in its answers each value stands. Implementations have no state. Those
 * of other libraries are registered in {@code META-INF/spring.factories} under the name
 * of this interface.
 *
 * @since 0.1.0
 */
public interface MetadataService {

	/**
	 * Returns the cloud whose service this is.
	 * @return the provider
	 */
	CloudProvider getProvider();

	/**
	 * Returns where the service lives.
	 * @param environment the properties and environment variables by name
	 * @return the address that the user named, or the vendor's own
	 */
	MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment);

	/**
	 * Returns whether a cloud that cloudmeta itself does not know may be asked where
	 * nothing names one. The request must be harmless on every other cloud: it comes
	 * after those that cloudmeta makes, whose order and reasons stand in the detection's
	 * plan.
	 * @return whether it is a candidate without any evidence
	 */
	default boolean isProbed() {
		return false;
	}

	/**
	 * Returns whether the machine's environment holds what only this cloud's machines
	 * have, so that it may be asked at an address that is given for others too.
	 * @param endpoint what is known of the service
	 * @return whether the environment speaks for this cloud
	 */
	default boolean isNamedBy(MetadataEndpoint endpoint) {
		return false;
	}

	/**
	 * Looks for what only this cloud's machines have, where the table of signatures does
	 * not know it: services of other libraries and of {@code cloudmeta.custom.*}.
	 * @param dmi returns the firmware's strings by the names of their files, such as
	 * {@code sys_vendor}; {@code null} where there is none
	 * @param endpoint what is known of the service
	 * @return what names this cloud; nothing if the machine does not
	 */
	default List<Evidence> recognise(Function<String, @Nullable String> dmi, MetadataEndpoint endpoint) {
		return List.of();
	}

	/**
	 * Reads what the first request or two tell, after a check that it is this cloud that
	 * answers.
	 * @param client the way to the service
	 * @param proven whether something local or the user names this cloud; otherwise
	 * nothing is sent that would alarm another one, and what answers has to prove itself
	 * @return the identity
	 * @throws MetadataException if the service cannot be read or is not this cloud's
	 */
	InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException;

	/**
	 * Returns what the firmware alone tells where the service does not answer.
	 * @param dmi the firmware's strings by the names of their files
	 * @return what is known of the instance: at least the provider
	 */
	default InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(getProvider()).build();
	}

	/**
	 * Returns what the machine alone tells where the service does not answer.
	 * @param dmi the firmware's strings by the names of their files
	 * @param endpoint what is known of the service
	 * @return what is known of the instance: at least the provider
	 */
	default InstanceMetadata identify(Map<String, String> dmi, MetadataEndpoint endpoint) {
		return identify(dmi);
	}

	/**
	 * Returns the parts of this cloud's metadata that may not be read although their
	 * names do not look like secrets. Paths are checked before this service is called,
	 * and attributes before they are shown.
	 * @return the restrictions
	 */
	default RestrictedPaths getRestrictedPaths() {
		return RestrictedPaths.NONE;
	}

	/**
	 * Finds a value in what is known already.
	 * @param attributes the provider's own document, flattened
	 * @param path the provider's own path, which {@link MetadataPath#check} has accepted
	 * @return the value, or {@code null} if it takes a request
	 */
	@Nullable String find(Map<String, String> attributes, String path);

	/**
	 * Returns which tag a path leads to.
	 * @param path the provider's own path
	 * @return the tag's name, an empty text for a path that leads to several, or
	 * {@code null} if it leads to none
	 */
	default @Nullable String tagOf(String path) {
		return null;
	}

	/**
	 * Returns which tag the value of a field is.
	 * @param field the field
	 * @return the tag's name, or {@code null} if the value is no tag
	 */
	default @Nullable String tagOf(CloudField field) {
		return null;
	}

	/**
	 * Fetches one value by the provider's own path, which {@link MetadataPath#check} has
	 * accepted.
	 * @param client the way to the service
	 * @param path the path
	 * @return the value, or {@code null} if there is none
	 * @throws MetadataException if the service cannot be read
	 */
	@Nullable String fetch(MetadataClient client, String path) throws MetadataException;

	/**
	 * Fetches a value that the identity {@link InstanceMetadata#isDeferred defers}.
	 * @param client the way to the service
	 * @param field the field
	 * @return the value, or {@code null} if there is none
	 * @throws MetadataException if the service cannot be read
	 */
	default @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		return null;
	}

	/**
	 * Fetches the tags if the identity defers them.
	 * @param client the way to the service
	 * @param allowed which tags may be read
	 * @return the tags
	 * @throws MetadataException if the service cannot be read
	 */
	default Map<String, String> fetchTags(MetadataClient client, Predicate<String> allowed) throws MetadataException {
		return Map.of();
	}

	/**
	 * Fetches the network interfaces if the identity defers them.
	 * @param client the way to the service
	 * @return the interfaces, the primary one first
	 * @throws MetadataException if the service cannot be read
	 */
	default List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		return List.of();
	}

	/**
	 * Fetches the user data that the instance was started with. Asked for by the
	 * application's own code only; what comes back is kept nowhere.
	 * @param client the way to the service
	 * @return the bytes as they were given to the cloud, or {@code null} if there are
	 * none or if this cloud does not tell
	 * @throws MetadataException if the service cannot be read
	 */
	default byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		return null;
	}

	/**
	 * Returns the cloud's own names for values, as placeholders use them:
	 * {@code resourceGroupName} in {@code $<azure:resourceGroupName>}.
	 * @return the names with the paths that {@code CloudInstance.getAttribute} takes
	 */
	default Map<String, String> getNames() {
		return Map.of();
	}

}
