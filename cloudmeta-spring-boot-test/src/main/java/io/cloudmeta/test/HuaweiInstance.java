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
 * What a simulated instance of Huawei Cloud is: Nova's documents with a region, a flavor
 * and an image in them.
 */
final class HuaweiInstance {

	private static final String IMAGE = "meta/metering.image_id";

	private final Map<String, Object> document = new LinkedHashMap<>();

	private final Map<String, Object> network = new LinkedHashMap<>();

	private final Map<String, Object> ec2Root = new TreeMap<>();

	private final MetadataTree ec2 = new MetadataTree(this.ec2Root, "/", true, Set.of());

	HuaweiInstance(SimulatedValues values) {
		writeDocument(values);
		writeMeta(values);
		writeNetwork();
		writeEc2(values);
		this.document.values().removeIf(""::equals);
		values.writeRest(new MetadataTree(this.document, "/", false, Set.of("meta/")), this.ec2,
				new MetadataTree(this.network, "/", false, Set.of()));
	}

	NovaMetadata getMetadata() {
		return new NovaMetadata(this.document, this.network, Map.of(), this.ec2);
	}

	private void writeDocument(SimulatedValues values) {
		String name = values.get("parcels-5", "instanceName", "name");
		String region = values.get("eu-west-101", "region", "region_id");
		this.document.put("uuid", values.get("e2b74c90-16f8-4d3a-a5c1-9380d7fe4b62", "instanceId", "uuid"));
		this.document.put("name", name);
		this.document.put("hostname", values.get(name.toLowerCase(Locale.ROOT), "hostname"));
		this.document.put("launch_index", 0);
		this.document.put("availability_zone",
				values.get(region.isEmpty() ? "" : region + "a", "availabilityZone", "availability_zone"));
		this.document.put("project_id", values.get("0a6fd81c42e94b07935d7b1ef3c2a860", "accountId", "project_id"));
		this.document.put("enterprise_project_id", "0");
		this.document.put("region_id", region);
		this.document.put("instance_type", values.get("s6.large.2", "instanceType", "instance_type", "instance-type"));
		this.document.put("public_keys", Map.of("parcels", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels"));
	}

	private void writeMeta(SimulatedValues values) {
		Map<String, Object> meta = new TreeMap<>(Map.of("charging_mode", "0", "image_name", "Debian 13.1 64bit",
				"metering.resourcespeccode", "s6.large.2.linux", "os_bit", "64", "os_type", "Linux", "vpc_id",
				"b7d103f6-9c5e-4e82-8a14-2fd06c7be935"));
		meta.put("metering.image_id", values.get("4f8ad2b6-703c-4e19-b5f8-6c1e92d7a043", "imageId", IMAGE));
		meta.putAll(values.tags());
		meta.values().removeIf(""::equals);
		this.document.put("meta", meta);
	}

	private void writeNetwork() {
		String tap = "tap8c51e7f2-0d";
		this.network.put("links",
				List.of(NovaMetadata.document("id", tap, "vif_id", "8c51e7f2-0d94-4b36-97ea-5f3b20c81d4e", "type",
						"cascading", "mtu", NovaMetadata.NULL, "ethernet_mac_address", "fa:16:3e:d2:86:1b")));
		this.network.put("networks", List.of(NovaMetadata.document("id", "network0", "type", "ipv4_dhcp", "link", tap,
				"network_id", "1ac47d58-e03b-49f6-8d72-b6950fe1c384")));
		this.network.put("services", List.of());
	}

	private void writeEc2(SimulatedValues values) {
		SimulatedSubnet subnet = new SimulatedSubnet(values.get("192.168.9.57", "privateIp", "local-ipv4"));
		String hostname = String.valueOf(this.document.get("hostname"));
		this.ec2.put("ami-id", "ami-0000004d");
		this.ec2.put("hostname", hostname);
		this.ec2.put("instance-id", "i-0003c9e1");
		this.ec2.put("instance-type", String.valueOf(this.document.get("instance_type")));
		this.ec2.put("local-hostname", hostname);
		this.ec2.put("placement/availability-zone", String.valueOf(this.document.get("availability_zone")));
		this.ec2.put("public-keys/0/openssh-key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels");
		this.ec2.put("security-groups", "default");
		// a missing address is an empty answer
		this.ec2Root.put("local-ipv4", subnet.address());
		this.ec2Root.put("public-ipv4", values.get("203.0.113.88", "publicIp", "public-ipv4"));
	}

}
