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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.springframework.boot.json.JsonWriter;

/**
 * What a simulated instance of Alibaba Cloud's ECS is: its tree of metadata, most of it
 * as one document too, and its user data.
 */
final class AlibabaInstance {

	/** Keys and directories that only some instances have. */
	private static final Set<String> CONDITIONAL = Set.of("image/market-place/product-code",
			"instance/spot/termination-time", "instance/virtualization-solution", "public-ipv4", "vswitch-cidr-block",
			"vswitch-id");

	/** What the document of everything leaves out. */
	private static final Set<String> NOT_IN_DOCUMENT = Set.of("owner-account-id", "tags");

	private final Map<String, Object> root = new TreeMap<>();

	private final MetadataTree metadata = new MetadataTree(this.root, "/", false, CONDITIONAL);

	private final String userData;

	AlibabaInstance(SimulatedValues values) {
		this.userData = values.get("", "user-data");
		writeIdentity(values);
		writePlace(values);
		writeNetwork(values);
		writeTags(values);
		values.writeRest(this.metadata);
	}

	MetadataTree getMetadata() {
		return this.metadata;
	}

	String getUserData() {
		return this.userData;
	}

	/**
	 * Returns the tree as JSON.
	 * @return the document
	 */
	String getDocument() {
		Map<String, Object> document = new LinkedHashMap<>(this.root);
		document.keySet().removeAll(NOT_IN_DOCUMENT);
		return JsonWriter.standard().writeToString(document);
	}

	private void writeIdentity(SimulatedValues values) {
		String name = values.get("parcels-7", "instanceName", "instance/instance-name");
		String id = values.get("i-bp1f4k7n2wq9xz3d5m8c", "instanceId", "instance-id");
		this.metadata.put("hostname", values.get("iZ" + id.replaceFirst("^i-", "") + "Z", "hostname"));
		this.metadata.put("image-id", values.get("aliyun_3_x64_20G_alibase_20260914.vhd", "imageId", "image-id"));
		this.metadata.put("instance-id", id);
		this.metadata.put("instance/instance-name", name);
		this.metadata.put("instance/instance-type",
				values.get("ecs.g7.xlarge", "instanceType", "instance/instance-type"));
		this.metadata.put("owner-account-id", values.get("1746920385146207", "accountId", "owner-account-id"));
		this.metadata.put("ram/security-credentials/parcels", "{\"AccessKeySecret\":\"not for you\"}");
		this.metadata.put("serial-number", "7d2c9e40-58b1-4f36-a0c7-e91f3b64d825");
	}

	private void writePlace(SimulatedValues values) {
		String givenRegion = values.given("region", "region-id");
		String givenZone = values.given("availabilityZone", "zone-id");
		String region = (givenRegion != null) ? givenRegion
				: (givenZone != null) ? givenZone.replaceFirst("-?[a-z]$", "") : "cn-hangzhou";
		// a zone's letter follows a digit without a hyphen: ap-southeast-1a
		String letter = region.matches(".*\\d") ? "b" : "-i";
		this.metadata.put("region-id", region);
		this.metadata.put("zone-id", (givenZone != null) ? givenZone : region.isEmpty() ? "" : region + letter);
	}

	private void writeNetwork(SimulatedValues values) {
		SimulatedSubnet subnet = new SimulatedSubnet(values.get("192.168.14.62", "privateIp", "private-ipv4"));
		String mac = values.get("00:16:3e:2b:70:c4", "mac");
		this.metadata.put("dns-conf/nameservers", "100.100.2.136\n100.100.2.138");
		this.metadata.put("eipv4", values.get("203.0.113.58", "publicIp", "eipv4"));
		this.metadata.put("mac", mac);
		this.metadata.put("network-type", "vpc");
		this.metadata.put("private-ipv4", subnet.address());
		this.metadata.put("vpc-id", "vpc-bp1c8n4t6y2m0s5k9r3w7");
		String card = "network/interfaces/macs/" + mac + "/";
		this.metadata.put(card + "network-interface-id", "eni-bp1g5x2q8v7d3h6j9t0a");
		this.metadata.put(card + "vpc-id", "vpc-bp1c8n4t6y2m0s5k9r3w7");
		this.metadata.put(card + "vswitch-id", "vsw-bp1e9u3z7l5b2p8n4f6d1");
		if (subnet.isPresent()) {
			this.metadata.put("vpc-cidr-block", subnet.wider() + "/16");
			this.metadata.put(card + "gateway", subnet.gateway());
			this.metadata.put(card + "netmask", "255.255.255.0");
			this.metadata.put(card + "primary-ip-address", subnet.address());
			this.metadata.put(card + "private-ipv4s", "[\"" + subnet.address() + "\"]");
			this.metadata.put(card + "vpc-cidr-block", subnet.wider() + "/16");
			this.metadata.put(card + "vswitch-cidr-block", subnet.network() + "/24");
		}
	}

	/**
	 * Without a tag the directory is not there, as where the instance may not read any.
	 */
	private void writeTags(SimulatedValues values) {
		values.tags().forEach((key, value) -> {
			if (key.contains("/")) {
				throw values.refuse("tags." + key,
						"the metadata service has no path for a tag with a slash in its key");
			}
			this.metadata.put("tags/instance/" + key, value);
		});
	}

}
