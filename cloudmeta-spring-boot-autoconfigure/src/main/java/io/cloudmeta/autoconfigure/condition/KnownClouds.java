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

package io.cloudmeta.autoconfigure.condition;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.autoconfigure.core.CloudMetaSettings;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.internal.filter.Similarity;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * The names of all clouds and platforms, to distinguish a typo from a cloud that the
 * application does not run on.
 *
 * @param providers the clouds' ids
 */
record KnownClouds(Collection<String> providers) {

	/**
	 * OpenTelemetry's. A platform need not be one of these, as clouds have others too.
	 */
	private static final List<String> PLATFORMS = List.of("aws_ec2", "aws_ecs", "aws_eks", "aws_lambda",
			"aws_elastic_beanstalk", "aws_app_runner", "aws_openshift", "azure.vm", "azure.aks", "azure.app_service",
			"azure.functions", "azure.container_apps", "azure.container_instances", "azure.openshift",
			"gcp_compute_engine", "gcp_kubernetes_engine", "gcp_cloud_run", "gcp_cloud_functions", "gcp_app_engine",
			"gcp_bare_metal_solution", "gcp_openshift", "alibaba_cloud_ecs", "alibaba_cloud_fc",
			"alibaba_cloud_openshift", "oracle_cloud_compute", "oracle_cloud_oke", "tencent_cloud_cvm",
			"tencent_cloud_eks", "tencent_cloud_scf", "ibm_cloud_openshift", "akamai_cloud.compute");

	static KnownClouds of(Environment environment) {
		Set<String> providers = new TreeSet<>();
		CloudProvider.known().forEach((provider) -> providers.add(provider.getId()));
		MetadataServices.providers().forEach((provider) -> providers.add(provider.getId()));
		providers.addAll(CloudMetaSettings.properties(environment).custom().keySet());
		return new KnownClouds(providers);
	}

	Collection<String> platforms() {
		return PLATFORMS;
	}

	boolean isProvider(String id) {
		return this.providers.contains(canonical(id));
	}

	@Nullable String nearestProvider(String id) {
		return Similarity.nearest(id.trim(), this.providers);
	}

	/**
	 * Returns the platform that a text is probably meant to be.
	 * @param text the text
	 * @return the platform, or {@code null} if the text may be right
	 */
	@Nullable String misspeltPlatform(String text) {
		return PLATFORMS.contains(canonical(text)) ? null : Similarity.nearest(text.trim(), PLATFORMS);
	}

	private static String canonical(String text) {
		return text.trim().toLowerCase(Locale.ROOT);
	}

}
