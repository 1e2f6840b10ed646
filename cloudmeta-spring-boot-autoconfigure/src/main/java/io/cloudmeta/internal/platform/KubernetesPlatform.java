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
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes on machines of which nothing more is known. On a cloud that is known, the
 * cloud's own platforms come first and this one adds its values.
 *
 * @see <a href=
 * "https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/">Accessing the
 * Kubernetes API from a Pod</a>
 */
class KubernetesPlatform implements Platform {

	static final String HOST = "KUBERNETES_SERVICE_HOST";

	static final String PORT = "KUBERNETES_SERVICE_PORT";

	private static final String NAMESPACE = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

	/** The pod's name, unless the pod has the machine's network. */
	private static final String HOSTNAME = "HOSTNAME";

	@Override
	public String getName() {
		return "kubernetes";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.KUBERNETES;
	}

	@Override
	public Set<String> getVariables() {
		return Set.of(HOST, PORT, HOSTNAME);
	}

	/**
	 * The cluster sets both for each container, and they are not set by hand: tools that
	 * only connect to a cluster use a file of their own.
	 */
	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		if (!environment.has(HOST, PORT)) {
			return null;
		}
		return PlatformMatch.of(this, environment, HOST)
			.set(CloudField.HOSTNAME, environment.get(HOSTNAME))
			.attribute("namespace", environment.read(NAMESPACE))
			.withMetadataServiceIfOpen()
			.build(Weight.OF_ITS_OWN);
	}

	@Override
	public Map<String, String> getNames() {
		return Map.of("namespace", "namespace");
	}

}
