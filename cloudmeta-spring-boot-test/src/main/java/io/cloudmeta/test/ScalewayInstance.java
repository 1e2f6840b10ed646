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
import java.util.Map;
import java.util.Set;

/**
 * What a simulated instance of Scaleway is: the document. A zone may have the name that
 * it had in the first API, {@code par1} or {@code ams1}.
 *
 * @see <a href=
 * "https://github.com/scaleway/scaleway-sdk-go/blob/master/scw/locality.go">Scaleway's
 * SDK, which maps these names</a>
 */
final class ScalewayInstance {

	private final Map<String, Object> document = new LinkedHashMap<>();

	ScalewayInstance(SimulatedValues values) {
		this.document.put("id", values.get("7d0b3e92-1f64-4a8c-95d7-e2c80fa1b346", "instanceId", "id"));
		this.document.put("name", values.get("parcels-7", "instanceName", "name"));
		this.document.put("hostname", values.get("parcels-7", "hostname"));
		this.document.put("organization",
				values.get("c2f9a741-5e0d-4b36-8c17-90d3b6e8f254", "accountId", "organization"));
		this.document.put("project", "e61d8c05-3b9f-4720-a4f8-1c75d2e9b083");
		this.document.put("commercial_type", values.get("PLAY2-NANO", "instanceType", "commercial_type"));
		writeImage(values);
		writePlace(values);
		writeNetwork(values);
		this.document.put("tags", values.tagNames("parcels", "test"));
		this.document.put("state_detail", "booted");
		this.document.put("ssh_public_keys",
				List.of(MetadataTree.directory("key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels")));
		this.document.values().removeIf(""::equals);
		values.writeRest(new MetadataTree(this.document, ".", false, Set.of()));
	}

	private void writeImage(SimulatedValues values) {
		String image = values.get("38b4f6d1-c07e-4952-83ad-f1e5920b7c6d", "imageId", "image.id");
		if (!image.isEmpty()) {
			this.document.put("image", MetadataTree.directory("id", image, "name", "Debian Trixie", "arch", "x86_64"));
		}
	}

	private void writePlace(SimulatedValues values) {
		String region = values.given("region");
		String zone = values.get((region != null) ? usualZone(region) : "nl-ams-2", "availabilityZone", "zone");
		if (region != null && !zone.matches(region + "-\\d+") && !(region + zone).isEmpty()) {
			throw values.refuse("region", "Scaleway names a region by its zone, which is '" + zone + "'");
		}
		this.document.put("location", MetadataTree.directory("platform_id", "23", "hypervisor_id", "1402", "node_id",
				"17", "cluster_id", "44", "zone_id", zone));
		this.document.put("zone", zone);
	}

	private static String usualZone(String region) {
		return region.isEmpty() ? "" : region + "-1";
	}

	private void writeNetwork(SimulatedValues values) {
		String publicIp = values.get("203.0.113.205", "publicIp", "public_ip.address");
		Map<String, Object> address = MetadataTree.directory("id", "5a90c7f3-28d1-4e6b-b704-6f1e83d2c95a", "address",
				publicIp, "dynamic", false, "family", "inet", "gateway", "62.210.0.1", "netmask", "32");
		if (!publicIp.isEmpty()) {
			this.document.put("public_ip", address);
		}
		this.document.put("public_ips_v4", publicIp.isEmpty() ? List.of() : List.of(address));
		this.document.put("public_ips_v6", List.of(MetadataTree.directory("address", "2001:db8:bc8:1640::7", "dynamic",
				false, "family", "inet6", "netmask", "64")));
		this.document.put("private_ip",
				new SimulatedSubnet(values.get("10.72.33.5", "privateIp", "private_ip")).address());
		this.document.put("private_nics", List.of(MetadataTree.directory("id", "b3e7106c-94fa-4d28-8a5b-27c0f9d1e683",
				"private_network_id", "0f62d9b8-7c41-4e35-96a0-d8b13f5e7c24", "mac_address", "02:00:00:1C:5D:E7")));
	}

	Map<String, Object> getDocument() {
		return this.document;
	}

}
