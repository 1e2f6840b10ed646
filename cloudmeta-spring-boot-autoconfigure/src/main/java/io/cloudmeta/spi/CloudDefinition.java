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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A cloud as its vendor documents it: where its metadata service is, what proves that a
 * response comes from it, and where it returns each value. A
 * {@link DefinedMetadataService} reads such a cloud without further code.
 *
 * @since 0.1.0
 */
public final class CloudDefinition {

	final CloudProvider provider;

	final @Nullable String platform;

	final String endpoint;

	final @Nullable String alternativeEndpoint;

	final @Nullable String endpointProperty;

	final MetadataReader reader;

	final @Nullable String document;

	final @Nullable String tree;

	final List<Proof> proofs;

	final Map<CloudField, ValueLocation> fields;

	final Map<CloudField, ValueLocation> deferredFields;

	final @Nullable Function<MetadataDocument, List<NetworkInterface>> networkInterfaces;

	final boolean networkInterfacesDeferred;

	final @Nullable String tags;

	final Map<String, String> names;

	final RestrictedPaths restrictedPaths;

	final @Nullable String userData;

	final boolean userDataInBase64;

	final Map<String, String> dmi;

	final Map<String, String> environment;

	private CloudDefinition(Builder builder) {
		this.provider = builder.provider;
		this.platform = builder.platform;
		this.endpoint = builder.endpoint;
		this.alternativeEndpoint = builder.alternativeEndpoint;
		this.endpointProperty = builder.endpointProperty;
		this.reader = builder.reader.restrictedPaths(builder.restrictedPaths).build();
		this.document = builder.document;
		this.tree = builder.tree;
		this.proofs = List.copyOf(builder.proofs);
		this.fields = builder.fields;
		this.deferredFields = builder.deferredFields;
		this.networkInterfaces = builder.networkInterfaces;
		this.networkInterfacesDeferred = builder.networkInterfacesDeferred;
		this.tags = builder.tags;
		this.names = Map.copyOf(builder.names);
		this.restrictedPaths = builder.restrictedPaths;
		this.userData = builder.userData;
		this.userDataInBase64 = builder.userDataInBase64;
		this.dmi = builder.dmi;
		this.environment = builder.environment;
	}

	/**
	 * Returns a builder of a definition.
	 * @param provider the cloud
	 * @param endpoint the base URL of the metadata service, with an IP address as its
	 * host. Users replace it by the property {@code cloudmeta.<id>.endpoint}
	 * @return the builder
	 */
	public static Builder of(CloudProvider provider, String endpoint) {
		return new Builder(provider, endpoint);
	}

	@Override
	public String toString() {
		// without the headers, which may hold a token
		return "CloudDefinition[%s]".formatted(this.provider);
	}

	/**
	 * A value that only this cloud's responses have.
	 *
	 * @param location the location of the value
	 * @param pattern the regular expression that the whole value matches
	 * @param optional whether the value may be missing
	 */
	record Proof(ValueLocation location, Pattern pattern, boolean optional) {

		boolean accepts(@Nullable String value) {
			return (value != null) ? MetadataText.matches(this.pattern, value) : this.optional;
		}

	}

	/**
	 * Builds a {@link CloudDefinition}.
	 */
	public static final class Builder {

		private final CloudProvider provider;

		private final String endpoint;

		private final Map<CloudField, ValueLocation> fields = new LinkedHashMap<>();

		private final Map<CloudField, ValueLocation> deferredFields = new LinkedHashMap<>();

		private final List<Proof> proofs = new ArrayList<>();

		private final Map<String, String> names = new LinkedHashMap<>();

		private final Map<String, String> dmi = new LinkedHashMap<>();

		private final Map<String, String> environment = new LinkedHashMap<>();

		private MetadataReader.Builder reader;

		private @Nullable String alternativeEndpoint;

		private @Nullable String endpointProperty;

		private @Nullable String platform;

		private @Nullable String document;

		private @Nullable String tree;

		private @Nullable Function<MetadataDocument, List<NetworkInterface>> networkInterfaces;

		private boolean networkInterfacesDeferred;

		private @Nullable String tags;

		private RestrictedPaths restrictedPaths = RestrictedPaths.NONE;

		private @Nullable String userData;

		private boolean userDataInBase64;

		private Builder(CloudProvider provider, String endpoint) {
			this.provider = provider;
			this.endpoint = endpoint;
			this.reader = MetadataReader.of(provider.getDisplayName());
		}

		/**
		 * Sets how requests are sent and responses are checked, where it differs from a
		 * reader with the cloud's display name.
		 * @param reader the builder of the reader, whose restricted paths are those of
		 * this definition
		 * @return this builder
		 */
		public Builder reader(MetadataReader.Builder reader) {
			this.reader = reader;
			return this;
		}

		/**
		 * Sets a further address at which the vendor documents the same service, usually
		 * its IPv6 address. It is used where the network has no route to the endpoint.
		 * @param endpoint the base URL, as {@link MetadataEndpoint#withAlternative}
		 * accepts it
		 * @return this builder
		 */
		public Builder alternativeEndpoint(String endpoint) {
			this.alternativeEndpoint = endpoint;
			return this;
		}

		/**
		 * Sets the property in which the user wrote the endpoint, for a cloud that has no
		 * endpoint but that.
		 * @param property the name of the property, for error messages
		 * @return this builder
		 */
		public Builder endpointProperty(String property) {
			this.endpointProperty = property;
			return this;
		}

		/**
		 * Sets the value of {@code CloudInstance.getPlatform()}.
		 * @param platform the value of OpenTelemetry's {@code cloud.platform}, or
		 * {@code null} if there is none
		 * @return this builder
		 */
		public Builder platform(@Nullable String platform) {
			this.platform = platform;
			return this;
		}

		/**
		 * Sets the JSON document that has most of the values. It is read with the
		 * identity and becomes the instance's attributes.
		 * @param path the path of the request, with its query, or {@code null} if the
		 * service has none
		 * @return this builder
		 */
		public Builder document(@Nullable String path) {
			this.document = path;
			return this;
		}

		/**
		 * Sets the path below which the service returns single values. Without one, an
		 * attribute is read only if the definition names it.
		 * @param path the path, with a slash at its end
		 * @return this builder
		 */
		public Builder tree(String path) {
			this.tree = path;
			return this;
		}

		/**
		 * Adds a value that proves that a response comes from this cloud. Status 200
		 * proves nothing.
		 * @param location the location of the value
		 * @param pattern the regular expression that the whole value matches
		 * @return this builder
		 */
		public Builder proof(ValueLocation location, String pattern) {
			this.proofs.add(new Proof(location, ValueLocation.compile(pattern), false));
			return this;
		}

		/**
		 * Adds a value that may be missing, and that another service returns in another
		 * form.
		 * @param location the location of the value
		 * @param pattern the regular expression that the whole value matches
		 * @return this builder
		 */
		public Builder proofIfPresent(ValueLocation location, String pattern) {
			this.proofs.add(new Proof(location, ValueLocation.compile(pattern), true));
			return this;
		}

		/**
		 * Sets where the document has a field.
		 * @param field the field
		 * @param path the path in the document, in the forms of {@link ValueLocation#at}
		 * @param alternatives the paths that are used if there is no value at the first
		 * @return this builder
		 */
		public Builder field(CloudField field, String path, String... alternatives) {
			return field(field, ValueLocation.at(path, alternatives));
		}

		/**
		 * Sets where a field is that is read with the identity.
		 * @param field the field
		 * @param location the location
		 * @return this builder
		 */
		public Builder field(CloudField field, ValueLocation location) {
			this.fields.put(field, location);
			return this;
		}

		/**
		 * Sets where a field is that is read when the application first needs it.
		 * @param field the field
		 * @param location the location
		 * @return this builder
		 */
		public Builder deferredField(CloudField field, ValueLocation location) {
			this.deferredFields.put(field, location);
			return this;
		}

		/**
		 * Sets how the document lists the network interfaces. Addresses that no field
		 * locates are the first ones of the interfaces.
		 * @param networkInterfaces returns the interfaces, the primary one first
		 * @return this builder
		 */
		public Builder networkInterfaces(Function<MetadataDocument, List<NetworkInterface>> networkInterfaces) {
			this.networkInterfaces = networkInterfaces;
			return this;
		}

		/**
		 * Defers the network interfaces to
		 * {@link MetadataService#fetchNetworkInterfaces}, which reads them when the
		 * application first needs them. Addresses that no field locates are the first
		 * ones of the interfaces.
		 * @return this builder
		 */
		public Builder deferNetworkInterfaces() {
			this.networkInterfacesDeferred = true;
			return this;
		}

		/**
		 * Sets where the document has the tags.
		 * @param path the path in the document, in the forms of {@link ValueLocation#at},
		 * or {@code null} if there are none. The forms of tags are those of
		 * {@link MetadataDocument#tags}
		 * @return this builder
		 */
		public Builder tags(@Nullable String path) {
			this.tags = (path != null) ? ValueLocation.inDocument(path) : null;
			return this;
		}

		/**
		 * Adds a name of the cloud's own for a value, as placeholders use it.
		 * @param name the name, such as {@code countryCode}
		 * @param path the path that {@code CloudInstance.getAttribute} takes
		 * @return this builder
		 */
		public Builder name(String name, String path) {
			this.names.put(name, path);
			return this;
		}

		/**
		 * Sets the parts of the metadata that may not be read although their names do not
		 * look like secrets.
		 * @param restrictedPaths the restrictions
		 * @return this builder
		 */
		public Builder restrictedPaths(RestrictedPaths restrictedPaths) {
			this.restrictedPaths = restrictedPaths;
			return this;
		}

		/**
		 * Sets where the service returns user data as they were given to the cloud.
		 * @param path the path of the request
		 * @return this builder
		 */
		public Builder userData(String path) {
			this.userData = path;
			return this;
		}

		/**
		 * Sets where the service returns user data in base64.
		 * @param path the path of the request
		 * @return this builder
		 */
		public Builder userDataInBase64(String path) {
			this.userData = path;
			this.userDataInBase64 = true;
			return this;
		}

		/**
		 * Adds a condition for the firmware of this cloud's machines. If the definition
		 * has several conditions, all of them have to be met.
		 * @param file the name of the file below {@code /sys/class/dmi/id}, such as
		 * {@code sys_vendor}
		 * @param pattern the text, in which an asterisk matches any characters
		 * @return this builder
		 */
		public Builder recognizedByDmi(String file, String pattern) {
			this.dmi.put(file, pattern);
			return this;
		}

		/**
		 * Adds what an environment variable holds on this cloud's machines. If the
		 * definition has several conditions, all of them have to be met.
		 * @param variable the name of the variable
		 * @param pattern the text, in which an asterisk matches any characters
		 * @return this builder
		 */
		public Builder recognizedByEnvironment(String variable, String pattern) {
			this.environment.put(variable, pattern);
			return this;
		}

		/**
		 * Builds the definition.
		 * @return the definition
		 * @throws IllegalArgumentException if there is no proof, or a value in a document
		 * that the definition does not have
		 */
		public CloudDefinition build() {
			Assert.isTrue(this.proofs.stream().anyMatch((proof) -> !proof.optional()),
					() -> "The definition of %s has no proof. A status of 200 proves nothing: add a value that only this cloud returns"
						.formatted(this.provider));
			Assert.isTrue(this.document != null || locations().allMatch((location) -> location.getRequest() != null),
					() -> "The definition of %s locates a value in a document, but has none".formatted(this.provider));
			return new CloudDefinition(this);
		}

		private Stream<ValueLocation> locations() {
			return Stream
				.of(this.fields.values().stream(), this.deferredFields.values().stream(),
						this.proofs.stream().map(Proof::location))
				.flatMap((locations) -> locations);
		}

	}

}
