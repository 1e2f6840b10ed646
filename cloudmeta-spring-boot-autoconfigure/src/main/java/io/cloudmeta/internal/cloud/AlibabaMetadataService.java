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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataClient.IssuedToken;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataReader;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import io.cloudmeta.spi.RestrictedPaths;
import io.cloudmeta.spi.TokenExchange;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.web.util.UriUtils;

/**
 * The metadata service of Alibaba Cloud's Elastic Compute Service, in its mode with a
 * token, which each instance serves whether it requires it or not.
 *
 * @see <a href=
 * "https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata">Obtain
 * instance metadata</a>
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/49122.htm">Instance metadata
 * items</a>
 */
class AlibabaMetadataService implements MetadataService {

	private static final String PLATFORM = "alibaba_cloud_ecs";

	private static final String TOKEN_PATH = "/latest/api/token";

	private static final String TOKEN_TTL_HEADER = "X-aliyun-ecs-metadata-token-ttl-seconds";

	private static final Duration TOKEN_TTL = Duration.ofHours(6);

	/** Placeholder for a token if a service issues none. */
	private static final String NO_TOKEN = "";

	private static final Duration NO_TOKEN_LIFE = Duration.ofMinutes(5);

	private static final String DOCUMENT_PATH = "/2016-01-01/meta-data/all";

	private static final String USER_DATA = "/latest/user-data";

	private static final String METADATA = "/latest/meta-data/";

	private static final String TAGS = "tags/instance/";

	private static final String INTERFACES = "network/interfaces/macs/";

	private static final Pattern INSTANCE_ID = Pattern.compile("i-[0-9a-z]{1,64}");

	private static final Pattern MAC = Pattern.compile("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}");

	private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{2,45}");

	/** What is read one by one where the whole document is not served. */
	private static final List<String> LEAVES = List.of("zone-id", "owner-account-id", "instance/instance-type",
			"instance/instance-name", "image-id", "private-ipv4");

	/** Locations of the values that the document may not contain. */
	private static final Map<CloudField, String> LEAF = Map.of(CloudField.ACCOUNT_ID, "owner-account-id",
			CloudField.HOSTNAME, "hostname", CloudField.IMAGE_ID, "image-id", CloudField.INSTANCE_TYPE,
			"instance/instance-type", CloudField.PRIVATE_IP, "private-ipv4");

	/** Roles, and the whole document, which holds them too. */
	private static final RestrictedPaths RESTRICTED = RestrictedPaths.NONE.closed("ram", "all");

	static final MetadataReader READER = MetadataReader.of("Alibaba Cloud")
		.service("ECS")
		.token(TokenExchange.of("X-aliyun-ecs-metadata-token", (client, reader) -> requestToken(client, true)))
		.restrictedPaths(RESTRICTED)
		.failingWith(AlibabaMetadataService::refusal)
		.build();

	private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("eipv4", "eipv4"), Map.entry("mac", "mac"),
			Map.entry("networkType", "network-type"), Map.entry("ownerAccountId", "owner-account-id"),
			Map.entry("privateIpv4", "private-ipv4"), Map.entry("publicIpv4", "public-ipv4"),
			Map.entry("regionId", "region-id"), Map.entry("serialNumber", "serial-number"),
			Map.entry("spotTerminationTime", "instance/spot/termination-time"),
			Map.entry("vpcCidrBlock", "vpc-cidr-block"), Map.entry("vpcId", "vpc-id"),
			Map.entry("vswitchCidrBlock", "vswitch-cidr-block"), Map.entry("vswitchId", "vswitch-id"),
			Map.entry("zoneId", "zone-id"));

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.ALIBABA;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		return MetadataEndpoint.of(environment, "cloudmeta.alibaba.endpoint", "http://100.100.100.200");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		MetadataResponse response = get(client, DOCUMENT_PATH, proven);
		if (response.status() == 404) {
			return map(readLeaves(client, proven));
		}
		READER.check(response, DOCUMENT_PATH);
		MetadataDocument document = READER.requiredDocument(response);
		if (!isInstance(document.get("instance-id")) || document.value("region-id", "zone-id") == null) {
			throw READER.notThisInstance();
		}
		return map(document.asMap());
	}

	/**
	 * Reads what an old service, which has no document of everything, gives one by one.
	 * EC2 and OpenStack have instances with such ids too, but no such key for the region.
	 */
	private Map<String, String> readLeaves(MetadataClient client, boolean proven) throws MetadataException {
		Map<String, String> leaves = new LinkedHashMap<>();
		String instanceId = read(client, "instance-id", proven);
		if (!isInstance(instanceId)) {
			throw READER.notThisCloud("there is no instance's id of ECS");
		}
		leaves.put("instance-id", String.valueOf(instanceId));
		String region = read(client, "region-id", proven);
		if (region == null || region.equals(instanceId)) {
			throw READER.notThisCloud("there is no region's id of ECS");
		}
		client.proven();
		leaves.put("region-id", region);
		for (String leaf : LEAVES) {
			String value = read(client, leaf, proven);
			if (value != null) {
				leaves.put(leaf.replace('/', '.'), value);
			}
		}
		return leaves;
	}

	private boolean isInstance(@Nullable String instanceId) {
		return MetadataText.matches(INSTANCE_ID, instanceId);
	}

	private InstanceMetadata map(Map<String, String> values) {
		String elasticIp = values.get("eipv4");
		InstanceMetadata.Builder identity = InstanceMetadata.of(CloudProvider.ALIBABA)
			.set(CloudField.PLATFORM, PLATFORM)
			.set(CloudField.REGION, values.get("region-id"))
			.set(CloudField.AVAILABILITY_ZONE, values.get("zone-id"))
			.set(CloudField.ACCOUNT_ID, values.get("owner-account-id"))
			.set(CloudField.INSTANCE_ID, values.get("instance-id"))
			.set(CloudField.INSTANCE_NAME, values.get("instance.instance-name"))
			.set(CloudField.INSTANCE_TYPE, values.get("instance.instance-type"))
			.set(CloudField.IMAGE_ID, values.get("image-id"))
			.set(CloudField.HOSTNAME, values.get("hostname"))
			.set(CloudField.PRIVATE_IP, values.get("private-ipv4"))
			.set(CloudField.PUBLIC_IP, (elasticIp != null) ? elasticIp : values.get("public-ipv4"))
			.defer(CloudField.PUBLIC_IP)
			.deferTags()
			.deferNetworkInterfaces()
			.attributes(values);
		LEAF.keySet().forEach(identity::defer);
		return identity.build();
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(CloudProvider.ALIBABA).set(CloudField.PLATFORM, PLATFORM).build();
	}

	@Override
	public RestrictedPaths getRestrictedPaths() {
		return RESTRICTED;
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(path.replace('/', '.'));
	}

	@Override
	public @Nullable String tagOf(String path) {
		String tag = MetadataDocument.below(path, TAGS);
		return (tag == null && MetadataDocument.below(path, "tags") != null) ? "" : tag;
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		return MetadataText.block(READER.text(client, METADATA + path));
	}

	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		if (field == CloudField.PUBLIC_IP) {
			return publicIp(client);
		}
		String leaf = LEAF.get(field);
		return (leaf != null) ? READER.value(client, METADATA + leaf) : null;
	}

	/** An elastic address is not among the instance's own. */
	private @Nullable String publicIp(MetadataClient client) throws MetadataException {
		String elasticIp = READER.value(client, METADATA + "eipv4");
		return (elasticIp != null) ? elasticIp : READER.value(client, METADATA + "public-ipv4");
	}

	@Override
	public List<String> fetchTagNames(MetadataClient client) throws MetadataException {
		return MetadataText.lines(READER.text(client, METADATA + TAGS));
	}

	@Override
	public @Nullable String fetchTag(MetadataClient client, String name) throws MetadataException {
		if (name.isBlank() || name.matches("\\.{1,2}")) {
			return null;
		}
		String value = READER.text(client, METADATA + TAGS + UriUtils.encodePathSegment(name, StandardCharsets.UTF_8));
		return (value != null) ? MetadataText.strip(value) : null;
	}

	@Override
	public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		List<NetworkInterface> interfaces = new ArrayList<>();
		String primary = READER.value(client, METADATA + "mac");
		for (String directory : MetadataText.lines(READER.text(client, METADATA + INTERFACES))) {
			String mac = StringUtils.trimTrailingCharacter(directory, '/');
			if (MetadataText.matches(MAC, mac)) {
				boolean first = mac.equalsIgnoreCase(primary);
				interfaces.add(first ? 0 : interfaces.size(), networkInterface(client, mac, first));
			}
		}
		return List.copyOf(interfaces);
	}

	/** The service names a public address of the instance, not of each interface. */
	private NetworkInterface networkInterface(MetadataClient client, String mac, boolean primary)
			throws MetadataException {
		String path = INTERFACES + mac + "/";
		Set<String> privateAddresses = new LinkedHashSet<>();
		for (String leaf : List.of("primary-ip-address", "private-ipv4s", "ipv6s")) {
			privateAddresses.addAll(addresses(READER.text(client, METADATA + path + leaf)));
		}
		return new NetworkInterface(mac.toLowerCase(Locale.ROOT), List.copyOf(privateAddresses),
				primary ? addresses(publicIp(client)) : List.of(), READER.value(client, METADATA + path + "vswitch-id"),
				READER.value(client, METADATA + path + "vpc-id"));
	}

	/**
	 * Returns the addresses of a response, which may be one, lines, or a list in
	 * brackets.
	 */
	private List<String> addresses(@Nullable String text) {
		Collection<String> lines = MetadataText.lines(text);
		return lines.stream()
			.flatMap((line) -> Arrays.stream(line.split("[\\[\\]\",\\s]+")))
			.filter((address) -> MetadataText.matches(ADDRESS, address))
			.toList();
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		return READER.userData(client, USER_DATA);
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

	private @Nullable String read(MetadataClient client, String path, boolean proven) throws MetadataException {
		return MetadataText.value(READER.text(get(client, METADATA + path, proven), METADATA + path));
	}

	private MetadataResponse get(MetadataClient client, String path, boolean proven) throws MetadataException {
		return READER.get(client, path, () -> requestToken(client, proven));
	}

	private static IssuedToken requestToken(MetadataClient client, boolean proven) throws MetadataException {
		MetadataResponse response = client.put(TOKEN_PATH,
				Map.of(TOKEN_TTL_HEADER, Long.toString(TOKEN_TTL.toSeconds())));
		READER.checkForwarding(response);
		switch (response.status()) {
			case 200 -> {
				return READER.token(response.body(), TOKEN_PATH, TOKEN_TTL);
			}
			case 400, 404, 405, 411, 501 -> {
				if (proven) {
					// an edge node's service, which is older than tokens
					return new IssuedToken(NO_TOKEN, NO_TOKEN_LIFE);
				}
				throw READER.notThisCloud("there are no tokens of ECS (status %d)".formatted(response.status()));
			}
			default -> {
				READER.check(response, TOKEN_PATH);
				throw new MetadataException(Kind.UNUSABLE,
						"the request for a token of ECS got status %d".formatted(response.status()), "");
			}
		}
	}

	private static @Nullable MetadataException refusal(MetadataResponse response, String path) {
		return switch (response.status()) {
			case 401 -> new MetadataException(Kind.DENIED, "ECS rejects its own token",
					"check what is between the application and the metadata service");
			case 403 ->
				new MetadataException(Kind.DENIED, "ECS's metadata service refuses %s (status 403)".formatted(path),
						"something on the way may refuse or forward the request, or the service is turned off"
								+ " (HttpEndpoint)");
			default -> null;
		};
	}

}
