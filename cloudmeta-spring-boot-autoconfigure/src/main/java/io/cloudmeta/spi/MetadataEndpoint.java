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

import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * The address of a metadata service and the user's settings for it.
 *
 * @param uri the base URL, without a slash at its end
 * @param configured whether the user named the address
 * @param disabledBy the switch that forbids requests to this service, such as
 * {@code AWS_EC2_METADATA_DISABLED}, or {@code null}
 * @param options the service's own settings by name
 * @param alternatives the further addresses that the vendor documents, which are used
 * where the network has no route to the first one
 * @since 0.1.0
 */
public record MetadataEndpoint(URI uri, boolean configured, @Nullable String disabledBy, Map<String, String> options,
		List<URI> alternatives) {

	/** An IPv6 address without brackets, which has no port. */
	private static final Pattern BARE_IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*(%.+)?");

	/** The interface of a link-local address, after "%" or, as RFC 6874 has it, "%25". */
	private static final Pattern ZONE = Pattern.compile("(\\[[0-9a-fA-F:.]+)%(?:25(?=[^]]))?([^]]+)]");

	/** Probably no host: in a network, one has a name with a dot. */
	private static final Pattern WORD = Pattern.compile("[^/:.]*");

	private static final String IGNORED = "ignored variable";

	public MetadataEndpoint {
		options = Map.copyOf(options);
		alternatives = List.copyOf(alternatives);
	}

	/**
	 * Creates an endpoint with one address.
	 * @param uri the base URL, without a slash at its end
	 * @param configured whether the user named the address
	 * @param disabledBy the switch that forbids requests to this service, or {@code null}
	 * @param options the service's own settings by name
	 */
	public MetadataEndpoint(URI uri, boolean configured, @Nullable String disabledBy, Map<String, String> options) {
		this(uri, configured, disabledBy, options, List.of());
	}

	/**
	 * Returns the endpoint at an address that the vendor documents.
	 * @param uri the base URL, with an IP address for its host
	 * @return the endpoint
	 */
	public static MetadataEndpoint wellKnown(String uri) {
		return new MetadataEndpoint(URI.create(uri), false, null, Map.of());
	}

	/**
	 * Returns the endpoint at the address that the user named, or else at the vendor's.
	 * @param environment the properties and environment variables by name
	 * @param property the property that names it
	 * @param wellKnown the base URL that the vendor documents, with an IP address for its
	 * host
	 * @return the endpoint
	 * @throws InvalidConfigurationPropertyValueException if the property's value is no
	 * base URL
	 */
	public static MetadataEndpoint of(Function<String, @Nullable String> environment, String property,
			String wellKnown) {
		String value = environment.apply(property);
		return StringUtils.hasText(value) ? configured(property, value) : wellKnown(wellKnown);
	}

	/**
	 * Returns the endpoint at an address that the user named.
	 * @param property the property or variable that names it
	 * @param value the base URL
	 * @return the endpoint
	 * @throws InvalidConfigurationPropertyValueException if the value is no base URL
	 */
	public static MetadataEndpoint configured(String property, String value) {
		URI uri = parse(value.trim());
		if (uri == null || WORD.matcher(value.trim()).matches()) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"It is no base URL. Write a scheme, a host and, if need be, a port, such as http://127.0.0.1:8080");
		}
		return new MetadataEndpoint(uri, true, null, Map.of());
	}

	/**
	 * Returns the endpoint at an address that an environment variable of another tool
	 * names.
	 * @param variable the name of the variable, or of the system property
	 * @param value its value: a base URL, a host or an address, with a port or without
	 * @param otherwise the endpoint if the value is none of these
	 * @return the endpoint at that address, or the other one, which then has an
	 * {@linkplain #ignoredVariable() ignored variable}
	 */
	public static MetadataEndpoint ofVariable(String variable, String value, MetadataEndpoint otherwise) {
		URI uri = parse(value.trim());
		return (uri != null) ? new MetadataEndpoint(uri, true, null, Map.of()) : otherwise.ignoring(variable);
	}

	/**
	 * Returns this endpoint with a variable that does not count, as its value is no
	 * address.
	 * @param variable the name of the variable
	 * @return the endpoint
	 */
	public MetadataEndpoint ignoring(String variable) {
		return with(IGNORED, variable);
	}

	/**
	 * Returns the variable whose value is no address, so that it does not count.
	 * @return the name of the variable, or {@code null}
	 */
	public @Nullable String ignoredVariable() {
		return this.options.get(IGNORED);
	}

	/**
	 * Returns the endpoint at an address that the environment names, which must not lead
	 * anywhere else.
	 * @param value the base URL
	 * @return the endpoint, or {@code null} if the value is no base URL or its host is no
	 * address literal that only this machine or its own link can have
	 */
	public static @Nullable MetadataEndpoint local(String value) {
		URI uri = parse(value.trim());
		MetadataEndpoint endpoint = (uri != null) ? new MetadataEndpoint(uri, false, null, Map.of()) : null;
		return (endpoint != null && endpoint.isLocal()) ? endpoint : null;
	}

	/**
	 * Returns whether the address can be reached on this machine or its link only, or is
	 * one that a vendor documents.
	 * @return whether the host is such an address literal; {@code false} for a name,
	 * which is not looked up
	 */
	public boolean isLocal() {
		return LocalAddress.matches(this.uri);
	}

	private static @Nullable URI parse(String value) {
		try {
			String address = BARE_IPV6.matcher(value).matches() ? "[" + value + "]" : value;
			String url = withPlainZone(address.contains("/") ? address : "http://" + address);
			URI uri = new URI(StringUtils.trimTrailingCharacter(url, '/'));
			boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
			if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null
					&& uri.getFragment() == null) {
				return uri;
			}
		}
		catch (URISyntaxException ex) {
			// no URL
		}
		return null;
	}

	/**
	 * Returns a URL with the interface of a link-local address as {@link URI} and
	 * {@link java.net.InetAddress} expect it: neither decodes it, and a URI refuses names
	 * with other characters, which the interface's number replaces.
	 */
	private static String withPlainZone(String url) {
		Matcher matcher = ZONE.matcher(url);
		return matcher.find() ? matcher.replaceFirst("$1%" + zone(matcher.group(2)) + "]") : url;
	}

	private static String zone(String name) {
		try {
			NetworkInterface networkInterface = name.matches("[\\w.]+") ? null : NetworkInterface.getByName(name);
			return Matcher
				.quoteReplacement((networkInterface != null) ? Integer.toString(networkInterface.getIndex()) : name);
		}
		catch (SocketException ex) {
			return Matcher.quoteReplacement(name);
		}
	}

	/**
	 * Returns this endpoint as one that must not be queried.
	 * @param property the switch that forbids it
	 * @return the endpoint
	 */
	public MetadataEndpoint disabledBy(String property) {
		return new MetadataEndpoint(this.uri, this.configured, property, this.options, this.alternatives);
	}

	/**
	 * Returns this endpoint with a setting of its service.
	 * @param name the setting's name
	 * @param value the setting's value
	 * @return the endpoint
	 */
	public MetadataEndpoint with(String name, String value) {
		Map<String, String> options = new HashMap<>(this.options);
		options.put(name, value);
		return new MetadataEndpoint(this.uri, this.configured, this.disabledBy, options, this.alternatives);
	}

	/**
	 * Returns this endpoint with a further address at which the vendor documents the same
	 * service. It is used where the network has no route to the first address. An address
	 * that the user named has no alternative.
	 * @param address the base URL, with an IP address for its host; a link-local IPv6
	 * address without an interface means this address on each interface
	 * @return the endpoint
	 * @throws IllegalArgumentException if the address can be reached beyond this machine
	 * and its link
	 */
	public MetadataEndpoint withAlternative(String address) {
		URI alternative = URI.create(address);
		if (!LocalAddress.matches(alternative)) {
			throw new IllegalArgumentException(
					"%s is no address literal of this machine or its link".formatted(address));
		}
		if (this.configured) {
			return this;
		}
		List<URI> alternatives = new ArrayList<>(this.alternatives);
		alternatives.add(alternative);
		return new MetadataEndpoint(this.uri, false, this.disabledBy, this.options, alternatives);
	}

	/*
	 * Written by hand, as the JVM creates two dozen classes when the generated equals and
	 * hashCode of a record are first called, which is during the start of the
	 * application.
	 */

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof MetadataEndpoint endpoint && this.uri.equals(endpoint.uri)
				&& this.configured == endpoint.configured && Objects.equals(this.disabledBy, endpoint.disabledBy)
				&& this.options.equals(endpoint.options) && this.alternatives.equals(endpoint.alternatives);
	}

	@Override
	public int hashCode() {
		return this.uri.hashCode();
	}

	@Override
	public String toString() {
		// an option may be a token
		return "Endpoint[uri=%s, configured=%s, disabledBy=%s, options=%s, alternatives=%s]".formatted(this.uri,
				this.configured, this.disabledBy, this.options.keySet(), this.alternatives);
	}

}
