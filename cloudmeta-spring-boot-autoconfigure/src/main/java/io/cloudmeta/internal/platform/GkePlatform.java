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
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Google Kubernetes Engine. The metadata server describes the node: the cluster's own
 * place, which may be elsewhere, is {@code $<gcp:clusterLocation>}. A pod is
 * distinguished from one of another cluster on Google's machines by the names of the
 * node, or by a metadata server that serves pods less than machines.
 *
 * @see <a href=
 * "https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules">Automatically
 * created firewall rules</a>
 * @see <a href=
 * "https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity">About
 * Workload Identity Federation for GKE</a>
 */
class GkePlatform implements Platform {

	private static final Pattern NODE_NAME = Pattern.compile("gk[e3]-.+-[0-9a-z]{8}-[0-9a-z]{4}");

	/** Of each node, so that firewall rules apply to it. */
	private static final Pattern NODE_TAG = Pattern.compile("gk[e3]-.+-[0-9a-f]{8}-node");

	/** The range that GKE itself manages, 34.118.224.0/20. */
	private static final Pattern MANAGED_SERVICE_ADDRESS = Pattern.compile("34\\.118\\.2(2[4-9]|3\\d)\\.\\d{1,3}");

	@Override
	public String getName() {
		return "gcp_kubernetes_engine";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.GCP;
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

	@Override
	public InstanceMetadata refine(InstanceMetadata identity, PlatformMatch signs) {
		return isGke(identity, signs) ? Platform.super.refine(identity, signs) : identity;
	}

	private static boolean isGke(InstanceMetadata identity, PlatformMatch signs) {
		Map<String, String> attributes = identity.getAttributes();
		String address = signs.identity().getAttributes().getOrDefault(KubernetesPlatform.HOST, "");
		String name = identity.get(CloudField.INSTANCE_NAME);
		Map<String, String> tags = identity.getTags();
		// the server for pods, or the proxy of old, leaves out what a machine's has
		boolean served = attributes.containsKey("instance.id") && !attributes.containsKey("instance.machineType");
		return served || MANAGED_SERVICE_ADDRESS.matcher(address).matches()
				|| (name != null && NODE_NAME.matcher(name).matches())
				|| (tags != null && tags.keySet().stream().anyMatch((tag) -> NODE_TAG.matcher(tag).matches()));
	}

}
