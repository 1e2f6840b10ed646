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

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a simulated Droplet is: the document, and the same as a tree of text, which has
 * other names for some of it.
 */
final class DigitalOceanInstance {

	private static final Map<String, String> TEXT_NAMES = Map.of("auth_key", "auth-key", "droplet_id", "id",
			"public_keys", "public-keys", "user_data", "user-data", "vendor_data", "vendor-data");

	private final Map<String, Object> document = new LinkedHashMap<>();

	DigitalOceanInstance(SimulatedValues values) {
		values.withhold("availabilityZone", "accountId", "instanceName", "instanceType", "imageId");
		BigInteger id = values.number("412907365", "instanceId", "droplet_id");
		if (id != null) {
			this.document.put("droplet_id", id);
		}
		putUnlessEmpty("hostname", values.get("parcels-7", "hostname"));
		putUnlessEmpty("region", values.get("ams3", "region"));
		this.document.put("auth_key", "6b1f0c94e2d75a83");
		this.document.put("vendor_data", "#!/bin/sh\n");
		this.document.put("public_keys", List.of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels"));
		this.document.put("interfaces", interfaces(values));
		this.document.put("floating_ip", MetadataTree.directory("ipv4", MetadataTree.directory("active", false)));
		this.document.put("reserved_ip", MetadataTree.directory("ipv4", MetadataTree.directory("active", false)));
		this.document.put("dns", MetadataTree.directory("nameservers", List.of("67.207.67.2", "67.207.67.3")));
		this.document.put("tags", values.tagNames("parcels", "env:test"));
		this.document.put("features", MetadataTree.directory("dhcp_enabled", false));
		values.writeRest(new MetadataTree(this.document, ".", false,
				Set.of("user_data", "floating_ip.ipv4.ip_address", "reserved_ip.ipv4.ip_address")));
	}

	private void putUnlessEmpty(String name, String value) {
		if (!value.isEmpty()) {
			this.document.put(name, value);
		}
	}

	private static Map<String, Object> interfaces(SimulatedValues values) {
		Map<String, Object> interfaces = new LinkedHashMap<>();
		String publicIp = values.get("203.0.113.54", "publicIp", "interfaces.public.0.ipv4.ip_address");
		if (!publicIp.isEmpty()) {
			interfaces.put("public", List.of(MetadataTree.directory("ipv4",
					MetadataTree
						.directory("ip_address", publicIp, "netmask", "255.255.240.0", "gateway", "203.0.112.1"),
					"ipv6",
					MetadataTree.directory("ip_address", "2001:db8:5c:d1::7", "cidr", 64, "gateway",
							"2001:db8:5c:d1::1"),
					"anchor_ipv4",
					MetadataTree.directory("ip_address", "10.18.0.9", "netmask", "255.255.0.0", "gateway", "10.18.0.1"),
					"mac", "3e:91:0c:d4:72:58", "type", "public")));
		}
		SimulatedSubnet subnet = new SimulatedSubnet(
				values.get("10.133.8.21", "privateIp", "interfaces.private.0.ipv4.ip_address"));
		if (subnet.isPresent()) {
			interfaces
				.put("private",
						List.of(MetadataTree.directory(
								"ipv4", MetadataTree.directory("ip_address", subnet.address(), "netmask",
										"255.255.255.0", "gateway", subnet.gateway()),
								"mac", "a2:6d:f5:18:b3:04", "type", "private")));
		}
		return interfaces;
	}

	Map<String, Object> getDocument() {
		return this.document;
	}

	/**
	 * Returns the document as the tree of text has it.
	 * @return the tree, whose paths have slashes
	 */
	MetadataTree getText() {
		Map<String, Object> root = new LinkedHashMap<>();
		this.document.forEach((name, node) -> root.put(TEXT_NAMES.getOrDefault(name, name),
				name.equals("tags") ? node : text(node, name.equals("interfaces"))));
		return new MetadataTree(root, "/", true, Set.of());
	}

	private static Object text(Object node, boolean ofInterface) {
		if (node instanceof List<?> list) {
			return list.stream().allMatch(String.class::isInstance)
					? list.stream().map(String::valueOf).collect(Collectors.joining("\n"))
					: list.stream().map((element) -> text(element, ofInterface)).toList();
		}
		if (!(node instanceof Map)) {
			return node;
		}
		Map<String, Object> directory = new LinkedHashMap<>();
		MetadataTree.children(node)
			.forEach((name, child) -> directory.put((ofInterface && name.equals("ip_address")) ? "address" : name,
					text(child, ofInterface)));
		return directory;
	}

}
