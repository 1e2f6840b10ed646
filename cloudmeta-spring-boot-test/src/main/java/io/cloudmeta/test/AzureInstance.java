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
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What a simulated Azure virtual machine is: the instance document in each of its
 * versions, and the load balancer in front of it. That returns IPv6 addresses in
 * brackets, as dfinity/ic has recorded.
 *
 * @see <a href=
 * "https://github.com/Azure/azure-rest-api-specs/tree/main/specification/imds">The schema
 * of the service</a>
 * @see <a href=
 * "https://learn.microsoft.com/azure/load-balancer/howto-load-balancer-imds">Retrieve
 * load balancer metadata</a>
 */
final class AzureInstance {

	/** Since which version of the API a value, or a directory and all in it, is there. */
	private static final Map<String, String> SINCE = Map.ofEntries(Map.entry("network", "2017-04-02"),
			Map.entry("compute.location", "2017-04-02"), Map.entry("compute.name", "2017-04-02"),
			Map.entry("compute.offer", "2017-04-02"), Map.entry("compute.osType", "2017-04-02"),
			Map.entry("compute.platformFaultDomain", "2017-04-02"),
			Map.entry("compute.platformUpdateDomain", "2017-04-02"), Map.entry("compute.publisher", "2017-04-02"),
			Map.entry("compute.sku", "2017-04-02"), Map.entry("compute.version", "2017-04-02"),
			Map.entry("compute.vmId", "2017-04-02"), Map.entry("compute.vmSize", "2017-04-02"),
			Map.entry("compute.subscriptionId", "2017-08-01"), Map.entry("compute.resourceGroupName", "2017-08-01"),
			Map.entry("compute.tags", "2017-08-01"), Map.entry("compute.placementGroupId", "2017-08-01"),
			Map.entry("compute.zone", "2017-12-01"), Map.entry("compute.vmScaleSetName", "2017-12-01"),
			Map.entry("compute.plan", "2018-04-02"), Map.entry("compute.publicKeys", "2018-04-02"),
			Map.entry("compute.azEnvironment", "2018-10-01"), Map.entry("compute.provider", "2018-10-01"),
			Map.entry("compute.customData", "2019-02-01"), Map.entry("compute.resourceId", "2019-03-11"),
			Map.entry("compute.storageProfile", "2019-06-01"), Map.entry("compute.tagsList", "2019-06-04"),
			Map.entry("compute.isHostCompatibilityLayerVm", "2020-06-01"),
			Map.entry("compute.securityProfile", "2020-06-01"), Map.entry("compute.osProfile", "2020-07-15"),
			Map.entry("compute.licenseType", "2020-09-01"),
			Map.entry("compute.osProfile.disablePasswordAuthentication", "2020-10-01"),
			Map.entry("compute.priority", "2020-12-01"), Map.entry("compute.evictionPolicy", "2020-12-01"),
			Map.entry("compute.userData", "2021-01-01"), Map.entry("compute.storageProfile.resourceDisk", "2021-02-01"),
			Map.entry("compute.extendedLocation", "2021-03-01"),
			Map.entry("compute.virtualMachineScaleSet", "2021-03-01"),
			Map.entry("compute.platformSubFaultDomain", "2021-10-01"),
			Map.entry("compute.additionalCapabilities", "2021-11-01"),
			Map.entry("compute.securityProfile.encryptionAtHost", "2021-11-01"),
			Map.entry("compute.host", "2021-11-15"), Map.entry("compute.hostGroup", "2021-11-15"),
			Map.entry("compute.securityProfile.securityType", "2021-12-13"),
			Map.entry("compute.storageProfile.imageReference.communityGalleryImageId", "2023-07-01"),
			Map.entry("compute.storageProfile.imageReference.exactVersion", "2023-07-01"),
			Map.entry("compute.storageProfile.imageReference.sharedGalleryImageId", "2023-07-01"),
			Map.entry("compute.physicalZone", "2023-11-15"), Map.entry("compute.interconnectGroupId", "2025-11-11"),
			Map.entry("compute.interconnectSubgroupId", "2025-11-11"),
			Map.entry("compute.systemFaultDomain", "2025-11-11"));

	private final Map<String, Object> compute = new TreeMap<>();

	private final Map<String, Object> document = new LinkedHashMap<>();

	private final MetadataTree tree = new MetadataTree(this.document, ".", true, Set.of("compute.isVmInStandbyPool"));

	private final AzureScheduledEvents events;

	private final List<String> frontends;

	private String privateIp = "";

	/**
	 * Creates a machine.
	 * @param values the test's values
	 * @param group the resource group unless the test names one
	 * @param scaleSet the scale set unless the test names one, empty for none
	 */
	AzureInstance(SimulatedValues values, String group, String scaleSet) {
		this.document.put("compute", this.compute);
		writeLifecycle(values);
		writeMachine(values);
		writeIdentity(values, group, scaleSet);
		writeImage(values);
		writeTags(values);
		writeNetwork(values);
		String frontends = values.get("", "loadbalancer.publicIpAddresses");
		this.frontends = frontends.isEmpty() ? List.of() : List.of(frontends.split(","));
		values.writeRest(this.tree);
		this.events = new AzureScheduledEvents(values.announcements(), String.valueOf(this.compute.get("name")),
				isSpot());
	}

	private boolean isSpot() {
		return List.of("Spot", "Low").contains(String.valueOf(this.compute.get("priority")));
	}

	AzureScheduledEvents getEvents() {
		return this.events;
	}

	/**
	 * Returns the document of the load balancer in front of the machine.
	 * @return the document, or {@code null} if there is none
	 */
	@Nullable Map<String, Object> getLoadBalancer() {
		if (this.frontends.isEmpty()) {
			return null;
		}
		List<Map<String, Object>> addresses = this.frontends.stream()
			.map((address) -> document("frontendIpAddress", address.contains(":") ? "[" + address + "]" : address,
					"privateIpAddress", address.contains(":") ? "[fd00::4]" : this.privateIp))
			.toList();
		return document("loadbalancer",
				document("publicIpAddresses", addresses, "inboundRules", List.of(), "outboundRules", List.of()));
	}

	/**
	 * Returns the document as a version of the API has it.
	 * @param version the version
	 * @return the document, whose paths have slashes
	 */
	MetadataTree getDocument(String version) {
		MetadataTree document = new MetadataTree(MetadataTree.children(since(version, "", this.document)), "/", true,
				Set.of());
		String standby = this.events.standby();
		if (standby != null) {
			document.put("compute/isVmInStandbyPool", standby);
		}
		return document;
	}

	private static Object since(String version, String path, Object node) {
		if (node instanceof List<?> list) {
			return list.stream().map((element) -> since(version, path, element)).toList();
		}
		if (!(node instanceof Map)) {
			return node;
		}
		Map<String, Object> directory = new LinkedHashMap<>();
		MetadataTree.children(node).forEach((name, child) -> {
			String childPath = path.isEmpty() ? name : path + "." + name;
			if (SINCE.getOrDefault(childPath, "").compareTo(version) <= 0) {
				directory.put(name, since(version, childPath, child));
			}
		});
		return directory;
	}

	private void put(String name, Object value) {
		this.compute.put(name, value);
	}

	private void writeLifecycle(SimulatedValues values) {
		String lifecycle = values.get("on-demand", "lifecycle");
		if (!List.of("", "on-demand", "spot").contains(lifecycle)) {
			throw values.refuse("lifecycle",
					"it is 'spot' or 'on-demand'. Other words are values of 'compute.priority'");
		}
		put("priority", lifecycle.isEmpty() ? "" : lifecycle.equals("spot") ? "Spot" : "Regular");
		put("evictionPolicy", lifecycle.equals("spot") ? "Deallocate" : "");
	}

	private void writeMachine(SimulatedValues values) {
		String location = values.get("northeurope", "region", "compute.location");
		String zone = values.get("3", "availabilityZone", "compute.zone");
		put("location", location);
		put("zone", zone);
		put("physicalZone", (location.isEmpty() || zone.isEmpty()) ? "" : location + "-AZ0" + zone);
		put("vmId", values.get("5e9c07b1-42d8-4f6a-b3e5-91f7a2c06d84", "instanceId", "compute.vmId"));
		put("vmSize", values.get("Standard_D4as_v5", "instanceType", "compute.vmSize"));
		put("additionalCapabilities", document("hibernationEnabled", "false"));
		put("azEnvironment", "AzurePublicCloud");
		put("customData", "");
		put("extendedLocation", document("name", "", "type", ""));
		put("host", document("id", ""));
		put("hostGroup", document("id", ""));
		put("interconnectGroupId", "");
		put("interconnectSubgroupId", "");
		put("isHostCompatibilityLayerVm", "false");
		put("licenseType", "");
		put("osType", "Linux");
		put("placementGroupId", "");
		put("plan", document("name", "", "product", "", "publisher", ""));
		put("platformFaultDomain", "1");
		put("platformSubFaultDomain", "");
		put("systemFaultDomain", "");
		put("platformUpdateDomain", "2");
		put("provider", "Microsoft.Compute");
		put("publicKeys", List.of(document("keyData", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels", "path",
				"/home/parcels/.ssh/authorized_keys")));
		put("securityProfile", document("encryptionAtHost", "false", "secureBootEnabled", "true", "securityType",
				"TrustedLaunch", "virtualTpmEnabled", "true"));
		put("userData", "");
	}

	private void writeIdentity(SimulatedValues values, String usualGroup, String usualScaleSet) {
		String subscription = values.get("8c1f5d20-6b7e-4a93-9d42-0e3fb86c1a57", "accountId", "compute.subscriptionId");
		String group = values.get(usualGroup, "compute.resourceGroupName");
		String name = values.get("parcels-vm-7", "instanceName", "compute.name");
		String scaleSet = values.get(usualScaleSet, "compute.vmScaleSetName");
		String machines = "/subscriptions/" + subscription + "/resourceGroups/" + group
				+ "/providers/Microsoft.Compute/";
		String set = machines + "virtualMachineScaleSets/" + scaleSet;
		put("subscriptionId", subscription);
		put("resourceGroupName", group);
		put("name", name);
		put("vmScaleSetName", scaleSet);
		put("virtualMachineScaleSet", document("id", scaleSet.isEmpty() ? "" : set));
		put("resourceId", (scaleSet.isEmpty() ? machines : set + "/") + "virtualMachines/" + name);
		put("osProfile",
				document("adminUsername", "parcels", "computerName",
						values.get(name, "hostname", "compute.osProfile.computerName"), "disablePasswordAuthentication",
						"true"));
	}

	private void writeImage(SimulatedValues values) {
		String image = values.get("Canonical:ubuntu-24_04-lts:server:24.04.202611050", "imageId");
		boolean marketplace = image.matches("[^:/]+:[^:/]+:[^:/]+:[^:/]+");
		String[] parts = marketplace ? image.split(":") : new String[] { "", "", "", "" };
		put("publisher", parts[0]);
		put("offer", parts[1]);
		put("sku", parts[2]);
		put("version", parts[3]);
		put("storageProfile", document("dataDisks", List.of(), "imageReference",
				document("communityGalleryImageId", "", "exactVersion", parts[3], "id", marketplace ? "" : image,
						"offer", parts[1], "publisher", parts[0], "sharedGalleryImageId", "", "sku", parts[2],
						"version", parts[3]),
				"osDisk", disk(), "resourceDisk", document("size", "32768")));
	}

	private static Map<String, Object> disk() {
		return document("caching", "ReadWrite", "createOption", "FromImage", "diffDiskSettings", document("option", ""),
				"diskSizeGB", "30", "encryptionSettings", document("enabled", "false"), "image", document("uri", ""),
				"managedDisk", document("id", "", "storageAccountType", "StandardSSD_LRS"), "name", "parcels-os",
				"osType", "Linux", "vhd", document("uri", ""), "writeAcceleratorEnabled", "false");
	}

	private void writeTags(SimulatedValues values) {
		Map<String, String> tags = new TreeMap<>(Map.of("env", "test", "team", "parcels"));
		tags.putAll(values.tags());
		tags.values().removeIf(String::isEmpty);
		put("tags",
				tags.entrySet()
					.stream()
					.map((tag) -> tag.getKey() + ":" + tag.getValue())
					.collect(Collectors.joining(";")));
		put("tagsList",
				tags.entrySet()
					.stream()
					.map((tag) -> document("name", tag.getKey(), "value", tag.getValue()))
					.toList());
	}

	private void writeNetwork(SimulatedValues values) {
		SimulatedSubnet subnet = new SimulatedSubnet(
				values.get("10.62.9.14", "privateIp", "network.interface.0.ipv4.ipAddress.0.privateIpAddress"));
		this.privateIp = subnet.address();
		String publicIp = values.get("203.0.113.162", "publicIp",
				"network.interface.0.ipv4.ipAddress.0.publicIpAddress");
		Map<String, Object> ipv4 = document("ipAddress",
				List.of(document("privateIpAddress", subnet.address(), "publicIpAddress", publicIp)), "subnet",
				List.of(document("address", subnet.isPresent() ? subnet.network() : "", "prefix",
						subnet.isPresent() ? "24" : "")));
		this.document.put("network", document("interface", List
			.of(document("ipv4", ipv4, "ipv6", document("ipAddress", List.of()), "macAddress", "000D3A71E45C"))));
	}

	private static Map<String, Object> document(Object... namesAndValues) {
		Map<String, Object> document = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			document.put((String) namesAndValues[i], namesAndValues[i + 1]);
		}
		return document;
	}

}
