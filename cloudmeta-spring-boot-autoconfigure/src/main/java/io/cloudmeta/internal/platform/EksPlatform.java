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
 * Amazon Elastic Kubernetes Service, if a pod has a role of its own in AWS: only then EKS
 * leaves a trace in the environment. The trace is the location of the pod's token; the
 * token itself is never read. OpenShift on AWS gives roles to pods by the same variables.
 * Any other pod is one of Kubernetes, on EC2.
 * <p>
 * EC2's metadata service describes the node, unless EKS keeps it from the pods, which is
 * the default on new nodes and always so on Fargate.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/eks/latest/userguide/pod-configuration.html">Configure
 * Pods to use a Kubernetes service account</a>
 * @see <a href=
 * "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html">Understand
 * how EKS Pod Identity works</a>
 */
class EksPlatform implements Platform {

	private static final String WEB_IDENTITY_TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";

	private static final String POD_IDENTITY_TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

	private static final String REGION = "AWS_REGION";

	private static final String DEFAULT_REGION = "AWS_DEFAULT_REGION";

	@Override
	public String getName() {
		return "aws_eks";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.AWS;
	}

	@Override
	public Set<String> getVariables() {
		return Set.of(KubernetesPlatform.HOST, WEB_IDENTITY_TOKEN_FILE, POD_IDENTITY_TOKEN_FILE, REGION,
				DEFAULT_REGION);
	}

	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		String source = tokenFile(environment);
		if (source == null || !environment.has(KubernetesPlatform.HOST) || OpenShiftPlatform.isIn(environment)) {
			return null;
		}
		return PlatformMatch.of(this, environment, source)
			.set(CloudField.REGION, environment.get(environment.has(REGION) ? REGION : DEFAULT_REGION))
			.withMetadataServiceIfOpen()
			.build(Weight.NAMES_THE_CLOUD);
	}

	@Override
	public Map<String, String> getNames() {
		return Map.of("namespace", "namespace");
	}

	private static @Nullable String tokenFile(PlatformEnvironment environment) {
		if (contains(environment.get(WEB_IDENTITY_TOKEN_FILE), "/eks.amazonaws.com/")) {
			return WEB_IDENTITY_TOKEN_FILE;
		}
		return contains(environment.get(POD_IDENTITY_TOKEN_FILE), "eks-pod-identity") ? POD_IDENTITY_TOKEN_FILE : null;
	}

	private static boolean contains(@Nullable String value, String text) {
		return value != null && value.contains(text);
	}

}
