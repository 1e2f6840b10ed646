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
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of DigitalOcean's Droplets.
 *
 * @see <a href= "https://docs.digitalocean.com/reference/api/metadata/">DigitalOcean
 * Metadata API</a>
 */
class DigitalOceanMetadataService implements MetadataService {

	private static final AnswerCheck ANSWERS = AnswerCheck.of("DigitalOcean");

	private static final String TREE = "/metadata/v1/";

	private static final String DOCUMENT = "/metadata/v1.json";

	private static final Pattern DROPLET_ID = Pattern.compile("\\d{1,20}");

	/** Paths whose values the document has under another name. */
	private static final Map<String, String> IN_DOCUMENT = Map.of("id", "droplet_id");

	private static final Map<String, String> NAMES = Map.of("anchorIp", "interfaces/public/0/anchor_ipv4/address",
			"dropletId", "id", "floatingIp", "floating_ip/ipv4/ip_address", "reservedIp",
			"reserved_ip/ipv4/ip_address");

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.DIGITALOCEAN;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		return MetadataEndpoint.of(environment, "cloudmeta.digitalocean.endpoint", "http://169.254.169.254");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		MetadataResponse response = client.get(DOCUMENT, Map.of());
		ANSWERS.check(response, DOCUMENT);
		MetadataDocument document = MetadataDocument.parse(response.body());
		if (document == null || !isDroplet(document)) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "the answer describes no Droplet",
					"something answers like DigitalOcean but is not");
		}
		return map(document);
	}

	/**
	 * UpCloud serves a document at the same path, but its servers have no such id.
	 */
	private boolean isDroplet(MetadataDocument document) {
		String id = document.get("droplet_id");
		return MetadataText.matches(DROPLET_ID, id) && document.has("interfaces");
	}

	private InstanceMetadata map(MetadataDocument document) {
		List<NetworkInterface> interfaces = new ArrayList<>();
		for (String path : document.elements("interfaces.public")) {
			interfaces.add(publicInterface(document, path, interfaces.isEmpty()));
		}
		for (String path : document.elements("interfaces.private")) {
			interfaces.add(privateInterface(document, path));
		}
		// It has no word for the platform in OpenTelemetry's conventions
		return InstanceMetadata.of(CloudProvider.DIGITALOCEAN)
			.set(CloudField.REGION, document.get("region"))
			.set(CloudField.INSTANCE_ID, document.get("droplet_id"))
			.set(CloudField.HOSTNAME, document.get("hostname"))
			.set(CloudField.PRIVATE_IP, document.get("interfaces.private[0].ipv4.ip_address"))
			.tags(Tags.ofNames(document, "tags"))
			.networkInterfaces(interfaces)
			.attributes(document.asMap())
			.build();
	}

	/**
	 * The anchor address is where reserved addresses arrive: neither a public one nor one
	 * of a private network.
	 */
	private NetworkInterface publicInterface(MetadataDocument document, String path, boolean primary) {
		List<@Nullable String> addresses = new ArrayList<>();
		addresses.add(document.get(path + ".ipv4.ip_address"));
		if (primary) {
			String reserved = reserved(document, "reserved_ip.ipv4");
			addresses.add((reserved != null) ? reserved : reserved(document, "floating_ip.ipv4"));
		}
		addresses.add(document.get(path + ".ipv6.ip_address"));
		return new NetworkInterface(mac(document, path), List.of(), MetadataText.values(addresses),
				subnet(document, path + ".ipv4"), null);
	}

	private @Nullable String reserved(MetadataDocument document, String path) {
		return "true".equals(document.get(path + ".active")) ? document.get(path + ".ip_address") : null;
	}

	private NetworkInterface privateInterface(MetadataDocument document, String path) {
		List<@Nullable String> addresses = new ArrayList<>();
		addresses.add(document.get(path + ".ipv4.ip_address"));
		addresses.add(document.get(path + ".ipv6.ip_address"));
		return new NetworkInterface(mac(document, path), MetadataText.values(addresses), List.of(),
				subnet(document, path + ".ipv4"), null);
	}

	private @Nullable String subnet(MetadataDocument document, String path) {
		return Ipv4Subnet.of(document.get(path + ".ip_address"), document.get(path + ".netmask"));
	}

	private @Nullable String mac(MetadataDocument document, String path) {
		return MetadataText.value(document.get(path + ".mac"));
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		String name = IN_DOCUMENT.getOrDefault(path, path).replaceFirst("(ipv[46])/address$", "$1/ip_address");
		return attributes.get(MetadataDocument.pathOf(name));
	}

	@Override
	public @Nullable String tagOf(String path) {
		return Tags.isIn(path, "tags") ? "" : null;
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		MetadataResponse response = client.get(TREE + path, Map.of());
		if (response.status() == 301 && !path.endsWith("/")) {
			// a directory, whose listing has a slash at the end of its path
			response = client.get(TREE + path + "/", Map.of());
		}
		if (response.status() == 404) {
			return null;
		}
		ANSWERS.check(response, TREE + path);
		return MetadataText.block(response.body());
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		MetadataResponse response = client.get(TREE + "user-data", Map.of());
		if (response.status() == 404) {
			return null;
		}
		ANSWERS.check(response, TREE + "user-data");
		return UserData.of(response);
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

}
