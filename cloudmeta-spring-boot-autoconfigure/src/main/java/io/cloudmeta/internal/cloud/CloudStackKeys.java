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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataReader;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The keys of Apache CloudStack's metadata, which the clouds built on it serve too: one
 * value a key, one request a value.
 *
 * @param provider the cloud that serves them
 * @param tree the path of the listing, with a slash at its end
 * @param reader reads the values
 */
record CloudStackKeys(CloudProvider provider, String tree, MetadataReader reader) {

	static final String AVAILABILITY_ZONE = "availability-zone";

	static final String INSTANCE_ID = "instance-id";

	private static final String LOCAL_HOSTNAME = "local-hostname";

	private static final String LOCAL_IPV4 = "local-ipv4";

	private static final String PUBLIC_IPV4 = "public-ipv4";

	private static final String SERVICE_OFFERING = "service-offering";

	private static final String VM_ID = "vm-id";

	/** How the router writes what is not ASCII. */
	private static final Pattern ESCAPE = Pattern.compile(
			"\\\\u(d[89ab][0-9a-f]{2})\\\\u(d[c-f][0-9a-f]{2})|\\\\u(?!d[89a-f]|00[0-7])([0-9a-f]{4})",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

	private static final Pattern PRIVATE_IPV4 = Pattern.compile("(10|127)\\..*|192\\.168\\..*|169\\.254\\..*"
			+ "|172\\.(1[6-9]|2\\d|3[01])\\..*|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\..*");

	/** The cloud's own names, which are the keys in another spelling. */
	static final Map<String, String> NAMES = Map.ofEntries(Map.entry("cloudDomain", "cloud-domain"),
			Map.entry("cloudDomainId", "cloud-domain-id"), Map.entry("cloudIdentifier", "cloud-identifier"),
			Map.entry("cloudName", "cloud-name"), Map.entry("hypervisorHostName", "hypervisor-host-name"),
			Map.entry("localHostname", LOCAL_HOSTNAME), Map.entry("localIpv4", LOCAL_IPV4),
			Map.entry("publicHostname", "public-hostname"), Map.entry("publicIpv4", PUBLIC_IPV4),
			Map.entry("serviceOffering", SERVICE_OFFERING), Map.entry("vmId", VM_ID));

	CloudStackKeys(CloudProvider provider, String tree) {
		this(provider, tree,
				MetadataReader.of(provider.getDisplayName())
					.advice("this machine or user may not read its metadata: contact the cloud's operator",
							"a service other than %s's responds there".formatted(provider.getDisplayName()))
					.failingWith(CloudStackKeys::failure)
					.build());
	}

	InstanceMetadata identify(MetadataClient client) throws MetadataException {
		return identify(client, zone(client));
	}

	/**
	 * Reads the zone, after the listing: EC2's paths are served by many, two of the keys
	 * by CloudStack alone.
	 * @param client the client of the service
	 * @return the zone, or {@code null} if there is none
	 * @throws MetadataException if the service cannot be read or lists other keys
	 */
	@Nullable String zone(MetadataClient client) throws MetadataException {
		MetadataResponse response = get(client, this.tree);
		if (response.status() == 404) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "GET %s got status 404".formatted(this.tree),
					"no metadata is kept there for the address that the request came from: check whether a container"
							+ " or a proxy changes it, and cloudmeta.%s.endpoint".formatted(this.provider));
		}
		this.reader.check(response, this.tree);
		List<String> keys = MetadataText.lines(response.body());
		if (!keys.contains(SERVICE_OFFERING) || !keys.contains(VM_ID)) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD,
					"the response lists no keys of %s".formatted(this.provider.getDisplayName()),
					"the service responds like EC2 but is not " + this.provider.getDisplayName());
		}
		return read(client, AVAILABILITY_ZONE);
	}

	/**
	 * Reads the values that identify an instance.
	 * @param client the client of the service
	 * @param zone the zone, which was read before and proves the cloud
	 * @return the identity, whose other values are fetched when they are needed
	 * @throws MetadataException if the service cannot be read
	 */
	InstanceMetadata identify(MetadataClient client, @Nullable String zone) throws MetadataException {
		client.proven();
		String instanceId = read(client, INSTANCE_ID);
		return InstanceMetadata.of(this.provider)
			.set(CloudField.PLATFORM, this.provider.getId())
			.set(CloudField.AVAILABILITY_ZONE, zone)
			.set(CloudField.INSTANCE_ID, instanceId)
			.defer(CloudField.INSTANCE_NAME)
			.defer(CloudField.INSTANCE_TYPE)
			.defer(CloudField.HOSTNAME)
			.defer(CloudField.PRIVATE_IP)
			.defer(CloudField.PUBLIC_IP)
			.deferNetworkInterfaces()
			.attributes(Map.of(INSTANCE_ID, (instanceId != null) ? instanceId : "", AVAILABILITY_ZONE,
					(zone != null) ? zone : ""))
			.build();
	}

	InstanceMetadata identify() {
		return InstanceMetadata.of(this.provider).set(CloudField.PLATFORM, this.provider.getId()).build();
	}

	@Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(key(path));
	}

	@Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		return MetadataText.block(text(client, key(path)));
	}

	@Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		return switch (field) {
			case INSTANCE_NAME, HOSTNAME -> read(client, LOCAL_HOSTNAME);
			case INSTANCE_TYPE -> read(client, SERVICE_OFFERING);
			case PRIVATE_IP -> address(client, LOCAL_IPV4);
			case PUBLIC_IP -> publicAddress(client, address(client, LOCAL_IPV4));
			default -> null;
		};
	}

	List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		String privateAddress = address(client, LOCAL_IPV4);
		if (privateAddress == null) {
			return List.of();
		}
		String publicAddress = publicAddress(client, privateAddress);
		return List.of(new NetworkInterface(null, List.of(privateAddress),
				(publicAddress != null) ? List.of(publicAddress) : List.of(), null, null));
	}

	/**
	 * Where an instance has no address of its own on the internet, the key repeats the
	 * private one.
	 */
	private @Nullable String publicAddress(MetadataClient client, @Nullable String privateAddress)
			throws MetadataException {
		String address = address(client, PUBLIC_IPV4);
		boolean repeated = address != null && address.equals(privateAddress);
		return (address != null && repeated && MetadataText.matches(PRIVATE_IPV4, address)) ? null : address;
	}

	private @Nullable String address(MetadataClient client, String key) throws MetadataException {
		String address = read(client, key);
		return (MetadataText.matches(IPV4, address)) ? address : null;
	}

	private @Nullable String read(MetadataClient client, String key) throws MetadataException {
		return MetadataText.value(text(client, key));
	}

	private @Nullable String text(MetadataClient client, String key) throws MetadataException {
		String text = this.reader.text(get(client, this.tree + key), this.tree + key);
		return (text != null) ? ESCAPE.matcher(text).replaceAll(CloudStackKeys::unescape) : null;
	}

	byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		String path = this.tree.replace("/meta-data/", "/user-data");
		return this.reader.userData(get(client, path), path, false);
	}

	private static String unescape(MatchResult escape) {
		if (escape.group(3) != null) {
			return String.valueOf((char) Integer.parseInt(escape.group(3), 16));
		}
		return new String(new char[] { (char) Integer.parseInt(escape.group(1), 16),
				(char) Integer.parseInt(escape.group(2), 16) });
	}

	/**
	 * Old routers serve a key without a slash at its end only.
	 */
	private static String key(String path) {
		return StringUtils.trimTrailingCharacter(path, '/');
	}

	private MetadataResponse get(MetadataClient client, String path) throws MetadataException {
		try {
			return client.get(path, Map.of());
		}
		catch (MetadataException ex) {
			throw new MetadataException(ex.getKind(), ex.getMessage(), advice(ex));
		}
	}

	private static String advice(MetadataException ex) {
		return switch (ex.getKind()) {
			case REFUSED -> "the web server of the virtual router is down: restart the router";
			case UNREACHABLE -> "this machine has no route to the virtual router: check its network";
			case TIMEOUT -> "this machine's own firewall drops it, or the virtual router is down or slow"
					+ " (cloudmeta.fetch.timeout)";
			default -> ex.toLine().substring(Math.min(ex.toLine().length(), ex.getMessage().length() + 2));
		};
	}

	private static @Nullable MetadataException failure(MetadataResponse response, String path) {
		return (response.status() != 500) ? null
				: new MetadataException(Kind.BUSY, "GET %s got status 500".formatted(path),
						"the disk of the virtual router may be full: contact the cloud's operator");
	}

}
