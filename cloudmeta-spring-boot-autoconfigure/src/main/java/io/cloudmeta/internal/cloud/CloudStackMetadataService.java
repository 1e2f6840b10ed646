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

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * The metadata that Apache CloudStack's virtual router keeps for each instance.
 * <p>
 * The router has no address of its own: it is the network's DHCP server and mostly its
 * gateway. These are queried only if the firmware or the settings name CloudStack, as any
 * host may have such an address elsewhere.
 *
 * @see <a href=
 * "https://docs.cloudstack.apache.org/en/latest/adminguide/virtual_machines/user-data.html">User-Data
 * and Meta-Data</a>
 */
class CloudStackMetadataService implements MetadataService, LocatedByFiles {

	private static final CloudStackKeys KEYS = new CloudStackKeys(CloudProvider.CLOUDSTACK, "/latest/meta-data/");

	/** The option with the addresses that may be the router's. */
	static final String ROUTERS = "routers";

	/** The port of the virtual router's other service. */
	private static final int PASSWORD_SERVER = 8080;

	/** Not the router, but its substitute in tests. */
	private static final Pattern LOOPBACK = Pattern.compile("127\\..*|localhost|\\[::1]");

	/**
	 * The link-local address responds at once or, unless an operator set it up, never.
	 */
	private static final int PART_OF_TIME_FOR_FIRST_ADDRESS = 8;

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.CLOUDSTACK;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		String value = environment.apply("cloudmeta.cloudstack.endpoint");
		if (StringUtils.hasText(value)) {
			return checked(MetadataEndpoint.configured("cloudmeta.cloudstack.endpoint", value));
		}
		return MetadataEndpoint.wellKnown("http://169.254.169.254");
	}

	@Override
	public MetadataEndpoint locate(MetadataEndpoint endpoint, Path root, LocalFiles files, boolean proven) {
		if (!proven || endpoint.configured()) {
			return endpoint;
		}
		List<URI> routers = new RouterAddresses(root, files).find();
		return endpoint.with(ROUTERS, StringUtils.collectionToDelimitedString(routers, " "));
	}

	private static MetadataEndpoint checked(MetadataEndpoint endpoint) {
		URI uri = endpoint.uri();
		if (uri.getPort() == PASSWORD_SERVER && !LOOPBACK.matcher(uri.getHost()).matches()) {
			throw new InvalidConfigurationPropertyValueException("cloudmeta.cloudstack.endpoint", uri,
					"At this port the virtual router hands out passwords. Write the router's address alone, such as http://"
							+ uri.getHost());
		}
		return endpoint;
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		if (proven) {
			return client.getEndpoint().configured() ? KEYS.identify(client) : search(client);
		}
		String zone = KEYS.zone(client);
		if (ExoscaleMetadataService.isZone(zone)) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "the zone has the name of one of Exoscale's",
					"set cloudmeta.provider to cloudstack or exoscale");
		}
		return KEYS.identify(client, zone);
	}

	private InstanceMetadata search(MetadataClient client) throws MetadataException {
		Set<URI> addresses = new LinkedHashSet<>();
		addresses.add(client.getEndpoint().uri());
		for (String router : StringUtils.tokenizeToStringArray(client.getEndpoint().options().get(ROUTERS), " ")) {
			addresses.add(URI.create(router));
		}
		MetadataException failure = new MetadataException(Kind.UNREACHABLE, "there is no address to query", "");
		int left = addresses.size();
		int part = (left > 1) ? PART_OF_TIME_FOR_FIRST_ADDRESS : 1;
		for (URI address : addresses) {
			MetadataClient here = client.at(address).withinPart(part);
			try {
				InstanceMetadata identity = KEYS.identify(here);
				here.settle();
				return identity;
			}
			catch (MetadataException ex) {
				failure = moreSignificant(failure, ex);
			}
			part = --left;
		}
		throw failure;
	}

	/**
	 * A response is more significant than none, and one of the router more than one of
	 * another host. If two addresses do not respond, the later failure counts: that
	 * address is the router's.
	 */
	private MetadataException moreSignificant(MetadataException one, MetadataException other) {
		return (weight(other) >= weight(one)) ? other : one;
	}

	private int weight(MetadataException failure) {
		if (failure.getKind().isSilence()) {
			return 0;
		}
		return (failure.getKind() == Kind.NOT_THIS_CLOUD) ? 1 : 2;
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return KEYS.identify();
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return KEYS.find(attributes, path);
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		return KEYS.fetch(client, path);
	}

	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		return KEYS.fetch(client, field);
	}

	@Override
	public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		return KEYS.fetchNetworkInterfaces(client);
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		return KEYS.fetchUserData(client);
	}

	@Override
	public Map<String, String> getNames() {
		return CloudStackKeys.NAMES;
	}

}
