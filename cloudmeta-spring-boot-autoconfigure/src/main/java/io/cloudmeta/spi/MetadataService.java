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

import io.cloudmeta.CloudPlacement;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.cloud.MetadataPath;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of a cloud: its address, the requests that read it, what proves
 * that a response comes from it, and where each value is in the responses. Most clouds
 * are a {@link DefinedMetadataService}. Implementations are stateless. Other libraries
 * register theirs in {@code META-INF/spring.factories} under the name of this interface.
 *
 * @since 0.1.0
 */
public interface MetadataService {

	/**
	 * Returns the cloud.
	 * @return the provider
	 */
	CloudProvider getProvider();

	/**
	 * Returns the address of the service.
	 * @param environment the properties and environment variables by name
	 * @return the address that the user configured, or the one that the vendor documents
	 */
	MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment);

	/**
	 * Returns whether the service of another library is queried where nothing local
	 * identifies a cloud. Its first request must be harmless on every other cloud. It is
	 * sent after those of cloudmeta's own clouds.
	 * @return whether the cloud is a candidate without evidence; {@code false} by default
	 */
	default boolean isProbed() {
		return false;
	}

	/**
	 * Returns whether the options of the endpoint identify this cloud, so that it may be
	 * queried at an address that is configured for other clouds too.
	 * @param endpoint the endpoint with its options
	 * @return whether they do; {@code false} by default
	 */
	default boolean isNamedBy(MetadataEndpoint endpoint) {
		return false;
	}

	/**
	 * Returns the evidence for this cloud, if cloudmeta's table of signatures does not
	 * have it: for services of other libraries and of {@code cloudmeta.custom.*}.
	 * @param dmi returns the firmware's strings by the names of their files, such as
	 * {@code sys_vendor}; {@code null} where there is none
	 * @param endpoint the endpoint with its options
	 * @return the evidence, or an empty list if the machine is not one of this cloud's
	 */
	default List<Evidence> recognise(Function<String, @Nullable String> dmi, MetadataEndpoint endpoint) {
		return List.of();
	}

	/**
	 * Reads the values that the first request or two return, after a check that the
	 * response comes from this cloud.
	 * @param client the client for the service
	 * @param proven whether local evidence or the user identifies this cloud. Otherwise
	 * no request may be sent that raises an alarm on another cloud, and the content of
	 * the response has to prove this one
	 * @return the identity
	 * @throws MetadataException if the service cannot be read or is not this cloud's
	 */
	InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException;

	/**
	 * Returns what is known from the firmware alone, if the service does not respond.
	 * @param dmi the firmware's strings by the names of their files
	 * @return the identity: at least the provider
	 */
	default InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(getProvider()).build();
	}

	/**
	 * Returns what is known from the machine alone, if the service does not respond.
	 * @param dmi the firmware's strings by the names of their files
	 * @param endpoint the endpoint with its options
	 * @return the identity: at least the provider
	 */
	default InstanceMetadata identify(Map<String, String> dmi, MetadataEndpoint endpoint) {
		return identify(dmi);
	}

	/**
	 * Returns the parts of this cloud's metadata that may not be read although their
	 * names do not look like secrets. Paths are checked before this service is called,
	 * and attributes before they are used.
	 * @return the restrictions
	 */
	default RestrictedPaths getRestrictedPaths() {
		return RestrictedPaths.NONE;
	}

	/**
	 * Returns a value that is known without a request.
	 * @param attributes the cloud's own document, flattened
	 * @param path the cloud's own path, which {@link MetadataPath#check} has accepted
	 * @return the value, or {@code null} if it takes a request
	 */
	@Nullable String find(Map<String, String> attributes, String path);

	/**
	 * Returns which tag a path leads to.
	 * @param path the cloud's own path
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
	 * Fetches one value by the cloud's own path, which {@link MetadataPath#check} has
	 * accepted.
	 * @param client the client for the service
	 * @param path the path
	 * @return the value, or {@code null} if there is none
	 * @throws MetadataException if the service cannot be read
	 */
	@Nullable String fetch(MetadataClient client, String path) throws MetadataException;

	/**
	 * Fetches a value that the identity {@link InstanceMetadata#isDeferred defers}.
	 * @param client the client for the service
	 * @param field the field
	 * @return the value, or {@code null} if there is none
	 * @throws MetadataException if the service cannot be read
	 */
	default @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		return null;
	}

	/**
	 * Fetches the names of the tags if the identity defers the tags and the service
	 * returns each tag by a request of its own.
	 * @param client the client for the service
	 * @return the names, or {@code null} if {@link #fetchTags} returns all tags
	 * @throws MetadataException if the service cannot be read
	 */
	default @Nullable List<String> fetchTagNames(MetadataClient client) throws MetadataException {
		return null;
	}

	/**
	 * Fetches one tag if the identity defers the tags.
	 * @param client the client for the service
	 * @param name the name of the tag, which may be read
	 * @return the value, which may be empty, or {@code null} if there is no such tag
	 * @throws MetadataException if the service cannot be read
	 */
	default @Nullable String fetchTag(MetadataClient client, String name) throws MetadataException {
		return fetchTags(client, name::equals).get(name);
	}

	/**
	 * Fetches the tags if the identity defers them and {@link #fetchTagNames} returns no
	 * names.
	 * @param client the client for the service
	 * @param allowed which tags may be read
	 * @return the tags
	 * @throws MetadataException if the service cannot be read
	 */
	default Map<String, String> fetchTags(MetadataClient client, Predicate<String> allowed) throws MetadataException {
		return Map.of();
	}

	/**
	 * Fetches the network interfaces if the identity defers them.
	 * @param client the client for the service
	 * @return the interfaces, the primary one first
	 * @throws MetadataException if the service cannot be read
	 */
	default List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		return List.of();
	}

	/**
	 * Fetches the placement if the identity defers it.
	 * @param client the client for the service
	 * @param identity the identity, which may have some of the levels
	 * @return the ids by the {@linkplain CloudPlacement#names() names} of levels, with
	 * {@code null} where the cloud does not reveal one
	 * @throws MetadataException if the service cannot be read
	 */
	default Map<String, @Nullable String> fetchPlacement(MetadataClient client, InstanceMetadata identity)
			throws MetadataException {
		return Map.of();
	}

	/**
	 * Fetches the user data that the instance was started with. Called only if the
	 * application's own code requests them; the result is not kept.
	 * @param client the client for the service
	 * @return the bytes as they were given to the cloud, or {@code null} if there are
	 * none or this cloud does not return them
	 * @throws MetadataException if the service cannot be read
	 */
	default byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		return null;
	}

	/**
	 * Returns the cloud's own names of values, as placeholders use them:
	 * {@code resourceGroupName} in {@code $<azure:resourceGroupName>}.
	 * @return the names with the paths that {@code CloudInstance.getAttribute} takes
	 */
	default Map<String, String> getNames() {
		return Map.of();
	}

}
