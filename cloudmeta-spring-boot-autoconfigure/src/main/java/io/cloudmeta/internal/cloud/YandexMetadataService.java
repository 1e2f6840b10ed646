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

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataReader;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import io.cloudmeta.spi.RestrictedPaths;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of Yandex Cloud's virtual machines, in the format that it shares
 * with Google. What Google does not have is the folder that the machine belongs to.
 *
 * @see <a href="https://yandex.cloud/en/docs/compute/concepts/vm-metadata">VM
 * metadata</a>
 * @see <a href=
 * "https://yandex.cloud/en/docs/compute/concepts/metadata/directories">Metadata
 * folders</a>
 */
class YandexMetadataService implements MetadataService {

	/** OpenTelemetry has no name for it. */
	private static final String PLATFORM = "yandex_cloud.compute";

	private static final String TREE = "/computeMetadata/v1/";

	private static final String FOLDER_PATH = TREE + "yandex/folder-id";

	private static final String INSTANCE_PATH = TREE + "instance/?recursive=true&alt=json";

	private static final String IDENTITY_PATH = TREE + "instance/vendor/identity/document";

	private static final Pattern ID = Pattern.compile("[a-z0-9]{1,50}");

	/** Google's ids are numbers. */
	private static final Pattern INSTANCE_ID = Pattern.compile("(?!\\d+$)[a-z0-9]{1,50}");

	private static final Pattern ZONE_SUFFIX = Pattern.compile("-[a-z0-9]+$");

	/**
	 * Custom metadata but the platform's own switches, accounts' tokens and signatures.
	 */
	private static final RestrictedPaths RESTRICTED = RestrictedPaths.NONE
		.closed("attributes", "guest-attributes", "service-accounts", "identity", "oslogin")
		.except("attributes/enable-oslogin", "attributes/install-unified-agent", "attributes/serial-port-enable");

	static final MetadataReader READER = MetadataReader.of("Yandex Cloud")
		.headers(Map.of("Metadata-Flavor", "Google"))
		.restrictedPaths(RESTRICTED)
		.failingWith(YandexMetadataService::refusal)
		.build();

	private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("cloudId", "instance/vendor/cloud-id"),
			Map.entry("description", "instance/description"), Map.entry("environment", "instance/vendor/environment"),
			Map.entry("folderId", "yandex/folder-id"), Map.entry("maintenanceEvent", "instance/maintenance-event"),
			Map.entry("name", "instance/name"), Map.entry("zone", "instance/zone"));

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.YANDEX;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		return MetadataEndpoint.of(environment, "cloudmeta.yandex.endpoint", "http://169.254.169.254");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		MetadataResponse response = READER.get(client, FOLDER_PATH);
		READER.check(response, FOLDER_PATH);
		String folderId = MetadataText.value(response.body());
		if (!MetadataText.matches(ID, folderId)) {
			throw READER.notThisCloud("there is no id of a folder");
		}
		MetadataDocument instance = READER.requiredDocument(client, INSTANCE_PATH);
		String id = instance.get("id");
		// a server with one response for every path has returned the folder's id again
		if (!MetadataText.matches(INSTANCE_ID, id)) {
			throw READER.notThisInstance();
		}
		client.proven();
		return map(folderId, instance);
	}

	private InstanceMetadata map(@Nullable String folderId, MetadataDocument instance) {
		String zone = MetadataText.lastSegment(instance.get("zone"));
		Map<String, String> attributes = new LinkedHashMap<>();
		attributes.put("yandex.folderId", String.valueOf(folderId));
		instance.asMap().forEach((path, value) -> attributes.put(camelCase("instance." + path), value));
		return InstanceMetadata.of(CloudProvider.YANDEX)
			.set(CloudField.PLATFORM, PLATFORM)
			.set(CloudField.REGION, (zone != null) ? ZONE_SUFFIX.matcher(zone).replaceFirst("") : null)
			.set(CloudField.AVAILABILITY_ZONE, zone)
			.set(CloudField.ACCOUNT_ID, folderId)
			.set(CloudField.INSTANCE_ID, instance.get("id"))
			.set(CloudField.INSTANCE_NAME, instance.get("name"))
			.set(CloudField.HOSTNAME, instance.get("hostname"))
			.defer(CloudField.IMAGE_ID)
			.tags(instance.members("vendor.labels"))
			.networkInterfaces(networkInterfaces(instance))
			.attributes(attributes)
			.build();
	}

	private List<NetworkInterface> networkInterfaces(MetadataDocument instance) {
		List<String> paths = new ArrayList<>(instance.elements("networkInterfaces"));
		paths.addAll(instance.elements("network-interfaces"));
		return paths.stream().map((path) -> networkInterface(instance, path)).toList();
	}

	/** The value named network is the subnet's id. */
	private NetworkInterface networkInterface(MetadataDocument instance, String path) {
		List<String> publicAddresses = new ArrayList<>();
		for (String config : instance.elements(path + ".accessConfigs")) {
			publicAddresses.add(config + ".externalIp");
		}
		for (String config : instance.elements(path + ".access-configs")) {
			publicAddresses.add(config + ".external-ip");
		}
		return new NetworkInterface(instance.value(path + ".mac"), instance.addresses(path + ".ip"),
				instance.addresses(publicAddresses.toArray(String[]::new)),
				MetadataText.lastSegment(instance.get(path + ".network")), null);
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(CloudProvider.YANDEX).set(CloudField.PLATFORM, PLATFORM).build();
	}

	@Override
	public RestrictedPaths getRestrictedPaths() {
		return RESTRICTED;
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(MetadataDocument.pathOf(camelCase(path)));
	}

	/** Labels keep their spelling. */
	private static String camelCase(String path) {
		int labels = path.indexOf("labels");
		String own = (labels < 0) ? path : path.substring(0, labels);
		return Pattern.compile("-([a-z0-9])")
			.matcher(own)
			.replaceAll((match) -> match.group(1).toUpperCase(Locale.ROOT)) + path.substring(own.length());
	}

	@Override
	public @Nullable String tagOf(String path) {
		return MetadataDocument.below(path, "instance/vendor/labels");
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		return MetadataText.block(READER.text(client, TREE + path));
	}

	/** Only the identity document has the image; its signatures are not read. */
	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		MetadataDocument document = (field == CloudField.IMAGE_ID) ? READER.document(client, IDENTITY_PATH) : null;
		return (document != null) ? document.value("imageId") : null;
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		return READER.userData(client, TREE + "instance/attributes/user-data");
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

	private static @Nullable MetadataException refusal(MetadataResponse response, String path) {
		return (response.status() != 400) ? null
				: new MetadataException(Kind.DENIED, "Yandex Cloud's metadata service refuses Google's format",
						"turn it on (yc compute instance update --metadata-options gce-http-endpoint=enabled) or set"
								+ " cloudmeta.instance.*");
	}

}
