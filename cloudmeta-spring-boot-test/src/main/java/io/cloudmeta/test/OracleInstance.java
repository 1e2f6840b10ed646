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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a simulated instance of Oracle's cloud is: the instance and its virtual network
 * cards.
 */
final class OracleInstance {

	private static final Map<String, String> SHORT_KEYS = Map.of("us-ashburn-1", "iad", "us-phoenix-1", "phx");

	private final Map<String, Object> instance = new LinkedHashMap<>();

	private final List<Object> vnics = new ArrayList<>();

	private final Map<String, Object> host = new LinkedHashMap<>();

	OracleInstance(SimulatedValues values) {
		String publicIp = values.given("publicIp");
		if (publicIp != null && !publicIp.isEmpty()) {
			throw values.refuse("publicIp", "Oracle's metadata has no public address");
		}
		String region = values.get("eu-frankfurt-1", "region", "instance/canonicalRegionName");
		writeMachine(values, region);
		writePlace(values, region);
		writeTags(values);
		writeVnic(values);
		values.writeRest(new MetadataTree(root(), "/", false,
				Set.of("instance/metadata/", "instance/freeformTags/", "instance/launchMode", "host/networkBlockId",
						"host/rackId", "host/rdmaTopologyData/customerHPCIslandId",
						"host/rdmaTopologyData/customerNetworkBlock", "host/rdmaTopologyData/customerLocalBlock",
						"host/rdmaTopologyData/customerHostId", "host/rdmaTopologyData/customerGpuMemoryFabric")));
		this.instance.values().removeIf(""::equals);
	}

	/**
	 * Returns a path in the form of the service, {@code instance/shape}.
	 * @param path a path with slashes or dots, with an index as a segment or in brackets,
	 * from the root or below the instance
	 * @return the path with slashes, from the root
	 */
	static String pathForm(String path) {
		String indexed = path.replaceAll("\\[(\\d+)]", path.contains("/") ? "/$1" : ".$1");
		String slashed = indexed.contains("/") ? indexed : indexed.replace('.', '/');
		return slashed.matches("(?:instance|vnics|host)/.*") ? slashed : "instance/" + slashed;
	}

	private Map<String, Object> root() {
		Map<String, Object> root = new LinkedHashMap<>();
		root.put("instance", this.instance);
		root.put("vnics", this.vnics);
		root.put("host", this.host);
		return root;
	}

	/**
	 * Returns what the service has. An ordinary virtual machine has nothing about its
	 * host.
	 */
	MetadataTree getTree() {
		Map<String, Object> root = root();
		root.values().removeIf(Map.of()::equals);
		return new MetadataTree(root, "/", false, Set.of());
	}

	private void writeMachine(SimulatedValues values, String region) {
		String name = values.get("parcels-4", "instanceName", "instance/displayName");
		String compartment = "ocid1.compartment.oc1..aaaaaaaaq5m2parcels7test";
		this.instance.put("availabilityDomain",
				values.get(region.isEmpty() ? "" : "kWfR:" + region.toUpperCase(Locale.ROOT) + "-AD-2",
						"availabilityZone", "instance/availabilityDomain"));
		this.instance.put("faultDomain", "FAULT-DOMAIN-3");
		this.instance.put("compartmentId", values.get(compartment, "instance/compartmentId"));
		this.instance.put("tenantId",
				values.get("ocid1.tenancy.oc1..aaaaaaaah3x8parcels2test", "accountId", "instance/tenantId"));
		this.instance.put("displayName", name);
		this.instance.put("hostname", values.get(name.toLowerCase(Locale.ROOT), "hostname", "instance/hostname"));
		this.instance.put("id",
				values.get("ocid1.instance.oc1.eu-frankfurt-1.antheljt6w9qparcels", "instanceId", "instance/id"));
		this.instance.put("image",
				values.get("ocid1.image.oc1.eu-frankfurt-1.aaaaaaaav2k7parcels", "imageId", "instance/image"));
		this.instance.put("shape", values.get("VM.Standard.E5.Flex", "instanceType", "instance/shape"));
		this.instance.put("shapeConfig", NovaMetadata.document("ocpus", 1, "memoryInGBs", 8));
		this.instance.put("state", "Running");
		this.instance.put("timeCreated", new BigInteger("1763446071000"));
		this.instance.put("metadata",
				new TreeMap<>(Map.of("ssh_authorized_keys", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels")));
	}

	/**
	 * The oldest regions have a short key where the others have their name.
	 */
	private void writePlace(SimulatedValues values, String region) {
		String shortKey = SHORT_KEYS.getOrDefault(region, region);
		String key = shortKey.replaceFirst("^[a-z]+-([a-z]{3}).*$", "$1").toUpperCase(Locale.ROOT);
		this.instance.put("canonicalRegionName", region);
		this.instance.put("region", values.get(shortKey, "instance/region"));
		this.instance.put("ociAdName", values.get(region.isEmpty() ? "" : region + "-ad-3", "instance/ociAdName"));
		if (!region.isEmpty()) {
			this.instance.put("regionInfo", NovaMetadata.document("realmKey", "oc1", "realmDomainComponent",
					"oraclecloud.com", "regionKey", key, "regionIdentifier", region));
		}
	}

	private void writeTags(SimulatedValues values) {
		Map<String, Object> tags = new TreeMap<>(Map.of("team", "parcels", "env", "test"));
		tags.putAll(values.tags());
		tags.values().removeIf(""::equals);
		this.instance.put("freeformTags", tags);
		this.instance.put("definedTags",
				NovaMetadata.document("Oracle-Tags", NovaMetadata.document("CreatedOn", "2026-11-18T06:07:51Z")));
	}

	private void writeVnic(SimulatedValues values) {
		SimulatedSubnet subnet = new SimulatedSubnet(values.get("10.74.2.19", "privateIp", "vnics/0/privateIp"));
		Map<String, Object> vnic = NovaMetadata.document("vnicId", "ocid1.vnic.oc1.eu-frankfurt-1.abtheljt4n8cparcels",
				"macAddr", "02:00:17:0A:5C:E1", "vlanTag", 1904);
		if (subnet.isPresent()) {
			vnic.put("privateIp", subnet.address());
			vnic.put("virtualRouterIp", subnet.gateway());
			vnic.put("subnetCidrBlock", subnet.network() + "/24");
		}
		else {
			vnic.put("subnetCidrBlock", "<null>");
		}
		this.vnics.add(vnic);
	}

}
