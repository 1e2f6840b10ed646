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

package io.cloudmeta.internal.cloud;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudDefinition;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.DefinedMetadataService;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.ValueLocation;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of Hetzner Cloud's servers. Its whole document is YAML, so that
 * the values are read one by one.
 *
 * @see <a href= "https://docs.hetzner.cloud/reference/cloud#server-metadata">Hetzner
 * Cloud: server metadata</a>
 */
class HetznerMetadataService extends DefinedMetadataService {

	private static final String TREE = "/hetzner/v1/metadata/";

	private static final Pattern YAML_VALUE = Pattern
		.compile("(?<key>[a-z_]+):\\s+(?<quote>['\"]?)(?<value>[0-9A-Za-z][0-9A-Za-z.:/ _-]*)\\k<quote>");

	HetznerMetadataService() {
		super(CloudDefinition.of(CloudProvider.HETZNER, "http://169.254.169.254")
			.platform("hetzner.cloud_server")
			.tree(TREE)
			.proof(ValueLocation.get(TREE + "instance-id"), "\\d{1,20}")
			// a service that returns a number for each path is another one
			.proofIfPresent(ValueLocation.get(TREE + "region"), "[a-z][a-z0-9-]*")
			.field(CloudField.REGION, ValueLocation.get(TREE + "region"))
			.field(CloudField.INSTANCE_ID, ValueLocation.get(TREE + "instance-id"))
			.deferredField(CloudField.AVAILABILITY_ZONE, ValueLocation.get(TREE + "availability-zone"))
			.deferredField(CloudField.HOSTNAME, ValueLocation.get(TREE + "hostname"))
			.deferredField(CloudField.PUBLIC_IP, ValueLocation.get(TREE + "public-ipv4"))
			.deferNetworkInterfaces()
			.userData("/hetzner/v1/userdata")
			.name("localIpv4", "local-ipv4")
			.name("privateNetworks", "private-networks")
			.name("publicIpv4", "public-ipv4")
			.build());
	}

	/** Reads the private address without the public one, which takes another request. */
	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		return (field != CloudField.PRIVATE_IP) ? super.fetch(client, field)
				: privateNetworks(client).stream()
					.flatMap((network) -> network.privateAddresses().stream())
					.findFirst()
					.orElse(null);
	}

	@Override
	public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		List<NetworkInterface> interfaces = new ArrayList<>();
		String publicAddress = getReader().value(client, TREE + "public-ipv4");
		if (publicAddress != null) {
			interfaces.add(new NetworkInterface(null, List.of(), List.of(publicAddress), null, null));
		}
		interfaces.addAll(privateNetworks(client));
		return interfaces;
	}

	/** Reads the plain values of a list in YAML. */
	private List<NetworkInterface> privateNetworks(MetadataClient client) throws MetadataException {
		List<Map<String, String>> networks = new ArrayList<>();
		String yaml = getReader().text(client, TREE + "private-networks");
		for (String line : (yaml != null) ? yaml.lines().toList() : List.<String>of()) {
			boolean first = line.startsWith("- ");
			Matcher matcher = YAML_VALUE.matcher((first ? line.substring(2) : line).trim());
			if (first) {
				networks.add(new LinkedHashMap<>());
			}
			if (matcher.matches() && !networks.isEmpty()) {
				networks.get(networks.size() - 1).putIfAbsent(matcher.group("key"), matcher.group("value"));
			}
		}
		return networks.stream().filter((network) -> network.containsKey("ip")).map(this::privateNetwork).toList();
	}

	private NetworkInterface privateNetwork(Map<String, String> network) {
		String subnet = network.get("subnet");
		return new NetworkInterface(network.get("mac_address"), List.of(String.valueOf(network.get("ip"))), List.of(),
				(subnet != null) ? subnet : network.get("network"), network.get("network_id"));
	}

}
