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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a simulated instance of Vultr is: the document. Its region is in capital letters,
 * unlike in Vultr's API.
 *
 * @see <a href="https://www.vultr.com/metadata/">Vultr: metadata API</a>
 * @see <a href=
 * "https://github.com/open-telemetry/opentelemetry-go-contrib/blob/main/detectors/vultr/vultr.go">OpenTelemetry's
 * detector</a>
 */
final class VultrInstance {

	private final Map<String, Object> document = new LinkedHashMap<>();

	VultrInstance(SimulatedValues values) {
		values.withhold("availabilityZone", "accountId", "instanceName", "instanceType", "imageId");
		this.document.put("bgp", bgp());
		this.document.put("hostname", values.get("parcels-7", "hostname"));
		this.document.put("instance-v2-id",
				values.get("d27e9f10-6b3a-4c85-b1f4-70a5e8c3d962", "instanceId", "instance-v2-id"));
		this.document.put("instanceid", values.get("51870294", "instanceid"));
		this.document.put("interfaces", interfaces(values));
		this.document.put("public-keys", List.of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels"));
		this.document.put("region", MetadataTree.directory("countrycode", "NL", "regioncode",
				values.get("AMS", "region", "region.regioncode").toUpperCase(Locale.ROOT)));
		this.document.put("tags", values.tagNames("parcels", "test"));
		this.document.put("user-defined", List.of());
		values.writeRest(new MetadataTree(this.document, ".", true, Set.of("user-data")));
	}

	private static Map<String, Object> bgp() {
		return MetadataTree.directory("ipv4",
				MetadataTree.directory("my-address", "", "my-asn", "", "peer-address", "", "peer-asn", ""), "ipv6",
				MetadataTree.directory("my-address", "", "my-asn", "", "peer-address", "", "peer-asn", ""));
	}

	private static List<Object> interfaces(SimulatedValues values) {
		List<Object> interfaces = new ArrayList<>();
		String publicIp = values.get("203.0.113.77", "publicIp", "interfaces.0.ipv4.address");
		if (!publicIp.isEmpty()) {
			interfaces.add(MetadataTree.directory("ipv4",
					MetadataTree.directory("additional", List.of(), "address", publicIp, "gateway", "203.0.112.1",
							"netmask", "255.255.254.0"),
					"ipv6",
					MetadataTree.directory("additional", List.of(), "address", "2001:db8:19f0:5401::7", "network",
							"2001:db8:19f0:5401::", "prefix", "64"),
					"mac", "56:00:04:9d:2e:b8", "network-type", "public"));
		}
		SimulatedSubnet subnet = new SimulatedSubnet(
				values.get("10.19.96.4", "privateIp", "interfaces.1.ipv4.address"));
		if (subnet.isPresent()) {
			interfaces.add(MetadataTree.directory("ipv4",
					MetadataTree.directory("additional", List.of(), "address", subnet.address(), "gateway", "",
							"netmask", "255.255.255.0"),
					"ipv6", MetadataTree.directory("additional", List.of(), "address", "", "network", "", "prefix", ""),
					"mac", "5a:00:04:9d:2e:b8", "network-type", "private", "networkid", "net5f81c2d9a03b6"));
		}
		return interfaces;
	}

	Map<String, Object> getDocument() {
		return this.document;
	}

}
