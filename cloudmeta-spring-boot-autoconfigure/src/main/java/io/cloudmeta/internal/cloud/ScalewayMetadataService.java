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
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		return MetadataEndpoint.of(environment, "cloudmeta.scaleway.endpoint", "http://169.254.42.42");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		MetadataResponse response = client.get(DOCUMENT, Map.of());
		ANSWERS.check(response, DOCUMENT);
		MetadataDocument document = MetadataDocument.parse(response.body());
		if (document == null || MetadataText.value(document.get("id")) == null
				|| MetadataText.value(document.get("commercial_type")) == null) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "the answer describes no instance of Scaleway",
					"something answers like Scaleway but is not");
		}
		return map(document);
	}

	private InstanceMetadata map(MetadataDocument document) {
		String zone = either(document, "zone", "location.zone_id");
		return InstanceMetadata.of(CloudProvider.SCALEWAY)
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

	private @Nullable String either(MetadataDocument document, String path, String otherPath) {
		String value = MetadataText.value(document.get(path));
		return (value != null) ? value : MetadataText.value(document.get(otherPath));
	}

	/**
	 * The interface that the instance came with, then those of private networks.
	 */
	private List<NetworkInterface> interfaces(MetadataDocument document) {
		List<NetworkInterface> interfaces = new ArrayList<>();
		List<String> privateAddresses = addresses(document, "private_ip");
		List<String> publicAddresses = publicAddresses(document);
		if (!privateAddresses.isEmpty() || !publicAddresses.isEmpty()) {
			interfaces.add(new NetworkInterface(null, privateAddresses, publicAddresses, null, null));
		}
		for (String path : document.elements("private_nics")) {
			String mac = MetadataText.value(document.get(path + ".mac_address"));
			interfaces.add(new NetworkInterface(mac, addresses(document, path + ".private_ips"), List.of(), null,
					MetadataText.value(document.get(path + ".private_network_id"))));
		}
		return interfaces;
	}

	/**
	 * What older instances have as a single address is the first in the lists.
	 */
	private List<String> publicAddresses(MetadataDocument document) {
		Set<String> addresses = new LinkedHashSet<>();
		for (String path : List.of("public_ips_v4", "public_ip", "public_ips_v6", "ipv6")) {
			addresses.addAll(addresses(document, path));
		}
		return List.copyOf(addresses);
	}

	/**
	 * An address is a text or an object with more about it, alone or in a list.
	 */
	private List<String> addresses(MetadataDocument document, String path) {
		List<@Nullable String> addresses = new ArrayList<>();
		addresses.add(either(document, path, path + ".address"));
		document.elements(path).forEach((element) -> addresses.add(either(document, element, element + ".address")));
		return MetadataText.values(addresses);
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(CloudProvider.SCALEWAY).set(CloudField.PLATFORM, PLATFORM).build();
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(MetadataDocument.pathOf(path));
	}

	@Override
	public @Nullable String tagOf(String path) {
		return Tags.isIn(path, "tags") ? "" : null;
	}

	/**
	 * There is the one document, which holds all there is.
	 */
	@Override
	public @Nullable String fetch(MetadataClient client, String path) {
		return null;
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

}
