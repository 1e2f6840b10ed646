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

import java.util.Set;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import org.jspecify.annotations.Nullable;

/**
 * Google Kubernetes Engine. The metadata server describes the node: the cluster's own
 * place, which may be elsewhere, is {@code $<gcp:clusterLocation>}.
 *
 * @see <a href=
 * "https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity">About
 * Workload Identity Federation for GKE</a>
 */
class GkePlatform implements Platform {

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

}
