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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import io.cloudmeta.spi.RestrictedPaths;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The metadata service of Tencent Cloud's virtual machines, which has no document of
 * everything: it is read key by key.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/213/4934">Querying Instance
 * Metadata</a>
 */
class TencentMetadataService implements MetadataService {

	private static final String PLATFORM = "tencent_cloud_cvm";

	private static final AnswerCheck ANSWERS = AnswerCheck.of("CVM", "Tencent Cloud");

	private static final String USER_DATA = "/latest/user-data";

	private static final String METADATA = "/latest/meta-data/";

	private static final String INSTANCE_ID = "instance-id";

	private static final String INSTANCE_NAME = "instance-name";

	private static final String REGION = "placement/region";

	private static final String ZONE = "placement/zone";

	private static final String INSTANCE_TYPE = "instance/instance-type";

	private static final String INTERFACES = "network/interfaces/macs/";

	private static final Pattern INSTANCE = Pattern.compile("ins-[0-9a-z]{1,64}");

	private static final Pattern MAC = Pattern.compile("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}");

	/** What is read at once, after the instance's id has proved the cloud. */
	private static final List<String> LEAVES = List.of(REGION, ZONE, INSTANCE_NAME, INSTANCE_TYPE);

	/** Where the values stand that are read when somebody asks for them. */
	private static final Map<CloudField, String> DEFERRED = Map.of(CloudField.ACCOUNT_ID, "app-id", CloudField.IMAGE_ID,
			"instance/image-id", CloudField.PRIVATE_IP, "local-ipv4", CloudField.PUBLIC_IP, "public-ipv4");

	/** Roles and their credentials. */
	private static final RestrictedPaths RESTRICTED = RestrictedPaths.NONE.closed("cam");

	private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("appId", "app-id"),
			Map.entry("chargeType", "payment/charge-type"), Map.entry("createTime", "payment/create-time"),
			Map.entry("localIpv4", "local-ipv4"), Map.entry("mac", "mac"), Map.entry("publicIpv4", "public-ipv4"),
			Map.entry("securityGroup", "instance/security-group"),
			Map.entry("spotTerminationTime", "spot/termination-time"),
			Map.entry("terminationTime", "payment/termination-time"), Map.entry("uuid", "uuid"),
			Map.entry("zone", ZONE));

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.TENCENT;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		// metadata.tencentyun.com, without the need to look it up
		return MetadataEndpoint.of(environment, "cloudmeta.tencent.endpoint", "http://169.254.0.23");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		String instanceId = MetadataText.value(read(client, INSTANCE_ID));
		if (instanceId == null || !MetadataText.matches(INSTANCE, instanceId)) {
			throw ANSWERS.notThisCloud("there is no instance's id of CVM");
		}
		Map<String, String> values = new LinkedHashMap<>();
		values.put(INSTANCE_ID, instanceId);
		for (String leaf : LEAVES) {
			String value = MetadataText.value(read(client, leaf));
			if (value != null) {
				values.put(leaf, value);
			}
		}
		return map(values);
	}

	private InstanceMetadata map(Map<String, String> values) {
		Map<String, String> attributes = new LinkedHashMap<>();
		values.forEach((path, value) -> attributes.put(path.replace('/', '.'), value));
		InstanceMetadata.Builder identity = InstanceMetadata.of(CloudProvider.TENCENT)
			.set(CloudField.PLATFORM, PLATFORM)
			.set(CloudField.REGION, values.get(REGION))
			.set(CloudField.AVAILABILITY_ZONE, values.get(ZONE))
			.set(CloudField.INSTANCE_ID, values.get(INSTANCE_ID))
			.set(CloudField.INSTANCE_NAME, values.get(INSTANCE_NAME))
			.set(CloudField.INSTANCE_TYPE, values.get(INSTANCE_TYPE))
			.deferNetworkInterfaces()
			.attributes(attributes);
		DEFERRED.keySet().forEach(identity::defer);
		return identity.build();
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(CloudProvider.TENCENT).set(CloudField.PLATFORM, PLATFORM).build();
	}

	@Override
	public RestrictedPaths getRestrictedPaths() {
		return RESTRICTED;
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(path.replace('/', '.'));
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		return MetadataText.block(read(client, path));
	}

	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		String leaf = DEFERRED.get(field);
		return (leaf != null) ? MetadataText.value(read(client, leaf)) : null;
	}

	@Override
	public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		List<NetworkInterface> interfaces = new ArrayList<>();
		String primary = MetadataText.value(read(client, "mac"));
		for (String directory : MetadataText.lines(read(client, INTERFACES))) {
			String mac = StringUtils.trimTrailingCharacter(directory, '/');
			if (MetadataText.matches(MAC, mac)) {
				interfaces.add(mac.equalsIgnoreCase(primary) ? 0 : interfaces.size(), networkInterface(client, mac));
			}
		}
		return List.copyOf(interfaces);
	}

	private NetworkInterface networkInterface(MetadataClient client, String mac) throws MetadataException {
		String path = INTERFACES + mac + "/";
		Set<String> privateAddresses = new LinkedHashSet<>(
				MetadataText.lines(read(client, path + "primary-local-ipv4")));
		for (String directory : MetadataText.lines(read(client, path + "local-ipv4s/"))) {
			privateAddresses.add(StringUtils.trimTrailingCharacter(directory, '/'));
		}
		return new NetworkInterface(mac.toLowerCase(Locale.ROOT), List.copyOf(privateAddresses),
				MetadataText.lines(read(client, path + "public-ipv4s")),
				MetadataText.value(read(client, path + "subnet-id")),
				MetadataText.value(read(client, path + "vpc-id")));
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		MetadataResponse response = client.get(USER_DATA, Map.of());
		if (response.status() == 404) {
			return null;
		}
		ANSWERS.check(response, USER_DATA);
		return UserData.of(response);
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

	private @Nullable String read(MetadataClient client, String path) throws MetadataException {
		MetadataResponse response = client.get(METADATA + path, Map.of());
		if (response.status() == 404) {
			return null;
		}
		ANSWERS.check(response, METADATA + path);
		return response.body();
	}

}
