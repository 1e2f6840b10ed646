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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import org.jspecify.annotations.Nullable;

/**
 * Amazon Elastic Container Service. Its agent describes to each container its task. A
 * task on EC2 runs on an instance of the customer's, whose own metadata service has the
 * other values; one on Fargate has no such service.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html">Amazon
 * ECS task metadata endpoint version 4</a>
 */
class EcsPlatform implements Platform {

	private static final String METADATA_URI_V4 = "ECS_CONTAINER_METADATA_URI_V4";

	private static final String METADATA_URI_V3 = "ECS_CONTAINER_METADATA_URI";

	private static final String EXECUTION_ENVIRONMENT = "AWS_EXECUTION_ENV";

	private static final String REGION = "AWS_REGION";

	private static final String DEFAULT_REGION = "AWS_DEFAULT_REGION";

	private static final String TASK_PATH = "/task";

	/**
	 * The network mode in which a task has an interface, and so addresses, of its own.
	 */
	private static final String OWN_INTERFACE = "awsvpc";

	private static final Pattern TASK_ARN = Pattern
		.compile("arn:aws[-a-z]*:ecs:(?<region>[a-z0-9-]+):(?<account>\\d{12}):task/.+");

	private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{3,45}");

	@Override
	public String getName() {
		return "aws_ecs";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.AWS;
	}

	@Override
	public Set<String> getVariables() {
		return Set.of(METADATA_URI_V4, METADATA_URI_V3, EXECUTION_ENVIRONMENT, REGION, DEFAULT_REGION);
	}

	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		String variable = environment.has(METADATA_URI_V4) ? METADATA_URI_V4 : METADATA_URI_V3;
		String uri = environment.get(variable);
		if (uri == null) {
			return null;
		}
		String executionEnvironment = environment.get(EXECUTION_ENVIRONMENT);
		PlatformMatch.Builder signs = PlatformMatch.of(this, environment, variable)
			.set(CloudField.REGION, environment.get(environment.has(REGION) ? REGION : DEFAULT_REGION));
		MetadataEndpoint endpoint = MetadataEndpoint.local(uri);
		if (endpoint != null) {
			signs.endpoint(endpoint);
		}
		else {
			signs.failure(
					("%s is not queried, as its value is no address of this machine or its link: remove the variable,"
							+ " or leave it as ECS sets it (http://169.254.170.2/v4/...)")
						.formatted(variable));
		}
		if ("AWS_ECS_EC2".equals(executionEnvironment)) {
			signs.withMetadataService();
		}
		// otherwise the endpoint has to prove that it is one
		boolean corroborated = executionEnvironment != null && executionEnvironment.startsWith("AWS_ECS_");
		return signs.build(corroborated ? Weight.NAMES_THE_CLOUD : Weight.WITHIN_THE_CLOUD);
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, PlatformMatch signs) throws MetadataException {
		MetadataResponse response = client.get(TASK_PATH, Map.of());
		check(response, signs.source());
		MetadataDocument task = MetadataDocument.parse(response.body());
		Matcher arn = TASK_ARN.matcher((task != null) ? String.valueOf(task.get("TaskARN")) : "");
		if (task == null || !arn.matches()) {
			throw notThisOne("the response does not describe an ECS task", signs.source());
		}
		return map(task, arn, signs);
	}

	private static void check(MetadataResponse response, String variable) throws MetadataException {
		switch (response.status()) {
			case 200 -> {
			}
			case 429, 500, 502, 503,
					504 ->
				throw new MetadataException(Kind.BUSY,
						"ECS's task metadata endpoint is busy (status %d)".formatted(response.status()),
						"the agent may be starting or overloaded; refresh() reads it again");
			default -> throw notThisOne("%s got status %d".formatted(TASK_PATH, response.status()), variable);
		}
	}

	private static MetadataException notThisOne(String problem, String variable) {
		return new MetadataException(Kind.NOT_THIS_CLOUD, problem,
				"a service other than ECS listens at the address in %s; remove the variable or set cloudmeta.instance.*"
					.formatted(variable));
	}

	private static InstanceMetadata map(MetadataDocument task, Matcher arn, PlatformMatch signs) {
		Map<String, String> attributes = new LinkedHashMap<>(signs.identity().getAttributes());
		attributes.putAll(task.asMap());
		addPlacement(task, arn.group("region"), attributes);
		String zoneId = task.get("AvailabilityZoneID");
		InstanceMetadata.Builder identity = signs.identity()
			.toBuilder()
			.set(CloudField.REGION, arn.group("region"))
			.set(CloudField.ACCOUNT_ID, arn.group("account"))
			.set(CloudField.AVAILABILITY_ZONE, task.get("AvailabilityZone"))
			.set(CloudField.AVAILABILITY_ZONE_ID, zoneId)
			.placement((zoneId != null) ? Map.of("zone", zoneId) : Map.of())
			.attributes(attributes);
		boolean ownInterface = network(task, identity);
		if (isOnInstance(task, signs)) {
			deferToInstance(identity, ownInterface);
		}
		return identity.build();
	}

	/**
	 * Adds where the task runs under the names that it has on an instance, so that one
	 * path and one placeholder do for both.
	 */
	private static void addPlacement(MetadataDocument task, String region, Map<String, String> attributes) {
		attributes.put("region", region);
		String zone = task.get("AvailabilityZone");
		if (zone != null) {
			attributes.put("availabilityZone", zone);
		}
		String zoneId = task.get("AvailabilityZoneID");
		if (zoneId != null) {
			attributes.put("availabilityZoneId", zoneId);
		}
	}

	/**
	 * All containers of a task share its interface.
	 */
	private static boolean network(MetadataDocument task, InstanceMetadata.Builder identity) {
		for (String container : task.elements("Containers")) {
			List<NetworkInterface> interfaces = new ArrayList<>();
			for (String network : task.elements(container + ".Networks")) {
				if (OWN_INTERFACE.equals(task.get(network + ".NetworkMode"))) {
					interfaces.add(networkInterface(task, network));
					identity.set(CloudField.HOSTNAME, task.get(network + ".PrivateDNSName"));
				}
			}
			if (!interfaces.isEmpty()) {
				identity.networkInterfaces(interfaces);
				return true;
			}
		}
		return false;
	}

	private static NetworkInterface networkInterface(MetadataDocument task, String network) {
		List<String> addresses = new ArrayList<>();
		for (String list : List.of(".IPv4Addresses", ".IPv6Addresses")) {
			for (String element : task.elements(network + list)) {
				String address = task.get(element);
				if (address != null && ADDRESS.matcher(address).matches()) {
					addresses.add(address);
				}
			}
		}
		return new NetworkInterface(task.get(network + ".MACAddress"), addresses, List.of(),
				task.get(network + ".IPv4SubnetCIDRBlock"), task.get("VPCID"));
	}

	/**
	 * An instance of the customer's may also be outside of AWS (ECS Anywhere), where the
	 * environment looks the same.
	 */
	private static boolean isOnInstance(MetadataDocument task, PlatformMatch signs) {
		String launchType = task.get("LaunchType");
		return signs.metadataService() && (launchType == null || launchType.equals("EC2"));
	}

	private static void deferToInstance(InstanceMetadata.Builder identity, boolean ownInterface) {
		identity.defer(CloudField.AVAILABILITY_ZONE)
			.defer(CloudField.INSTANCE_ID)
			.defer(CloudField.INSTANCE_NAME)
			.defer(CloudField.INSTANCE_TYPE)
			.defer(CloudField.IMAGE_ID)
			.defer(CloudField.LIFECYCLE)
			.defer(CloudField.AVAILABILITY_ZONE_ID)
			.deferTags()
			.deferPlacement();
		if (!ownInterface) {
			identity.defer(CloudField.HOSTNAME)
				.defer(CloudField.PRIVATE_IP)
				.defer(CloudField.PUBLIC_IP)
				.deferNetworkInterfaces();
		}
	}

	@Override
	public Map<String, String> getNames() {
		return Map.of("cluster", "Cluster", "taskArn", "TaskARN", "taskFamily", "Family", "taskRevision", "Revision",
				"serviceName", "ServiceName", "launchType", "LaunchType", "vpcId", "VPCID");
	}

}
