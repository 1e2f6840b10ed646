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

import java.util.List;
import java.util.Locale;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudDefinition;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.DefinedMetadataService;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.ValueLocation;

/**
 * The metadata service of Vultr's instances.
 *
 * @see <a href="https://www.vultr.com/metadata/">Vultr: metadata API</a>
 */
class VultrMetadataService extends DefinedMetadataService {

	VultrMetadataService() {
		super(CloudDefinition.of(CloudProvider.VULTR, "http://169.254.169.254")
			.platform("vultr.cloud_compute")
			.document("/v1.json")
			.tree("/v1/")
			.proof(ValueLocation.at("instance-v2-id", "instanceid"), ".+")
			.proof(ValueLocation.at("region.regioncode"), ".+")
			// in capital letters, unlike in Vultr's API and OpenTelemetry's detector
			.field(CloudField.REGION,
					ValueLocation.at("region.regioncode").spelled((code) -> code.toLowerCase(Locale.ROOT)))
			// the id of Vultr's API; older instances have a number instead
			.field(CloudField.INSTANCE_ID, "instance-v2-id", "instanceid")
			.field(CloudField.HOSTNAME, "hostname")
			.networkInterfaces(VultrMetadataService::networkInterfaces)
			.tags("tags")
			.name("countryCode", "region/countrycode")
			.name("instanceV2Id", "instance-v2-id")
			.name("regionCode", "region/regioncode")
			.build());
	}

	private static List<NetworkInterface> networkInterfaces(MetadataDocument document) {
		return document.elements("interfaces").stream().map((path) -> networkInterface(document, path)).toList();
	}

	private static NetworkInterface networkInterface(MetadataDocument document, String path) {
		List<String> addresses = document.addresses(path + ".ipv4", path + ".ipv4.additional", path + ".ipv6",
				path + ".ipv6.additional");
		String type = document.get(path + ".network-type");
		return new NetworkInterface(document.value(path + ".mac"), "private".equals(type) ? addresses : List.of(),
				"public".equals(type) ? addresses : List.of(),
				Ipv4Subnet.of(document.get(path + ".ipv4.address"), document.get(path + ".ipv4.netmask")),
				document.value(path + ".networkid"));
	}

}
