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
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.ValueLocation;

/**
 * The metadata service of Scaleway's instances, whose one document has all values.
 *
 * @see <a href=
 * "https://www.scaleway.com/en/docs/instances/how-to/use-cloud-init/">Scaleway:
 * instances' metadata</a>
 */
class ScalewayMetadataService extends DefinedMetadataService {

	/** The names that zones had in the first API. */
	private static final Map<String, String> OLD_ZONES = Map.of("par1", "fr-par-1", "ams1", "nl-ams-1");

	private static final ValueLocation ZONE = ValueLocation.at("zone", "location.zone_id")
		.spelled((zone) -> OLD_ZONES.getOrDefault(zone, zone));

	ScalewayMetadataService() {
		super(CloudDefinition.of(CloudProvider.SCALEWAY, "http://169.254.42.42")
			.alternativeEndpoint("http://[fd00:42::42]")
			.platform("scaleway_cloud_compute")
			.document("/conf?format=json")
			.proof(ValueLocation.at("id"), ".+")
			.proof(ValueLocation.at("commercial_type"), ".+")
			.field(CloudField.REGION, ZONE.matching("(.+?)(?:-\\d+)?"))
			.field(CloudField.AVAILABILITY_ZONE, ZONE)
			.field(CloudField.ACCOUNT_ID, "organization", "project")
			.field(CloudField.INSTANCE_ID, "id")
			.field(CloudField.INSTANCE_NAME, "name")
			.field(CloudField.INSTANCE_TYPE, "commercial_type")
			.field(CloudField.IMAGE_ID, "image.id")
			.field(CloudField.HOSTNAME, "hostname")
			.networkInterfaces(ScalewayMetadataService::networkInterfaces)
			.tags("tags")
			.name("commercialType", "commercial_type")
			.name("hypervisorId", "location/hypervisor_id")
			.name("imageName", "image/name")
			.name("name", "name")
			.name("organization", "organization")
			.name("platformId", "location/platform_id")
			.name("project", "project")
			.name("zone", "zone")
			.name("zoneId", "location/zone_id")
			.build());
	}

	/** The interface that each instance has, then those of private networks. */
	private static List<NetworkInterface> networkInterfaces(MetadataDocument document) {
		List<NetworkInterface> interfaces = new ArrayList<>();
		List<String> privateAddresses = document.addresses("private_ip");
		// older instances have one address where newer ones have a list
		List<String> publicAddresses = document.addresses("public_ips_v4", "public_ip", "public_ips_v6", "ipv6");
		if (!privateAddresses.isEmpty() || !publicAddresses.isEmpty()) {
			interfaces.add(new NetworkInterface(null, privateAddresses, publicAddresses, null, null));
		}
		for (String path : document.elements("private_nics")) {
			interfaces.add(new NetworkInterface(document.value(path + ".mac_address"),
					document.addresses(path + ".private_ips"), List.of(), null,
					document.value(path + ".private_network_id")));
		}
		return interfaces;
	}

}
