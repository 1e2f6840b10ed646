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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

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
 * The metadata service of Scaleway's instances.
 *
 * @see <a href=
 * "https://www.scaleway.com/en/docs/instances/how-to/use-cloud-init/">Scaleway:
 * instances' metadata</a>
 */
class ScalewayMetadataService implements MetadataService {

	private static final String PLATFORM = "scaleway_cloud_compute";

	private static final AnswerCheck ANSWERS = AnswerCheck.of("Scaleway");

	private static final String DOCUMENT = "/conf?format=json";

	private static final Pattern ZONE_SUFFIX = Pattern.compile("-\\d+$");

	private static final Map<String, String> NAMES = Map.of("commercialType", "commercial_type", "hypervisorId",
			"location/hypervisor_id", "imageName", "image/name", "name", "name", "organization", "organization",
			"platformId", "location/platform_id", "project", "project", "zone", "zone", "zoneId", "location/zone_id");

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.SCALEWAY;
	}

	@Override
	public Endpoint getEndpoint(Function<String, @Nullable String> environment) {
		return Endpoint.of(environment, "cloudmeta.scaleway.endpoint", "http://169.254.42.42");
	}

	@Override
	public Identity identify(Exchange exchange, boolean proven) throws MetadataException {
		Response response = exchange.get(DOCUMENT, Map.of());
		ANSWERS.check(response, DOCUMENT);
		JsonDocument document = JsonDocument.parse(response.body());
		if (document == null || Text.value(document.get("id")) == null
				|| Text.value(document.get("commercial_type")) == null) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "the answer describes no instance of Scaleway",
					"something answers like Scaleway but is not");
		}
		return map(document);
	}

	private Identity map(JsonDocument document) {
		String zone = either(document, "zone", "location.zone_id");
		return Identity.of(CloudProvider.SCALEWAY)
			.set(CloudField.PLATFORM, PLATFORM)
			.set(CloudField.REGION, (zone != null) ? ZONE_SUFFIX.matcher(zone).replaceFirst("") : null)
			.set(CloudField.AVAILABILITY_ZONE, zone)
			.set(CloudField.ACCOUNT_ID, either(document, "organization", "project"))
			.set(CloudField.INSTANCE_ID, document.get("id"))
			.set(CloudField.INSTANCE_NAME, document.get("name"))
			.set(CloudField.INSTANCE_TYPE, document.get("commercial_type"))
			.set(CloudField.IMAGE_ID, document.get("image.id"))
			.set(CloudField.HOSTNAME, document.get("hostname"))
			.tags(Tags.ofNames(document, "tags"))
			.networkInterfaces(interfaces(document))
			.attributes(document.asMap())
			.build();
	}

	private @Nullable String either(JsonDocument document, String path, String otherPath) {
		String value = Text.value(document.get(path));
		return (value != null) ? value : Text.value(document.get(otherPath));
	}

	/**
	 * The interface that the instance came with, then those of private networks.
	 */
	private List<NetworkInterface> interfaces(JsonDocument document) {
		List<NetworkInterface> interfaces = new ArrayList<>();
		List<String> privateAddresses = addresses(document, "private_ip");
		List<String> publicAddresses = publicAddresses(document);
		if (!privateAddresses.isEmpty() || !publicAddresses.isEmpty()) {
			interfaces.add(new NetworkInterface(null, privateAddresses, publicAddresses, null, null));
		}
		for (String path : document.elements("private_nics")) {
			String mac = Text.value(document.get(path + ".mac_address"));
			interfaces.add(new NetworkInterface(mac, addresses(document, path + ".private_ips"), List.of(), null,
					Text.value(document.get(path + ".private_network_id"))));
		}
		return interfaces;
	}

	/**
	 * What older instances have as a single address is the first in the lists.
	 */
	private List<String> publicAddresses(JsonDocument document) {
		Set<String> addresses = new LinkedHashSet<>();
		for (String path : List.of("public_ips_v4", "public_ip", "public_ips_v6", "ipv6")) {
			addresses.addAll(addresses(document, path));
		}
		return List.copyOf(addresses);
	}

	/**
	 * An address is a text or an object with more about it, alone or in a list.
	 */
	private List<String> addresses(JsonDocument document, String path) {
		List<@Nullable String> addresses = new ArrayList<>();
		addresses.add(either(document, path, path + ".address"));
		document.elements(path).forEach((element) -> addresses.add(either(document, element, element + ".address")));
		return Text.values(addresses);
	}

	@Override
	public Identity identify(Map<String, String> dmi) {
		return Identity.of(CloudProvider.SCALEWAY).set(CloudField.PLATFORM, PLATFORM).build();
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(JsonDocument.pathOf(path));
	}

	@Override
	public @Nullable String tagOf(String path) {
		return path.startsWith("tags") ? "" : null;
	}

	/**
	 * There is the one document, which holds all there is.
	 */
	@Override
	public @Nullable String fetch(Exchange exchange, String path) {
		return null;
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

}
