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
 * The metadata service of Vultr's instances.
 *
 * @see <a href="https://www.vultr.com/metadata/">Vultr: metadata API</a>
 */
class VultrMetadataService implements MetadataService {

	private static final String PLATFORM = "vultr.cloud_compute";

	private static final AnswerCheck ANSWERS = AnswerCheck.of("Vultr");

	private static final String TREE = "/v1/";

	private static final String DOCUMENT = "/v1.json";

	private static final Map<String, String> NAMES = Map.of("countryCode", "region/countrycode", "instanceV2Id",
			"instance-v2-id", "regionCode", "region/regioncode");

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.VULTR;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		return MetadataEndpoint.of(environment, "cloudmeta.vultr.endpoint", "http://169.254.169.254");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		MetadataResponse response = client.get(DOCUMENT, Map.of());
		ANSWERS.check(response, DOCUMENT);
		MetadataDocument document = MetadataDocument.parse(response.body());
		if (document == null || id(document) == null || MetadataText.value(document.get("region.regioncode")) == null) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "the answer describes no instance of Vultr",
					"something answers like Vultr but is not");
		}
		return map(document);
	}

	/**
	 * The id of Vultr's API; the number is what older instances have instead.
	 */
	private @Nullable String id(MetadataDocument document) {
		String id = MetadataText.value(document.get("instance-v2-id"));
		return (id != null) ? id : MetadataText.value(document.get("instanceid"));
	}

	private InstanceMetadata map(MetadataDocument document) {
		List<NetworkInterface> interfaces = document.elements("interfaces")
			.stream()
			.map((path) -> networkInterface(document, path))
			.toList();
		return InstanceMetadata.of(CloudProvider.VULTR)
			.set(CloudField.PLATFORM, PLATFORM)
			.set(CloudField.REGION, document.get("region.regioncode"))
			.set(CloudField.INSTANCE_ID, id(document))
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

	private NetworkInterface networkInterface(MetadataDocument document, String path) {
		List<@Nullable String> all = new ArrayList<>();
		for (String family : List.of(".ipv4", ".ipv6")) {
			all.add(document.get(path + family + ".address"));
			for (String additional : document.elements(path + family + ".additional")) {
				String address = document.get(additional);
				all.add((address != null) ? address : document.get(additional + ".address"));
			}
		}
		List<String> addresses = MetadataText.values(all);
		String type = document.get(path + ".network-type");
		String mac = MetadataText.value(document.get(path + ".mac"));
		return new NetworkInterface(mac, "private".equals(type) ? addresses : List.of(),
				"public".equals(type) ? addresses : List.of(),
				Ipv4Subnet.of(document.get(path + ".ipv4.address"), document.get(path + ".ipv4.netmask")),
				MetadataText.value(document.get(path + ".networkid")));
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(CloudProvider.VULTR).set(CloudField.PLATFORM, PLATFORM).build();
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
	public Map<String, String> getNames() {
		return NAMES;
	}

}
