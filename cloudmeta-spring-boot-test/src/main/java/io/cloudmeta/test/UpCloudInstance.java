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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a simulated server of UpCloud is: the document.
 */
final class UpCloudInstance {

	private final Map<String, Object> document = new LinkedHashMap<>();

	UpCloudInstance(SimulatedValues values) {
		values.withhold("availabilityZone", "accountId", "instanceName", "instanceType", "imageId");
		this.document.put("cloud_name", "upcloud");
		this.document.put("instance_id",
				values.get("00b7d2f4-5c19-4e83-a6d0-38f1c95e2b74", "instanceId", "instance_id"));
		this.document.put("hostname", values.get("parcels-7", "hostname"));
		this.document.put("platform", "servers");
		this.document.put("subplatform", "upcloud");
		this.document.put("public_keys", List.of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels"));
		this.document.put("region", values.get("fi-hel2", "region"));
		this.document.put("network", MetadataTree.directory("interfaces", interfaces(values), "dns",
				List.of("94.237.127.9", "94.237.40.9")));
		this.document.put("storage", MetadataTree.directory("disks", List.of(disk())));
		this.document.put("tags", values.tagNames("parcels", "test"));
		this.document.put("user_data", values.get("", "user_data"));
		this.document.put("vendor_data", "");
		values.writeRest(new MetadataTree(this.document, ".", true, Set.of()));
	}

	private static Map<String, Object> disk() {
		return MetadataTree.directory("id", "01c8e5f2-7a3b-4d60-91e4-b2d7f06a5c38", "serial", "01c8e5f27a3b4d6091e4",
				"size", 20480, "type", "disk", "tier", "maxiops");
	}

	private static List<Object> interfaces(SimulatedValues values) {
		List<Object> interfaces = new ArrayList<>();
		String publicIp = values.get("203.0.113.118", "publicIp", "network.interfaces.0.ip_addresses.0.address");
		SimulatedSubnet subnet = new SimulatedSubnet(
				values.get("10.6.11.73", "privateIp", "network.interfaces.1.ip_addresses.0.address"));
		if (!publicIp.isEmpty()) {
			interfaces.add(card(interfaces.size() + 1, "public", "5e:bf:5f:0c:a1:37",
					List.of(address(publicIp, "IPv4", "203.0.112.0/22"),
							address("2001:db8:7f:2a::5", "IPv6", "2001:db8:7f:2a::/64"))));
		}
		if (subnet.isPresent()) {
			interfaces.add(card(interfaces.size() + 1, "utility", "5e:bf:5f:0c:b8:90",
					List.of(address(subnet.address(), "IPv4", subnet.network() + "/24"))));
		}
		return interfaces;
	}

	private static Map<String, Object> card(int index, String type, String mac, List<Object> addresses) {
		return MetadataTree.directory("index", index, "ip_addresses", addresses, "mac", mac, "network_id",
				"03a1c7e9-24d8-4b56-8f3e-6c90d2b7e15" + index, "type", type);
	}

	private static Map<String, Object> address(String address, String family, String network) {
		return MetadataTree.directory("address", address, "dhcp", true, "family", family, "floating", false, "gateway",
				"", "network", network);
	}

	Map<String, Object> getDocument() {
		return this.document;
	}

}
