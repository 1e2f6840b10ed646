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
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of Hetzner Cloud's servers. Its whole document is YAML, so the
 * values are asked for one by one.
 *
 * @see <a href= "https://docs.hetzner.cloud/reference/cloud#server-metadata">Hetzner
 * Cloud: server metadata</a>
 */
class HetznerMetadataService implements MetadataService {

	private static final String PLATFORM = "hetzner.cloud_server";

	private static final AnswerCheck ANSWERS = AnswerCheck.of("Hetzner");

	private static final String USER_DATA = "/hetzner/v1/userdata";

	private static final String TREE = "/hetzner/v1/metadata/";

	private static final Pattern SERVER_ID = Pattern.compile("\\d{1,20}");

	/** Tells the service from something that answers to everything with a number. */
	private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9-]*");

	private static final Pattern YAML_VALUE = Pattern
		.compile("(?<key>[a-z_]+):\\s+(?<quote>['\"]?)(?<value>[0-9A-Za-z][0-9A-Za-z.:/ _-]*)\\k<quote>");

	private static final Map<String, String> NAMES = Map.of("localIpv4", "local-ipv4", "privateNetworks",
			"private-networks", "publicIpv4", "public-ipv4");

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.HETZNER;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		return MetadataEndpoint.of(environment, "cloudmeta.hetzner.endpoint", "http://169.254.169.254");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		MetadataResponse response = client.get(TREE + "instance-id", Map.of());
		ANSWERS.check(response, TREE + "instance-id");
		String id = response.body().trim();
		if (!MetadataText.matches(SERVER_ID, id)) {
			throw notHetzner("the answer is no server's id");
		}
		String region = MetadataText.value(read(client, "region"));
		if (region != null && !MetadataText.matches(REGION, region)) {
			throw notHetzner("what answers with a number does not with a region");
		}
		return map(id, region);
	}

	private MetadataException notHetzner(String problem) {
		return new MetadataException(Kind.NOT_THIS_CLOUD, problem, "something answers like Hetzner but is not");
	}

	private InstanceMetadata map(String id, @Nullable String region) {
		return InstanceMetadata.of(CloudProvider.HETZNER)
			.set(CloudField.PLATFORM, PLATFORM)
			.set(CloudField.REGION, region)
			.set(CloudField.INSTANCE_ID, id)
			.defer(CloudField.AVAILABILITY_ZONE)
			.defer(CloudField.HOSTNAME)
			.defer(CloudField.PRIVATE_IP)
			.defer(CloudField.PUBLIC_IP)
			.deferNetworkInterfaces()
			.attributes((region != null) ? Map.of("instance-id", id, "region", region) : Map.of("instance-id", id))
			.build();
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(CloudProvider.HETZNER).set(CloudField.PLATFORM, PLATFORM).build();
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(path);
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		return MetadataText.block(read(client, path));
	}

	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		return switch (field) {
			case AVAILABILITY_ZONE -> MetadataText.value(read(client, "availability-zone"));
			case HOSTNAME -> MetadataText.value(read(client, "hostname"));
			case PRIVATE_IP -> privateNetworks(client).stream()
				.flatMap((network) -> network.privateAddresses().stream())
				.findFirst()
				.orElse(null);
			case PUBLIC_IP -> MetadataText.value(read(client, "public-ipv4"));
			default -> null;
		};
	}

	@Override
	public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		List<NetworkInterface> interfaces = new ArrayList<>();
		String publicAddress = MetadataText.value(read(client, "public-ipv4"));
		if (publicAddress != null) {
			interfaces.add(new NetworkInterface(null, List.of(), List.of(publicAddress), null, null));
		}
		interfaces.addAll(privateNetworks(client));
		return interfaces;
	}

	/**
	 * A list in YAML, of which only the plain values of its elements are read.
	 */
	private List<NetworkInterface> privateNetworks(MetadataClient client) throws MetadataException {
		List<Map<String, String>> networks = new ArrayList<>();
		String yaml = read(client, "private-networks");
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
		String mac = network.get("mac_address");
		String subnet = network.get("subnet");
		return new NetworkInterface(mac, List.of(String.valueOf(network.get("ip"))), List.of(),
				(subnet != null) ? subnet : network.get("network"), network.get("network_id"));
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		MetadataResponse response = client.get(USER_DATA, Map.of());
		if (response.status() == 404 || response.status() == 204) {
			return null;
		}
		ANSWERS.check(response, USER_DATA);
		return UserData.of(response);
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

	private @Nullable String read(MetadataClient client, String path) throws MetadataException {
		MetadataResponse response = client.get(TREE + path, Map.of());
		if (response.status() == 404 || response.status() == 204) {
			return null;
		}
		ANSWERS.check(response, TREE + path);
		return response.body();
	}

}
