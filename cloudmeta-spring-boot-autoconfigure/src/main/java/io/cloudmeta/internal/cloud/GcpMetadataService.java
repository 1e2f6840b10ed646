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

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
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

import org.springframework.util.StringUtils;

/**
 * The metadata server of Google Compute Engine.
 *
 * @see <a href="https://cloud.google.com/compute/docs/metadata/overview">About VM
 * metadata</a>
 * @see <a href=
 * "https://cloud.google.com/compute/docs/metadata/predefined-metadata-keys">Predefined
 * metadata keys</a>
 */
class GcpMetadataService implements MetadataService {

	static final String PLATFORM = "gcp_compute_engine";

	private static final String TREE = "/computeMetadata/v1/";

	private static final String FLAVOR_HEADER = "Metadata-Flavor";

	private static final String FLAVOR = "Google";

	private static final Pattern INSTANCE_ID = Pattern.compile("\\d{1,20}");

	private static final Pattern SERVERLESS_ID = Pattern.compile("[0-9a-f]{8,512}");

	/** Without visible machines, the location is a region. */
	private static final Pattern SERVERLESS_REGION = Pattern.compile("projects/[^/]+/regions/([a-z][a-z0-9-]*)");

	private static final String PHYSICAL_HOST = "instance/attributes/physical_host";

	private static final Pattern HOST_PATH = Pattern.compile("/?(?<block>[^/]+)/(?<subblock>[^/]+)/(?<host>[^/]+)/?");

	private static final Pattern ZONE_SUFFIX = Pattern.compile("-[a-z0-9]+$");

	/**
	 * The messages of the proxy that conceals metadata, in its newer and older versions.
	 */
	private static final Pattern CONCEALED = Pattern
		.compile("metadata endpoint is concealed|not allowed by the metadata proxy");

	/** Distinguishes a pod from a machine, as an option of the endpoint. */
	private static final String KUBERNETES = "KUBERNETES_SERVICE_HOST";

	private static final String NOT_READY = "in a new pod it takes some seconds: let an init container wait for it,"
			+ " raise cloudmeta.fetch.timeout or call refresh() later";

	/** Custom metadata, other users' attributes, accounts' tokens and scripts. */
	private static final RestrictedPaths RESTRICTED = RestrictedPaths.NONE.custom("attributes")
		.closed("guest-attributes", "partner-attributes", "service-accounts", "oslogin", "gce-workload-certificates",
				"gce-container-declaration", "configure-sh")
		.except("service-accounts/*/email", "service-accounts/*/scopes", "service-accounts/*/aliases");

	static final MetadataReader READER = reader(GcpMetadataService::failure);

	/** In a pod of GKE, the server may fail until it has the data of the pod. */
	private static final MetadataReader POD_READER = reader(GcpMetadataService::failureInPod);

	private static final Map<String, String> NAMES = Map.ofEntries(
			Map.entry("acceleratorType", "instance/attributes/accelerator-type"),
			Map.entry("agentWorkerNumber", "instance/attributes/agent-worker-number"),
			Map.entry("clusterLocation", "instance/attributes/cluster-location"),
			Map.entry("clusterName", "instance/attributes/cluster-name"),
			Map.entry("cpuPlatform", "instance/cpu-platform"),
			Map.entry("maintenanceEvent", "instance/maintenance-event"),
			Map.entry("machineType", "instance/machine-type"), Map.entry("name", "instance/name"),
			Map.entry("numericProjectId", "project/numeric-project-id"), Map.entry("physicalHost", PHYSICAL_HOST),
			Map.entry("preemptible", "instance/scheduling/preemptible"), Map.entry("projectId", "project/project-id"),
			Map.entry("universeDomain", "universe/universe-domain"),
			Map.entry("workerNetworkEndpoints", "instance/attributes/worker-network-endpoints"),
			Map.entry("zone", "instance/zone"));

	private static MetadataReader reader(BiFunction<MetadataResponse, String, @Nullable MetadataException> failures) {
		return MetadataReader.of("Google")
			.headers(Map.of(FLAVOR_HEADER, FLAVOR))
			.restrictedPaths(RESTRICTED)
			.failingWith(failures)
			.build();
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.GCP;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		MetadataEndpoint endpoint = address(environment);
		if (StringUtils.hasText(environment.apply(KUBERNETES))) {
			endpoint = endpoint.with(KUBERNETES, "true");
		}
		return Flag.isSet(environment, "NO_GCE_CHECK") ? endpoint.disabledBy("NO_GCE_CHECK") : endpoint;
	}

	private MetadataEndpoint address(Function<String, @Nullable String> environment) {
		String value = environment.apply("cloudmeta.gcp.endpoint");
		if (StringUtils.hasText(value)) {
			return MetadataEndpoint.configured("cloudmeta.gcp.endpoint", value);
		}
		MetadataEndpoint vendors = MetadataEndpoint.wellKnown("http://169.254.169.254")
			.withAlternative("http://[fd20:ce::254]");
		String host = environment.apply("GCE_METADATA_HOST");
		return StringUtils.hasText(host) ? MetadataEndpoint.ofVariable("GCE_METADATA_HOST", host, vendors) : vendors;
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		boolean pod = isPod(client);
		MetadataResponse response = tree(client, pod && proven);
		if (isPartOnly(response, pod)) {
			return new GcpLeaves(this, client).identify(response.status() == 403);
		}
		reader(client).check(response, TREE);
		MetadataDocument document = READER.requiredDocument(response);
		if (!isInstance(document)) {
			throw READER.notThisInstance();
		}
		client.proven();
		return map(document);
	}

	/**
	 * On a node of GKE the server of a new pod listens after some seconds only, and may
	 * then fail until it has the data of the pod.
	 * @see <a href=
	 * "https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity">Workload
	 * Identity Federation for GKE: limitations</a>
	 */
	private MetadataResponse tree(MetadataClient client, boolean mayBeStarting) throws MetadataException {
		try {
			return READER.get(client, TREE + "?recursive=true&alt=json");
		}
		catch (MetadataException ex) {
			if (mayBeStarting && ex.getKind() == Kind.REFUSED) {
				throw new MetadataException(Kind.STARTING, "GKE's metadata server does not listen yet",
						NOT_READY + "; or a network policy blocks 169.254.169.252:988");
			}
			throw ex;
		}
	}

	/**
	 * Whether the server is there but serves no tree. Workload Identity's has some leaves
	 * only; the one that conceals metadata refuses all recursive requests.
	 */
	private boolean isPartOnly(MetadataResponse response, boolean pod) {
		return switch (response.status()) {
			case 400 -> pod;
			case 403 -> pod || CONCEALED.matcher(response.body()).find();
			case 404 -> pod || FLAVOR.equals(response.header(FLAVOR_HEADER));
			default -> false;
		};
	}

	/**
	 * Yandex serves Google's paths and headers too, but its ids are no numbers, it has no
	 * projects and it names the vendor.
	 */
	private boolean isInstance(MetadataDocument document) {
		String id = document.get("instance.id");
		boolean serverless = id != null && serverlessRegion(document) != null
				&& MetadataText.matches(SERVERLESS_ID, id);
		return (serverless || isInstanceId(id)) && document.get("project.projectId") != null
				&& !document.has("instance.vendor");
	}

	static boolean isInstanceId(@Nullable String id) {
		return MetadataText.matches(INSTANCE_ID, id);
	}

	private static @Nullable String serverlessRegion(MetadataDocument document) {
		String region = document.get("instance.region");
		Matcher matcher = SERVERLESS_REGION.matcher((region != null) ? region : "");
		return matcher.matches() ? matcher.group(1) : null;
	}

	static @Nullable String regionOf(@Nullable String zone) {
		return (zone != null) ? ZONE_SUFFIX.matcher(zone).replaceFirst("") : null;
	}

	private InstanceMetadata map(MetadataDocument document) {
		String region = serverlessRegion(document);
		String zone = zone(document, region);
		List<NetworkInterface> interfaces = document.elements("instance.networkInterfaces")
			.stream()
			.map((path) -> networkInterface(document, path))
			.toList();
		InstanceMetadata.Builder identity = InstanceMetadata.of(CloudProvider.GCP)
			// the environment shows which of those without machines it is
			.set(CloudField.PLATFORM, (region != null) ? null : PLATFORM)
			.set(CloudField.REGION, (region != null) ? region : regionOf(zone))
			.set(CloudField.AVAILABILITY_ZONE, zone)
			.set(CloudField.ACCOUNT_ID, document.get("project.projectId"))
			.set(CloudField.INSTANCE_ID, document.get("instance.id"))
			.set(CloudField.INSTANCE_NAME, document.get("instance.name"))
			.set(CloudField.INSTANCE_TYPE, MetadataText.lastSegment(document.get("instance.machineType")))
			.set(CloudField.IMAGE_ID, document.get("instance.image"))
			.set(CloudField.HOSTNAME, document.get("instance.hostname"))
			.set(CloudField.LIFECYCLE,
					lifecycle(document.get("instance.scheduling.preemptible"),
							document.get("instance.scheduling.provisioningModel")))
			.tags(document.tags("instance.tags"))
			.networkInterfaces(interfaces)
			.attributes(document.asMap());
		return ((region != null) ? identity.placement(Collections.singletonMap("zone", zone))
				: identity.deferPlacement())
			.build();
	}

	/**
	 * A virtual machine with a provisioning model that is newer than these values is not
	 * called on-demand.
	 */
	static @Nullable String lifecycle(@Nullable String preemptible, @Nullable String provisioningModel) {
		if ("TRUE".equalsIgnoreCase(preemptible) || "SPOT".equalsIgnoreCase(provisioningModel)) {
			return "spot";
		}
		if (provisioningModel != null && !"STANDARD".equalsIgnoreCase(provisioningModel)) {
			return provisioningModel;
		}
		return ("FALSE".equalsIgnoreCase(preemptible) || provisioningModel != null) ? "on-demand" : null;
	}

	/**
	 * Cloud Run invents a zone, europe-west4-1, in which nothing can be placed.
	 */
	private @Nullable String zone(MetadataDocument document, @Nullable String region) {
		String zone = MetadataText.lastSegment(document.get("instance.zone"));
		boolean real = region == null || (zone != null && zone.matches(Pattern.quote(region) + "-[a-z]"));
		return real ? zone : null;
	}

	private NetworkInterface networkInterface(MetadataDocument document, String path) {
		String[] publicAddresses = document.elements(path + ".accessConfigs")
			.stream()
			.map((config) -> config + ".externalIp")
			.toArray(String[]::new);
		return new NetworkInterface(document.get(path + ".mac"), document.addresses(path + ".ip", path + ".ipv6s"),
				document.addresses(publicAddresses),
				Ipv4Subnet.of(document.get(path + ".ip"), document.get(path + ".subnetmask")),
				MetadataText.lastSegment(document.get(path + ".network")));
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
		return attributes.get(MetadataDocument.pathOf(camelCase(path)));
	}

	private static String camelCase(String path) {
		return Pattern.compile("-([a-z0-9])")
			.matcher(path)
			.replaceAll((match) -> match.group(1).toUpperCase(Locale.ROOT));
	}

	@Override
	public @Nullable String tagOf(String path) {
		return (MetadataDocument.below(path, "instance/tags") != null) ? "" : null;
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		return MetadataText.block(reader(client).text(client, TREE + path));
	}

	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		return new GcpLeaves(this, client).fetch(field);
	}

	/**
	 * Only densely placed machines have a physical host. The older attribute is a path,
	 * the newer one a document.
	 */
	@Override
	public Map<String, @Nullable String> fetchPlacement(MetadataClient client, InstanceMetadata identity)
			throws MetadataException {
		Map<String, @Nullable String> placement = new HashMap<>();
		placement.put("zone", identity.get(CloudField.AVAILABILITY_ZONE));
		String path = fetch(client, PHYSICAL_HOST);
		Matcher host = HOST_PATH.matcher((path != null) ? path : "");
		String topology = host.matches() ? null : fetch(client, PHYSICAL_HOST + "_topology");
		MetadataDocument document = (topology != null) ? MetadataDocument.parse(topology) : null;
		for (String level : List.of("block", "subblock", "host")) {
			String id = (document != null) ? document.get(level) : host.matches() ? host.group(level) : null;
			placement.put(level.equals("subblock") ? "sub-block" : level, id);
		}
		return placement;
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		for (String attributes : List.of("instance/attributes/", "project/attributes/")) {
			String path = TREE + attributes + "user-data";
			MetadataResponse response = READER.get(client, path);
			if (response.status() != 404) {
				boolean base64 = response.isOk() && "base64".equals(fetch(client, attributes + "user-data-encoding"));
				return reader(client).userData(response, path, base64);
			}
		}
		return null;
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

	private static boolean isPod(MetadataClient client) {
		return client.getEndpoint().options().containsKey(KUBERNETES);
	}

	private static MetadataReader reader(MetadataClient client) {
		return isPod(client) ? POD_READER : READER;
	}

	private static @Nullable MetadataException failure(MetadataResponse response, String path) {
		boolean google = FLAVOR.equals(response.header(FLAVOR_HEADER));
		return switch (response.status()) {
			case 200 -> google ? null : READER.notThisCloud("the response does not identify itself as Google's");
			case 403 -> refusal(response, google ? Kind.DENIED : Kind.NOT_THIS_CLOUD);
			case 401 -> READER.notThisCloud(TREE + " got status 401");
			case 499 -> READER.busy(response);
			default -> null;
		};
	}

	private static MetadataException refusal(MetadataResponse response, Kind kind) {
		String body = response.body().toLowerCase(Locale.ROOT);
		if (body.contains("x-forwarded-for")) {
			return new MetadataException(kind, "Google's metadata server refuses forwarded requests (X-Forwarded-For)",
					"something on the way forwards them, such as a sidecar's proxy: let requests to the metadata server"
							+ " pass it by");
		}
		if (body.contains("missing metadata-flavor")) {
			return new MetadataException(kind, "Google's metadata server did not receive the header Metadata-Flavor",
					"something on the way removes it, such as a proxy: let requests to the metadata server pass it by");
		}
		if (CONCEALED.matcher(response.body()).find()) {
			return new MetadataException(kind, "Google's metadata is concealed from this container",
					"use Workload Identity in its place, or set cloudmeta.instance.*");
		}
		return new MetadataException(kind, "Google's metadata server refuses the request (status 403)",
				"a sidecar's proxy may forward the request, as Google refuses X-Forwarded-For, or metadata is concealed"
						+ " from this container");
	}

	private static @Nullable MetadataException failureInPod(MetadataResponse response, String path) {
		return switch (response.status()) {
			case 500, 502, 503, 504 -> new MetadataException(Kind.BUSY,
					"GKE's metadata server is not ready (status %d)".formatted(response.status()), NOT_READY);
			default -> failure(response, path);
		};
	}

}
