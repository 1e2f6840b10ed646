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

/**
 * What a simulated instance of Akamai is: the document on it and the one on its network.
 */
final class AkamaiInstance {

	private final Map<String, Object> instance = new LinkedHashMap<>();

	private final Map<String, Object> network = new LinkedHashMap<>();

	private final String userData;

	AkamaiInstance(SimulatedValues values) {
		values.withhold("availabilityZone", "hostname");
		BigInteger id = values.number("58214073", "instanceId", "instance.id");
		if (id != null) {
			this.instance.put("id", id);
		}
		put("label", values.get("parcels-7", "instanceName", "instance.label"));
		put("region", values.get("nl-ams", "region", "instance.region"));
		put("type", values.get("g6-standard-2", "instanceType", "instance.type"));
		this.instance.put("host_uuid", "9f3c61d07be24a85c1d940e7f2a86b35c07d18e4");
		this.instance.put("tags", values.tagNames("parcels", "test"));
		this.instance.put("specs",
				MetadataTree.directory("vcpus", 2, "memory", 4096, "gpus", 0, "transfer", 4000, "disk", 81920));
		this.instance.put("backups", MetadataTree.directory("enabled", false));
		String image = values.get("linode/debian13", "imageId", "instance.image.id");
		if (!image.isEmpty()) {
			this.instance.put("image", MetadataTree.directory("id", image, "label", "Debian 13"));
		}
		put("account_euuid", values.get("4D1A7E60-92C5-4B3F-8E0D7B16A25C", "accountId", "instance.account_euuid"));
		writeNetwork(values);
		this.userData = values.get("", "user-data");
		values.writeRest(new MetadataTree(MetadataTree.directory("instance", this.instance, "network", this.network),
				".", false, Set.of()));
	}

	private void put(String name, String value) {
		if (!value.isEmpty()) {
			this.instance.put(name, value);
		}
	}

	private void writeNetwork(SimulatedValues values) {
		this.network.put("interfaces", List.of());
		this.network.put("ipv4",
				MetadataTree.directory("public", prefixed(values.get("203.0.113.140", "publicIp")), "private",
						prefixed(new SimulatedSubnet(values.get("192.168.139.52", "privateIp")).address()), "shared",
						List.of()));
		this.network.put("ipv6", MetadataTree.directory("slaac", "2001:db8::f03c:94ff:fe2b:7d1a/128", "link_local",
				"fe80::f03c:94ff:fe2b:7d1a/128", "ranges", List.of(), "shared_ranges", List.of()));
	}

	private static List<String> prefixed(String address) {
		return address.isEmpty() ? List.of() : List.of(address + "/32");
	}

	Map<String, Object> getInstance() {
		return this.instance;
	}

	Map<String, Object> getNetwork() {
		return this.network;
	}

	String getUserData() {
		return this.userData;
	}

}
