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

package io.cloudmeta.internal.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.cloudmeta.internal.http.MetadataCall.Exchange;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;

/**
 * The further addresses of a metadata service, which are used where the network has no
 * route to the first one.
 *
 * @since 0.1.0
 */
public final class AlternativeAddresses {

	private AlternativeAddresses() {
	}

	/**
	 * Runs an exchange at the further addresses, one after the other. The session stays
	 * with the address that works.
	 * @param unreachable the failure at the first address
	 */
	static <T> T run(Exchange<T> exchange, MetadataClient client, MetadataException unreachable)
			throws MetadataException {
		MetadataEndpoint endpoint = client.getEndpoint();
		List<URI> addresses = of(endpoint);
		if (addresses.isEmpty()) {
			throw new MetadataException(Kind.UNREACHABLE, "%s, and no interface has an address to reach %s from"
				.formatted(unreachable.getMessage(), endpoint.alternatives().get(0)), unreachable.getAdvice());
		}
		MetadataException last = unreachable;
		for (int i = 0; i < addresses.size(); i++) {
			// those that follow need time too
			MetadataClient elsewhere = client.at(addresses.get(i)).withinPart(addresses.size() - i);
			try {
				T result = exchange.run(elsewhere);
				elsewhere.settle();
				return result;
			}
			catch (MetadataException ex) {
				if (!ex.getKind().isSilence()) {
					throw ex;
				}
				last = new MetadataException(ex.getKind(),
						"%s, and there is no route to %s".formatted(ex.getMessage(), endpoint.uri()), ex.getAdvice());
			}
		}
		throw last;
	}

	/**
	 * Returns the further addresses of a service. A link-local address is another one on
	 * each interface.
	 * @param endpoint the service
	 * @return the base URLs
	 */
	public static List<URI> of(MetadataEndpoint endpoint) {
		List<URI> addresses = new ArrayList<>();
		for (URI alternative : endpoint.alternatives()) {
			String host = alternative.getHost();
			if (host.startsWith("[fe80:") && host.indexOf('%') < 0) {
				zones().forEach((zone) -> addresses
					.add(URI.create(alternative.toString().replace(host, host.replace("]", "%" + zone + "]")))));
			}
			else {
				addresses.add(alternative);
			}
		}
		return addresses;
	}

	private static List<String> zones() {
		List<String> zones = new ArrayList<>();
		try {
			for (NetworkInterface networkInterface : Collections.list(NetworkInterface.getNetworkInterfaces())) {
				if (networkInterface.isUp() && !networkInterface.isLoopback() && hasIpv6(networkInterface)) {
					String name = networkInterface.getName();
					// a URI refuses names with other characters
					zones.add(name.matches("[\\w.]+") ? name : Integer.toString(networkInterface.getIndex()));
				}
			}
		}
		catch (SocketException ex) {
			// a machine without interfaces has no address either
		}
		return zones;
	}

	private static boolean hasIpv6(NetworkInterface networkInterface) {
		for (InetAddress address : Collections.list(networkInterface.getInetAddresses())) {
			if (address instanceof Inet6Address && address.isLinkLocalAddress()) {
				return true;
			}
		}
		return false;
	}

}
