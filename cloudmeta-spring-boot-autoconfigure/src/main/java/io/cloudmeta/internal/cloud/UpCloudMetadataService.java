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
 * The metadata service of UpCloud's servers.
 *
 * @see <a href=
 * "https://upcloud.com/docs/products/cloud-servers/metadata-service/">UpCloud: metadata
 * service</a>
 */
class UpCloudMetadataService implements MetadataService {

	private static final AnswerCheck ANSWERS = AnswerCheck.of("UpCloud");

	private static final String TREE = "/metadata/v1/";

	private static final String DOCUMENT = "/metadata/v1.json";

	private static final Map<String, String> NAMES = Map.of("cloudName", "cloud_name", "subplatform", "subplatform");

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.UPCLOUD;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		return MetadataEndpoint.of(environment, "cloudmeta.upcloud.endpoint", "http://169.254.169.254");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		MetadataResponse response = client.get(DOCUMENT, Map.of());
		ANSWERS.check(response, DOCUMENT);
		MetadataDocument document = MetadataDocument.parse(response.body());
		if (document == null || !isServer(document)) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "the answer describes no server of UpCloud",
					"something answers like UpCloud but is not");
		}
		return map(document);
	}

	/**
	 * DigitalOcean serves a document at the same path, but it does not name its cloud.
	 */
	private boolean isServer(MetadataDocument document) {
		return "upcloud".equals(document.get("cloud_name")) && MetadataText.value(document.get("instance_id")) != null;
	}

	private InstanceMetadata map(MetadataDocument document) {
		List<NetworkInterface> interfaces = document.elements("network.interfaces")
			.stream()
			.map((path) -> networkInterface(document, path))
			.toList();
		// What it calls its platform is none of OpenTelemetry's, which has no word for it
		return InstanceMetadata.of(CloudProvider.UPCLOUD)
			.set(CloudField.REGION, document.get("region"))
			.set(CloudField.INSTANCE_ID, document.get("instance_id"))
			.set(CloudField.HOSTNAME, document.get("hostname"))
			.set(CloudField.PRIVATE_IP, first(interfaces, NetworkInterface::privateAddresses))
			.set(CloudField.PUBLIC_IP, first(interfaces, NetworkInterface::publicAddresses))
			.tags(Tags.ofNames(document, "tags"))
			.networkInterfaces(interfaces)
			.attributes(document.asMap())
			.build();
	}

	private @Nullable String first(List<NetworkInterface> interfaces,
			Function<NetworkInterface, List<String>> addresses) {
		return interfaces.stream()
			.flatMap((networkInterface) -> addresses.apply(networkInterface).stream())
			.findFirst()
			.orElse(null);
	}

	/**
	 * The utility network connects all servers of an account, so its addresses are
	 * private ones too. What is neither public nor private says nothing of its addresses.
	 */
	private NetworkInterface networkInterface(MetadataDocument document, String path) {
		String type = document.get(path + ".type");
		boolean isPublic = "public".equals(type);
		boolean isPrivate = "private".equals(type) || "utility".equals(type);
		List<String> addresses = addresses(document, path + ".ip_addresses");
		String mac = MetadataText.value(document.get(path + ".mac"));
		return new NetworkInterface(mac, isPrivate ? addresses : List.of(), isPublic ? addresses : List.of(),
				MetadataText.value(document.get(path + ".ip_addresses[0].network")),
				MetadataText.value(document.get(path + ".network_id")));
	}

	private List<String> addresses(MetadataDocument document, String path) {
		List<@Nullable String> ipv4 = new ArrayList<>();
		List<@Nullable String> ipv6 = new ArrayList<>();
		for (String address : document.elements(path)) {
			boolean is6 = "IPv6".equalsIgnoreCase(document.get(address + ".family"));
			(is6 ? ipv6 : ipv4).add(document.get(address + ".address"));
		}
		ipv4.addAll(ipv6);
		return MetadataText.values(ipv4);
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(MetadataDocument.pathOf(path));
	}

	@Override
	public @Nullable String tagOf(String path) {
		return Tags.isIn(path, "tags") ? "" : null;
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		MetadataResponse response = client.get(TREE + path, Map.of());
		if (response.status() == 404) {
			return null;
		}
		ANSWERS.check(response, TREE + path);
		return MetadataText.block(response.body());
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		MetadataResponse response = client.get(TREE + "user_data", Map.of());
		if (response.status() == 404) {
			return null;
		}
		ANSWERS.check(response, TREE + "user_data");
		return UserData.of(response);
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

}
