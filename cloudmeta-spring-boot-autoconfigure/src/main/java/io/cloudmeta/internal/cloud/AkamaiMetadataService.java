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
import io.cloudmeta.spi.MetadataReader;
import io.cloudmeta.spi.TokenExchange;
import io.cloudmeta.spi.ValueLocation;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of Akamai's (formerly Linode's) compute instances. It has two
 * documents and no single values.
 *
 * @see <a href=
 * "https://techdocs.akamai.com/cloud-computing/docs/metadata-service-api">Akamai:
 * metadata service API</a>
 */
class AkamaiMetadataService extends DefinedMetadataService {

	private static final String NETWORK = "/v1/network";

	private static final Duration TOKEN_LIFE = Duration.ofHours(1);

	private static final TokenExchange TOKEN = TokenExchange.put("/v1/token",
			Map.of("Metadata-Token-Expiry-Seconds", Long.toString(TOKEN_LIFE.toSeconds())), TOKEN_LIFE,
			"Metadata-Token");

	AkamaiMetadataService() {
		super(CloudDefinition.of(CloudProvider.AKAMAI, "http://169.254.169.254")
			.alternativeEndpoint("http://[fd00:a9fe:a9fe::1]")
			// without this header, the response would be lines of text
			.reader(MetadataReader.of("Akamai").headers(Map.of("Accept", "application/json")).token(TOKEN))
			.platform("akamai_cloud.compute")
			.document("/v1/instance")
			.proof(ValueLocation.at("id"), "\\d{1,20}")
			.proof(ValueLocation.at("host_uuid"), ".+")
			.field(CloudField.REGION, "region")
			.field(CloudField.ACCOUNT_ID, "account_euuid")
			.field(CloudField.INSTANCE_ID, "id")
			.field(CloudField.INSTANCE_NAME, "label")
			.field(CloudField.INSTANCE_TYPE, "type")
			.field(CloudField.IMAGE_ID, "image.id")
			.deferNetworkInterfaces()
			.tags("tags")
			.userDataInBase64("/v1/user-data")
			.name("accountEuuid", "account_euuid")
			.name("hostUuid", "host_uuid")
			.name("imageLabel", "image/label")
			.name("label", "label")
			.name("vcpus", "specs/vcpus")
			.build());
	}

	/** A path may begin with the name of the document. */
	private static String inInstance(String path) {
		return path.startsWith("instance/") ? path.substring("instance/".length()) : path;
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return super.find(attributes, inInstance(path));
	}

	@Override
	public @Nullable String tagOf(String path) {
		String inInstance = MetadataDocument.below(path, "instance");
		return super.tagOf((inInstance != null && !inInstance.isEmpty()) ? inInstance : path);
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		if (!path.startsWith("network/")) {
			return null;
		}
		String inNetwork = MetadataDocument.pathOf(path.substring("network/".length()));
		return getReader().requiredDocument(client, NETWORK).value(inNetwork);
	}

	@Override
	public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		MetadataDocument document = getReader().requiredDocument(client, NETWORK);
		return List.of(new NetworkInterface(null, addresses(document, "ipv4.private"),
				addresses(document, "ipv4.public", "ipv6.slaac"), null, null));
	}

	/** Each address has the length of a prefix that contains no other address. */
	private static List<String> addresses(MetadataDocument document, String... paths) {
		return document.addresses(paths).stream().map((address) -> address.replaceFirst("/\\d+$", "")).toList();
	}

}
