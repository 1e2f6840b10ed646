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

package io.cloudmeta.provider;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.http.Endpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * The metadata services that can be read: those that other libraries register in
 * {@code META-INF/spring.factories}, which come first, and ours. Most applications run on
 * one cloud or none, so a class of ours is loaded when its cloud is in question.
 *
 * @since 0.1.0
 */
public final class MetadataServices {

	/**
	 * Our clouds, with what is looked at to find the service, beside the property
	 * {@code cloudmeta.<id>.endpoint} that each of them has.
	 */
	private static final Map<CloudProvider, List<String>> OWN = new LinkedHashMap<>();

	static {
		own(CloudProvider.AWS, "AWS_EC2_METADATA_SERVICE_ENDPOINT", "aws.ec2MetadataServiceEndpoint",
				"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "aws.ec2MetadataServiceEndpointMode",
				"cloudmeta.aws.imds-v1-fallback", "AWS_EC2_METADATA_V1_DISABLED", "aws.disableEc2MetadataV1",
				"AWS_EC2_METADATA_DISABLED", "aws.disableEc2Metadata");
		own(CloudProvider.AZURE, "KUBERNETES_SERVICE_HOST");
		own(CloudProvider.GCP, "GCE_METADATA_HOST", "KUBERNETES_SERVICE_HOST", "NO_GCE_CHECK");
		own(CloudProvider.OPENSTACK, "OS_REGION_NAME");
		own(CloudProvider.ORACLE);
		own(CloudProvider.HUAWEI);
		own(CloudProvider.DIGITALOCEAN);
		own(CloudProvider.HETZNER);
		own(CloudProvider.UPCLOUD);
		own(CloudProvider.VULTR);
		own(CloudProvider.AKAMAI);
		own(CloudProvider.SCALEWAY);
		own(CloudProvider.ALIBABA);
		own(CloudProvider.TENCENT);
		own(CloudProvider.IBM);
		own(CloudProvider.YANDEX);
		own(CloudProvider.CLOUDSTACK, "cloudmeta.detection.root");
		own(CloudProvider.EXOSCALE);
		own(CloudProvider.OPENNEBULA, "cloudmeta.opennebula.context", "VMID", "ONEGATE_ENDPOINT", "TOKENTXT",
				"ONEGATE_TOKEN");
	}

	private static final Map<CloudProvider, MetadataService> LOADED = new ConcurrentHashMap<>();

	private static volatile @Nullable List<MetadataService> registered;

	private MetadataServices() {
	}

	private static void own(CloudProvider provider, String... names) {
		List<String> all = new ArrayList<>(List.of(names));
		all.add(0, "cloudmeta." + provider.getId() + ".endpoint");
		OWN.put(provider, all);
	}

	private static MetadataService load(CloudProvider provider) {
		return LOADED.computeIfAbsent(provider, MetadataServices::create);
	}

	private static MetadataService create(CloudProvider provider) {
		return switch (provider.getId()) {
			case "aws" -> new AwsMetadataService();
			case "azure" -> new AzureMetadataService();
			case "gcp" -> new GcpMetadataService();
			case "openstack" -> new OpenStackMetadataService();
			case "oracle" -> new OracleMetadataService();
			case "huawei" -> new HuaweiMetadataService();
			case "digitalocean" -> new DigitalOceanMetadataService();
			case "hetzner" -> new HetznerMetadataService();
			case "upcloud" -> new UpCloudMetadataService();
			case "vultr" -> new VultrMetadataService();
			case "akamai" -> new AkamaiMetadataService();
			case "scaleway" -> new ScalewayMetadataService();
			case "alibaba" -> new AlibabaMetadataService();
			case "tencent" -> new TencentMetadataService();
			case "ibm" -> new IbmMetadataService();
			case "yandex" -> new YandexMetadataService();
			case "cloudstack" -> new CloudStackMetadataService();
			case "exoscale" -> new ExoscaleMetadataService();
			case "opennebula" -> new OpenNebulaMetadataService();
			default -> throw new IllegalStateException("No class reads the metadata of " + provider);
		};
	}

	/**
	 * Returns the clouds that have a service, without loading ours.
	 * @return the clouds in the order of their services
	 */
	public static Collection<CloudProvider> providers() {
		Set<CloudProvider> providers = new LinkedHashSet<>();
		for (MetadataService service : registered()) {
			providers.add(service.getProvider());
		}
		providers.addAll(OWN.keySet());
		return providers;
	}

	/**
	 * Returns the services that other libraries register.
	 * @return the services in their order
	 */
	public static List<MetadataService> registered() {
		List<MetadataService> services = registered;
		if (services == null) {
			services = List.copyOf(SpringFactoriesLoader.loadFactories(MetadataService.class,
					MetadataServices.class.getClassLoader()));
			registered = services;
		}
		return services;
	}

	/**
	 * Returns the service of a cloud.
	 * @param provider the cloud
	 * @return the service, or {@code null} if there is none for that cloud
	 */
	public static @Nullable MetadataService of(CloudProvider provider) {
		for (MetadataService service : registered()) {
			if (service.getProvider().equals(provider)) {
				return service;
			}
		}
		return OWN.containsKey(provider) ? load(provider) : null;
	}

	/**
	 * Returns the endpoints that may be elsewhere, or otherwise, than the vendors
	 * document.
	 * @param environment the properties and environment variables by name
	 * @return the endpoints of those clouds for which the environment says anything, and
	 * of all that other libraries register
	 */
	public static Map<CloudProvider, Endpoint> endpoints(Function<String, @Nullable String> environment) {
		Map<CloudProvider, Endpoint> endpoints = new LinkedHashMap<>();
		OWN.forEach((provider, names) -> {
			for (String name : names) {
				if (environment.apply(name) != null) {
					endpoints.put(provider, load(provider).getEndpoint(environment));
					return;
				}
			}
		});
		for (MetadataService service : registered()) {
			endpoints.put(service.getProvider(), service.getEndpoint(environment));
		}
		return endpoints;
	}

}
