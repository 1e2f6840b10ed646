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

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.internal.platform.Platforms;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.test.CloudSimulator;

/**
 * Settings that lead to a simulator, to be changed step by step.
 */
final class TestSettings {

	private final Map<String, String> properties;

	private CloudProvider provider;

	/** The cloud whose address is the real one, {@code null} if the settings say all. */
	private CloudProvider reality;

	private Probe probe = Probe.AUTO;

	private Duration detectionTimeout = Duration.ofSeconds(2);

	private Duration backgroundTimeout = Duration.ZERO;

	private Duration fetchTimeout = Duration.ofSeconds(5);

	private FetchSource fetchSource = FetchSource.SERVICE;

	private final Map<CloudField, String> fixedValues = new HashMap<>();

	private Map<String, String> fixedTags = Map.of();

	private TagFilter tagFilter = TagFilter.ALL;

	private List<MetadataService> services = List.of();

	private TestSettings(Map<String, String> properties) {
		this.properties = new HashMap<>(properties);
	}

	static TestSettings of(CloudSimulator simulator) {
		return new TestSettings(simulator.getProperties());
	}

	/**
	 * Settings of a machine on which the user has set nothing: at the address at which
	 * the simulated cloud really is it responds, like any other service there; no service
	 * answers elsewhere.
	 */
	static TestSettings asInReality(CloudSimulator simulator, CloudProvider provider) {
		TestSettings settings = of(simulator);
		settings.reality = provider;
		return settings;
	}

	/**
	 * Returns the default address of a cloud's service.
	 */
	static String realAddress(CloudProvider provider) {
		MetadataService service = MetadataServices.of(provider);
		return (service != null) ? service.getEndpoint((name) -> null).uri().toString() : "";
	}

	TestSettings property(String name, String value) {
		this.properties.put(name, value);
		return this;
	}

	/**
	 * Leaves only the endpoints of the clouds that are probed without evidence.
	 */
	TestSettings probedOnly() {
		MetadataServices.providers()
			.stream()
			.filter((provider) -> !ProbePlan.providers().contains(provider))
			.forEach((provider) -> this.properties.remove("cloudmeta.%s.endpoint".formatted(provider)));
		return this;
	}

	/**
	 * Leaves only the endpoints of these clouds.
	 */
	TestSettings endpoints(String... clouds) {
		MetadataServices.providers()
			.stream()
			.map(CloudProvider::getId)
			.filter((id) -> !List.of(clouds).contains(id))
			.forEach((id) -> this.properties.remove("cloudmeta.%s.endpoint".formatted(id)));
		return this;
	}

	TestSettings root(Path root) {
		return property("cloudmeta.detection.root", root.toString());
	}

	TestSettings provider(CloudProvider provider) {
		this.provider = provider;
		return this;
	}

	TestSettings probe(Probe probe) {
		this.probe = probe;
		return this;
	}

	TestSettings timeouts(Duration detection, Duration fetch) {
		this.detectionTimeout = detection;
		this.fetchTimeout = fetch;
		return this;
	}

	TestSettings fetchSource(FetchSource source) {
		this.fetchSource = source;
		return this;
	}

	TestSettings background(Duration timeout) {
		this.backgroundTimeout = timeout;
		return this;
	}

	TestSettings fixed(CloudField field, String value) {
		this.fixedValues.put(field, value);
		return this;
	}

	TestSettings fixedTags(Map<String, String> tags) {
		this.fixedTags = tags;
		return this;
	}

	TestSettings services(MetadataService... services) {
		this.services = List.of(services);
		return this;
	}

	TestSettings readableTags(String... patterns) {
		this.tagFilter = new TagFilter(List.of(patterns));
		return this;
	}

	Path root() {
		return Path.of(this.properties.get("cloudmeta.detection.root"));
	}

	Path sysfs() {
		return Path.of(this.properties.get("cloudmeta.detection.sysfs"));
	}

	DetectionSettings build() {
		Map<CloudProvider, MetadataEndpoint> endpoints = new HashMap<>();
		for (CloudProvider provider : MetadataServices.providers()) {
			endpoints.put(provider, endpoint(MetadataServices.of(provider)));
		}
		return new DetectionSettings(true, this.provider, "cloudmeta.provider", this.probe, this.detectionTimeout,
				this.backgroundTimeout, this.fetchTimeout, this.fetchSource, sysfs(), root(),
				Platforms.variables(this.properties::get), endpoints, this.fixedValues, this.fixedTags, Map.of(),
				this.tagFilter, this.services);
	}

	private MetadataEndpoint endpoint(MetadataService service) {
		MetadataEndpoint endpoint = service.getEndpoint(this.properties::get);
		if (this.reality == null || service.isNamedBy(endpoint)) {
			return endpoint;
		}
		boolean answers = this.reality.equals(CloudProvider.LOCAL)
				|| realAddress(service.getProvider()).equals(realAddress(this.reality));
		URI uri = answers ? endpoint.uri() : URI.create("http://127.0.0.1:1");
		return new MetadataEndpoint(uri, false, endpoint.disabledBy(), endpoint.options());
	}

	DetectedCloudInstance instance() {
		DetectionSettings settings = build();
		return new DetectedCloudInstance(() -> settings);
	}

}
