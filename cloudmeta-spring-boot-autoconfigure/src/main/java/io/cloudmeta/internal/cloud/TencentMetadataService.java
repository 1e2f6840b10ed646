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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudDefinition;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.DefinedMetadataService;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataReader;
import io.cloudmeta.spi.MetadataText;
import io.cloudmeta.spi.RestrictedPaths;
import io.cloudmeta.spi.ValueLocation;

import org.springframework.util.StringUtils;

/**
 * The metadata service of Tencent Cloud's virtual machines, which has no document of all
 * values: it is read key by key.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/213/4934">Querying Instance
 * Metadata</a>
 */
class TencentMetadataService extends DefinedMetadataService {

	private static final String TREE = "/latest/meta-data/";

	private static final String INTERFACES = TREE + "network/interfaces/macs/";

	private static final Pattern MAC = Pattern.compile("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}");

	TencentMetadataService() {
		// the address of metadata.tencentyun.com, which need not be looked up
		super(CloudDefinition.of(CloudProvider.TENCENT, "http://169.254.0.23")
			.reader(MetadataReader.of("Tencent Cloud").service("CVM"))
			.platform("tencent_cloud_cvm")
			.tree(TREE)
			.proof(ValueLocation.get(TREE + "instance-id"), "ins-[0-9a-z]{1,64}")
			.field(CloudField.INSTANCE_ID, ValueLocation.get(TREE + "instance-id"))
			.field(CloudField.REGION, ValueLocation.get(TREE + "placement/region"))
			.field(CloudField.AVAILABILITY_ZONE, ValueLocation.get(TREE + "placement/zone"))
			.field(CloudField.INSTANCE_NAME, ValueLocation.get(TREE + "instance-name"))
			.field(CloudField.INSTANCE_TYPE, ValueLocation.get(TREE + "instance/instance-type"))
			.deferredField(CloudField.ACCOUNT_ID, ValueLocation.get(TREE + "app-id"))
			.deferredField(CloudField.IMAGE_ID, ValueLocation.get(TREE + "instance/image-id"))
			.deferredField(CloudField.PRIVATE_IP, ValueLocation.get(TREE + "local-ipv4"))
			.deferredField(CloudField.PUBLIC_IP, ValueLocation.get(TREE + "public-ipv4"))
			.deferNetworkInterfaces()
			// roles and their credentials
			.restrictedPaths(RestrictedPaths.NONE.closed("cam"))
			.userData("/latest/user-data")
			.name("appId", "app-id")
			.name("chargeType", "payment/charge-type")
			.name("createTime", "payment/create-time")
			.name("localIpv4", "local-ipv4")
			.name("mac", "mac")
			.name("publicIpv4", "public-ipv4")
			.name("securityGroup", "instance/security-group")
			.name("spotTerminationTime", "spot/termination-time")
			.name("terminationTime", "payment/termination-time")
			.name("uuid", "uuid")
			.name("zone", "placement/zone")
			.build());
	}

	@Override
	public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		List<NetworkInterface> interfaces = new ArrayList<>();
		String primary = getReader().value(client, TREE + "mac");
		for (String directory : MetadataText.lines(getReader().text(client, INTERFACES))) {
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
				MetadataText.lines(getReader().text(client, path + "primary-local-ipv4")));
		for (String directory : MetadataText.lines(getReader().text(client, path + "local-ipv4s/"))) {
			privateAddresses.add(StringUtils.trimTrailingCharacter(directory, '/'));
		}
		return new NetworkInterface(mac.toLowerCase(Locale.ROOT), List.copyOf(privateAddresses),
				MetadataText.lines(getReader().text(client, path + "public-ipv4s")),
				getReader().value(client, path + "subnet-id"), getReader().value(client, path + "vpc-id"));
	}

}
