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

import io.cloudmeta.CloudField;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.http.Endpoint;
import io.cloudmeta.internal.http.Exchange;
import io.cloudmeta.internal.http.MetadataException;
import io.cloudmeta.internal.http.MetadataException.Kind;
import io.cloudmeta.internal.http.Response;
import io.cloudmeta.internal.json.JsonDocument;
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
	public Endpoint getEndpoint(Function<String, @Nullable String> environment) {
		return Endpoint.of(environment, "cloudmeta.upcloud.endpoint", "http://169.254.169.254");
	}

	@Override
	public Identity identify(Exchange exchange, boolean proven) throws MetadataException {
		Response response = exchange.get(DOCUMENT, Map.of());
		ANSWERS.check(response, DOCUMENT);
		JsonDocument document = JsonDocument.parse(response.body());
		if (document == null || !isServer(document)) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "the answer describes no server of UpCloud",
					"something answers like UpCloud but is not");
		}
		return map(document);
	}

	/**
	 * DigitalOcean serves a document at the same path, but it does not name its cloud.
	 */
	private boolean isServer(JsonDocument document) {
		return "upcloud".equals(document.get("cloud_name")) && Text.value(document.get("instance_id")) != null;
	}

	private Identity map(JsonDocument document) {
		List<NetworkInterface> interfaces = document.elements("network.interfaces")
			.stream()
			.map((path) -> networkInterface(document, path))
			.toList();
		// What it calls its platform is none of OpenTelemetry's, which has no word for it
		return Identity.of(CloudProvider.UPCLOUD)
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
	private NetworkInterface networkInterface(JsonDocument document, String path) {
		String type = document.get(path + ".type");
		boolean isPublic = "public".equals(type);
		boolean isPrivate = "private".equals(type) || "utility".equals(type);
		List<String> addresses = addresses(document, path + ".ip_addresses");
		String mac = Text.value(document.get(path + ".mac"));
		return new NetworkInterface(mac, isPrivate ? addresses : List.of(), isPublic ? addresses : List.of(),
				Text.value(document.get(path + ".ip_addresses[0].network")),
				Text.value(document.get(path + ".network_id")));
	}

	private List<String> addresses(JsonDocument document, String path) {
		List<@Nullable String> ipv4 = new ArrayList<>();
		List<@Nullable String> ipv6 = new ArrayList<>();
		for (String address : document.elements(path)) {
			boolean is6 = "IPv6".equalsIgnoreCase(document.get(address + ".family"));
			(is6 ? ipv6 : ipv4).add(document.get(address + ".address"));
		}
		ipv4.addAll(ipv6);
		return Text.values(ipv4);
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(JsonDocument.pathOf(path));
	}

	@Override
	public @Nullable String tagOf(String path) {
		return path.startsWith("tags") ? "" : null;
	}

	@Override
	public @Nullable String fetch(Exchange exchange, String path) throws MetadataException {
		Response response = exchange.get(TREE + path, Map.of());
		if (response.status() == 404) {
			return null;
		}
		ANSWERS.check(response, TREE + path);
		return Text.block(response.body());
	}

	@Override
	public byte @Nullable [] fetchUserData(Exchange exchange) throws MetadataException {
		Response response = exchange.get(TREE + "user_data", Map.of());
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
