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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudDefinition;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.DefinedMetadataService;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataClient.IssuedToken;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataReader;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataText;
import io.cloudmeta.spi.RestrictedPaths;
import io.cloudmeta.spi.TokenExchange;
import io.cloudmeta.spi.ValueLocation;

/**
 * The metadata service of IBM Cloud's virtual servers for VPC. It is off by default, and
 * does not respond then.
 *
 * @see <a href="https://cloud.ibm.com/apidocs/vpc-metadata">VPC Instance Metadata API</a>
 */
class IbmMetadataService extends DefinedMetadataService {

	private static final String VERSION = "?version=2025-08-26";

	private static final String TOKEN_PATH = "/identity/v1/token" + VERSION;

	/** Where older services issue tokens. */
	private static final String OLD_TOKEN_PATH = "/instance_identity/v1/token?version=2022-03-01";

	private static final Map<String, String> TOKEN_HEADERS = Map.of("Metadata-Flavor", "ibm", "Accept",
			"application/json", "Content-Type", "application/json");

	/** The longest life of a token that can be requested: an hour. */
	private static final String TOKEN_REQUEST = "{\"expires_in\":3600}";

	/** The life of a token unless the response names another one. */
	private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

	private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,4}");

	IbmMetadataService() {
		super(CloudDefinition.of(CloudProvider.IBM, "http://169.254.169.254")
			.reader(MetadataReader.of("IBM Cloud")
				.headers(Map.of("Accept", "application/json"))
				.token(TokenExchange.of("Authorization", IbmMetadataService::requestToken).scheme("Bearer")))
			// OpenTelemetry's collector has this name; the conventions have none
			.platform("ibm_cloud.vpc")
			.document("/metadata/v1/instance" + VERSION)
			.proof(ValueLocation.at("crn"), "crn:.*")
			.proof(ValueLocation.at("id"), ".+")
			.field(CloudField.REGION, ValueLocation.at("zone.name").matching("(.+?)(?:-\\d+)?"))
			.field(CloudField.AVAILABILITY_ZONE, "zone.name")
			// crn:v1:bluemix:public:is:<region>:a/<account>:…
			.field(CloudField.ACCOUNT_ID, ValueLocation.at("crn").matching("(?:[\\w.-]*:){6}a/([^:]+)(?::[^<>]*)?"))
			.field(CloudField.INSTANCE_ID, "id")
			.field(CloudField.INSTANCE_NAME, "name")
			.field(CloudField.INSTANCE_TYPE, "profile.name")
			.field(CloudField.IMAGE_ID, "image.id")
			.networkInterfaces(IbmMetadataService::networkInterfaces)
			// initialization contains user data and keys
			.restrictedPaths(RestrictedPaths.NONE.closed("initialization", "default_trusted_profile"))
			.name("bandwidth", "bandwidth")
			.name("crn", "crn")
			.name("createdAt", "created_at")
			.name("imageName", "image/name")
			.name("profileName", "profile/name")
			.name("resourceGroupId", "resource_group/id")
			.name("status", "status")
			.name("vpcId", "vpc/id")
			.name("vpcName", "vpc/name")
			.name("zoneName", "zone/name")
			.build());
	}

	/**
	 * Returns the network attachments, of which the network interfaces are only another
	 * representation, or the network interfaces of an instance that has none.
	 */
	private static List<NetworkInterface> networkInterfaces(MetadataDocument document) {
		boolean attachments = document.has("primary_network_attachment");
		String primary = attachments ? "primary_network_attachment" : "primary_network_interface";
		String primaryId = document.get(primary + ".id");
		List<NetworkInterface> interfaces = new ArrayList<>();
		if (document.has(primary)) {
			interfaces.add(networkInterface(document, primary));
		}
		for (String path : document.elements(attachments ? "network_attachments" : "network_interfaces")) {
			String id = document.get(path + ".id");
			if (id != null && !id.equals(primaryId)) {
				interfaces.add(networkInterface(document, path));
			}
		}
		return interfaces;
	}

	private static NetworkInterface networkInterface(MetadataDocument document, String path) {
		// the second one in the first versions of the service
		List<String> addresses = document.addresses(path + ".primary_ip", path + ".primary_ipv4_address");
		return new NetworkInterface(null, addresses, List.of(), document.value(path + ".subnet.id"),
				document.value("vpc.id"));
	}

	private static IssuedToken requestToken(MetadataClient client, MetadataReader reader) throws MetadataException {
		String path = TOKEN_PATH;
		MetadataResponse response = putToken(client, path);
		if (response.status() == 404) {
			path = OLD_TOKEN_PATH;
			response = putToken(client, path);
		}
		reader.check(response, path);
		MetadataDocument document = MetadataDocument.parse(response.body());
		String life = (document != null) ? document.get("expires_in") : null;
		return reader.token(MetadataDocument.tokenOf(response.body(), "access_token"), path,
				MetadataText.matches(SECONDS, life) ? Duration.ofSeconds(Integer.parseInt(life)) : TOKEN_LIFE);
	}

	private static MetadataResponse putToken(MetadataClient client, String path) throws MetadataException {
		try {
			return client.put(path, TOKEN_HEADERS, TOKEN_REQUEST);
		}
		catch (MetadataException ex) {
			if (!ex.getKind().isSilence()) {
				throw ex;
			}
			throw new MetadataException(ex.getKind(), ex.getMessage(),
					"the service is off unless it was turned on (ibmcloud is instance-update <instance>"
							+ " --metadata-service true); with secure access set"
							+ " cloudmeta.ibm.endpoint=https://api.metadata.cloud.ibm.com");
		}
	}

}
