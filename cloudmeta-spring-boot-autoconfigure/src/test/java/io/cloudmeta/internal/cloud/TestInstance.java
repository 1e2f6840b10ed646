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

package io.cloudmeta.internal.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudPlacement;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.DetectionReport;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.FakeMetadataClient;
import io.cloudmeta.test.FakeMetadataClient.Request;
import io.cloudmeta.test.FakeMetadataClient.Responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * An instance as one provider reads it, with a {@link FakeMetadataClient} and nothing in
 * between: the identity at the first call, once, and what it defers when that is needed.
 * A request that fails is not repeated, and nothing is filtered but what
 * {@link InstanceMetadata} filters.
 */
final class TestInstance implements CloudInstance {

	private final MetadataService service;

	private final FakeMetadataClient client;

	private final Map<Object, Object> fetched = new HashMap<>();

	private final Set<String> failures = new LinkedHashSet<>();

	private InstanceMetadata identity;

	private Instant fetchedAt;

	TestInstance(MetadataService service, FakeMetadataClient client) {
		this.service = service;
		this.client = client;
	}

	/**
	 * Returns an instance of a simulated cloud.
	 */
	static TestInstance of(String cloud) {
		return of(cloud, Map.of());
	}

	/**
	 * Returns an instance of a simulated cloud that has these values.
	 */
	static TestInstance of(String cloud, Map<String, String> values) {
		return of(cloud, CloudSimulator.of(cloud).values(values), Map.of());
	}

	/**
	 * Returns an instance of a simulated cloud as the provider of that or another cloud
	 * reads it.
	 * @param environment properties and environment variables beside those of the cloud
	 */
	static TestInstance of(String provider, CloudSimulator.Builder cloud, Map<String, String> environment) {
		MetadataService service = MetadataServices.of(CloudProvider.of(provider));
		return new TestInstance(service, cloud.client(service, environment));
	}

	FakeMetadataClient getClient() {
		return this.client;
	}

	Responses respondTo(String method, String pathAndQuery) {
		return this.client.respondTo(method, pathAndQuery);
	}

	Responses respondTo(Predicate<Request> requests) {
		return this.client.respondTo(requests);
	}

	/**
	 * Returns the beginnings of the requests so far, such as {@code GET /v1.json}.
	 */
	List<String> getRequests() {
		return this.client.getRequests().stream().map(Request::toString).toList();
	}

	void resetRequests() {
		this.client.resetRequests();
	}

	/**
	 * Returns what was not read or cannot be used, with the reason.
	 */
	List<String> getFailures() {
		identity();
		return List.copyOf(this.failures);
	}

	/**
	 * Asserts that a path is refused without a request.
	 */
	void assertRefuses(String path) {
		getRegion();
		resetRequests();
		assertThatIllegalArgumentException().isThrownBy(() -> getAttribute(path));
		assertThat(getRequests()).isEmpty();
	}

	/**
	 * Asserts that one of the cloud's own names leads to a value.
	 */
	void assertNameLeadsTo(String name, String value) {
		assertThat(this.service.getNames()).containsKey(name);
		assertThat(getAttribute(this.service.getNames().get(name))).isEqualTo(value);
	}

	/**
	 * Reads the identity, without keeping it.
	 * @param proven whether something other than the response names the cloud
	 */
	InstanceMetadata identify(boolean proven) throws MetadataException {
		return this.service.identify(this.client, proven);
	}

	private InstanceMetadata identity() {
		if (this.identity == null) {
			this.identity = identify();
			this.failures.addAll(this.identity.getFailures());
		}
		return this.identity;
	}

	private InstanceMetadata identify() {
		try {
			InstanceMetadata identified = identify(true);
			this.fetchedAt = Instant.now();
			return identified;
		}
		catch (MetadataException ex) {
			this.failures.add(ex.toLine());
			return this.service.identify(Map.of(), this.client.getEndpoint());
		}
	}

	private String get(CloudField field) {
		String value = identity().get(field);
		if (value != null || !identity().isDeferred(field)) {
			return value;
		}
		return fetch(field,
				() -> checked(InstanceMetadata.of(getProvider()).set(field, this.service.fetch(this.client, field)))
					.get(field));
	}

	@SuppressWarnings("unchecked")
	private <T> T fetch(Object key, Fetch<T> fetch) {
		if (this.fetchedAt == null || this.fetched.containsKey(key)) {
			return (T) this.fetched.get(key);
		}
		T value = null;
		try {
			value = fetch.run();
		}
		catch (MetadataException ex) {
			this.failures.add(ex.toLine());
		}
		this.fetched.put(key, value);
		return value;
	}

	private InstanceMetadata checked(InstanceMetadata.Builder builder) {
		InstanceMetadata checked = builder.build();
		this.failures.addAll(checked.getFailures());
		return checked;
	}

	@Override
	public String getAttribute(String path) {
		Map<String, String> attributes = getAttributes();
		MetadataPath.check(this.service, path);
		String found = MetadataText.block(this.service.find(attributes, path));
		return (found != null) ? found : fetch(path, () -> MetadataText.block(this.service.fetch(this.client, path)));
	}

	@Override
	public Map<String, String> getTags() {
		Map<String, String> tags = identity().getTags();
		if (tags == null) {
			tags = fetch("tags/", () -> checked(InstanceMetadata.of(getProvider()).tags(fetchTags())).getTags());
		}
		return (tags != null) ? tags : Map.of();
	}

	private Map<String, String> fetchTags() throws MetadataException {
		List<String> names = this.service.fetchTagNames(this.client);
		if (names == null) {
			return this.service.fetchTags(this.client, (tag) -> !InstanceMetadata.isSecretTag(tag));
		}
		Map<String, String> tags = new LinkedHashMap<>();
		for (String name : names) {
			String value = InstanceMetadata.isSecretTag(name) ? null : this.service.fetchTag(this.client, name);
			if (value != null) {
				tags.put(name, value);
			}
		}
		return tags;
	}

	@Override
	public List<NetworkInterface> getNetworkInterfaces() {
		List<NetworkInterface> interfaces = identity().getNetworkInterfaces();
		if (interfaces == null) {
			interfaces = fetch("interfaces/", () -> checked(InstanceMetadata.of(getProvider())
				.networkInterfaces(this.service.fetchNetworkInterfaces(this.client))).getNetworkInterfaces());
		}
		return (interfaces != null) ? interfaces : List.of();
	}

	@Override
	public byte[] fetchUserData() {
		identity();
		return fetch(new Object(), () -> this.service.fetchUserData(this.client));
	}

	@Override
	public CloudProvider getProvider() {
		return identity().getProvider();
	}

	@Override
	public String getPlatform() {
		return get(CloudField.PLATFORM);
	}

	@Override
	public String getRegion() {
		return get(CloudField.REGION);
	}

	@Override
	public String getAvailabilityZone() {
		return get(CloudField.AVAILABILITY_ZONE);
	}

	@Override
	public String getAccountId() {
		return get(CloudField.ACCOUNT_ID);
	}

	@Override
	public String getInstanceId() {
		return get(CloudField.INSTANCE_ID);
	}

	@Override
	public String getInstanceName() {
		return get(CloudField.INSTANCE_NAME);
	}

	@Override
	public String getInstanceType() {
		return get(CloudField.INSTANCE_TYPE);
	}

	@Override
	public String getImageId() {
		return get(CloudField.IMAGE_ID);
	}

	@Override
	public String getHostname() {
		return get(CloudField.HOSTNAME);
	}

	@Override
	public String getPrivateIp() {
		return get(CloudField.PRIVATE_IP);
	}

	@Override
	public String getPublicIp() {
		return get(CloudField.PUBLIC_IP);
	}

	@Override
	public String getAvailabilityZoneId() {
		return get(CloudField.AVAILABILITY_ZONE_ID);
	}

	@Override
	public CloudPlacement getPlacement() {
		CloudPlacement placement = identity().getPlacement();
		if (placement == null) {
			placement = fetch("placement/", () -> checked(
					InstanceMetadata.of(getProvider()).placement(this.service.fetchPlacement(this.client, identity())))
				.getPlacement());
		}
		return (placement != null) ? placement : CloudPlacement.of(getProvider(), Map.of());
	}

	@Override
	public String getLifecycle() {
		return get(CloudField.LIFECYCLE);
	}

	@Override
	public Map<String, String> getAttributes() {
		return identity().getAttributes();
	}

	@Override
	public Instant getFetchedAt() {
		identity();
		return this.fetchedAt;
	}

	@Override
	public DetectionReport getDetection() {
		return new DetectionReport(List.of(), getRequests().size(), true, getFailures(), Duration.ZERO);
	}

	/**
	 * Reads the identity again, and returns whether it has changed.
	 */
	@Override
	public boolean refresh() {
		InstanceMetadata previous = identity();
		this.identity = null;
		this.fetchedAt = null;
		this.fetched.clear();
		this.failures.clear();
		return !identity().equals(previous);
	}

	/**
	 * Fetches a value.
	 *
	 * @param <T> the type of the value
	 */
	@FunctionalInterface
	private interface Fetch<T> {

		T run() throws MetadataException;

	}

}
