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
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of Akamai's (formerly Linode's) compute instances.
 *
 * @see <a href=
 * "https://techdocs.akamai.com/cloud-computing/docs/metadata-service-api">Akamai:
 * metadata service API</a>
 */
class AkamaiMetadataService implements MetadataService {

	private static final String PLATFORM = "akamai_cloud.compute";

	private static final AnswerCheck ANSWERS = AnswerCheck.of("Akamai");

	private static final String TOKEN_PATH = "/v1/token";

	private static final String INSTANCE = "/v1/instance";

	private static final String USER_DATA = "/v1/user-data";

	private static final String NETWORK = "/v1/network";

	private static final Duration TOKEN_LIFE = Duration.ofHours(1);

	private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e&&[^<>]]{1,1024}");

	private static final Pattern INSTANCE_ID = Pattern.compile("\\d{1,20}");

	private static final Map<String, String> NAMES = Map.of("accountEuuid", "account_euuid", "hostUuid", "host_uuid",
			"imageLabel", "image/label", "label", "label", "vcpus", "specs/vcpus");

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.AKAMAI;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		return MetadataEndpoint.of(environment, "cloudmeta.akamai.endpoint", "http://169.254.169.254");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		MetadataDocument document = read(client, INSTANCE);
		if (!isInstance(document)) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "the answer describes no instance of Akamai",
					"something answers like Akamai but is not");
		}
		return map(document);
	}

	private boolean isInstance(MetadataDocument document) {
		String id = document.get("id");
		return MetadataText.matches(INSTANCE_ID, id) && document.get("host_uuid") != null;
	}

	private InstanceMetadata map(MetadataDocument document) {
		return InstanceMetadata.of(CloudProvider.AKAMAI)
			.set(CloudField.PLATFORM, PLATFORM)
			.set(CloudField.REGION, document.get("region"))
			.set(CloudField.ACCOUNT_ID, document.get("account_euuid"))
			.set(CloudField.INSTANCE_ID, document.get("id"))
			.set(CloudField.INSTANCE_NAME, document.get("label"))
			.set(CloudField.INSTANCE_TYPE, document.get("type"))
			.set(CloudField.IMAGE_ID, document.get("image.id"))
			.defer(CloudField.PRIVATE_IP)
			.defer(CloudField.PUBLIC_IP)
			.tags(Tags.ofNames(document, "tags"))
			.deferNetworkInterfaces()
			.attributes(document.asMap())
			.build();
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(CloudProvider.AKAMAI).set(CloudField.PLATFORM, PLATFORM).build();
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(inDocument(path, "instance/"));
	}

	private String inDocument(String path, String prefix) {
		String name = path.startsWith(prefix) ? path.substring(prefix.length()) : path;
		return MetadataDocument.pathOf(name);
	}

	@Override
	public @Nullable String tagOf(String path) {
		return (Tags.isIn(path, "tags") || Tags.isIn(path, "instance/tags")) ? "" : null;
	}

	/**
	 * There are documents only, no single values: what is not in the instance's can stand
	 * in the network's.
	 */
	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		return path.startsWith("network/") ? MetadataText.value(read(client, NETWORK).get(inDocument(path, "network/")))
				: null;
	}

	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		NetworkInterface network = fetchNetworkInterfaces(client).get(0);
		return switch (field) {
			case PRIVATE_IP -> network.privateAddresses().stream().findFirst().orElse(null);
			case PUBLIC_IP -> network.publicAddresses().stream().findFirst().orElse(null);
			default -> null;
		};
	}

	@Override
	public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		MetadataDocument document = read(client, NETWORK);
		List<String> publicAddresses = new ArrayList<>(addresses(document, "ipv4.public"));
		publicAddresses.addAll(addresses(document, "ipv6.slaac"));
		return List.of(new NetworkInterface(null, addresses(document, "ipv4.private"), publicAddresses, null, null));
	}

	/**
	 * Addresses stand there with the length of a prefix that holds nothing but them.
	 */
	private List<String> addresses(MetadataDocument document, String path) {
		List<@Nullable String> addresses = new ArrayList<>();
		addresses.add(document.get(path));
		document.elements(path).forEach((element) -> addresses.add(document.get(element)));
		return MetadataText.values(addresses).stream().map((address) -> address.replaceFirst("/\\d+$", "")).toList();
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		MetadataResponse response = get(client, USER_DATA);
		if (response.status() == 404) {
			return null;
		}
		ANSWERS.check(response, USER_DATA);
		return UserData.ofBase64(response);
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

	private MetadataDocument read(MetadataClient client, String path) throws MetadataException {
		MetadataResponse response = get(client, path);
		ANSWERS.check(response, path);
		MetadataDocument document = MetadataDocument.parse(response.body());
		if (document == null) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, path + " is no document",
					"something answers like Akamai but is not");
		}
		return document;
	}

	/**
	 * Without a word on JSON the answer would be lines of text.
	 */
	private Map<String, String> headers(MetadataClient client) throws MetadataException {
		return Map.of("Metadata-Token", client.token(() -> requestToken(client)), "Accept", "application/json");
	}

	private MetadataResponse get(MetadataClient client, String path) throws MetadataException {
		MetadataResponse response = client.get(path, headers(client));
		if (response.status() == 401) {
			client.discardToken();
			response = client.get(path, headers(client));
		}
		return response;
	}

	private IssuedToken requestToken(MetadataClient client) throws MetadataException {
		MetadataResponse response = client.put(TOKEN_PATH,
				Map.of("Metadata-Token-Expiry-Seconds", Long.toString(TOKEN_LIFE.toSeconds())));
		ANSWERS.check(response, TOKEN_PATH);
		String token = response.body().trim();
		if (!MetadataText.matches(TOKEN, token)) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "what was answered is no token",
					"something answers like Akamai but is not");
		}
		return new IssuedToken(token, TOKEN_LIFE);
	}

}
