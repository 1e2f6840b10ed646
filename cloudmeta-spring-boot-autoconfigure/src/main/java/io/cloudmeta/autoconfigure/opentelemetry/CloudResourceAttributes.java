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

package io.cloudmeta.autoconfigure.opentelemetry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.autoconfigure.core.CloudAttribute;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The attributes of the cloud and the host in OpenTelemetry's semantic conventions.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/resource/cloud/"> Cloud
 * resource</a>
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/resource/host/"> Host
 * resource</a>
 */
final class CloudResourceAttributes {

	private static final List<CloudAttribute> CLOUD = CloudAttribute.of(CloudField.PROVIDER, CloudField.PLATFORM,
			CloudField.REGION, CloudField.AVAILABILITY_ZONE, CloudField.ACCOUNT_ID);

	private static final List<CloudAttribute> HOST = CloudAttribute.of(CloudField.INSTANCE_ID, CloudField.INSTANCE_TYPE,
			CloudField.IMAGE_ID);

	/** There, an instance is no host but a copy of the application. */
	private static final Set<String> WITHOUT_HOST = Set.of("aws_lambda", "aws_ecs", "aws_app_runner",
			"azure.app_service", "azure.functions", "azure.container_apps", "azure.container_instances",
			"gcp_cloud_run", "gcp_cloud_functions", "gcp_app_engine", "heroku", "fly", "render", "cloudfoundry");

	/** Amazon's partitions by how their regions begin. */
	private static final Map<String, String> PARTITIONS = Map.of("cn-", "aws-cn", "us-gov-", "aws-us-gov", "us-iso-",
			"aws-iso", "us-isob-", "aws-iso-b", "eu-isoe-", "aws-iso-e", "us-isof-", "aws-iso-f", "eusc-", "aws-eusc");

	private CloudResourceAttributes() {
	}

	/**
	 * Returns the attributes of an instance, as far as it has them.
	 * @param instance the instance
	 * @return the values by the attributes' names, none off the cloud
	 */
	static Map<String, String> of(CloudInstance instance) {
		Map<String, String> attributes = new LinkedHashMap<>();
		if (!instance.isCloud()) {
			return attributes;
		}
		CLOUD.forEach((attribute) -> put(attributes, attribute.getName(), attribute.get(instance)));
		String platform = instance.getPlatform();
		if (platform == null || !WITHOUT_HOST.contains(platform)) {
			HOST.forEach((attribute) -> put(attributes, attribute.getName(), attribute.get(instance)));
			String hostname = instance.getHostname();
			put(attributes, "host.name", (hostname != null) ? hostname : instance.getInstanceName());
			put(attributes, "cloud.resource_id", resourceId(instance));
		}
		return attributes;
	}

	private static void put(Map<String, String> attributes, String name, @Nullable String value) {
		if (StringUtils.hasText(value)) {
			attributes.put(name, value);
		}
	}

	/**
	 * Returns the name that the cloud's API has for a virtual machine, where all parts of
	 * it are known.
	 */
	private static @Nullable String resourceId(CloudInstance instance) {
		CloudProvider provider = instance.getProvider();
		if (provider.equals(CloudProvider.AWS)) {
			return arn(instance.getRegion(), instance.getAccountId(), instance.getInstanceId());
		}
		if (provider.equals(CloudProvider.GCP)) {
			return googleName(instance.getAccountId(), instance.getAvailabilityZone(), instance.getInstanceName());
		}
		if (provider.equals(CloudProvider.AZURE)) {
			return instance.getAttributes().get("compute.resourceId");
		}
		return provider.equals(CloudProvider.ORACLE) ? instance.getInstanceId() : null;
	}

	private static @Nullable String arn(@Nullable String region, @Nullable String account, @Nullable String id) {
		if (region == null || account == null || id == null) {
			return null;
		}
		String partition = PARTITIONS.entrySet()
			.stream()
			.filter((candidate) -> region.startsWith(candidate.getKey()))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse("aws");
		return "arn:%s:ec2:%s:%s:instance/%s".formatted(partition, region, account, id);
	}

	private static @Nullable String googleName(@Nullable String project, @Nullable String zone, @Nullable String name) {
		return (project == null || zone == null || name == null) ? null
				: "//compute.googleapis.com/projects/%s/zones/%s/instances/%s".formatted(project, zone, name);
	}

}
