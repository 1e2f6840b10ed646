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
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataReader;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The metadata service of OpenStack Nova, whichever operator runs it.
 *
 * @see <a href="https://docs.openstack.org/nova/latest/user/metadata.html">Metadata</a>
 */
class OpenStackMetadataService implements MetadataService {

	private static final String PLATFORM = "openstack_nova";

	private static final String OPENSTACK = "/openstack/latest/";

	private static final String DOCUMENT_PATH = OPENSTACK + "meta_data.json";

	/** EC2's paths hold the flavor and the addresses, which the document lacks. */
	private static final String EC2 = "/latest/meta-data/";

	/**
	 * What Nova calls the properties that its users set: keys and values of their choice.
	 */
	private static final String META = "meta";

	/** The setting that names the user-defined key of the region. */
	private static final String REGION_KEY = "region-key";

	/** What OpenStack's own clients call the region that they talk to. */
	private static final String REGION_NAME = "OS_REGION_NAME";

	private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}");

	/** What Nova has in EC2's tree: it fails with status 500 below a leaf. */
	private static final Pattern EC2_PATH = Pattern.compile("[^/]+/?|(placement|block-device-mapping)/[^/]+/?");

	private static final MetadataReader READER = MetadataReader.of("OpenStack")
		.advice("the secret that Nova and Neutron's metadata agent share may differ: contact the operator",
				"another service responds like OpenStack")
		.failingWith(OpenStackMetadataService::failure)
		.build();

	private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("ec2InstanceId", "instance-id"),
			Map.entry("flavor", "instance-type"), Map.entry("kernelId", "kernel-id"),
			Map.entry("launchIndex", "launch_index"), Map.entry("localHostname", "local-hostname"),
			Map.entry("localIpv4", "local-ipv4"), Map.entry("name", "name"), Map.entry("projectId", "project_id"),
			Map.entry("publicHostname", "public-hostname"), Map.entry("publicIpv4", "public-ipv4"),
			Map.entry("ramdiskId", "ramdisk-id"), Map.entry("reservationId", "reservation-id"),
			Map.entry("securityGroups", "security-groups"), Map.entry("uuid", "uuid"));

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.OPENSTACK;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		MetadataEndpoint endpoint = MetadataEndpoint
			.of(environment, "cloudmeta.openstack.endpoint", "http://169.254.169.254")
			.withAlternative("http://[fe80::a9fe:a9fe]");
		String region = environment.apply(REGION_NAME);
		if (StringUtils.hasText(region)) {
			endpoint = endpoint.with(REGION_NAME, region);
		}
		String key = environment.apply("cloudmeta.openstack.region-key");
		return StringUtils.hasText(key) ? endpoint.with(REGION_KEY, key.trim()) : endpoint;
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		MetadataDocument document = READER.requiredDocument(client, DOCUMENT_PATH);
		// Oracle serves the same document with an id of its own kind
		if (!MetadataText.matches(UUID, document.get("uuid"))) {
			throw READER.notThisCloud("the response describes no instance of OpenStack Nova");
		}
		if (document.get("region_id") != null) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD,
					"the response is a document of Huawei Cloud or Open Telekom Cloud",
					"set cloudmeta.provider=huawei");
		}
		if (!proven) {
			refuseIfMore(client);
		}
		client.proven();
		return map(document, client.getEndpoint());
	}

	/**
	 * Nova has nothing at Oracle's path. A service that responds there is Oracle's, or
	 * one that responds to every request.
	 */
	private void refuseIfMore(MetadataClient client) throws MetadataException {
		MetadataResponse response = client.get(OracleMetadataService.INSTANCE_PATH, OracleMetadataService.HEADERS);
		if (response.isOk()) {
			throw READER.notThisCloud("Oracle's path returns a response too");
		}
	}

	/**
	 * Maps the document. The region is not taken from what users write, unless the
	 * settings name the key.
	 */
	private InstanceMetadata map(MetadataDocument document, MetadataEndpoint endpoint) {
		String regionKey = endpoint.options().get(REGION_KEY);
		return InstanceMetadata.of(CloudProvider.OPENSTACK)
			.set(CloudField.PLATFORM, PLATFORM)
			.set(CloudField.REGION, (regionKey != null) ? document.get(META + "." + regionKey) : null)
			.set(CloudField.AVAILABILITY_ZONE, document.get("availability_zone"))
			.set(CloudField.ACCOUNT_ID, document.get("project_id"))
			.set(CloudField.INSTANCE_ID, document.get("uuid"))
			.set(CloudField.INSTANCE_NAME, document.get("name"))
			.set(CloudField.HOSTNAME, document.get("hostname"))
			.defer(CloudField.REGION)
			.defer(CloudField.INSTANCE_TYPE)
			.defer(CloudField.PRIVATE_IP)
			.defer(CloudField.PUBLIC_IP)
			.tags(document.members(META))
			.deferNetworkInterfaces()
			.attributes(document.asMap())
			.build();
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(CloudProvider.OPENSTACK).set(CloudField.PLATFORM, PLATFORM).build();
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
			MetadataDocument document = READER.document(client, DOCUMENT_PATH);
			return (document != null) ? document.value(path.replace('/', '.')) : null;
		}
		if (!MetadataText.matches(EC2_PATH, path)) {
			return null;
		}
		List<String> lines = MetadataText.lines(READER.text(client, EC2 + path));
		// how Python prints an availability zone that is none
		boolean none = path.startsWith("placement/") && lines.equals(List.of("None"));
		return (none || lines.isEmpty()) ? null : String.join("\n", lines);
	}

	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		return switch (field) {
			case REGION -> region(client);
			case INSTANCE_TYPE -> READER.value(client, EC2 + "instance-type");
			case PRIVATE_IP -> privateIp(client);
			case PUBLIC_IP -> READER.value(client, EC2 + "public-ipv4");
			default -> null;
		};
	}

	/**
	 * Nova does not return the region. Some operators write it into the vendor data of
	 * each instance.
	 */
	private @Nullable String region(MetadataClient client) throws MetadataException {
		String region = region(READER.document(client, OPENSTACK + "vendor_data.json"), "");
		if (region == null) {
			region = region(READER.document(client, OPENSTACK + "vendor_data2.json"), "static.");
		}
		return MetadataText.value((region != null) ? region : client.getEndpoint().options().get(REGION_NAME));
	}

	private @Nullable String region(@Nullable MetadataDocument vendorData, String prefix) {
		return (vendorData != null) ? vendorData.value(prefix + "region", prefix + "region_name", prefix + "region_id")
				: null;
	}

	private @Nullable String privateIp(MetadataClient client) throws MetadataException {
		String address = READER.value(client, EC2 + "local-ipv4");
		if (address != null) {
			return address;
		}
		// an instance that has IPv6 only
		List<NetworkInterface> interfaces = NovaNetwork
			.interfaces(READER.document(client, OPENSTACK + "network_data.json"), null, null);
		return interfaces.stream()
			.flatMap((networkInterface) -> networkInterface.privateAddresses().stream())
			.findFirst()
			.orElse(null);
	}

	@Override
	public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		return NovaNetwork.interfaces(READER.document(client, OPENSTACK + "network_data.json"),
				READER.value(client, EC2 + "local-ipv4"), READER.value(client, EC2 + "public-ipv4"));
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		return READER.userData(client, OPENSTACK + "user_data");
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

	private static @Nullable MetadataException failure(MetadataResponse response, String path) {
		return switch (response.status()) {
			case 400 -> new MetadataException(Kind.UNUSABLE, path + " was refused as bad (status 400)",
					"Nova accepts only requests of Neutron's metadata agent; check what is in between");
			case 404 -> new MetadataException(Kind.NOT_THIS_CLOUD, path + " got status 404",
					"another service responds there, or OpenStack has no such instance");
			default -> null;
		};
	}

}
