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

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Where a metadata service lives and how the user wants it to be spoken to.
 *
 * @param uri the base URL, without a slash at its end
 * @param configured whether the user named the address
 * @param disabledBy the switch that forbids to ask this service, such as
 * {@code AWS_EC2_METADATA_DISABLED}, or {@code null}
 * @param options the service's own settings by name
 * @since 0.1.0
 */
public record MetadataEndpoint(URI uri, boolean configured, @Nullable String disabledBy, Map<String, String> options) {

	public MetadataEndpoint {
		options = Map.copyOf(options);
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
		return new MetadataEndpoint(parse(property, value.trim()), true, null, Map.of());
	}

	/**
	 * Returns the endpoint at an address that the environment names, which must not lead
	 * anywhere else.
	 * @param value the base URL
	 * @return the endpoint, or {@code null} if the value is no base URL or its host is no
	 * address literal that only this machine or its own link can have
	 */
	public static @Nullable MetadataEndpoint local(String value) {
		try {
			MetadataEndpoint endpoint = new MetadataEndpoint(parse("endpoint", value.trim()), false, null, Map.of());
			return endpoint.isLocal() ? endpoint : null;
		}
		catch (InvalidConfigurationPropertyValueException ex) {
			return null;
		}
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

	private static URI parse(String property, String value) {
		try {
			String url = value.contains("/") ? value : "http://" + value;
			URI uri = new URI(StringUtils.trimTrailingCharacter(url, '/'));
			boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
			if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null
					&& uri.getFragment() == null) {
				return uri;
			}
		}
		catch (URISyntaxException ex) {
			// reported below
		}
		throw new InvalidConfigurationPropertyValueException(property, value,
				"It is no base URL. Write a scheme, a host and, if need be, a port, such as http://127.0.0.1:8080");
	}

	/**
	 * Returns this endpoint, not to be asked.
	 * @param property the switch that forbids it
	 * @return the endpoint
	 */
	public MetadataEndpoint disabledBy(String property) {
		return new MetadataEndpoint(this.uri, this.configured, property, this.options);
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
		return new MetadataEndpoint(this.uri, this.configured, this.disabledBy, options);
	}

	@Override
	public String toString() {
		// an option may be a token
		return "Endpoint[uri=%s, configured=%s, disabledBy=%s, options=%s]".formatted(this.uri, this.configured,
				this.disabledBy, this.options.keySet());
	}

}
