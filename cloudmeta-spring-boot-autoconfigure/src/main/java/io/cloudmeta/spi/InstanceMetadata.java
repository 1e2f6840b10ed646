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
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.cloudmeta.CloudPlacement;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.filter.SecretNames;
import org.jspecify.annotations.Nullable;

/**
 * The values of an instance that are known without further requests.
 *
 * @since 0.1.0
 */
public final class InstanceMetadata {

	private final CloudProvider provider;

	private final Map<CloudField, String> values;

	private final Set<CloudField> deferred;

	private final Map<String, String> attributes;

	private final @Nullable Map<String, String> tags;

	private final @Nullable List<NetworkInterface> networkInterfaces;

	private final @Nullable Map<String, String> placementIds;

	/** Created by the first call, as few applications need it. */
	private @Nullable CloudPlacement placement;

	/** The failures by what they are about. */
	private final Map<String, String> failures;

	private InstanceMetadata(Builder builder) {
		this.provider = builder.provider;
		this.values = Collections.unmodifiableMap(new EnumMap<>(builder.values));
		this.deferred = Collections.unmodifiableSet(EnumSet.copyOf(builder.deferred));
		this.attributes = builder.attributes;
		this.tags = builder.tags;
		this.networkInterfaces = builder.networkInterfaces;
		this.placementIds = builder.placement;
		this.failures = Collections.unmodifiableMap(new LinkedHashMap<>(builder.failures));
	}

	/**
	 * Starts an identity.
	 * @param provider the cloud
	 * @return a builder
	 */
	public static Builder of(CloudProvider provider) {
		return new Builder(provider);
	}

	/**
	 * Returns whether the name of a tag looks like a secret, so that it is in no identity
	 * and need not be fetched.
	 * @param name the name of the tag
	 * @return whether the tag may not be read
	 */
	public static boolean isSecretTag(String name) {
		return SecretNames.isSecretPath(name);
	}

	/**
	 * Returns a builder that begins with all that is known here.
	 * @return a builder
	 */
	public Builder toBuilder() {
		Builder builder = new Builder(this.provider);
		builder.values.putAll(this.values);
		builder.deferred.addAll(this.deferred);
		builder.attributes = this.attributes;
		builder.tags = this.tags;
		builder.networkInterfaces = this.networkInterfaces;
		builder.placement = this.placementIds;
		builder.failures.putAll(this.failures);
		return builder;
	}

	/**
	 * Returns this identity with the values of another source of the same instance. If
	 * both have a value, this one's remains; the documents are combined.
	 * @param other the identity of the other source
	 * @return the identity with the values of both
	 */
	public InstanceMetadata completedBy(InstanceMetadata other) {
		Builder builder = toBuilder();
		builder.failures.putAll(other.failures);
		other.values.forEach((field, value) -> {
			if (!this.values.containsKey(field)) {
				builder.set(field, value);
			}
		});
		Map<String, String> documents = new LinkedHashMap<>(other.attributes);
		documents.putAll(this.attributes);
		return builder.attributes(documents).build();
	}

	/**
	 * Returns the cloud.
	 * @return the provider
	 */
	public CloudProvider getProvider() {
		return this.provider;
	}

	/**
	 * Returns a value.
	 * @param field the field
	 * @return its value, or {@code null} if it is absent or has to be fetched
	 */
	public @Nullable String get(CloudField field) {
		return this.values.get(field);
	}

	/**
	 * Returns whether a value takes a request of its own.
	 * @param field the field
	 * @return whether it has to be fetched
	 */
	public boolean isDeferred(CloudField field) {
		return this.deferred.contains(field);
	}

	/**
	 * Returns the provider's own document, flattened.
	 * @return an unmodifiable map
	 */
	public Map<String, String> getAttributes() {
		return this.attributes;
	}

	/**
	 * Returns the tags.
	 * @return an unmodifiable map, or {@code null} if they have to be fetched
	 */
	public @Nullable Map<String, String> getTags() {
		return this.tags;
	}

	/**
	 * Returns the network interfaces, the primary one first.
	 * @return an unmodifiable list, or {@code null} if they have to be fetched
	 */
	public @Nullable List<NetworkInterface> getNetworkInterfaces() {
		return this.networkInterfaces;
	}

	/**
	 * Returns the placement.
	 * @return the placement, which may be empty, or {@code null} if it has to be fetched
	 */
	public @Nullable CloudPlacement getPlacement() {
		if (this.placement == null && this.placementIds != null) {
			this.placement = CloudPlacement.of(this.provider, this.placementIds);
		}
		return this.placement;
	}

	/**
	 * Returns why values are missing that the cloud returned: those that break the form
	 * of their field.
	 * @return a line for each, which does not contain the value
	 */
	public Collection<String> getFailures() {
		return this.failures.values();
	}

	/**
	 * Two are equal if they describe the same instance in the same state. The provider's
	 * document does not count: it may hold what differs with every reading.
	 */
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof InstanceMetadata identity && this.values.equals(identity.values)
				&& Objects.equals(this.tags, identity.tags)
				&& Objects.equals(this.networkInterfaces, identity.networkInterfaces)
				&& Objects.equals(this.placementIds, identity.placementIds);
	}

	@Override
	public int hashCode() {
		return this.values.hashCode();
	}

	/**
	 * Builds an {@link InstanceMetadata}.
	 */
	public static final class Builder {

		private static final int MAX_INTERFACES = 100;

		/** Rejected tags that have a line each in the failures. */
		private static final int MAX_NAMED_TAGS = 10;

		private static final int MAX_NAME_IN_LINE = 60;

		private CloudProvider provider;

		private final Map<CloudField, String> values = new EnumMap<>(CloudField.class);

		private final Set<CloudField> deferred = EnumSet.noneOf(CloudField.class);

		private Map<String, String> attributes = Map.of();

		private @Nullable Map<String, String> tags = Map.of();

		private @Nullable List<NetworkInterface> networkInterfaces = List.of();

		private @Nullable Map<String, String> placement = Map.of();

		private final Map<String, String> failures = new LinkedHashMap<>();

		private Builder(CloudProvider provider) {
			this.provider = provider;
			this.values.put(CloudField.PROVIDER, provider.getId());
		}

		/**
		 * Sets the cloud.
		 * @param provider the provider
		 * @return this
		 */
		public Builder provider(CloudProvider provider) {
			this.provider = provider;
			this.values.put(CloudField.PROVIDER, provider.getId());
			return this;
		}

		/**
		 * Sets a value if there is one. A value that breaks the form of its field is
		 * missing, and the {@linkplain InstanceMetadata#getFailures() failures} say why.
		 * @param field the field
		 * @param text the value as the cloud returns it, or {@code null}
		 * @return this
		 */
		public Builder set(CloudField field, @Nullable String text) {
			String value = checked(field.getName(), ValueForm.of(field), text);
			if (value != null) {
				this.values.put(field, value);
				this.deferred.remove(field);
				this.failures.remove(field.getName());
			}
			return this;
		}

		/**
		 * Sets a value if there is one. It is missing, and the
		 * {@linkplain InstanceMetadata#getFailures() failures} say why, also if it breaks
		 * the form that the cloud's own values have.
		 * @param field the field
		 * @param text the value as the cloud returns it, or {@code null}
		 * @param form the form of the whole value, such as that of the cloud's regions
		 * @return this
		 */
		public Builder set(CloudField field, @Nullable String text, Pattern form) {
			String value = checked(field.getName(), ValueForm.of(field), text);
			if (value != null && !MetadataText.matches(form, value)) {
				fail(field.getName(), "it does not have the form that the cloud's own values have");
				return this;
			}
			return set(field, value);
		}

		private @Nullable String checked(String name, ValueForm form, @Nullable String text) {
			String value = MetadataText.value(text);
			String violation = (value != null) ? form.violation(value) : null;
			if (violation != null) {
				fail(name, violation);
				return null;
			}
			return value;
		}

		private void fail(String name, String violation) {
			this.failures.put(name, "A value of %s from %s was ignored, as %s: set cloudmeta.instance.* if it is needed"
				.formatted(name, this.provider.getDisplayName(), violation));
		}

		/**
		 * Defers a value until it is first needed, unless it is set.
		 * @param field the field
		 * @return this
		 */
		public Builder defer(CloudField field) {
			if (!this.values.containsKey(field)) {
				this.deferred.add(field);
			}
			return this;
		}

		/**
		 * Sets the provider's own document. Values under names that look like secrets are
		 * left out.
		 * @param attributes the values by their paths
		 * @return this
		 */
		public Builder attributes(Map<String, String> attributes) {
			Map<String, String> cleaned = new LinkedHashMap<>();
			for (Map.Entry<String, String> attribute : attributes.entrySet()) {
				String value = MetadataText.value(attribute.getValue());
				if (value != null && isText(attribute.getKey()) && isText(value)
						&& !SecretNames.isSecretPath(attribute.getKey())) {
					cleaned.put(attribute.getKey(), value);
				}
			}
			this.attributes = Collections.unmodifiableMap(cleaned);
			return this;
		}

		private static boolean isText(String text) {
			return ValueForm.TEXT.violation(text) == null;
		}

		/**
		 * Sets the tags. A tag is missing if its name or value is no text in one line,
		 * and the {@linkplain InstanceMetadata#getFailures() failures} say why. A value
		 * may be empty. Tags whose names look like secrets are left out.
		 * @param tags the tags, of which the views show the first 1000 that may be read
		 * @return this
		 */
		public Builder tags(Map<String, String> tags) {
			Map<String, String> checked = new LinkedHashMap<>();
			for (Map.Entry<String, String> tag : tags.entrySet()) {
				String name = tag.getKey();
				String value = tag.getValue();
				String violation = ValueForm.TEXT.violation(name);
				violation = (violation != null) ? violation : ValueForm.TEXT.violation(value);
				if (violation != null) {
					failTag(name, violation);
				}
				else if (!name.isBlank() && !isSecretTag(name)) {
					checked.put(name, value);
				}
			}
			this.tags = Collections.unmodifiableMap(checked);
			return this;
		}

		/**
		 * Names the tag if its name has nothing but plain characters and does not look
		 * like a secret, and not too many were named before.
		 */
		private void failTag(String tag, String violation) {
			String name = tag.substring(0, Math.min(tag.length(), MAX_NAME_IN_LINE));
			long named = this.failures.keySet().stream().filter((key) -> key.startsWith("tags.")).count();
			boolean harmless = ValueForm.TEXT.violation(tag) == null && ValueForm.DESIGNATION.violation(name) == null
					&& !isSecretTag(tag);
			fail((harmless && named < MAX_NAMED_TAGS) ? "tags." + name : "tags", violation);
		}

		/**
		 * Defers the tags until they are first needed.
		 * @return this
		 */
		public Builder deferTags() {
			this.tags = null;
			return this;
		}

		/**
		 * Sets the network interfaces, and with them the instance's own addresses unless
		 * they are set.
		 * @param networkInterfaces the interfaces, the primary one first
		 * @return this
		 */
		public Builder networkInterfaces(List<NetworkInterface> networkInterfaces) {
			List<NetworkInterface> checked = new ArrayList<>();
			for (NetworkInterface networkInterface : networkInterfaces) {
				if (checked.size() < MAX_INTERFACES) {
					checked.add(checked(networkInterface));
				}
			}
			this.networkInterfaces = Collections.unmodifiableList(checked);
			if (!checked.isEmpty()) {
				NetworkInterface primary = checked.get(0);
				setFirst(CloudField.PRIVATE_IP, primary.privateAddresses());
				setFirst(CloudField.PUBLIC_IP, primary.publicAddresses());
			}
			return this;
		}

		private NetworkInterface checked(NetworkInterface networkInterface) {
			String name = "networkInterfaces";
			return new NetworkInterface(checked(name, ValueForm.MAC, networkInterface.mac()),
					addresses(name, networkInterface.privateAddresses()),
					addresses(name, networkInterface.publicAddresses()),
					checked(name, ValueForm.DESIGNATION, networkInterface.subnet()),
					checked(name, ValueForm.DESIGNATION, networkInterface.network()));
		}

		private List<String> addresses(String name, List<String> texts) {
			List<String> addresses = new ArrayList<>();
			for (String text : MetadataText.values(texts)) {
				String address = checked(name, ValueForm.ADDRESS, text);
				if (address != null) {
					addresses.add(address);
				}
			}
			return addresses;
		}

		private void setFirst(CloudField field, List<String> addresses) {
			if (!addresses.isEmpty() && !this.values.containsKey(field)) {
				set(field, addresses.get(0));
			}
		}

		/**
		 * Defers the network interfaces until they are first needed.
		 * @return this
		 */
		public Builder deferNetworkInterfaces() {
			this.networkInterfaces = null;
			return this;
		}

		/**
		 * Sets the placement. An id that breaks the form is missing, and the
		 * {@linkplain InstanceMetadata#getFailures() failures} say why.
		 * @param ids the ids as the cloud returns them, by the
		 * {@linkplain CloudPlacement#names() names} of levels; a value may be
		 * {@code null}
		 * @return this
		 * @throws IllegalArgumentException if a name is not one of these
		 */
		public Builder placement(Map<String, ? extends @Nullable String> ids) {
			Map<String, String> checked = new LinkedHashMap<>();
			for (Map.Entry<String, ? extends @Nullable String> level : ids.entrySet()) {
				String id = checked("placement." + level.getKey(), ValueForm.DESIGNATION, level.getValue());
				if (id != null) {
					checked.put(level.getKey(), id);
				}
			}
			this.placement = CloudPlacement.of(this.provider, checked).toMap();
			return this;
		}

		/**
		 * Lets the placement be fetched when it is first needed.
		 * @return this
		 */
		public Builder deferPlacement() {
			this.placement = null;
			return this;
		}

		/**
		 * Builds the identity.
		 * @return the identity
		 */
		public InstanceMetadata build() {
			return new InstanceMetadata(this);
		}

	}

}
