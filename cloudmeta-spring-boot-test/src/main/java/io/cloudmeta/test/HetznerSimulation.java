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
import java.util.Map;
import java.util.Set;

/**
 * Hetzner Cloud: a document in YAML, and the same key by key as text.
 *
 * @see <a href= "https://docs.hetzner.cloud/reference/cloud#server-metadata">Hetzner
 * Cloud: server metadata</a>
 */
final class HetznerSimulation implements Simulation {

	private static final String ROOT = "/hetzner/v1/metadata";

	private final Map<String, Object> metadata = new LinkedHashMap<>();

	private final String userData;

	HetznerSimulation(SimulatedValues values) {
		values.withhold("accountId", "instanceName", "instanceType", "imageId");
		values.tags().forEach((name, value) -> {
			if (!value.isEmpty()) {
				throw values.refuse("tags." + name, "Hetzner does not provide labels to its servers");
			}
		});
		this.metadata.put("hostname", values.get("parcels-7", "hostname"));
		BigInteger id = values.number("73410962", "instanceId", "instance-id");
		if (id != null) {
			this.metadata.put("instance-id", id);
		}
		this.metadata.put("public-ipv4", values.get("203.0.113.91", "publicIp", "public-ipv4"));
		this.metadata.put("availability-zone", values.get("hel1-dc2", "availabilityZone", "availability-zone"));
		this.metadata.put("region", values.get("eu-central", "region"));
		this.metadata.put("public-keys", "[\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels\"]");
		this.metadata.put("private-networks", values.get(privateNetworks(values), "private-networks"));
		this.metadata.put("network-config", """
				config:
				- mac_address: 96:00:02:3b:7c:d1
				  name: eth0
				  subnets:
				  - ipv4: true
				    type: dhcp
				  type: physical
				version: 1
				""");
		this.userData = values.get("", "userdata");
		values.writeRest(new MetadataTree(this.metadata, "/", true, Set.of()));
	}

	private static String privateNetworks(SimulatedValues values) {
		SimulatedSubnet subnet = new SimulatedSubnet(values.get("10.24.0.6", "privateIp"));
		return !subnet.isPresent() ? "[]\n" : """
				- ip: %s
				  alias_ips: []
				  interface_num: 1
				  mac_address: 86:00:00:6e:41:a9
				  network_id: 4183027
				  network_name: parcels
				  network: %s/16
				  subnet: %s/24
				  gateway: %s
				""".formatted(subnet.address(), subnet.wider(), subnet.network(), subnet.gateway());
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "Hetzner", "bios_version", "20171111", "product_name", "vServer", "product_family",
				"Hetzner_vServer", "sys_vendor", "Hetzner");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		if (!request.isRead()) {
			return Answer.of(405, "text/plain; charset=utf-8", "method not allowed\n");
		}
		if (request.path().equals("/hetzner/v1/userdata")) {
			return this.userData.isEmpty() ? Answer.of(204, "text/plain; charset=utf-8", "") : text(this.userData);
		}
		if (request.path().equals(ROOT)) {
			return text(yaml());
		}
		Object value = request.path().startsWith(ROOT + "/")
				? this.metadata.get(request.path().substring(ROOT.length() + 1)) : null;
		return (value != null) ? text(value.toString()) : Answer.of(404, "text/plain; charset=utf-8", "not found\n");
	}

	private String yaml() {
		StringBuilder yaml = new StringBuilder();
		this.metadata.forEach((name, value) -> {
			String text = value.toString();
			boolean block = text.endsWith("\n") && !text.startsWith("[");
			yaml.append(name)
				.append(block ? ":\n" + text.indent(2) : ": " + (text.isEmpty() ? "''" : text.trim()) + "\n");
		});
		return yaml.toString();
	}

	private static Answer text(String body) {
		return Answer.of(200, "text/plain; charset=utf-8", body);
	}

}
