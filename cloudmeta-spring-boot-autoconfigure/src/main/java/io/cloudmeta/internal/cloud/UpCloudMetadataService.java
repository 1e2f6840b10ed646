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

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudDefinition;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.DefinedMetadataService;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.ValueLocation;

/**
 * The metadata service of UpCloud's servers. OpenTelemetry has no name for the platform.
 *
 * @see <a href=
 * "https://upcloud.com/docs/products/cloud-servers/metadata-service/">UpCloud: metadata
 * service</a>
 */
class UpCloudMetadataService extends DefinedMetadataService {

	UpCloudMetadataService() {
		super(CloudDefinition.of(CloudProvider.UPCLOUD, "http://169.254.169.254")
			.document("/metadata/v1.json")
			.tree("/metadata/v1/")
			// DigitalOcean has a document at the same path, which does not name its cloud
			.proof(ValueLocation.at("cloud_name"), "upcloud")
			.proof(ValueLocation.at("instance_id"), ".+")
			.field(CloudField.REGION, "region")
			.field(CloudField.INSTANCE_ID, "instance_id")
			.field(CloudField.HOSTNAME, "hostname")
			.networkInterfaces(UpCloudMetadataService::networkInterfaces)
			.tags("tags")
			.userData("/metadata/v1/user_data")
			.name("cloudName", "cloud_name")
			.name("subplatform", "subplatform")
			.build());
	}

	private static List<NetworkInterface> networkInterfaces(MetadataDocument document) {
		return document.elements("network.interfaces")
			.stream()
			.map((path) -> networkInterface(document, path))
			.toList();
	}

	/**
	 * The utility network connects all servers of an account, so that its addresses are
	 * private ones too.
	 */
	private static NetworkInterface networkInterface(MetadataDocument document, String path) {
		List<String> addresses = document.addresses(path + ".ip_addresses");
		String type = document.value(path + ".type");
		boolean isPrivate = "private".equals(type) || "utility".equals(type);
		return new NetworkInterface(document.value(path + ".mac"), isPrivate ? addresses : List.of(),
				"public".equals(type) ? addresses : List.of(), document.value(path + ".ip_addresses[0].network"),
				document.value(path + ".network_id"));
	}

}
