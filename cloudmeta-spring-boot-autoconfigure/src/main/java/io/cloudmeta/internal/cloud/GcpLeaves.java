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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * The values of Google's metadata server leaf by leaf, where it serves no tree, as on the
 * nodes of Google Kubernetes Engine.
 *
 * @see <a href=
 * "https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity#instance_metadata">Metadata
 * server of GKE</a>
 * @see <a href=
 * "https://cloud.google.com/kubernetes-engine/docs/how-to/protecting-cluster-metadata">Metadata
 * concealment</a>
 */
final class GcpLeaves {

	private static final Map<CloudField, String> LEAVES = Map.of(CloudField.HOSTNAME, "instance/hostname",
			CloudField.INSTANCE_NAME, "instance/name", CloudField.INSTANCE_TYPE, "instance/machine-type",
			CloudField.IMAGE_ID, "instance/image", CloudField.PRIVATE_IP, "instance/network-interfaces/0/ip",
			CloudField.PUBLIC_IP, "instance/network-interfaces/0/access-configs/0/external-ip", CloudField.LIFECYCLE,
			"instance/scheduling/preemptible");

	/** The leaves that Workload Identity's server has. */
	private static final List<CloudField> IN_PODS = List.of(CloudField.HOSTNAME);

	private final GcpMetadataService service;

	private final MetadataClient client;

	GcpLeaves(GcpMetadataService service, MetadataClient client) {
		this.service = service;
		this.client = client;
	}

	/**
	 * Reads what has to be known at once; the rest is fetched when it is needed.
	 * @param behindProxy whether a proxy refuses the tree but serves all leaves;
	 * otherwise there are only those that pods may read
	 */
	InstanceMetadata identify(boolean behindProxy) throws MetadataException {
		String id = read("instance/id");
		String projectId = GcpMetadataService.isInstanceId(id) ? read("project/project-id") : null;
		if (id == null || projectId == null) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "the responses describe no instance of Compute Engine",
					"another service responds like Google");
		}
		this.client.proven();
		String zonePath = read("instance/zone");
		String zone = MetadataText.lastSegment(zonePath);
		Map<String, String> attributes = new LinkedHashMap<>();
		attributes.put("instance.id", id);
		attributes.put("project.projectId", projectId);
		if (zonePath != null) {
			attributes.put("instance.zone", zonePath);
		}
		InstanceMetadata.Builder identity = InstanceMetadata.of(CloudProvider.GCP)
			.set(CloudField.PLATFORM, GcpMetadataService.PLATFORM)
			.set(CloudField.REGION, GcpMetadataService.regionOf(zone))
			.set(CloudField.AVAILABILITY_ZONE, zone)
			.set(CloudField.ACCOUNT_ID, projectId)
			.set(CloudField.INSTANCE_ID, id)
			.attributes(attributes);
		(behindProxy ? LEAVES.keySet() : IN_PODS).forEach(identity::defer);
		return (behindProxy ? identity.deferPlacement() : identity.placement(Collections.singletonMap("zone", zone)))
			.build();
	}

	private @Nullable String read(String path) throws MetadataException {
		return MetadataText.value(this.service.fetch(this.client, path));
	}

	@Nullable String fetch(CloudField field) throws MetadataException {
		String path = LEAVES.get(field);
		String value = (path != null) ? read(path) : null;
		return switch (field) {
			case INSTANCE_TYPE -> MetadataText.lastSegment(value);
			case LIFECYCLE -> GcpMetadataService.lifecycle(value, null);
			default -> value;
		};
	}

}
