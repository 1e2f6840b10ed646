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

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudDefinition;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.DefinedMetadataService;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataText;
import io.cloudmeta.spi.ValueLocation;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of DigitalOcean's Droplets. OpenTelemetry has no name for the
 * platform.
 *
 * @see <a href= "https://docs.digitalocean.com/reference/api/metadata/">DigitalOcean
 * Metadata API</a>
 */
class DigitalOceanMetadataService extends DefinedMetadataService {

	private static final String TREE = "/metadata/v1/";

	DigitalOceanMetadataService() {
		super(CloudDefinition.of(CloudProvider.DIGITALOCEAN, "http://169.254.169.254")
			.document("/metadata/v1.json")
			.tree(TREE)
			// UpCloud has a document at the same path, but its servers have no such id
			.proof(ValueLocation.at("droplet_id"), "\\d{1,20}")
			.proof(ValueLocation.at("interfaces.public[0].mac", "interfaces.public[0].ipv4.ip_address",
					"interfaces.private[0].mac"), ".+")
			.field(CloudField.REGION, "region")
			.field(CloudField.INSTANCE_ID, "droplet_id")
			.field(CloudField.HOSTNAME, "hostname")
			.networkInterfaces(DigitalOceanMetadataService::networkInterfaces)
			.tags("tags")
			.userData(TREE + "user-data")
			.name("anchorIp", "interfaces/public/0/anchor_ipv4/address")
			.name("dropletId", "id")
			.name("floatingIp", "floating_ip/ipv4/ip_address")
			.name("reservedIp", "reserved_ip/ipv4/ip_address")
			.build());
	}

	private static List<NetworkInterface> networkInterfaces(MetadataDocument document) {
		List<NetworkInterface> interfaces = new ArrayList<>();
		for (String path : document.elements("interfaces.public")) {
			interfaces.add(publicInterface(document, path, interfaces.isEmpty()));
		}
		for (String path : document.elements("interfaces.private")) {
			interfaces.add(new NetworkInterface(document.value(path + ".mac"),
					document.addresses(path + ".ipv4", path + ".ipv6"), List.of(), subnet(document, path), null));
		}
		return interfaces;
	}

	/**
	 * The anchor address, at which reserved addresses arrive, is neither a public one nor
	 * one of a private network.
	 */
	private static NetworkInterface publicInterface(MetadataDocument document, String path, boolean primary) {
		List<String> paths = new ArrayList<>(List.of(path + ".ipv4", path + ".ipv6"));
		for (String reserved : List.of("reserved_ip.ipv4", "floating_ip.ipv4")) {
			if (primary && paths.size() == 2 && "true".equals(document.get(reserved + ".active"))) {
				paths.add(reserved);
			}
		}
		return new NetworkInterface(document.value(path + ".mac"), List.of(),
				document.addresses(paths.toArray(String[]::new)), subnet(document, path), null);
	}

	private static @Nullable String subnet(MetadataDocument document, String path) {
		return Ipv4Subnet.of(document.get(path + ".ipv4.ip_address"), document.get(path + ".ipv4.netmask"));
	}

	/** The paths of single values differ from those in the document. */
	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		String inDocument = path.equals("id") ? "droplet_id" : path;
		return super.find(attributes, inDocument.replaceFirst("(ipv[46])/address$", "$1/ip_address"));
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		MetadataResponse response = getReader().get(client, TREE + path);
		if (response.status() == 301 && !path.endsWith("/")) {
			// the listing of a directory has a slash at the end of its path
			response = getReader().get(client, TREE + path + "/");
		}
		return MetadataText.block(getReader().text(response, TREE + path));
	}

}
