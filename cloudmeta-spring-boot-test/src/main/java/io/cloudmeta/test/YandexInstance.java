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
 * What a simulated virtual machine of Yandex Cloud is: a document, and the same as a tree
 * of text.
 */
final class YandexInstance {

	private static final String CLOUD_ID = "b1gk7r2v9c4m6n8x0z3q";

	private final Map<String, Object> instance = new TreeMap<>();

	private final Map<String, Object> document = new LinkedHashMap<>();

	private final MetadataTree tree = new MetadataTree(this.document, ".", false,
			Set.of("instance.attributes.", "instance.vendor.labels."));

	private final String imageId;

	YandexInstance(SimulatedValues values) {
		String folderId = values.get("b1g5p9t2h8w4k6d1s7f3", "accountId", "yandex.folderId");
		this.document.put("instance", this.instance);
		this.document.put("project", new TreeMap<>());
		this.document.put("yandex", new TreeMap<>());
		this.tree.put("yandex.folderId", folderId);
		this.imageId = values.get("fd8m3j6q1v5y7b0g9n2c", "imageId");
		String type = values.given("instanceType");
		if (type != null && !type.isEmpty()) {
			throw values.refuse("instanceType", "the metadata service says nothing of the type");
		}
		writeMachine(values);
		writePlace(values);
		writeVendor(values, folderId);
		writeNetwork(values);
		values.writeRest(this.tree);
	}

	/**
	 * Returns a path in the form of the JSON document, {@code instance.vendor.folderId}.
	 * @param path a path with slashes or dots, in kebab case or camel case
	 * @return the path with dots and in camel case
	 */
	static String pathForm(String path) {
		return GcpInstance.pathForm(path);
	}

	MetadataTree getJson() {
		return new MetadataTree(this.document, "/", false, Set.of());
	}

	/**
	 * Returns the document as text has it: in kebab case, with the part that only text
	 * has.
	 * @return the tree, whose paths have slashes
	 */
	MetadataTree getText() {
		Map<String, Object> text = MetadataTree.children(text("", this.document));
		MetadataTree tree = new MetadataTree(text, "/", false, Set.of());
		tree.put("instance/vendor/identity/document", getIdentity());
		tree.put("instance/vendor/identity/rsa", "c2lnbmF0dXJl");
		return tree;
	}

	private String getIdentity() {
		return "{\"instanceId\":\"%s\",\"imageId\":\"%s\"}".formatted(this.instance.getOrDefault("id", ""),
				this.imageId);
	}

	private static Object text(String key, Object node) {
		if (node instanceof List<?> list) {
			return list.stream().map((element) -> text("", element)).toList();
		}
		if (!(node instanceof Map)) {
			return node;
		}
		Map<String, Object> directory = new TreeMap<>();
		boolean verbatim = key.equals("labels") || key.equals("attributes");
		MetadataTree.children(node)
			.forEach((name, child) -> directory.put(verbatim ? name : kebab(name), text(name, child)));
		return directory;
	}

	private static String kebab(String name) {
		return name.replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
	}

	private void writeMachine(SimulatedValues values) {
		String id = values.get("fhm2n6v8k4q0x7c5r9t1", "instanceId", "instance.id");
		if (id.matches("\\d+")) {
			throw values.refuse("instanceId", "an id there has letters in it");
		}
		this.instance.put("maintenanceEvent", "NONE");
		this.tree.put("instance.id", id);
		this.tree.put("instance.name", values.get("parcels-7", "instanceName", "instance.name"));
		this.tree.put("instance.hostname",
				values.get(id.isEmpty() ? "" : id + ".auto.internal", "hostname", "instance.hostname"));
		this.instance.put("attributes",
				new TreeMap<>(Map.of("ssh-keys", "ops:ssh-ed25519 AAAA not for you", "serial-port-enable", "0")));
		this.instance.put("description", "sorts parcels");
		this.instance.put("serviceAccounts", new TreeMap<>(Map.of("default", Map.of("email", "ajek2"))));
	}

	private void writePlace(SimulatedValues values) {
		String region = values.given("region");
		String usual = "ru-central1-d";
		if (region != null) {
			usual = region.isEmpty() ? "" : region + "-d";
		}
		String zone = values.get(usual, "availabilityZone");
		if (region != null && !region.isEmpty() && !zone.startsWith(region + "-")) {
			throw values.refuse("region", "Yandex Cloud names a region by its zone, which is '" + zone + "'");
		}
		this.tree.put("instance.zone", zone.isEmpty() ? "" : "projects/" + CLOUD_ID + "/zones/" + zone);
	}

	private void writeVendor(SimulatedValues values, String folderId) {
		this.tree.put("instance.vendor.cloudId", CLOUD_ID);
		this.tree.put("instance.vendor.environment", "yandex-cloud");
		this.tree.put("instance.vendor.folderId", folderId);
		values.tags().forEach((key, value) -> this.tree.put("instance.vendor.labels." + key, value));
	}

	private void writeNetwork(SimulatedValues values) {
		SimulatedSubnet subnet = new SimulatedSubnet(values.get("10.129.6.31", "privateIp"));
		String publicIp = values.get("203.0.113.164", "publicIp");
		Map<String, Object> card = new TreeMap<>();
		card.put("accessConfigs", publicIp.isEmpty() ? List.of()
				: List.of(new TreeMap<>(Map.of("externalIp", publicIp, "type", "ONE_TO_ONE_NAT"))));
		if (subnet.isPresent()) {
			card.put("ip", subnet.address());
		}
		card.put("mac", "d0:0d:2b:6e:41:93");
		card.put("network", "e9b4s7d1g8k3m0p5v2x6");
		this.instance.put("networkInterfaces", List.of(card));
	}

}
