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

package io.cloudmeta.internal.evidence;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.MetadataDocument;
import org.jspecify.annotations.Nullable;

/**
 * One of cloud-init's datasources that serves one cloud only, and the locations of its
 * values in {@code instance-data.json}. cloud-init uses one name for values that differ
 * between clouds, so that not every value has the meaning of its name.
 *
 * @param platform the datasource's name, {@code v1.platform}
 * @param sign what else has to be there, as some clouds share a datasource
 * @param provider the cloud
 * @param idInFirmware the firmware's file that holds the instance's id too, or
 * {@code null}
 * @param paths the locations of the values that have the same meaning there
 */
record CloudInitDatasource(String platform, Predicate<MetadataDocument> sign, CloudProvider provider,
		@Nullable String idInFirmware, Map<CloudField, String> paths) {

	/**
	 * All others do not identify a single cloud: drives and files that every user can
	 * write ({@code nocloud}, {@code configdrive}), containers and office hypervisors.
	 */
	private static final List<CloudInitDatasource> TABLE = List.of(
	// @formatter:off
		// the datasource of every service that responds like EC2; the name is checked by firmware
		of("ec2", CloudProvider.AWS).where((document) -> "aws".equals(document.get("v1.cloud_name")))
			.idIn("board_asset_tag"),
		// cloud-init's id is the firmware's, whose bytes can be in another order, and its
		// zone is a fault domain
		of("azure", CloudProvider.AZURE).idIn("product_uuid")
			.at(CloudField.INSTANCE_ID, "ds.meta_data.imds.compute.vmId")
			.at(CloudField.AVAILABILITY_ZONE, "ds.meta_data.imds.compute.zone"),
		of("gce", CloudProvider.GCP),
		of("openstack", CloudProvider.HUAWEI).where((document) -> document.get("ds.meta_data.region_id") != null)
			.idIn("product_uuid")
			.at(CloudField.REGION, "ds.meta_data.region_id"),
		of("openstack", CloudProvider.OPENSTACK).idIn("product_uuid"),
		of("cloudstack", CloudProvider.CLOUDSTACK),
		of("opennebula", CloudProvider.OPENNEBULA),
		// the zone lacks what makes it the tenancy's own name
		of("oracle", CloudProvider.ORACLE).without(CloudField.AVAILABILITY_ZONE),
		of("aliyun", CloudProvider.ALIBABA),
		// these have regions only, which cloud-init calls zones
		of("digitalocean", CloudProvider.DIGITALOCEAN).idIn("product_serial")
			.without(CloudField.AVAILABILITY_ZONE)
			.at(CloudField.REGION, "v1.availability_zone"),
		of("upcloud", CloudProvider.UPCLOUD).idIn("product_uuid")
			.without(CloudField.AVAILABILITY_ZONE)
			.at(CloudField.REGION, "v1.availability_zone"),
		of("hetzner", CloudProvider.HETZNER).idIn("product_serial"),
		// the region is a country
		of("vultr", CloudProvider.VULTR).without(CloudField.REGION),
		of("scaleway", CloudProvider.SCALEWAY),
		of("exoscale", CloudProvider.EXOSCALE),
		of("akamai", CloudProvider.AKAMAI).idIn("product_serial"),
		of("ibmcloud", CloudProvider.IBM));
	// @formatter:on

	/** The names that Scaleway's zones had in its first API. */
	private static final Map<String, String> OLD_ZONES = Map.of("par1", "fr-par-1", "ams1", "nl-ams-1");

	CloudInitDatasource {
		paths = Map.copyOf(paths);
	}

	/**
	 * Finds the datasource that wrote a file.
	 * @param document the file
	 * @return the datasource, or {@code null} if it is none of a single cloud
	 */
	static @Nullable CloudInitDatasource of(MetadataDocument document) {
		String platform = document.get("v1.platform");
		return TABLE.stream()
			.filter((source) -> source.platform.equals(platform) && source.sign.test(document))
			.findFirst()
			.orElse(null);
	}

	private static CloudInitDatasource of(String platform, CloudProvider provider) {
		return new CloudInitDatasource(platform, (document) -> true, provider, null,
				Map.of(CloudField.REGION, "v1.region", CloudField.AVAILABILITY_ZONE, "v1.availability_zone",
						CloudField.INSTANCE_ID, "v1.instance_id"));
	}

	private CloudInitDatasource where(Predicate<MetadataDocument> sign) {
		return new CloudInitDatasource(this.platform, sign, this.provider, this.idInFirmware, this.paths);
	}

	private CloudInitDatasource idIn(String dmiFile) {
		return new CloudInitDatasource(this.platform, this.sign, this.provider, dmiFile, this.paths);
	}

	private CloudInitDatasource at(CloudField field, String path) {
		Map<CloudField, String> paths = new EnumMap<>(CloudField.class);
		paths.putAll(this.paths);
		paths.put(field, path);
		return new CloudInitDatasource(this.platform, this.sign, this.provider, this.idInFirmware, paths);
	}

	private CloudInitDatasource without(CloudField field) {
		Map<CloudField, String> paths = new EnumMap<>(CloudField.class);
		paths.putAll(this.paths);
		paths.remove(field);
		return new CloudInitDatasource(this.platform, this.sign, this.provider, this.idInFirmware, paths);
	}

	/**
	 * Returns cloud-init's values of the instance.
	 * @param document the file
	 * @return the values that are some
	 */
	Map<CloudField, String> values(MetadataDocument document) {
		Map<CloudField, String> values = new EnumMap<>(CloudField.class);
		this.paths.forEach((field, path) -> put(values, field, document.get(path)));
		put(values, CloudField.HOSTNAME, hostname(document));
		if (this.provider.equals(CloudProvider.SCALEWAY)) {
			spellZone(values);
		}
		return values;
	}

	private static void spellZone(Map<CloudField, String> values) {
		String zone = OLD_ZONES.get(String.valueOf(values.get(CloudField.AVAILABILITY_ZONE)));
		if (zone != null) {
			values.put(CloudField.AVAILABILITY_ZONE, zone);
			values.put(CloudField.REGION, zone.substring(0, zone.lastIndexOf('-')));
		}
	}

	/**
	 * cloud-init keeps the first label of what the cloud calls the host, and generates a
	 * name if that is an address.
	 */
	private static @Nullable String hostname(MetadataDocument document) {
		String name = document.get("v1.local_hostname");
		String whole = document.get("ds.meta_data.local-hostname");
		whole = (whole != null) ? whole : document.get("ds.meta_data.local_hostname");
		if (name == null || whole == null) {
			return name;
		}
		return (whole.equals(name) || whole.startsWith(name + ".")) ? whole : null;
	}

	private static void put(Map<CloudField, String> values, CloudField field, @Nullable String text) {
		if (text != null && isValue(field, text)) {
			values.put(field, text);
		}
	}

	private static boolean isValue(CloudField field, String text) {
		// CloudStack's router escapes what is no ASCII, and cloud-init leaves it so
		if (InstanceData.REDACTED.equals(text) || text.contains("\\u")) {
			return false;
		}
		return switch (field) {
			case INSTANCE_ID -> !isPlaceholder(text);
			case HOSTNAME -> !text.equals("localhost");
			case REGION, AVAILABILITY_ZONE -> !text.equals("default") && !text.equals("unknown");
			default -> true;
		};
	}

	/**
	 * Returns whether an id is the one that cloud-init writes if it has none.
	 */
	private static boolean isPlaceholder(String instanceId) {
		return instanceId.startsWith("iid-") || instanceId.equals("nocloud");
	}

}
