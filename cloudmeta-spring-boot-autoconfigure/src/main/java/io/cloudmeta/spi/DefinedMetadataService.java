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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudDefinition.Proof;
import org.jspecify.annotations.Nullable;

import org.springframework.util.PatternMatchUtils;

/**
 * The metadata service of a cloud that a {@link CloudDefinition} describes. A subclass
 * overrides what the definition cannot express.
 *
 * @since 0.1.0
 */
public class DefinedMetadataService implements MetadataService {

	/** What follows the path of the tags if they are a list. */
	private static final Pattern ELEMENT = Pattern.compile("\\d+]?([./].*)?");

	private final CloudDefinition definition;

	/**
	 * Creates the service of a cloud.
	 * @param definition the cloud
	 */
	public DefinedMetadataService(CloudDefinition definition) {
		this.definition = definition;
	}

	/**
	 * Returns what sends the requests of this service and checks the responses.
	 * @return the reader
	 */
	public final MetadataReader getReader() {
		return this.definition.reader;
	}

	@Override
	public CloudProvider getProvider() {
		return this.definition.provider;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		String property = this.definition.endpointProperty;
		MetadataEndpoint endpoint = (property != null) ? MetadataEndpoint.configured(property, this.definition.endpoint)
				: MetadataEndpoint.of(environment, "cloudmeta." + getProvider().getId() + ".endpoint",
						this.definition.endpoint);
		if (this.definition.alternativeEndpoint != null) {
			endpoint = endpoint.withAlternative(this.definition.alternativeEndpoint);
		}
		for (String name : this.definition.environment.keySet()) {
			String value = environment.apply(name);
			if (value != null) {
				endpoint = endpoint.with(name, value);
			}
		}
		return endpoint;
	}

	@Override
	public List<Evidence> recognise(Function<String, @Nullable String> dmi, MetadataEndpoint endpoint) {
		List<Evidence> evidence = new ArrayList<>();
		boolean all = addEvidence("dmi", this.definition.dmi, dmi, evidence)
				&& addEvidence("environment", this.definition.environment, endpoint.options()::get, evidence);
		return all ? evidence : List.of();
	}

	private boolean addEvidence(String kind, Map<String, String> patterns, Function<String, @Nullable String> texts,
			List<Evidence> evidence) {
		for (Map.Entry<String, String> pattern : patterns.entrySet()) {
			long start = System.nanoTime();
			String text = texts.apply(pattern.getKey());
			if (text == null || !PatternMatchUtils.simpleMatch(pattern.getValue(), text)) {
				return false;
			}
			String property = this.definition.endpointProperty;
			String source = (property != null)
					? property.replaceFirst("endpoint$",
							Matcher.quoteReplacement("match.%s.%s".formatted(kind, pattern.getKey())))
					: kind + "." + pattern.getKey();
			// not the text itself: a variable may hold a secret
			evidence.add(new Evidence(source, "is " + pattern.getValue(), getProvider(), Bearing.FOR,
					Duration.ofNanos(System.nanoTime() - start)));
		}
		return true;
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		Responses responses = new Responses(client);
		for (Proof proof : this.definition.proofs) {
			String value = responses.value(proof.location());
			if (!proof.accepts(value)) {
				throw getReader().notThisCloud(
						"the response describes no instance of %s: %s is %s".formatted(getProvider().getDisplayName(),
								proof.location(), (value != null) ? "not " + proof.pattern() : "missing"));
			}
		}
		responses.client.proven();
		return map(responses);
	}

	private InstanceMetadata map(Responses responses) throws MetadataException {
		InstanceMetadata.Builder identity = identity();
		for (Map.Entry<CloudField, ValueLocation> field : this.definition.fields.entrySet()) {
			if (tagOf(field.getKey()) == null) {
				identity.set(field.getKey(), responses.value(field.getValue()));
			}
			else {
				identity.defer(field.getKey());
			}
		}
		MetadataDocument document = responses.document();
		if (document != null) {
			identity.tags((this.definition.tags != null) ? document.tags(this.definition.tags) : Map.of());
			addNetworkInterfaces(document, identity);
		}
		this.definition.deferredFields.keySet().forEach(identity::defer);
		if (this.definition.networkInterfacesDeferred) {
			identity.deferNetworkInterfaces().defer(CloudField.PRIVATE_IP).defer(CloudField.PUBLIC_IP);
		}
		return identity.attributes(responses.attributes()).build();
	}

	private void addNetworkInterfaces(MetadataDocument document, InstanceMetadata.Builder identity) {
		if (this.definition.networkInterfaces != null) {
			List<NetworkInterface> interfaces = this.definition.networkInterfaces.apply(document);
			setUnlessLocated(identity, CloudField.PRIVATE_IP,
					firstAddress(interfaces, NetworkInterface::privateAddresses));
			setUnlessLocated(identity, CloudField.PUBLIC_IP,
					firstAddress(interfaces, NetworkInterface::publicAddresses));
			identity.networkInterfaces(interfaces);
		}
	}

	private void setUnlessLocated(InstanceMetadata.Builder identity, CloudField field, @Nullable String address) {
		if (!this.definition.fields.containsKey(field)) {
			identity.set(field, address);
		}
	}

	private static @Nullable String firstAddress(List<NetworkInterface> interfaces,
			Function<NetworkInterface, List<String>> addresses) {
		return interfaces.stream()
			.flatMap((networkInterface) -> addresses.apply(networkInterface).stream())
			.findFirst()
			.orElse(null);
	}

	private InstanceMetadata.Builder identity() {
		return InstanceMetadata.of(getProvider()).set(CloudField.PLATFORM, this.definition.platform);
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return identity().build();
	}

	@Override
	public RestrictedPaths getRestrictedPaths() {
		return this.definition.restrictedPaths;
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		String value = attributes.get(path);
		return (value != null) ? value : attributes.get(ValueLocation.inDocument(path));
	}

	@Override
	public @Nullable String tagOf(String path) {
		String tags = this.definition.tags;
		String place = path.startsWith("/") ? path.substring(1) : path;
		String name = (tags != null) ? MetadataDocument.below(place, tags) : null;
		return (name != null && MetadataText.matches(ELEMENT, name)) ? "" : name;
	}

	@Override
	public @Nullable String tagOf(CloudField field) {
		ValueLocation location = location(field);
		for (String path : (location != null && location.getRequest() == null) ? location.getPaths()
				: List.<String>of()) {
			String tag = tagOf(path);
			if (tag != null) {
				return tag;
			}
		}
		return null;
	}

	private @Nullable ValueLocation location(CloudField field) {
		return this.definition.deferredFields.getOrDefault(field, this.definition.fields.get(field));
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		if (this.definition.tree != null) {
			return MetadataText.block(getReader().text(client, this.definition.tree + path));
		}
		return isNamed("/" + path) ? leaf(getReader().text(client, "/" + path)) : null;
	}

	private boolean isNamed(String request) {
		return this.definition.fields.values().stream().anyMatch((location) -> isWhole(location, request))
				|| this.definition.deferredFields.values().stream().anyMatch((location) -> isWhole(location, request));
	}

	private static boolean isWhole(ValueLocation location, String request) {
		return location.getPaths().isEmpty() && request.equals(location.getRequest());
	}

	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		ValueLocation location = location(field);
		if (location != null) {
			return new Responses(client).value(location);
		}
		return switch (field) {
			case PRIVATE_IP -> firstAddress(fetchNetworkInterfaces(client), NetworkInterface::privateAddresses);
			case PUBLIC_IP -> firstAddress(fetchNetworkInterfaces(client), NetworkInterface::publicAddresses);
			default -> null;
		};
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		String path = this.definition.userData;
		if (path == null) {
			return null;
		}
		return this.definition.userDataInBase64 ? getReader().userDataInBase64(client, path)
				: getReader().userData(client, path);
	}

	@Override
	public Map<String, String> getNames() {
		return this.definition.names;
	}

	/**
	 * Returns a response that is a value. A whole document is none: it may hold secrets.
	 */
	private static @Nullable String leaf(@Nullable String text) {
		String value = MetadataText.value(text);
		boolean document = value != null && (value.startsWith("{")
				|| (value.startsWith("[") && (value.indexOf('"') > 0 || value.indexOf('{') > 0)));
		return document ? null : value;
	}

	/**
	 * The responses of one series of requests, in which no request is sent twice.
	 */
	private final class Responses {

		private final MetadataClient client;

		private final Map<String, @Nullable String> texts = new LinkedHashMap<>();

		private final Map<String, @Nullable MetadataDocument> documents = new HashMap<>();

		Responses(MetadataClient client) {
			this.client = client;
		}

		@Nullable String value(ValueLocation location) throws MetadataException {
			String request = location.getRequest();
			if (request != null && location.getPaths().isEmpty()) {
				return location.part(leaf(text(request)));
			}
			MetadataDocument document = (request != null) ? document(request) : document();
			return (document != null) ? location.in(document) : null;
		}

		@Nullable MetadataDocument document() throws MetadataException {
			String path = DefinedMetadataService.this.definition.document;
			return (path != null) ? document(path) : null;
		}

		private @Nullable MetadataDocument document(String request) throws MetadataException {
			if (!this.documents.containsKey(request)) {
				MetadataDocument document = getReader().parse(text(request));
				if (document == null && isMain(request)) {
					throw getReader().notThisInstance();
				}
				this.documents.put(request, document);
			}
			return this.documents.get(request);
		}

		private @Nullable String text(String request) throws MetadataException {
			if (!this.texts.containsKey(request)) {
				MetadataResponse response = getReader().get(this.client, request);
				if (isMain(request)) {
					getReader().check(response, request);
				}
				this.texts.put(request, getReader().text(response, request));
			}
			return this.texts.get(request);
		}

		private boolean isMain(String request) {
			return request.equals(DefinedMetadataService.this.definition.document);
		}

		/** Returns the document, and the single values by their paths. */
		Map<String, String> attributes() throws MetadataException {
			Map<String, String> attributes = new LinkedHashMap<>();
			MetadataDocument document = document();
			if (document != null) {
				attributes.putAll(document.asMap());
			}
			this.texts.forEach((request, text) -> {
				String value = this.documents.containsKey(request) ? null : leaf(text);
				if (value != null) {
					attributes.put(pathOf(request), value);
				}
			});
			return attributes;
		}

		private String pathOf(String request) {
			String tree = DefinedMetadataService.this.definition.tree;
			return (tree != null && request.startsWith(tree)) ? request.substring(tree.length()).replace('/', '.')
					: request.substring(1);
		}

	}

}
