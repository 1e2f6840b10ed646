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

package io.cloudmeta.internal.platform;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Azure Kubernetes Service. The instance metadata service describes the node, whose names
 * distinguish a pod from one of another cluster on Azure's machines.
 *
 * @see <a href= "https://learn.microsoft.com/azure/aks/faq">Frequently asked questions
 * about AKS: node resource group</a>
 * @see <a href= "https://learn.microsoft.com/azure/aks/imds-restriction">Block pod access
 * to the Azure Instance Metadata Service endpoint</a>
 */
class AksPlatform implements Platform {

	private static final String CLUSTER_NAME = "clusterName";

	/** With a further underscore it is ambiguous where a name begins. */
	private static final Pattern NODE_RESOURCE_GROUP = Pattern.compile("MC_[^_]+_([^_]+)_([^_]+)",
			Pattern.CASE_INSENSITIVE);

	/** By default, resource groups of nodes begin like this. */
	private static final Pattern DEFAULT_GROUP = Pattern.compile("MC_.+", Pattern.CASE_INSENSITIVE);

	/** A scale set of nodes or, in a cluster without scale sets, a node. */
	private static final Pattern NODES = Pattern.compile("aks-[a-z0-9]+-\\d{8}-(vmss.*|\\d+)");

	/** The domain of AKS's API servers, which a pod may have in place of the address. */
	private static final String API_SERVER_DOMAIN = ".azmk8s.io";

	private static final String MANAGED_TAG = "aks-managed-";

	@Override
	public String getName() {
		return "azure.aks";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.AZURE;
	}

	@Override
	public Set<String> getVariables() {
		return Set.of(KubernetesPlatform.HOST, KubernetesPlatform.PORT);
	}

	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		if (!environment.has(KubernetesPlatform.HOST)) {
			return null;
		}
		return PlatformMatch.of(this, environment, KubernetesPlatform.HOST)
			.withMetadataService()
			.build(Weight.WITHIN_THE_CLOUD);
	}

	/**
	 * The nodes' resource group has the cluster's name, unless another one was chosen.
	 */
	@Override
	public InstanceMetadata refine(InstanceMetadata identity, PlatformMatch signs) {
		if (!isAks(identity, signs)) {
			return identity;
		}
		InstanceMetadata refined = Platform.super.refine(identity, signs);
		String group = identity.getAttributes().get("compute.resourceGroupName");
		Matcher matcher = NODE_RESOURCE_GROUP.matcher((group != null) ? group : "");
		if (!matcher.matches() || !matcher.group(2).equalsIgnoreCase(identity.get(CloudField.REGION))) {
			return refined;
		}
		InstanceMetadata cluster = InstanceMetadata.of(getProvider())
			.attributes(Map.of(CLUSTER_NAME, matcher.group(1)))
			.build();
		return refined.completedBy(cluster);
	}

	private static boolean isAks(InstanceMetadata identity, PlatformMatch signs) {
		Map<String, String> attributes = identity.getAttributes();
		Map<String, String> tags = identity.getTags();
		return signs.identity().getAttributes().getOrDefault(KubernetesPlatform.HOST, "").endsWith(API_SERVER_DOMAIN)
				|| DEFAULT_GROUP.matcher(attributes.getOrDefault("compute.resourceGroupName", "")).matches()
				|| NODES.matcher(attributes.getOrDefault("compute.vmScaleSetName", "")).matches()
				|| NODES.matcher(attributes.getOrDefault("compute.name", "")).matches()
				|| (tags != null && tags.keySet().stream().anyMatch((name) -> name.startsWith(MANAGED_TAG)));
	}

	@Override
	public Map<String, String> getNames() {
		return Map.of(CLUSTER_NAME, CLUSTER_NAME);
	}

}
