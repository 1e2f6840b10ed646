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
import java.util.stream.Collectors;

/**
 * An instance of a cloud with CloudStack's keys: one value per key.
 */
final class CloudStackInstance {

	/** Keys that only some instances have. */
	private static final Set<String> CONDITIONAL = Set.of("cloud-domain", "cloud-domain-id", "cloud-name",
			"hypervisor-host-name");

	private final Map<String, Object> keys = new LinkedHashMap<>();

	private final MetadataTree metadata = new MetadataTree(this.keys, "/", false, CONDITIONAL);

	private final String userData;

	private CloudStackInstance(SimulatedValues values, Map<String, String> defaults) {
		this.userData = values.get("", "user-data");
		put("service-offering", values, defaults, "instanceType");
		put("availability-zone", values, defaults, "availabilityZone");
		put("local-ipv4", values, defaults, "privateIp");
		put("local-hostname", values, defaults, "hostname", "instanceName");
		put("public-ipv4", values, defaults, "publicIp");
		this.metadata.put("public-hostname", values.get(text("public-ipv4"), "public-hostname"));
		put("instance-id", values, defaults, "instanceId");
		this.metadata.put("vm-id", values.get(text("instance-id"), "vm-id"));
		this.metadata.put("public-keys", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels");
		put("cloud-identifier", values, defaults);
		values.writeRest(this.metadata);
	}

	/**
	 * Creates an instance in an isolated network behind its virtual router.
	 * @param values the values that a test gives
	 * @return the instance
	 */
	static CloudStackInstance behindRouter(SimulatedValues values) {
		return new CloudStackInstance(values,
				Map.of("service-offering", "Parcels 4 vCPU", "availability-zone", "Zone Nürnberg 1", "local-ipv4",
						"10.1.1.87", "local-hostname", "parcels-7", "public-ipv4", "198.51.100.9", "instance-id",
						"7c1e04d2-96b3-4f5a-8d27-e0a3b51c684f", "cloud-identifier",
						"CloudStack-{b2f7d419-30ce-4a68-9517-c84e6d0f23ab}"));
	}

	/**
	 * Creates an instance that has its public address itself.
	 * @param values the values that a test gives
	 * @return the instance
	 */
	static CloudStackInstance onExoscale(SimulatedValues values) {
		return new CloudStackInstance(values,
				Map.of("service-offering", "Medium", "availability-zone", "ch-gva-2", "local-ipv4", "203.0.113.54",
						"local-hostname", "parcels-7", "public-ipv4", "203.0.113.54", "instance-id",
						"e4a90b17-5c28-4d63-b1f0-829d7c36ea5b", "cloud-identifier",
						"CloudStack-{5d08c3e6-17b9-4f2a-a6d4-90e1b7f5284c}"));
	}

	private void put(String key, SimulatedValues values, Map<String, String> defaults, String... getters) {
		String[] names = new String[getters.length + 1];
		names[0] = key;
		System.arraycopy(getters, 0, names, 1, getters.length);
		this.metadata.put(key, values.get(defaults.getOrDefault(key, ""), names));
	}

	List<String> getKeys() {
		return List.copyOf(this.keys.keySet());
	}

	boolean has(String key) {
		return this.keys.containsKey(key);
	}

	/**
	 * Returns a value as the router keeps it: the names of offerings and zones are in
	 * ASCII, with escapes for the rest.
	 * @param key the key
	 * @return the value, empty if there is none
	 */
	String get(String key) {
		boolean escaped = key.equals("service-offering") || key.equals("availability-zone");
		return escaped ? escape(text(key)) : text(key);
	}

	private String text(String key) {
		return String.valueOf(this.keys.getOrDefault(key, ""));
	}

	String getUserData() {
		return this.userData;
	}

	private static String escape(String text) {
		return text.chars()
			.mapToObj((character) -> (character < 0x80) ? String.valueOf((char) character)
					: "\\u%04X".formatted(character))
			.collect(Collectors.joining());
	}

}
