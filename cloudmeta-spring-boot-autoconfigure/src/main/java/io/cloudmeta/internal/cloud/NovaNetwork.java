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

import java.util.ArrayList;
import java.util.List;

import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * The network as Nova describes it in {@code network_data.json}, on OpenStack and on
 * clouds that were built from it.
 *
 * @see <a href=
 * "https://docs.openstack.org/nova/latest/user/metadata.html#openstack-format-metadata">OpenStack
 * format metadata</a>
 */
final class NovaNetwork {

	private NovaNetwork() {
	}

	/**
	 * Returns the network interfaces.
	 * @param document the document, or {@code null} if there is none
	 * @param localIpv4 the instance's first IPv4 address, which the document leaves out
	 * if DHCP assigns it
	 * @param publicIpv4 the instance's first floating address
	 * @return the interfaces, the primary one first
	 */
	static List<NetworkInterface> interfaces(@Nullable MetadataDocument document, @Nullable String localIpv4,
			@Nullable String publicIpv4) {
		List<String> links = (document != null) ? links(document) : List.of();
		if (document == null || links.isEmpty()) {
			return (localIpv4 != null)
					? List.of(new NetworkInterface(null, List.of(localIpv4), list(publicIpv4), null, null)) : List.of();
		}
		List<NetworkInterface> interfaces = new ArrayList<>();
		String unclaimed = localIpv4;
		for (String link : links) {
			List<String> networks = networks(document, link);
			// to which of several interfaces a floating address belongs is not known
			String floating = (links.size() == 1) ? publicIpv4 : null;
			interfaces.add(networkInterface(document, link, networks, unclaimed, floating));
			if (networks.stream().anyMatch((network) -> isIpv4(document, network))) {
				unclaimed = null;
			}
		}
		return List.copyOf(interfaces);
	}

	private static NetworkInterface networkInterface(MetadataDocument document, String link, List<String> networks,
			@Nullable String localIpv4, @Nullable String publicIpv4) {
		List<@Nullable String> addresses = new ArrayList<>();
		String subnet = null;
		String id = null;
		for (String network : networks) {
			String address = withoutPrefix(document.get(network + ".ip_address"));
			addresses.add((address == null && isIpv4(document, network)) ? localIpv4 : address);
			subnet = (subnet != null) ? subnet : Ipv4Subnet.of(address, document.get(network + ".netmask"));
			id = (id != null) ? id : document.value(network + ".network_id");
		}
		return new NetworkInterface(document.value(link + ".ethernet_mac_address", link + ".vlan_mac_address"),
				MetadataText.values(addresses), list(publicIpv4), subnet, id);
	}

	/**
	 * Returns the links, those first that are part of a network: on bare metal the cards
	 * below a bond are links too.
	 */
	private static List<String> links(MetadataDocument document) {
		List<String> all = document.elements("links");
		List<String> links = new ArrayList<>(
				all.stream().filter((link) -> !networks(document, link).isEmpty()).toList());
		all.stream().filter((link) -> !links.contains(link)).forEach(links::add);
		return links;
	}

	private static List<String> networks(MetadataDocument document, String link) {
		String id = document.get(link + ".id");
		List<String> networks = document.elements("networks")
			.stream()
			.filter((network) -> id != null && id.equals(document.get(network + ".link")))
			.toList();
		List<String> sorted = new ArrayList<>(
				networks.stream().filter((network) -> isIpv4(document, network)).toList());
		networks.stream().filter((network) -> !isIpv4(document, network)).forEach(sorted::add);
		return sorted;
	}

	private static boolean isIpv4(MetadataDocument document, String network) {
		String type = document.get(network + ".type");
		return type != null && type.startsWith("ipv4");
	}

	private static @Nullable String withoutPrefix(@Nullable String address) {
		return (address != null) ? MetadataText.value(address.replaceFirst("/\\d+$", "")) : null;
	}

	private static List<String> list(@Nullable String value) {
		return (value != null) ? List.of(value) : List.of();
	}

}
