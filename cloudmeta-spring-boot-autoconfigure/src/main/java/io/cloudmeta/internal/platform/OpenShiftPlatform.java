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

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import org.jspecify.annotations.Nullable;

/**
 * Red Hat OpenShift on a cloud, by any operator. Each pod with a service account has the
 * certificate of the cluster's service authority, which other clusters do not have. The
 * instance metadata service describes the node.
 *
 * @see <a href=
 * "https://docs.redhat.com/en/documentation/openshift_container_platform/4.19/html/security_and_compliance/certificate-types-and-descriptions">OpenShift:
 * certificate types and descriptions</a>
 */
class OpenShiftPlatform implements Platform {

	private static final String SERVICE_CA = "/var/run/secrets/kubernetes.io/serviceaccount/service-ca.crt";

	private final String name;

	private final CloudProvider provider;

	OpenShiftPlatform(String name, CloudProvider provider) {
		this.name = name;
		this.provider = provider;
	}

	static boolean isIn(PlatformEnvironment environment) {
		return environment.has(KubernetesPlatform.HOST) && environment.mark(SERVICE_CA) != null;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public CloudProvider getProvider() {
		return this.provider;
	}

	@Override
	public Set<String> getVariables() {
		return Set.of(KubernetesPlatform.HOST, KubernetesPlatform.PORT);
	}

	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		return isIn(environment)
				? PlatformMatch.of(this, environment, SERVICE_CA).withMetadataService().build(Weight.WITHIN_THE_CLOUD)
				: null;
	}

	@Override
	public Map<String, String> getNames() {
		return Map.of("namespace", "namespace");
	}

}
