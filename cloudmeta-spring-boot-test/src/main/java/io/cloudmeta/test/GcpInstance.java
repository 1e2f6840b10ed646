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
import java.util.stream.Collectors;

import org.springframework.boot.json.JsonWriter;

/**
 * What a simulated Compute Engine instance is: the document as JSON has it, and the same
 * as a tree of text.
 */
final class GcpInstance {

	/** Directories whose keys are the user's, or addresses: the same in JSON and text. */
	private static final Set<String> VERBATIM = Set.of("attributes", "guestAttributes", "serviceAccounts");

	/** Lists that are one value with a line for each element, not directories. */
	private static final Set<String> LINES = Set.of("aliases", "dnsServers", "scopes");

	private final Map<String, Object> instance = new TreeMap<>();

	private final List<String> tags = new ArrayList<>(List.of("parcels", "http-server"));

	private final Map<String, Object> document = new LinkedHashMap<>();

	private final MetadataTree tree = new MetadataTree(this.document, ".", false,
			Set.of("instance.attributes.", "instance.guestAttributes.", "project.attributes.", "instance.tags",
					"instance.preempted", "instance.maintenanceEvent", "instance.scheduling.provisioningModel"));

	GcpInstance(SimulatedValues values) {
		BigInteger project = projectNumber(values);
		String projectId = values.get("parcels-test-418", "accountId", "project.projectId");
		this.document.put("instance", this.instance);
		this.document.put("oslogin", document("authenticate", document("sessions", document())));
		this.document.put("project", new TreeMap<>(Map.of("attributes", document("enable-oslogin", "TRUE"),
				"numericProjectId", project, "projectId", projectId)));
		this.document.put("universe", document("universeDomain", "googleapis.com"));
		this.tree.set("project.projectId", projectId);
		writeMachine(values, project);
		writePlace(values, project, projectId);
		writeNetwork(values, project);
		writeTags(values);
		writeServiceAccounts(projectId);
		values.writeRest(this.tree);
	}

	/**
	 * Returns a path in the form of the JSON document, {@code instance.machineType}.
	 * @param path a path with slashes or dots, in kebab case or camel case
	 * @return the path with dots and in camel case
	 */
	static String pathForm(String path) {
		String indexed = path.replaceAll("\\[(\\d+)]", ".$1");
		return String.join(".", camel(indexed.split(path.contains("/") ? "/" : "[.]")));
	}

	/**
	 * Returns the path in the JSON document of what the text has at another.
	 * @param path the path in the text, with slashes
	 * @return the path in the JSON document, with slashes
	 */
	static String jsonPath(String path) {
		return String.join("/", camel(path.split("/")));
	}

	private static List<String> camel(String[] segments) {
		List<String> camel = new ArrayList<>();
		for (String segment : segments) {
			camel.add(camel.stream().anyMatch(VERBATIM::contains) ? segment : camel(segment));
		}
		return camel;
	}

	Map<String, Object> getDocument() {
		return this.document;
	}

	/**
	 * Adds a value that not every machine has. An empty one is not added.
	 * @param path the path in the JSON document, with dots
	 * @param value the value
	 */
	void put(String path, String value) {
		this.tree.put(path, value);
	}

	/**
	 * Adds a network tag.
	 * @param tag the tag
	 */
	void tag(String tag) {
		this.tags.add(tag);
	}

	static MetadataTree json(Map<String, Object> document) {
		return new MetadataTree(document, "/", false, Set.of());
	}

	/**
	 * Returns a document as text has it: kebab case, lists of words as one value.
	 * @param document the document as JSON has it
	 * @return the tree, whose paths have slashes
	 */
	static MetadataTree text(Map<String, Object> document) {
		return new MetadataTree(MetadataTree.children(text("", document)), "/", false, Set.of());
	}

	private static Object text(String key, Object node) {
		if (key.equals("tags")) {
			return JsonWriter.standard().writeToString(node);
		}
		if (node instanceof List<?> list) {
			return LINES.contains(key) ? list.stream().map(String::valueOf).collect(Collectors.joining("\n"))
					: list.stream().map((element) -> text("", element)).toList();
		}
		if (!(node instanceof Map)) {
			return node;
		}
		Map<String, Object> directory = new LinkedHashMap<>();
		MetadataTree.children(node)
			.forEach((name, child) -> directory.put(VERBATIM.contains(key) ? name : kebab(name),
					VERBATIM.contains(key) ? text("", child) : text(name, child)));
		return directory;
	}

	private static String kebab(String name) {
		return name.replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
	}

	private static String camel(String name) {
		StringBuilder camel = new StringBuilder();
		for (String word : name.split("-")) {
			camel.append((camel.isEmpty() || word.isEmpty()) ? word
					: Character.toUpperCase(word.charAt(0)) + word.substring(1));
		}
		return camel.toString();
	}

	private static BigInteger projectNumber(SimulatedValues values) {
		return number(values, values.get("730164928517", "project.numericProjectId"), "project.numericProjectId");
	}

	private static BigInteger number(SimulatedValues values, String value, String name) {
		if (!value.matches("\\d+") || new BigInteger(value).bitLength() > 64) {
			throw values.refuse(name, "it is an unsigned number of 64 bits there");
		}
		return new BigInteger(value);
	}

	private void writeMachine(SimulatedValues values, BigInteger project) {
		String type = values.get("n2-standard-4", "instanceType");
		this.instance.put("attributes", document("enable-oslogin", "TRUE", "team", "parcels"));
		this.instance.put("cpuPlatform", "Intel Ice Lake");
		this.instance.put("description", "");
		this.instance.put("disks", List.of(document("deviceName", "parcels-7", "index", BigInteger.ZERO, "interface",
				"SCSI", "mode", "READ_WRITE", "type", "PERSISTENT-SSD")));
		this.instance.put("guestAttributes", document());
		this.instance.put("licenses", List.of(document("id", "2147483650962874531")));
		this.instance.put("maintenanceEvent", "NONE");
		this.instance.put("partnerAttributes", document());
		this.instance.put("preempted", "FALSE");
		this.instance.put("remainingCpuTime", BigInteger.ONE.negate());
		this.instance.put("scheduling", scheduling(values));
		this.instance.put("shutdownDetails", document("stopState", "UNKNOWN", "targetState", "UNKNOWN"));
		this.instance.put("virtualClock", document("driftToken", "0"));
		String id = values.get("6902713845510277364", "instanceId", "instance.id");
		if (!id.isEmpty()) {
			this.instance.put("id", number(values, id, "instanceId"));
		}
		putUnlessEmpty("image", values.get("projects/debian-cloud/global/images/debian-13-trixie-v20261103", "imageId",
				"instance.image"));
		putUnlessEmpty("machineType", type.isEmpty() ? "" : "projects/" + project + "/machineTypes/" + type);
	}

	/** A spot instance can neither migrate nor restart. */
	private static Map<String, Object> scheduling(SimulatedValues values) {
		String lifecycle = values.get("on-demand", "lifecycle");
		return switch (lifecycle) {
			case "spot" ->
				document("automaticRestart", "FALSE", "onHostMaintenance", "TERMINATE", "preemptible", "TRUE");
			case "on-demand" ->
				document("automaticRestart", "TRUE", "onHostMaintenance", "MIGRATE", "preemptible", "FALSE");
			case "" -> document("automaticRestart", "TRUE", "onHostMaintenance", "MIGRATE");
			default -> throw values.refuse("lifecycle", "it is 'spot' or 'on-demand'");
		};
	}

	private void putUnlessEmpty(String name, String value) {
		if (!value.isEmpty()) {
			this.instance.put(name, value);
		}
	}

	private void writePlace(SimulatedValues values, BigInteger project, String projectId) {
		String region = values.given("region");
		String usualZone = (region != null) ? region + "-c" : "europe-north1-c";
		String zone = values.get("".equals(region) ? "" : usualZone, "availabilityZone");
		if (region != null && !zone.matches(region + "(-[a-z])?") && !(region + zone).isEmpty()) {
			throw values.refuse("region", "Google names a region by its zone, which is '" + zone + "'");
		}
		String name = values.get("parcels-7", "instanceName", "instance.name");
		putUnlessEmpty("name", name);
		putUnlessEmpty("hostname",
				values.get(name + "." + zone + ".c." + projectId + ".internal", "hostname", "instance.hostname"));
		putUnlessEmpty("zone", zone.isEmpty() ? "" : "projects/" + project + "/zones/" + zone);
	}

	private void writeNetwork(SimulatedValues values, BigInteger project) {
		SimulatedSubnet subnet = new SimulatedSubnet(
				values.get("10.166.5.38", "privateIp", "instance.networkInterfaces.0.ip"));
		String publicIp = values.get("192.0.2.146", "publicIp",
				"instance.networkInterfaces.0.accessConfigs.0.externalIp");
		Map<String, Object> card = document("accessConfigs",
				publicIp.isEmpty() ? List.of() : List.of(document("externalIp", publicIp, "type", "ONE_TO_ONE_NAT")),
				"dnsServers", List.of("169.254.169.254"), "forwardedIps", List.of());
		if (subnet.isPresent()) {
			card.put("gateway", subnet.gateway());
			card.put("ip", subnet.address());
		}
		card.put("ipAliases", List.of());
		card.put("mac", "42:01:" + (subnet.isPresent() ? subnet.hex(":") : "7e:15:c0:4a"));
		card.put("mtu", BigInteger.valueOf(1460));
		card.put("network", "projects/" + project + "/networks/parcels");
		if (subnet.isPresent()) {
			card.put("subnetmask", "255.255.255.0");
		}
		card.put("targetInstanceIps", List.of());
		this.instance.put("networkInterfaces", List.of(card));
	}

	/** A network tag is a name without a value: {@code tags.http-server=}. */
	private void writeTags(SimulatedValues values) {
		values.tags().forEach((name, value) -> {
			if (!value.isEmpty()) {
				throw values.refuse("tags." + name, "Google's network tags have no value. Write 'tags." + name
						+ "=' for a tag, or 'instance.attributes." + name + "=" + value + "' for an attribute");
			}
			if (!this.tags.contains(name)) {
				this.tags.add(name);
			}
		});
		this.instance.put("tags", this.tags);
	}

	private void writeServiceAccounts(String projectId) {
		String email = "parcels-vm@" + projectId + ".iam.gserviceaccount.com";
		Map<String, Object> account = document("aliases", List.of("default"), "email", email, "scopes",
				List.of("https://www.googleapis.com/auth/devstorage.read_only",
						"https://www.googleapis.com/auth/logging.write"));
		this.instance.put("serviceAccounts", document("default", account, email, account));
	}

	private static Map<String, Object> document(Object... namesAndValues) {
		Map<String, Object> document = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			document.put((String) namesAndValues[i], namesAndValues[i + 1]);
		}
		return document;
	}

}
