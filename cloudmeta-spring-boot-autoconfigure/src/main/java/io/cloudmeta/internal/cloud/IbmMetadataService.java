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
import java.util.stream.Stream;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataClient.IssuedToken;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import io.cloudmeta.spi.RestrictedPaths;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of IBM Cloud's virtual servers for VPC. It is off by default, and
 * is silent then.
 *
 * @see <a href="https://cloud.ibm.com/apidocs/vpc-metadata">VPC Instance Metadata API</a>
 */
class IbmMetadataService implements MetadataService {

	/** OpenTelemetry's conventions have no name for it; its collector says this. */
	private static final String PLATFORM = "ibm_cloud.vpc";

	private static final AnswerCheck ANSWERS = AnswerCheck.of("IBM Cloud");

	private static final String VERSION = "?version=2025-08-26";

	private static final String TOKEN_PATH = "/identity/v1/token" + VERSION;

	/** Where tokens came from before. */
	private static final String OLD_TOKEN_PATH = "/instance_identity/v1/token?version=2022-03-01";

	private static final Map<String, String> TOKEN_HEADERS = Map.of("Metadata-Flavor", "ibm", "Accept",
			"application/json", "Content-Type", "application/json");

	/** The longest that is given. */
	private static final Duration TOKEN_LIFE = Duration.ofHours(1);

	/** The life of a token that was not asked to live longer or shorter. */
	private static final Duration USUAL_TOKEN_LIFE = Duration.ofMinutes(5);

	private static final String TOKEN_REQUEST = "{\"expires_in\":%d}".formatted(TOKEN_LIFE.toSeconds());

	private static final String INSTANCE_PATH = "/metadata/v1/instance" + VERSION;

	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{1,8192}");

	private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,4}");

	private static final Pattern ZONE_SUFFIX = Pattern.compile("-\\d+$");

	/** Where the account stands in a CRN: {@code a/0123abcd}. */
	private static final int CRN_SCOPE = 6;

	/** Initialisation holds user data and keys. */
	private static final RestrictedPaths RESTRICTED = RestrictedPaths.NONE.closed("initialization",
			"default_trusted_profile");

	private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("bandwidth", "bandwidth"),
			Map.entry("crn", "crn"), Map.entry("createdAt", "created_at"), Map.entry("imageName", "image/name"),
			Map.entry("profileName", "profile/name"), Map.entry("resourceGroupId", "resource_group/id"),
			Map.entry("status", "status"), Map.entry("vpcId", "vpc/id"), Map.entry("vpcName", "vpc/name"),
			Map.entry("zoneName", "zone/name"));

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.IBM;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		return MetadataEndpoint.of(environment, "cloudmeta.ibm.endpoint", "http://169.254.169.254");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		MetadataResponse response = get(client);
		ANSWERS.check(response, INSTANCE_PATH);
		MetadataDocument document = MetadataDocument.parse(response.body(), RESTRICTED.getSkippedNames());
		if (document == null || !isInstance(document)) {
			throw ANSWERS.notThisCloud("the answer describes no virtual server of IBM Cloud");
		}
		return map(document);
	}

	private boolean isInstance(MetadataDocument document) {
		String crn = document.get("crn");
		return crn != null && crn.startsWith("crn:") && document.get("id") != null;
	}

	private InstanceMetadata map(MetadataDocument document) {
		String zone = MetadataText.value(document.get("zone.name"));
		return InstanceMetadata.of(CloudProvider.IBM)
			.set(CloudField.PLATFORM, PLATFORM)
			.set(CloudField.REGION, (zone != null) ? ZONE_SUFFIX.matcher(zone).replaceFirst("") : null)
			.set(CloudField.AVAILABILITY_ZONE, zone)
			.set(CloudField.ACCOUNT_ID, account(document.get("crn")))
			.set(CloudField.INSTANCE_ID, document.get("id"))
			.set(CloudField.INSTANCE_NAME, document.get("name"))
			.set(CloudField.INSTANCE_TYPE, document.get("profile.name"))
			.set(CloudField.IMAGE_ID, document.get("image.id"))
			.set(CloudField.PRIVATE_IP, document.get("primary_network_interface.primary_ip.address"))
			.networkInterfaces(networkInterfaces(document))
			.attributes(document.asMap())
			.build();
	}

	private @Nullable String account(@Nullable String crn) {
		String[] segments = (crn != null) ? crn.split(":", -1) : new String[0];
		boolean scoped = segments.length > CRN_SCOPE && segments[CRN_SCOPE].startsWith("a/");
		return scoped ? MetadataText.value(segments[CRN_SCOPE].substring(2)) : null;
	}

	private List<NetworkInterface> networkInterfaces(MetadataDocument document) {
		String primary = "primary_network_interface";
		String primaryId = document.get(primary + ".id");
		List<NetworkInterface> interfaces = new ArrayList<>();
		if (document.has(primary)) {
			interfaces.add(networkInterface(document, primary));
		}
		for (String path : document.elements("network_interfaces")) {
			String id = document.get(path + ".id");
			if (id != null && !id.equals(primaryId)) {
				interfaces.add(networkInterface(document, path));
			}
		}
		return interfaces;
	}

	private NetworkInterface networkInterface(MetadataDocument document, String path) {
		return new NetworkInterface(null,
				MetadataText.values(Stream.ofNullable(document.get(path + ".primary_ip.address")).toList()), List.of(),
				MetadataText.value(document.get(path + ".subnet.id")), MetadataText.value(document.get("vpc.id")));
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(CloudProvider.IBM).set(CloudField.PLATFORM, PLATFORM).build();
	}

	@Override
	public RestrictedPaths getRestrictedPaths() {
		return RESTRICTED;
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(MetadataDocument.pathOf(path));
	}

	/**
	 * Fetches nothing: there are no paths to single values, the document holds them all.
	 */
	@Override
	public @Nullable String fetch(MetadataClient client, String path) {
		return null;
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

	private MetadataResponse get(MetadataClient client) throws MetadataException {
		MetadataResponse response = client.get(INSTANCE_PATH, headers(client));
		if (response.status() == 401) {
			client.discardToken();
			response = client.get(INSTANCE_PATH, headers(client));
		}
		return response;
	}

	private Map<String, String> headers(MetadataClient client) throws MetadataException {
		return Map.of("Accept", "application/json", "Authorization",
				"Bearer " + client.token(() -> requestToken(client)));
	}

	private IssuedToken requestToken(MetadataClient client) throws MetadataException {
		String path = TOKEN_PATH;
		MetadataResponse response = putToken(client, path);
		if (response.status() == 404) {
			path = OLD_TOKEN_PATH;
			response = putToken(client, path);
		}
		ANSWERS.check(response, path);
		MetadataDocument document = MetadataDocument.parse(response.body());
		String token = MetadataDocument.tokenOf(response.body(), "access_token");
		if (document == null || token == null || !MetadataText.matches(TOKEN, token)) {
			throw ANSWERS.notThisCloud("what was answered is no token of IBM Cloud");
		}
		String life = document.get("expires_in");
		boolean known = MetadataText.matches(SECONDS, life);
		return new IssuedToken(token, known ? Duration.ofSeconds(Integer.parseInt(life)) : USUAL_TOKEN_LIFE);
	}

	private MetadataResponse putToken(MetadataClient client, String path) throws MetadataException {
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
