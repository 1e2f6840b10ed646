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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.DefinedMetadataService;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.function.SingletonSupplier;

/**
 * The metadata services that can be read: those that other libraries register in
 * {@code META-INF/spring.factories}, which come first, and ours. Most applications run on
 * one cloud or none, so a class of ours is loaded when its cloud is in question.
 *
 * @since 0.1.0
 */
public final class MetadataServices {

	/** What is looked at to find a service of ours, beside its endpoint's property. */
	private static final List<Own> OWN = List.of(
			own(CloudProvider.AWS, "AWS_EC2_METADATA_SERVICE_ENDPOINT", "aws.ec2MetadataServiceEndpoint",
					"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "aws.ec2MetadataServiceEndpointMode",
					"cloudmeta.aws.imds-v1-fallback", "AWS_EC2_METADATA_V1_DISABLED", "aws.disableEc2MetadataV1",
					"AWS_EC2_METADATA_DISABLED", "aws.disableEc2Metadata"),
			own(CloudProvider.AZURE),
			own(CloudProvider.GCP, "GCE_METADATA_HOST", "KUBERNETES_SERVICE_HOST", "NO_GCE_CHECK"),
			own(CloudProvider.OPENSTACK, "OS_REGION_NAME", "cloudmeta.openstack.region-key"), own(CloudProvider.ORACLE),
			own(CloudProvider.HUAWEI), own(CloudProvider.DIGITALOCEAN), own(CloudProvider.HETZNER),
			own(CloudProvider.UPCLOUD), own(CloudProvider.VULTR), own(CloudProvider.AKAMAI),
			own(CloudProvider.SCALEWAY), own(CloudProvider.ALIBABA), own(CloudProvider.TENCENT), own(CloudProvider.IBM),
			own(CloudProvider.YANDEX), own(CloudProvider.CLOUDSTACK), own(CloudProvider.EXOSCALE),
			own(CloudProvider.OPENNEBULA, "cloudmeta.opennebula.context", "VMID", "ONEGATE_ENDPOINT", "TOKENTXT",
					"ONEGATE_TOKEN"));

	private static final Supplier<List<MetadataService>> REGISTERED = SingletonSupplier
		.of(() -> SpringFactoriesLoader.loadFactories(MetadataService.class, MetadataServices.class.getClassLoader()));

	private MetadataServices() {
	}

	private static Own own(CloudProvider provider, String... names) {
		return new Own(provider, List.of(names));
	}

	private static @Nullable MetadataService create(CloudProvider provider) {
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
			default -> null;
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
		for (Own own : OWN) {
			providers.add(own.provider());
		}
		return providers;
	}

	/**
	 * Returns the services that other libraries register.
	 * @return the services in their order
	 */
	public static List<MetadataService> registered() {
		return REGISTERED.get();
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
		return create(provider);
	}

	/**
	 * Returns what sends single requests to a cloud's service, with its headers and its
	 * token.
	 * @param service the service
	 * @return sends a request and returns the response, whatever its status; {@code null}
	 * if the service is another library's own
	 */
	public static @Nullable Requester requester(MetadataService service) {
		if (service instanceof AwsMetadataService) {
			return AwsMetadataService::get;
		}
		if (service instanceof AzureMetadataService) {
			return AzureMetadataService.READER::get;
		}
		if (service instanceof GcpMetadataService) {
			return GcpMetadataService.READER::get;
		}
		if (service instanceof YandexMetadataService) {
			return YandexMetadataService.READER::get;
		}
		if (service instanceof AlibabaMetadataService) {
			return AlibabaMetadataService.READER::get;
		}
		return (service instanceof DefinedMetadataService defined) ? defined.getReader()::get : null;
	}

	/**
	 * Checks a path of a cloud's metadata, wherever the application runs.
	 * @param provider the cloud
	 * @param path the cloud's own path
	 * @throws IllegalArgumentException if the path leaves the tree of metadata or leads
	 * to what may be a secret
	 */
	public static void checkPath(CloudProvider provider, String path) {
		MetadataPath.check(of(provider), path);
	}

	/**
	 * Returns the endpoints that may be elsewhere, or otherwise, than the vendors
	 * document.
	 * @param environment the properties and environment variables by name
	 * @return the endpoints of those clouds for which the environment has any setting,
	 * and of all that other libraries register
	 */
	public static Map<CloudProvider, MetadataEndpoint> endpoints(Function<String, @Nullable String> environment) {
		Map<CloudProvider, MetadataEndpoint> endpoints = new LinkedHashMap<>();
		for (Own own : OWN) {
			MetadataService service = own.isSpokenOf(environment) ? create(own.provider()) : null;
			if (service != null) {
				endpoints.put(own.provider(), service.getEndpoint(environment));
			}
		}
		for (MetadataService service : registered()) {
			MetadataEndpoint endpoint = endpoint(service, environment);
			if (endpoint != null) {
				endpoints.put(service.getProvider(), endpoint);
			}
		}
		return endpoints;
	}

	/**
	 * Returns the endpoint of a service whose code may be another library's.
	 * @param service the service
	 * @param environment the properties and environment variables by name
	 * @return the endpoint, or {@code null} if the code fails
	 * @throws InvalidConfigurationPropertyValueException if a property makes no sense
	 */
	public static @Nullable MetadataEndpoint endpoint(MetadataService service,
			Function<String, @Nullable String> environment) {
		try {
			return service.getEndpoint(environment);
		}
		catch (InvalidConfigurationPropertyValueException ex) {
			throw ex;
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			return null;
		}
	}

	/**
	 * One of ours.
	 *
	 * @param provider whose service it is
	 * @param names the properties and environment variables that it reads
	 */
	private record Own(CloudProvider provider, List<String> names) {

		boolean isSpokenOf(Function<String, @Nullable String> environment) {
			if (environment.apply("cloudmeta." + this.provider.getId() + ".endpoint") != null) {
				return true;
			}
			for (String name : this.names) {
				if (environment.apply(name) != null) {
					return true;
				}
			}
			return false;
		}

	}

	/**
	 * Sends single requests to one service.
	 */
	@FunctionalInterface
	public interface Requester {

		/**
		 * Sends a GET request. If the token is refused, a new one is requested once.
		 * @param client the client
		 * @param path the path of the request, with its query
		 * @return the response, whatever its status
		 * @throws MetadataException if there is no response
		 */
		MetadataResponse get(MetadataClient client, String path) throws MetadataException;

	}

}
