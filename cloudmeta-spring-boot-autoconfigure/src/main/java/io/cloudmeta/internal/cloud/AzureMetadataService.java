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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataReader;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import io.cloudmeta.spi.RestrictedPaths;
import org.jspecify.annotations.Nullable;

/**
 * The instance metadata service of Azure's virtual machines.
 *
 * @see <a href=
 * "https://learn.microsoft.com/en-us/azure/virtual-machines/instance-metadata-service">Azure
 * Instance Metadata Service</a>
 */
class AzureMetadataService implements MetadataService {

	private static final String PLATFORM = "azure.vm";

	private static final String INSTANCE = "/metadata/instance";

	private static final String LOAD_BALANCER = "/metadata/loadbalancer?api-version=2020-10-01";

	/** The service has no "latest": a version is requested by name. */
	private static final String API_VERSION = "2021-12-13";

	/** The first version that has all levels of the placement. */
	private static final String LOCATION_API_VERSION = "2025-11-11";

	/** What is requested where a region does not have the newer version. */
	private static final List<String> OLDER_API_VERSIONS = List.of("2021-02-01", "2019-06-04");

	/** Follow the version that is kept where the service has no document in it. */
	private static final String MISSING_ONCE = " once";

	private static final String MISSING_OFTEN = " often";

	private static final Duration VERSION_LIFE = Duration.ofMinutes(5);

	private static final String FORWARDED_HEADER = "x-forwarded-for";

	private static final String MISSING_HEADER = "required metadata header";

	/** How the service begins to call itself. */
	private static final String SERVER = "IMDS/";

	private static final Pattern GUID = Pattern
		.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

	private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

	/** The keys of disks, and all tags in one text, among which may be secrets. */
	private static final RestrictedPaths RESTRICTED = RestrictedPaths.NONE.closed("encryptionSettings", "tags");

	static final MetadataReader READER = MetadataReader.of("Azure")
		.advice("check what is between the application and the metadata service",
				"another service responds at Azure's address")
		.headers(Map.of("Metadata", "true"))
		.restrictedPaths(RESTRICTED)
		.missing(400)
		.failingWith(AzureMetadataService::failure)
		.build();

	private static final Map<String, String> NAMES = Stream
		.of("azEnvironment", "evictionPolicy", "licenseType", "location", "name", "offer", "osType", "physicalZone",
				"placementGroupId", "platformFaultDomain", "platformUpdateDomain", "priority", "provider", "publisher",
				"resourceGroupName", "resourceId", "sku", "subscriptionId", "version", "vmId", "vmScaleSetName",
				"vmSize", "zone")
		.collect(Collectors.toUnmodifiableMap(Function.identity(), (name) -> "compute/" + name));

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.AZURE;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		return MetadataEndpoint.of(environment, "cloudmeta.azure.endpoint", "http://169.254.169.254");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		MetadataResponse response = get(client, INSTANCE, "");
		if (proven && response.status() == 404 && isMissingAgain(client)) {
			response = getOlder(client, INSTANCE, "", response);
		}
		if (!proven && (response.status() == 404 || response.status() == 410)) {
			throw READER.notThisCloud("%s got status %d".formatted(INSTANCE, response.status()));
		}
		READER.check(response, INSTANCE);
		MetadataDocument document = READER.requiredDocument(response);
		if (!isVirtualMachine(document)) {
			throw READER.notThisInstance();
		}
		client.proven();
		return map(document);
	}

	/**
	 * Azure Arc serves the same document on machines that are elsewhere.
	 */
	private boolean isVirtualMachine(MetadataDocument document) {
		String vmId = document.get("compute.vmId");
		String resourceId = document.get("compute.resourceId");
		return MetadataText.matches(GUID, vmId)
				&& (resourceId == null || !resourceId.toLowerCase(Locale.ROOT).contains("microsoft.hybridcompute/"));
	}

	private InstanceMetadata map(MetadataDocument document) {
		List<NetworkInterface> interfaces = new ArrayList<>();
		for (String path : document.elements("network.interface")) {
			interfaces.add(networkInterface(document, path));
		}
		return InstanceMetadata.of(CloudProvider.AZURE)
			.set(CloudField.PLATFORM, PLATFORM)
			.set(CloudField.REGION, document.get("compute.location"))
			.set(CloudField.AVAILABILITY_ZONE, document.get("compute.zone"))
			.set(CloudField.ACCOUNT_ID, document.get("compute.subscriptionId"))
			.set(CloudField.INSTANCE_ID, document.get("compute.vmId"))
			.set(CloudField.INSTANCE_NAME, document.get("compute.name"))
			.set(CloudField.INSTANCE_TYPE, document.get("compute.vmSize"))
			.set(CloudField.IMAGE_ID, image(document))
			.set(CloudField.HOSTNAME, document.get("compute.osProfile.computerName"))
			.set(CloudField.LIFECYCLE, lifecycle(document))
			// the text in compute.tags is ambiguous where a tag contains a colon or a
			// semicolon
			.tags(document.elements("compute.tagsList").isEmpty() ? Map.of() : document.tags("compute.tagsList"))
			.networkInterfaces(interfaces)
			.attributes(document.asMap())
			.defer(CloudField.AVAILABILITY_ZONE_ID)
			.deferPlacement()
			// the addresses of the standard tier are known to the load balancer's part
			// only
			.defer(CloudField.PUBLIC_IP)
			.build();
	}

	/**
	 * Many virtual machines that are on demand have an empty priority. A version of the
	 * API without the member provides no lifecycle.
	 */
	private @Nullable String lifecycle(MetadataDocument document) {
		String priority = document.members("compute").get("priority");
		if (priority == null) {
			return null;
		}
		return switch (priority.trim().toLowerCase(Locale.ROOT)) {
			case "spot", "low" -> "spot";
			case "regular", "" -> "on-demand";
			default -> priority;
		};
	}

	/**
	 * An image of the user's own has an id, one of the marketplace a name in four parts.
	 */
	private @Nullable String image(MetadataDocument document) {
		String reference = "compute.storageProfile.imageReference.";
		String id = document.get(reference + "id");
		if (id != null) {
			return id;
		}
		List<@Nullable String> parts = new ArrayList<>();
		for (String name : List.of("publisher", "offer", "sku", "version")) {
			parts.add(document.get(reference + name));
		}
		return parts.contains(null) ? null : String.join(":", parts);
	}

	private NetworkInterface networkInterface(MetadataDocument document, String path) {
		String subnet = document.get(path + ".ipv4.subnet[0].address");
		String prefix = document.get(path + ".ipv4.subnet[0].prefix");
		List<String> lists = List.of(path + ".ipv4.ipAddress", path + ".ipv6.ipAddress");
		return new NetworkInterface(mac(document.get(path + ".macAddress")),
				addresses(document, lists, "privateIpAddress"), addresses(document, lists, "publicIpAddress"),
				(subnet != null && prefix != null) ? subnet + "/" + prefix : subnet, null);
	}

	private static List<String> addresses(MetadataDocument document, List<String> lists, String member) {
		List<String> paths = new ArrayList<>();
		for (String list : lists) {
			for (String element : document.elements(list)) {
				paths.add(element + "." + member);
			}
		}
		return document.addresses(paths.toArray(new String[0]));
	}

	private @Nullable String mac(@Nullable String text) {
		if (text == null || !text.matches("[0-9A-Fa-f]{12}")) {
			return text;
		}
		return text.toLowerCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(getProvider()).set(CloudField.PLATFORM, PLATFORM).build();
	}

	@Override
	public RestrictedPaths getRestrictedPaths() {
		return RESTRICTED;
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(MetadataDocument.pathOf(path));
	}

	@Override
	public @Nullable String tagOf(String path) {
		return (MetadataDocument.below(path, "compute/tagsList") != null
				|| MetadataDocument.below(path, "compute/tags") != null) ? "" : null;
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		if (tagOf(path) != null) {
			// the document holds all that may be read
			return null;
		}
		return MetadataText
			.block(READER.text(get(client, INSTANCE + "/" + path, "&format=text"), INSTANCE + "/" + path));
	}

	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		return switch (field) {
			case AVAILABILITY_ZONE_ID -> fetchLocation(client).get("physicalZone");
			case PUBLIC_IP -> fetchPublicIp(client);
			default -> null;
		};
	}

	private static @Nullable String fetchPublicIp(MetadataClient client) throws MetadataException {
		String text = READER.text(request(client, LOAD_BALANCER), LOAD_BALANCER);
		MetadataDocument document = (text != null) ? MetadataDocument.parse(text) : null;
		if (document == null) {
			return null;
		}
		return addresses(document, List.of("loadbalancer.publicIpAddresses"), "frontendIpAddress").stream()
			.findFirst()
			.map(AzureMetadataService::withoutBrackets)
			.orElse(null);
	}

	/** The service returns IPv6 addresses as they are written in URLs. */
	private static String withoutBrackets(String address) {
		boolean brackets = address.startsWith("[") && address.endsWith("]") && address.indexOf(':') > 0;
		return brackets ? address.substring(1, address.length() - 1) : address;
	}

	/**
	 * The host is known on dedicated hosts only, the interconnect only where there is
	 * one.
	 */
	@Override
	public Map<String, @Nullable String> fetchPlacement(MetadataClient client, InstanceMetadata identity)
			throws MetadataException {
		MetadataDocument location = fetchLocation(client);
		Map<String, @Nullable String> placement = new HashMap<>();
		placement.put("zone", location.get("physicalZone"));
		placement.put("group", location.value("interconnectGroupId", "placementGroupId"));
		placement.put("block", location.get("interconnectSubgroupId"));
		placement.put("host", location.get("host.id"));
		placement.put("fault-domain", location.get("platformFaultDomain"));
		return placement;
	}

	/**
	 * Reads the newest version that has further values of the location, or the version
	 * that the identity was read by where the service has only older ones.
	 */
	private static MetadataDocument fetchLocation(MetadataClient client) throws MetadataException {
		String path = INSTANCE + "/compute";
		MetadataResponse response = request(client, path, LOCATION_API_VERSION, "");
		String offered = (response.status() == 400) ? offeredVersion(response, LOCATION_API_VERSION) : null;
		if (offered != null || response.status() == 404) {
			response = request(client, path, (offered != null) ? offered : keptVersion(client), "");
		}
		READER.check(response, path);
		return READER.requiredDocument(response);
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		String path = INSTANCE + "/compute/userData";
		MetadataResponse response = get(client, path, "&format=text");
		if (response.status() == 404) {
			response = getOlder(client, path, "&format=text", response);
		}
		return READER.userData(response, path, true);
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

	/**
	 * Requests the version that is known to have all that is read, and once more the
	 * nearest that the service offers if it refuses that one.
	 */
	private MetadataResponse get(MetadataClient client, String path, String query) throws MetadataException {
		String version = keptVersion(client);
		MetadataResponse response = request(client, path, version, query);
		String offered = (response.status() == 400) ? offeredVersion(response, version) : null;
		if (offered != null) {
			keep(client, offered);
			response = request(client, path, offered, query);
		}
		return response;
	}

	/**
	 * Requests the older versions one after the other, for a region that responds with
	 * status 404 to newer ones.
	 * @param missing that response, which is returned if there is no other one
	 */
	private MetadataResponse getOlder(MetadataClient client, String path, String query, MetadataResponse missing)
			throws MetadataException {
		String newer = keptVersion(client);
		for (String version : OLDER_API_VERSIONS) {
			if (version.compareTo(newer) < 0) {
				MetadataResponse response = request(client, path, version, query);
				if (response.status() != 404) {
					keep(client, version);
					return response;
				}
			}
		}
		return missing;
	}

	/**
	 * Returns whether a document is missing for the second time: the first time, the
	 * service may be updated at the moment.
	 */
	private static boolean isMissingAgain(MetadataClient client) throws MetadataException {
		String kept = client.token(AzureMetadataService::newestVersion);
		if (kept.endsWith(MISSING_OFTEN)) {
			return false;
		}
		boolean again = kept.endsWith(MISSING_ONCE);
		keep(client, keptVersion(client) + (again ? MISSING_OFTEN : MISSING_ONCE));
		return again;
	}

	/**
	 * Returns the version to be requested. It is kept in place of a token, which this
	 * service does not have.
	 */
	private static String keptVersion(MetadataClient client) throws MetadataException {
		return client.token(AzureMetadataService::newestVersion).replaceFirst(" .*", "");
	}

	private static IssuedToken newestVersion() {
		return new IssuedToken(API_VERSION, VERSION_LIFE);
	}

	private static void keep(MetadataClient client, String version) throws MetadataException {
		client.discardToken();
		client.token(() -> new IssuedToken(version, VERSION_LIFE));
	}

	private static MetadataResponse request(MetadataClient client, String path, String version, String query)
			throws MetadataException {
		return request(client, path + "?api-version=" + version + query);
	}

	/** Where a value is requested, status 400 may also mean that it is missing. */
	private static MetadataResponse request(MetadataClient client, String pathAndQuery) throws MetadataException {
		MetadataResponse response = READER.get(client, pathAndQuery);
		MetadataException refusal = (response.status() == 400) ? refusedHeaders(response) : null;
		if (refusal != null) {
			throw refusal;
		}
		return response;
	}

	private static @Nullable String offeredVersion(MetadataResponse response, String refused) {
		List<String> versions = offeredVersions(response).stream()
			.filter((version) -> !version.equals(refused))
			.toList();
		String older = null;
		for (String version : versions) {
			if (version.compareTo(refused) < 0) {
				older = version;
			}
		}
		return (older != null || versions.isEmpty()) ? older : versions.get(0);
	}

	private static List<String> offeredVersions(MetadataResponse response) {
		MetadataDocument document = MetadataDocument.parse(response.body());
		if (document == null) {
			return List.of();
		}
		return document.elements("newest-versions")
			.stream()
			.map((path) -> String.valueOf(document.get(path)))
			.filter((version) -> MetadataText.matches(VERSION, version))
			.sorted()
			.toList();
	}

	/** While the service is updated, it responds with status 404 or 410. */
	private static @Nullable MetadataException failure(MetadataResponse response, String path) {
		return switch (response.status()) {
			case 400 -> badRequest(response);
			case 403, 421 -> new MetadataException(Kind.DENIED,
					"Azure's metadata service refuses %s (status %d)".formatted(path.replaceFirst("\\?.*", ""),
							response.status()),
					"the guest proxy agent (Metadata Security Protocol) or a network policy may not let this process"
							+ " read it, or a sidecar's proxy forwards the request, as Azure refuses X-Forwarded-For");
			case 404, 410, 500, 502, 503,
					504 ->
				new MetadataException(Kind.BUSY,
						"Azure's metadata service is busy (status %d)".formatted(response.status()),
						"it may be updating; refresh() reads it again");
			case 429 -> new MetadataException(Kind.BUSY, "Azure's metadata service gets too many requests",
					"it responds to five per second for the whole machine; find out what else sends requests");
			default -> null;
		};
	}

	private static @Nullable MetadataException badRequest(MetadataResponse response) {
		List<String> versions = offeredVersions(response);
		return versions.isEmpty() ? refusedHeaders(response)
				: new MetadataException(Kind.UNUSABLE,
						"Azure's metadata service has none of the versions that cloudmeta reads, only "
								+ String.join(", ", versions),
						"update cloudmeta, or set cloudmeta.instance.*");
	}

	/**
	 * Returns the failure of a request whose headers the service names in its refusal.
	 */
	private static @Nullable MetadataException refusedHeaders(MetadataResponse response) {
		String body = response.body().toLowerCase(Locale.ROOT);
		if (body.contains(FORWARDED_HEADER)) {
			MetadataException refusal = new MetadataException(Kind.DENIED,
					"Azure's metadata service refuses forwarded requests (X-Forwarded-For)",
					"something on the way forwards them, such as a sidecar's proxy: let requests to the metadata"
							+ " service pass it by");
			String server = response.header("Server");
			return (server != null && server.startsWith(SERVER)) ? refusal.fromThisCloud() : refusal;
		}
		return !body.contains(MISSING_HEADER) ? null
				: new MetadataException(Kind.DENIED, "Azure's metadata service did not receive the header Metadata",
						"something on the way removes it, such as a proxy: let requests to the metadata service pass"
								+ " it by");
	}

}
