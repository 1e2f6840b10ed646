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
import java.util.function.Function;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataClient.IssuedToken;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataReader;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import io.cloudmeta.spi.TokenExchange;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of Huawei Cloud, Open Telekom Cloud and others of that make: that
 * of OpenStack Nova with more in it.
 *
 * @see <a href=
 * "https://support.huaweicloud.com/intl/en-us/usermanual-ecs/ecs_03_0166.html">Obtaining
 * ECS Details Using Metadata</a>
 */
class HuaweiMetadataService implements MetadataService {

	private static final String PLATFORM = "huawei_cloud_ecs";

	private static final String TOKEN_PATH = "/meta-data/latest/api/token";

	private static final String TOKEN_TTL_HEADER = "X-Metadata-Token-Ttl-Seconds";

	private static final Duration TOKEN_TTL = Duration.ofHours(6);

	/** Placeholder for a token as long as none is required. */
	private static final String NO_TOKEN = "";

	private static final Duration NO_TOKEN_LIFE = Duration.ofDays(1);

	private static final String OPENSTACK = "/openstack/latest/";

	private static final String DOCUMENT_PATH = OPENSTACK + "meta_data.json";

	/** EC2's paths hold the addresses, which the document lacks. */
	private static final String EC2 = "/latest/meta-data/";

	private static final String META = "meta";

	private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}");

	/** What Nova has in EC2's tree: it fails with status 500 below a leaf. */
	private static final Pattern EC2_PATH = Pattern.compile("[^/]+/?|(placement|block-device-mapping)/[^/]+/?");

	private static final MetadataReader READER = MetadataReader.of("Huawei Cloud")
		.token(TokenExchange.of("X-Metadata-Token", HuaweiMetadataService::requestToken))
		.build();

	private static final Map<String, String> NAMES = Map.ofEntries(
			Map.entry("enterpriseProjectId", "enterprise_project_id"), Map.entry("flavor", "instance-type"),
			Map.entry("imageName", "meta/image_name"), Map.entry("launchIndex", "launch_index"),
			Map.entry("localIpv4", "local-ipv4"), Map.entry("name", "name"), Map.entry("osBit", "meta/os_bit"),
			Map.entry("projectId", "project_id"), Map.entry("publicIpv4", "public-ipv4"),
			Map.entry("regionId", "region_id"), Map.entry("uuid", "uuid"), Map.entry("vpcId", "meta/vpc_id"));

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.HUAWEI;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		return MetadataEndpoint.of(environment, "cloudmeta.huawei.endpoint", "http://169.254.169.254");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		// a request for a token is made to no other cloud
		MetadataResponse response = get(client, DOCUMENT_PATH, proven);
		READER.check(response, DOCUMENT_PATH);
		MetadataDocument document = READER.requiredDocument(response);
		if (!isInstance(document, proven)) {
			throw READER.notThisInstance();
		}
		client.proven();
		return map(document);
	}

	/**
	 * Nova's own document has no region. Some clouds of Huawei's make may have none
	 * either.
	 */
	private boolean isInstance(MetadataDocument document, boolean proven) {
		String uuid = document.get("uuid");
		return MetadataText.matches(UUID, uuid) && (proven || document.get("region_id") != null);
	}

	private InstanceMetadata map(MetadataDocument document) {
		String image = document.get("meta.metering.image_id");
		return InstanceMetadata.of(CloudProvider.HUAWEI)
			.set(CloudField.PLATFORM, PLATFORM)
			.set(CloudField.REGION, document.get("region_id"))
			.set(CloudField.AVAILABILITY_ZONE, document.get("availability_zone"))
			.set(CloudField.ACCOUNT_ID, document.get("project_id"))
			.set(CloudField.INSTANCE_ID, document.get("uuid"))
			.set(CloudField.INSTANCE_NAME, document.get("name"))
			.set(CloudField.INSTANCE_TYPE, document.get("instance_type"))
			.set(CloudField.IMAGE_ID, (image != null) ? image : document.get("meta.image_name"))
			.set(CloudField.HOSTNAME, document.get("hostname"))
			.defer(CloudField.INSTANCE_TYPE)
			.defer(CloudField.HOSTNAME)
			.defer(CloudField.PRIVATE_IP)
			.defer(CloudField.PUBLIC_IP)
			.tags(document.members(META))
			.deferNetworkInterfaces()
			.attributes(document.asMap())
			.build();
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(CloudProvider.HUAWEI).set(CloudField.PLATFORM, PLATFORM).build();
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(MetadataDocument.pathOf(path));
	}

	@Override
	public @Nullable String tagOf(String path) {
		return MetadataDocument.below(path, META);
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		if (path.startsWith(META + "/")) {
			// left out of what is known where only some tags may be read
			MetadataDocument document = document(client, "meta_data.json");
			return (document != null) ? document.value(path.replace('/', '.')) : null;
		}
		if (!MetadataText.matches(EC2_PATH, path)) {
			return null;
		}
		return MetadataText.block(read(client, EC2 + path));
	}

	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		return switch (field) {
			case INSTANCE_TYPE -> value(client, EC2 + "instance-type");
			case HOSTNAME -> value(client, EC2 + "local-hostname");
			case PRIVATE_IP -> value(client, EC2 + "local-ipv4");
			case PUBLIC_IP -> value(client, EC2 + "public-ipv4");
			default -> null;
		};
	}

	@Override
	public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		return NovaNetwork.interfaces(document(client, "network_data.json"), value(client, EC2 + "local-ipv4"),
				value(client, EC2 + "public-ipv4"));
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		String path = OPENSTACK + "user_data";
		return READER.userData(get(client, path, true), path, false);
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

	private @Nullable MetadataDocument document(MetadataClient client, String name) throws MetadataException {
		String body = read(client, OPENSTACK + name);
		return (body != null) ? MetadataDocument.parse(body) : null;
	}

	private @Nullable String value(MetadataClient client, String path) throws MetadataException {
		return MetadataText.value(read(client, path));
	}

	private @Nullable String read(MetadataClient client, String path) throws MetadataException {
		return READER.text(get(client, path, true), path);
	}

	/**
	 * Sends the request without a token first: few instances require one, and few regions
	 * issue them.
	 */
	private MetadataResponse get(MetadataClient client, String path, boolean tokenAllowed) throws MetadataException {
		MetadataResponse response = client.get(path,
				READER.headers(client, () -> new IssuedToken(NO_TOKEN, NO_TOKEN_LIFE)));
		if (tokenAllowed && (response.status() == 401 || response.status() == 403)) {
			client.discardToken();
			response = client.get(path, READER.headers(client, () -> requestToken(client, READER)));
		}
		return response;
	}

	private static IssuedToken requestToken(MetadataClient client, MetadataReader reader) throws MetadataException {
		MetadataResponse response = client.put(TOKEN_PATH,
				Map.of(TOKEN_TTL_HEADER, Long.toString(TOKEN_TTL.toSeconds())));
		reader.checkForwarding(response);
		if (response.status() == 429 || response.status() >= 500) {
			reader.check(response, TOKEN_PATH);
		}
		if (!response.isOk()) {
			throw new MetadataException(
					Kind.DENIED, "Huawei Cloud's metadata service refuses the request and issues no token (status %d)"
						.formatted(response.status()),
					"check what is between the application and the metadata service");
		}
		return reader.token(response.body(), TOKEN_PATH, TOKEN_TTL);
	}

}
