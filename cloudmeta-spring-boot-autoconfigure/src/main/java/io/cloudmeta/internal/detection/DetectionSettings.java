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

package io.cloudmeta.internal.detection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.cloud.LocatedByFiles;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

/**
 * What the user decided about the detection. Contexts with equal settings share one
 * detection.
 *
 * @param enabled whether anything is detected at all
 * @param provider the cloud that the user names, or {@code null}
 * @param providerSource the property or variable that names it
 * @param probe when the network is probed
 * @param detectionTimeout total time for all candidates to respond
 * @param backgroundTimeout how long a detection that found nothing continues in the
 * background; not at all if it is zero
 * @param fetchTimeout total time for reading a cloud that is identified, retries included
 * @param fetchSource the first source of the identity
 * @param sysfs where the kernel's files are
 * @param root the directory below which the machine's other files are
 * @param platformVariables the environment variables that platforms read
 * @param endpoints where a cloud's metadata service lives if that may be elsewhere, or
 * otherwise, than its vendor documents
 * @param fixedValues the values that win over what is detected
 * @param fixedTags the tags that win over the cloud's
 * @param fixedPlacement the levels of the placement that win over the cloud's
 * @param tagFilter which of the cloud's tags may be read
 * @param custom the services of {@code cloudmeta.custom.*}, equal if their properties are
 * @since 0.1.0
 */
public record DetectionSettings(boolean enabled, @Nullable CloudProvider provider, String providerSource, Probe probe,
		Duration detectionTimeout, Duration backgroundTimeout, Duration fetchTimeout, FetchSource fetchSource,
		Path sysfs, Path root, Map<String, String> platformVariables, Map<CloudProvider, MetadataEndpoint> endpoints,
		Map<CloudField, String> fixedValues, Map<String, String> fixedTags, Map<String, String> fixedPlacement,
		TagFilter tagFilter, List<MetadataService> custom) {

	public DetectionSettings {
		platformVariables = Map.copyOf(platformVariables);
		endpoints = Map.copyOf(endpoints);
		fixedValues = Map.copyOf(fixedValues);
		fixedTags = Map.copyOf(fixedTags);
		fixedPlacement = Map.copyOf(fixedPlacement);
		custom = List.copyOf(custom);
	}

	/**
	 * Returns how long a call may wait for the detection and its own request together,
	 * and an application while it starts for all of its calls.
	 * @return the longer one of both times
	 */
	Duration longestCall() {
		return (this.detectionTimeout.compareTo(this.fetchTimeout) > 0) ? this.detectionTimeout : this.fetchTimeout;
	}

	/**
	 * Returns the cloud if the user gave the whole identity.
	 * @return the provider that is fixed, or {@code null}
	 */
	@Nullable CloudProvider fixedProvider() {
		String id = this.fixedValues.get(CloudField.PROVIDER);
		return (id != null) ? CloudProvider.of(id) : null;
	}

	/**
	 * Returns a value that is the user's whatever is detected.
	 * @param field the field
	 * @return the value, or {@code null} if the user gave none or one that is not used
	 */
	@Nullable String fixedValue(CloudField field) {
		String value = this.fixedValues.get(field);
		if (!this.enabled || field == CloudField.PROVIDER || value == null) {
			return null;
		}
		return InstanceMetadata.of(CloudProvider.LOCAL).set(field, value).build().get(field);
	}

	/**
	 * Returns the services that are not cloudmeta's own, those first that only these
	 * settings have.
	 * @return the services
	 */
	List<MetadataService> furtherServices() {
		List<MetadataService> services = new ArrayList<>(this.custom);
		services.addAll(MetadataServices.registered());
		return services;
	}

	/**
	 * Returns the service of a cloud.
	 * @param provider the cloud
	 * @return the service, or {@code null} if there is none for that cloud
	 */
	@Nullable MetadataService service(CloudProvider provider) {
		for (MetadataService service : this.custom) {
			if (service.getProvider().equals(provider)) {
				return service;
			}
		}
		return MetadataServices.of(provider);
	}

	/**
	 * Returns where a cloud's metadata service lives.
	 * @param provider the cloud
	 * @return the endpoint, or {@code null} if there is no service for that cloud or its
	 * code fails
	 */
	@Nullable MetadataEndpoint endpoint(CloudProvider provider) {
		MetadataEndpoint endpoint = this.endpoints.get(provider);
		if (endpoint != null) {
			return endpoint;
		}
		MetadataService service = service(provider);
		return (service != null) ? MetadataServices.endpoint(service, (name) -> null) : null;
	}

	/**
	 * Returns these settings with the endpoints that local files lead to.
	 * @param providers the clouds in question
	 * @param proven whether something local or the user names the cloud
	 * @param files reads the machine's files
	 * @return the settings
	 */
	DetectionSettings locate(Collection<CloudProvider> providers, boolean proven, LocalFiles files) {
		Map<CloudProvider, MetadataEndpoint> located = new HashMap<>(this.endpoints);
		for (CloudProvider provider : providers) {
			MetadataEndpoint endpoint = endpoint(provider);
			if (endpoint != null && service(provider) instanceof LocatedByFiles service) {
				located.put(provider, service.locate(endpoint, this.root, files, proven));
			}
		}
		return located.equals(this.endpoints) ? this
				: new DetectionSettings(this.enabled, this.provider, this.providerSource, this.probe,
						this.detectionTimeout, this.backgroundTimeout, this.fetchTimeout, this.fetchSource, this.sysfs,
						this.root, this.platformVariables, located, this.fixedValues, this.fixedTags,
						this.fixedPlacement, this.tagFilter, this.custom);
	}

	@Override
	public String toString() {
		// an environment variable or a fixed value may be private
		return "DetectionSettings[enabled=%s, provider=%s, endpoints=%s]".formatted(this.enabled, this.provider,
				this.endpoints.keySet());
	}

}
