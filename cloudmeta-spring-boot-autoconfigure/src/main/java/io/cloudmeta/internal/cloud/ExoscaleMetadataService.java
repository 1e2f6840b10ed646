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
import java.util.Set;
import java.util.function.Function;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of Exoscale's instances, which has the protocol of CloudStack's.
 *
 * @see <a href=
 * "https://community.exoscale.com/product/compute/instances/how-to/metadata-user-data/">Instance
 * metadata and user data</a>
 */
class ExoscaleMetadataService implements MetadataService {

	private static final CloudStackKeys KEYS = new CloudStackKeys(CloudProvider.EXOSCALE, "/1.0/meta-data/");

	/** Nothing else in its responses distinguishes Exoscale from another CloudStack. */
	private static final Set<String> ZONES = Set.of("at-vie-1", "at-vie-2", "bg-sof-1", "ch-dk-2", "ch-gva-2",
			"de-fra-1", "de-muc-1", "hr-zag-1");

	static boolean isZone(@Nullable String zone) {
		return zone != null && ZONES.contains(zone);
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.EXOSCALE;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		return MetadataEndpoint.of(environment, "cloudmeta.exoscale.endpoint", "http://169.254.169.254");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		String zone = KEYS.zone(client);
		if (!proven && !isZone(zone)) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "the zone is none of those that Exoscale is known to have",
					"set cloudmeta.provider to exoscale if it is a new one");
		}
		return KEYS.identify(client, zone);
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
