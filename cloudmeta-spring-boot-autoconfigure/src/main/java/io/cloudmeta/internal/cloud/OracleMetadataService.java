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

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataReader;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import io.cloudmeta.spi.RestrictedPaths;
import org.jspecify.annotations.Nullable;

/**
 * The instance metadata service of Oracle Cloud Infrastructure, version 2.
 *
 * @see <a href=
 * "https://docs.oracle.com/en-us/iaas/Content/Compute/Tasks/gettingmetadata.htm">Instance
 * Metadata Service</a>
 */
class OracleMetadataService implements MetadataService {

	static final String INSTANCE_PATH = "/opc/v2/instance/";

	static final Map<String, String> HEADERS = Map.of("Authorization", "Bearer Oracle");

	private static final String HOST_PATH = "/opc/v2/host/";

	private static final String PLATFORM = "oracle_cloud_compute";

	private static final String TREE = "/opc/v2/";

	private static final String INSTANCE = "instance/";

	private static final String VNICS = "vnics/";

	private static final String TAGS = "freeformTags";

	private static final String DEFINED_TAGS = "definedTags";

	private static final String ID = "ocid1.instance.";

	/** Old regions have a short key beside this name, new ones the name only. */
	private static final Pattern REGION = Pattern.compile("[a-z]{1,32}(?:-[a-z]{1,32}){1,8}-\\d{1,3}");

	/**
	 * Custom metadata, also within the whole document, and certificates with their keys.
	 */
	private static final RestrictedPaths RESTRICTED = RestrictedPaths.NONE.custom("metadata", "extendedMetadata")
		.closed("identity")
		.documents("instance");

	private static final MetadataReader READER = MetadataReader.of("Oracle")
		.advice("check what is in between: a proxy that adds headers is refused",
				"another service responds at Oracle's address")
		.headers(HEADERS)
		.restrictedPaths(RESTRICTED)
		.build();

	private static final Map<String, String> NAMES = Map.ofEntries(
			Map.entry("availabilityDomain", "instance/availabilityDomain"),
			Map.entry("canonicalRegionName", "instance/canonicalRegionName"),
			Map.entry("compartmentId", "instance/compartmentId"), Map.entry("displayName", "instance/displayName"),
			Map.entry("faultDomain", "instance/faultDomain"), Map.entry("image", "instance/image"),
			Map.entry("launchMode", "instance/launchMode"), Map.entry("ociAdName", "instance/ociAdName"),
			Map.entry("realmDomainComponent", "instance/regionInfo/realmDomainComponent"),
			Map.entry("realmKey", "instance/regionInfo/realmKey"),
			Map.entry("regionKey", "instance/regionInfo/regionKey"), Map.entry("shape", "instance/shape"),
			Map.entry("state", "instance/state"), Map.entry("tenantId", "instance/tenantId"),
			Map.entry("timeCreated", "instance/timeCreated"), Map.entry("vnicId", "vnics/0/vnicId"));

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.ORACLE;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		return MetadataEndpoint.of(environment, "cloudmeta.oracle.endpoint", "http://169.254.169.254")
			.withAlternative("http://[fd00:c1::a9fe:a9fe]");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		MetadataDocument document = READER.requiredDocument(client, INSTANCE_PATH);
		String id = document.get("id");
		if (id == null || !id.startsWith(ID)) {
			throw READER.notThisInstance();
		}
		client.proven();
		return map(document);
	}

	private InstanceMetadata map(MetadataDocument document) {
		String tenant = document.get("tenantId");
		return InstanceMetadata.of(CloudProvider.ORACLE)
			.set(CloudField.PLATFORM, PLATFORM)
			.set(CloudField.REGION, region(document), REGION)
			.set(CloudField.AVAILABILITY_ZONE, document.get("availabilityDomain"))
			// the documents of some instances do not contain the tenancy
			.set(CloudField.ACCOUNT_ID, (tenant != null) ? tenant : document.get("compartmentId"))
			.set(CloudField.INSTANCE_ID, document.get("id"))
			.set(CloudField.INSTANCE_NAME, document.get("displayName"))
			.set(CloudField.INSTANCE_TYPE, document.get("shape"))
			.set(CloudField.IMAGE_ID, document.get("image"))
			.set(CloudField.HOSTNAME, document.get("hostname"))
			.defer(CloudField.PRIVATE_IP)
			.tags(document.members(TAGS))
			.deferNetworkInterfaces()
			.deferPlacement()
			.attributes(document.asMap())
			.build();
	}

	/**
	 * Returns the region's name, or its substitute if there is none.
	 */
	private @Nullable String region(MetadataDocument document) {
		String other = null;
		for (String name : List.of("canonicalRegionName", "regionInfo.regionIdentifier", "region")) {
			String region = document.get(name);
			if (MetadataText.matches(REGION, region)) {
				return region;
			}
			other = (other != null) ? other : region;
		}
		return other;
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(CloudProvider.ORACLE).set(CloudField.PLATFORM, PLATFORM).build();
	}

	@Override
	public RestrictedPaths getRestrictedPaths() {
		return RESTRICTED;
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		String inTree = inTree(path);
		return inTree.startsWith(INSTANCE)
				? attributes.get(MetadataDocument.pathOf(inTree.substring(INSTANCE.length()))) : null;
	}

	/**
	 * A path may begin below the instance, as the attributes do.
	 */
	private String inTree(String path) {
		boolean whole = (path + "/").startsWith(INSTANCE) || (path + "/").startsWith(VNICS)
				|| (path + "/").toLowerCase(Locale.ROOT).startsWith("identity/");
		return whole ? path : INSTANCE + path;
	}

	@Override
	public @Nullable String tagOf(String path) {
		String inInstance = MetadataDocument.below(path, INSTANCE);
		String place = (inInstance != null) ? inInstance : path;
		String tag = MetadataDocument.below(place, TAGS);
		if (tag != null) {
			return tag;
		}
		// the namespace belongs to the tag's name
		String defined = MetadataDocument.below(place, DEFINED_TAGS);
		return (defined != null) ? defined.replace('/', '.') : null;
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		return MetadataText.block(READER.text(client, TREE + inTree(path)));
	}

	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		if (field != CloudField.PRIVATE_IP) {
			return null;
		}
		List<NetworkInterface> interfaces = fetchNetworkInterfaces(client);
		return (interfaces.isEmpty() || interfaces.get(0).privateAddresses().isEmpty()) ? null
				: interfaces.get(0).privateAddresses().get(0);
	}

	@Override
	public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		String body = READER.text(client, TREE + VNICS);
		MetadataDocument list = (body != null) ? MetadataDocument.parseList(body, RESTRICTED.getSkippedNames()) : null;
		return (list != null) ? list.elements("").stream().map((element) -> networkInterface(list, element)).toList()
				: List.of();
	}

	private NetworkInterface networkInterface(MetadataDocument list, String element) {
		// an interface that has IPv6 only has the text "<null>" for its IPv4 range
		return new NetworkInterface(list.value(element + ".macAddr"),
				list.addresses(element + ".privateIp", element + ".ipv6Addresses"), List.of(),
				list.value(element + ".subnetCidrBlock", element + ".ipv6SubnetCidrBlock"), null);
	}

	/**
	 * Only bare metal with a capacity topology has the RDMA network's levels.
	 * @see <a href=
	 * "https://docs.oracle.com/en-us/iaas/Content/Compute/Tasks/gettingmetadata.htm">Host
	 * metadata</a>
	 */
	@Override
	public Map<String, @Nullable String> fetchPlacement(MetadataClient client, InstanceMetadata identity)
			throws MetadataException {
		Map<String, @Nullable String> placement = new HashMap<>();
		placement.put("zone", identity.get(CloudField.AVAILABILITY_ZONE));
		placement.put("fault-domain", identity.getAttributes().get("faultDomain"));
		String body = READER.text(client, HOST_PATH);
		MetadataDocument host = (body != null) ? MetadataDocument.parse(body) : null;
		if (host != null) {
			String rdma = "rdmaTopologyData.";
			placement.put("group", host.value(rdma + "customerHPCIslandId"));
			placement.put("block", host.value(rdma + "customerNetworkBlock", "networkBlockId"));
			placement.put("sub-block", host.value(rdma + "customerLocalBlock"));
			placement.put("rack", host.value(rdma + "customerGpuMemoryFabric", "rackId"));
			placement.put("host", host.value(rdma + "customerHostId"));
		}
		return placement;
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		return READER.userDataInBase64(client, INSTANCE_PATH + "metadata/user_data");
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

}
