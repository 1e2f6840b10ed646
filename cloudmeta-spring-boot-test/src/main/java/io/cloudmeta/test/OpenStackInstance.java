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

package io.cloudmeta.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a simulated instance of OpenStack is: Nova's documents and its tree in the way of
 * EC2.
 */
final class OpenStackInstance {

	private static final String MAC = "fa:16:3e:7b:04:c9";

	private final Map<String, Object> document = new LinkedHashMap<>();

	private final Map<String, Object> network = new LinkedHashMap<>();

	private final Map<String, Object> vendorData = new LinkedHashMap<>();

	private final Map<String, Object> ec2Root = new TreeMap<>();

	private final MetadataTree ec2 = new MetadataTree(this.ec2Root, "/", true, Set.of("kernel-id", "ramdisk-id"));

	OpenStackInstance(SimulatedValues values) {
		String image = values.given("imageId");
		if (image != null && !image.isEmpty()) {
			throw values.refuse("imageId", "OpenStack provides no image");
		}
		writeDocument(values);
		String address = values.get("10.47.0.23", "privateIp", "local-ipv4");
		writeEc2(values, address);
		writeNetwork(values, address);
		String region = values.get("", "region", "vendor_data/region");
		if (!region.isEmpty()) {
			this.vendorData.put("region", region);
		}
		values.writeRest(new MetadataTree(this.document, "/", false, Set.of("meta/")), this.ec2,
				new MetadataTree(this.network, "/", false, Set.of()));
	}

	/**
	 * Returns a path in the form of the documents, {@code meta/role}.
	 * @param path a path with slashes or dots
	 * @return the path with slashes
	 */
	static String pathForm(String path) {
		return path.contains("/") ? path : path.replace('.', '/');
	}

	NovaMetadata getMetadata() {
		return new NovaMetadata(this.document, this.network, this.vendorData, this.ec2);
	}

	private void writeDocument(SimulatedValues values) {
		String name = values.get("parcels-3", "instanceName", "name");
		this.document.put("uuid", values.get("c7f0a1d4-5e29-4b83-96ad-0d41e8b7f352", "instanceId", "uuid"));
		this.document.put("name", name);
		this.document.put("hostname", values.get(hostname(name), "hostname"));
		this.document.put("launch_index", 0);
		this.document.put("availability_zone", values.get("nova", "availabilityZone", "availability_zone"));
		this.document.put("project_id", values.get("91e6b2d07c5f4a38b0d94e17f26ac853", "accountId", "project_id"));
		Map<String, Object> meta = new TreeMap<>(Map.of("team", "parcels", "env", "test"));
		meta.putAll(values.tags());
		meta.values().removeIf(""::equals);
		this.document.put("meta", meta);
		String key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels";
		this.document.put("public_keys", Map.of("parcels", key));
		this.document.put("keys", List.of(NovaMetadata.document("name", "parcels", "type", "ssh", "data", key)));
		this.document.put("devices", List.of(NovaMetadata.document("type", "nic", "bus", "pci", "address",
				"0000:00:03.0", "mac", MAC, "tags", List.of("front"))));
		this.document.put("dedicated_cpus", List.of());
		this.document.values().removeIf((value) -> value.equals("") || value.equals(Map.of()));
		// the zone of an instance that has none is null
		this.document.computeIfAbsent("availability_zone", (absent) -> NovaMetadata.NULL);
	}

	/**
	 * Nova makes a host's name of the instance's name.
	 */
	private static String hostname(String name) {
		String host = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-").replaceAll("^-|-$", "");
		return (host.isEmpty() ? "instance" : host) + ".novalocal";
	}

	private void writeEc2(SimulatedValues values, String address) {
		SimulatedSubnet subnet = new SimulatedSubnet(isIpv6(address) ? "" : address);
		String hostname = String.valueOf(this.document.getOrDefault("hostname", ""));
		Object zone = this.document.get("availability_zone");
		put("ami-id", "ami-00000012");
		put("ami-launch-index", "0");
		put("ami-manifest-path", "FIXME");
		put("block-device-mapping/ami", "vda");
		put("block-device-mapping/root", "/dev/vda");
		put("hostname", hostname);
		put("instance-action", "none");
		put("instance-id", "i-000001a7");
		put("instance-type", values.get("m1.medium", "instanceType", "instance-type"));
		put("local-hostname", hostname);
		put("placement/availability-zone", NovaMetadata.NULL.equals(zone) ? "None" : String.valueOf(zone));
		put("public-hostname", hostname);
		put("public-keys/0/openssh-key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels");
		// a missing address is an empty answer
		this.ec2Root.put("local-ipv4", subnet.address());
		this.ec2Root.put("public-ipv4", values.get("198.51.100.209", "publicIp", "public-ipv4"));
		put("reservation-id", "r-6t0w1q9z");
		put("security-groups", "default\nparcels-node");
	}

	private void put(String path, String value) {
		this.ec2.put(path, value);
	}

	/**
	 * Nova gives the address unless DHCP does, and names the netmask as an address.
	 * @see <a href=
	 * "https://opendev.org/openstack/nova/src/branch/master/nova/virt/netutils.py">Nova's
	 * netutils.py</a>
	 */
	private void writeNetwork(SimulatedValues values, String address) {
		String tap = "tap3f8e10c6-2b";
		String type = values.get(isIpv6(address) ? "ipv6" : "ipv4_dhcp", "networks/0/type");
		boolean dhcp = type.endsWith("_dhcp");
		this.network.put("links",
				List.of(NovaMetadata.document("id", tap, "vif_id", "3f8e10c6-2b7d-4d95-8c1f-a6047e92bd13", "type",
						"ovs", "mtu", dhcp ? NovaMetadata.NULL : 1450, "ethernet_mac_address", MAC)));
		Map<String, Object> network = NovaMetadata.document("id", "network0", "type", type, "link", tap);
		if (!dhcp) {
			network.put("ip_address", address);
			network.put("netmask", isIpv6(address) ? "ffff:ffff:ffff:ffff::" : "255.255.255.0");
			network.put("routes", List.of());
		}
		network.put("network_id", "d29c6e0b-84f1-4a7a-b3c5-71e05f9a68d2");
		this.network.put("networks", List.of(network));
		this.network.put("services", List.of(NovaMetadata.document("type", "dns", "address", "10.47.0.2")));
	}

	private static boolean isIpv6(String address) {
		return address.contains(":");
	}

}
