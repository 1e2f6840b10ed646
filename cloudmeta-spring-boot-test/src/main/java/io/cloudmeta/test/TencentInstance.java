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

import java.util.Set;
import java.util.TreeMap;

/**
 * What a simulated virtual machine of Tencent Cloud is: its tree of metadata and its user
 * data.
 */
final class TencentInstance {

	/** Keys that only some instances have. */
	private static final Set<String> CONDITIONAL = Set.of("as-group-id", "instance/security-group",
			"payment/termination-time", "spot/termination-time");

	private final MetadataTree metadata = new MetadataTree(new TreeMap<>(), "/", false, CONDITIONAL);

	private final String userData;

	TencentInstance(SimulatedValues values) {
		this.userData = values.get("", "user-data");
		refuseWhatTencentDoesNotSay(values);
		writeIdentity(values);
		writePlace(values);
		writeNetwork(values);
		values.writeRest(this.metadata);
	}

	MetadataTree getMetadata() {
		return this.metadata;
	}

	String getUserData() {
		return this.userData;
	}

	private static void refuseWhatTencentDoesNotSay(SimulatedValues values) {
		values.tags().keySet().forEach((tag) -> {
			throw values.refuse("tags." + tag, "the metadata service says nothing of tags");
		});
		String hostname = values.given("hostname");
		if (hostname != null && !hostname.isEmpty()) {
			throw values.refuse("hostname", "the metadata service says nothing of the host's name");
		}
	}

	private void writeIdentity(SimulatedValues values) {
		this.metadata.put("app-id", values.get("1308562947", "accountId", "app-id"));
		this.metadata.put("cam/security-credentials/parcels", "{\"TmpSecretKey\":\"not for you\"}");
		this.metadata.put("instance-id", values.get("ins-7k2m9xq4", "instanceId", "instance-id"));
		this.metadata.put("instance-name", values.get("parcels-7", "instanceName", "instance-name"));
		this.metadata.put("instance/image-id", values.get("img-6n8f3zt0", "imageId", "instance/image-id"));
		this.metadata.put("instance/instance-type", values.get("S6.LARGE8", "instanceType", "instance/instance-type"));
		this.metadata.put("payment/charge-type", "POSTPAID_BY_HOUR");
		this.metadata.put("payment/create-time", "2026-11-18 06:27:51");
		this.metadata.put("uuid", "c5f17e30-9a42-4b6d-8e08-2d71b4a963fc");
	}

	private void writePlace(SimulatedValues values) {
		String givenRegion = values.given("region", "placement/region");
		String givenZone = values.given("availabilityZone", "placement/zone");
		String region = (givenRegion != null) ? givenRegion
				: (givenZone != null) ? givenZone.replaceFirst("-\\d+$", "") : "ap-singapore";
		this.metadata.put("placement/region", region);
		this.metadata.put("placement/zone", (givenZone != null) ? givenZone : region.isEmpty() ? "" : region + "-3");
	}

	private void writeNetwork(SimulatedValues values) {
		SimulatedSubnet subnet = new SimulatedSubnet(values.get("10.206.17.9", "privateIp", "local-ipv4"));
		String publicIp = values.get("203.0.113.119", "publicIp", "public-ipv4");
		String mac = values.get("52:54:00:8c:1d:e7", "mac");
		this.metadata.put("local-ipv4", subnet.address());
		this.metadata.put("mac", mac);
		this.metadata.put("public-ipv4", publicIp);
		String card = "network/interfaces/macs/" + mac + "/";
		this.metadata.put(card + "mac", mac);
		this.metadata.put(card + "primary-local-ipv4", subnet.address());
		this.metadata.put(card + "public-ipv4s", publicIp);
		this.metadata.put(card + "subnet-id", "subnet-q3w9h2vk");
		this.metadata.put(card + "vpc-id", "vpc-m4t8c1rz");
		if (subnet.isPresent()) {
			String address = card + "local-ipv4s/" + subnet.address() + "/";
			this.metadata.put(address + "gateway", subnet.gateway());
			this.metadata.put(address + "local-ipv4", subnet.address());
			this.metadata.put(address + "public-ipv4", publicIp);
			this.metadata.put(address + "public-ipv4-mode", publicIp.isEmpty() ? "" : "NAT");
			this.metadata.put(address + "subnet-mask", "255.255.255.0");
		}
	}

}
