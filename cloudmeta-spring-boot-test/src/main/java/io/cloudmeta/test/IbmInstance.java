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

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.springframework.boot.json.JsonWriter;

/**
 * What a simulated virtual server of IBM Cloud's VPC is: one document.
 *
 * @see <a href="https://cloud.ibm.com/apidocs/vpc-metadata">The schema of the service:
 * network interfaces and network attachments</a>
 * @see <a href=
 * "https://github.com/ibm-cloud-docs/vpc/blob/master/instance_metadata_vpc_get_metadata.md">The
 * schema of its first versions, with {@code primary_ipv4_address}</a>
 */
final class IbmInstance {

	private static final String INTERFACE = "primary_network_interface.primary_ip.address";

	/** The form of instances whose interfaces are resources of their own. */
	private static final String ATTACHMENT = "primary_network_attachment.primary_ip.address";

	/** The form of the service's first versions. */
	private static final String BETA_INTERFACE = "primary_network_interface.primary_ipv4_address";

	private final Map<String, Object> document = new TreeMap<>();

	private final MetadataTree tree = new MetadataTree(this.document, ".", false, Set.of("metadata_service.protocol"));

	IbmInstance(SimulatedValues values) {
		refuseWhatIbmDoesNotSay(values);
		String zone = zone(values);
		String region = zone.replaceFirst("-\\d+$", "");
		String account = values.get("4b7e91c05d2f48a6b3e8071c9d5fa264", "accountId");
		String id = values.get("0717_2c9f6e1b-84a3-4d70-b5e8-91f3c7a0d264", "instanceId", "id");
		this.tree.put("created_at", "2026-11-18T06:27:51Z");
		this.tree.put("crn", "crn:v1:bluemix:public:is:%s:%s::instance:%s".formatted(zone,
				account.isEmpty() ? "" : "a/" + account, id));
		this.tree.put("id", id);
		this.tree.put("image.id", values.get("r006-5d8b2f71-c4e9-4a06-93d7-e18f0b6a2c35", "imageId", "image.id"));
		this.tree.put("image.name", "ibm-debian-13-2-minimal-amd64-1");
		this.tree.put("name", values.get("parcels-7", "instanceName", "name"));
		this.tree.put("profile.name", values.get("bx2-2x8", "instanceType", "profile.name"));
		this.tree.put("resource_group.id", "d93a6c0f12be4785a0c7f4e1b8563d29");
		this.tree.put("status", "running");
		this.tree.put("vpc.id", "r006-8e3d0a97-51cb-4f62-a8d4-07b9e2c61f58");
		this.tree.put("vpc.name", "parcels-" + region);
		this.tree.put("zone.name", zone);
		this.document.put("bandwidth", 4000);
		writeNetwork(values);
		values.writeRest(this.tree);
	}

	String getDocument() {
		return JsonWriter.standard().writeToString(this.document);
	}

	private static void refuseWhatIbmDoesNotSay(SimulatedValues values) {
		values.tags().keySet().forEach((tag) -> {
			throw values.refuse("tags." + tag, "the metadata service says nothing of tags");
		});
		values.withhold("hostname", "publicIp");
	}

	private static String zone(SimulatedValues values) {
		String region = values.given("region");
		String usual = "us-south-1";
		if (region != null) {
			usual = region.isEmpty() ? "" : region + "-1";
		}
		String zone = values.get(usual, "availabilityZone", "zone.name");
		if (region != null && !region.isEmpty() && !zone.startsWith(region + "-")) {
			throw values.refuse("region", "IBM Cloud names a region by its zone, which is '" + zone + "'");
		}
		return zone;
	}

	/**
	 * Writes the network in the form whose path the test gives, in that of instances
	 * without network attachments if it gives none.
	 */
	private void writeNetwork(SimulatedValues values) {
		boolean attachment = values.given(ATTACHMENT) != null;
		boolean beta = values.given(BETA_INTERFACE) != null;
		SimulatedSubnet subnet = new SimulatedSubnet(
				values.get("10.240.64.11", "privateIp", INTERFACE, ATTACHMENT, BETA_INTERFACE));
		Map<String, Object> card = card();
		if (subnet.isPresent() && beta) {
			card.put("primary_ipv4_address", subnet.address());
		}
		else if (subnet.isPresent()) {
			card.put("primary_ip", new TreeMap<>(Map.of("address", subnet.address())));
		}
		if (attachment) {
			card.put("virtual_network_interface",
					new TreeMap<>(Map.of("id", "0717-5d2e8f90-1c7b-4a36-b8d4-e6073f9a21c5", "name", "parcels-vni")));
		}
		this.document.put(attachment ? "primary_network_attachment" : "primary_network_interface", card);
		this.document.put(attachment ? "network_attachments" : "network_interfaces", List.of(card));
	}

	private static Map<String, Object> card() {
		return new TreeMap<>(Map.of("id", "0717-a6e2c9d4-3f81-4b05-8c7e-d50b19f7a832", "name", "eth0", "subnet",
				new TreeMap<>(Map.of("id", "0717-f1b7d3e8-6a94-4c20-95ed-2b08c4a7e613"))));
	}

}
