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

package io.cloudmeta.test;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.github.tomakehurst.wiremock.common.Json;
import org.jspecify.annotations.Nullable;

/**
 * A task of Amazon ECS: on Fargate, where EC2's metadata service does not exist, or with
 * {@code LaunchType=EC2} on an instance, whose service responds too. The network mode is
 * {@code awsvpc} unless {@code NetworkMode} is {@code bridge} or {@code host}.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html">Amazon
 * ECS task metadata endpoint version 4</a>
 * @see <a href=
 * "https://github.com/aws/amazon-ecs-agent/tree/dev/ecs-agent/tmds/handlers/v4/state">The
 * agent's source, which has more members</a>
 */
final class EcsSimulation implements Simulation {

	private static final String TASK = "8b31f6d07ce24a59b1e04c9d7a62f385";

	private static final String CONTAINER = TASK + "-2531612879";

	private static final List<String> OF_THE_INSTANCE = List.of("instanceId", "instanceName", "instanceType", "imageId",
			"publicIp", "lifecycle");

	private final Map<String, Object> container;

	private final Map<String, Object> task;

	private final String launchType;

	private final String region;

	private final @Nullable AwsSimulation instance;

	EcsSimulation(SimulatedValues values) {
		this.launchType = values.get("FARGATE", "LaunchType");
		this.region = values.get("eu-central-1", "region");
		String zone = values.get(this.region + "b", "availabilityZone", "AvailabilityZone");
		String account = values.get("037402851946", "accountId");
		this.instance = this.launchType.equals("EC2") ? instance(values, zone, account) : null;
		if (this.instance == null) {
			OF_THE_INSTANCE.forEach(values::withhold);
		}
		String arn = "arn:%s:ecs:%s:%s:".formatted(this.region.startsWith("cn-") ? "aws-cn" : "aws", this.region,
				account);
		this.container = container(values, arn);
		this.task = task(arn, zone);
		values.writeRest(new MetadataTree(this.task, ".", false, Set.of("Group")));
	}

	private AwsSimulation instance(SimulatedValues values, String zone, String account) {
		Map<String, String> given = new LinkedHashMap<>();
		given.put("region", this.region);
		given.put("availabilityZone", zone);
		given.put("accountId", account);
		for (String name : OF_THE_INSTANCE) {
			String value = values.given(name);
			if (value != null) {
				given.put(name, value);
			}
		}
		values.tags().forEach((name, value) -> given.put("tags." + name, value));
		return new AwsSimulation(new SimulatedValues("aws", given, AwsSimulation::pathForm, values.session()), true);
	}

	private Map<String, Object> container(SimulatedValues values, String arn) {
		return MetadataTree.directory("DockerId", CONTAINER, "Name", "api", "DockerName", "api", "Image",
				"registry.example.com/parcels:3.4.1", "ImageID",
				"sha256:c1b5e90d74f2a83e6d0b9c47f5128ea3d6b70f94c2e8513a7d9f06b4e21c8a35", "Labels",
				MetadataTree.directory("com.amazonaws.ecs.container-name", "api"), "DesiredStatus", "RUNNING",
				"KnownStatus", "RUNNING", "Limits", MetadataTree.directory("CPU", 256), "CreatedAt",
				"2026-11-20T08:40:10.214Z", "StartedAt", "2026-11-20T08:40:10.871Z", "Type", "NORMAL", "ContainerARN",
				arn + "container/parcels/" + TASK + "/0f6c2e81-94d7-4b3a-a5c8-7be1d30f9264", "LogDriver", "awslogs",
				"LogOptions", MetadataTree.directory("awslogs-group", "/ecs/parcels", "awslogs-region", this.region),
				"Networks", List.of(network(values)));
	}

	private Map<String, Object> network(SimulatedValues values) {
		String mode = values.get("awsvpc", "NetworkMode");
		if (mode.equals("host")) {
			return MetadataTree.directory("NetworkMode", mode, "IPv4Addresses", List.of(""));
		}
		if (!mode.equals("awsvpc")) {
			return MetadataTree.directory("NetworkMode", mode, "IPv4Addresses", List.of("172.17.0.2"));
		}
		SimulatedSubnet subnet = new SimulatedSubnet(values.get("10.31.9.140", "privateIp"));
		String hostname = values.get("ip-" + subnet.dashed() + "." + this.region + ".compute.internal", "hostname");
		return MetadataTree.directory("NetworkMode", mode, "AttachmentIndex", 0, "MACAddress", "0a:91:d4:3e:07:5b",
				"IPv4Addresses", List.of(subnet.address()), "IPv4SubnetCIDRBlock", subnet.network() + "/24",
				"DomainNameServers", List.of("10.31.0.2"), "PrivateDNSName", hostname, "SubnetGatewayIpv4Address",
				subnet.gateway() + "/24");
	}

	private Map<String, Object> task(String arn, String zone) {
		Map<String, Object> task = MetadataTree.directory("Cluster", arn + "cluster/parcels", "TaskARN",
				arn + "task/parcels/" + TASK, "Family", "parcels-api", "Revision", "17", "DesiredStatus", "RUNNING",
				"KnownStatus", "RUNNING", "Limits", MetadataTree.directory("CPU", 0.5, "Memory", 1024), "PullStartedAt",
				"2026-11-20T08:40:01.118Z", "PullStoppedAt", "2026-11-20T08:40:09.420Z", "LaunchType", this.launchType,
				"ServiceName", "parcels-api", "Containers", List.of(this.container));
		MetadataTree tree = new MetadataTree(task, ".", false, Set.of());
		tree.put("AvailabilityZone", zone);
		if (this.launchType.equals("FARGATE")) {
			tree.put("AvailabilityZoneID", AwsInstance.zoneId(this.region, zone));
		}
		if (this.instance != null) {
			task.put("VPCID", "vpc-09d3c6a15e8f2b74c");
		}
		return task;
	}

	@Override
	public NoticeKinds getNoticeKinds() {
		return (this.instance != null) ? this.instance.getNoticeKinds() : NoticeKinds.NONE;
	}

	@Override
	public Map<String, String> getDmi() {
		return (this.instance != null) ? this.instance.getDmi() : Map.of();
	}

	@Override
	public Map<String, String> getProperties(URI url) {
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("ECS_CONTAINER_METADATA_URI_V4", url + "/v4/" + CONTAINER);
		properties.put("ECS_CONTAINER_METADATA_URI", url + "/v3/" + CONTAINER);
		properties.put("AWS_EXECUTION_ENV", "AWS_ECS_" + this.launchType);
		if (this.instance == null) {
			properties.put("AWS_REGION", this.region);
			properties.put("AWS_DEFAULT_REGION", this.region);
		}
		return properties;
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		String path = request.path();
		if (!path.startsWith("/v4/") && !path.startsWith("/v3/")) {
			// Fargate has no service at that address
			return (this.instance != null) ? this.instance.answer(request) : Answer.reset();
		}
		return switch (path.substring(4)) {
			case CONTAINER -> json(this.container);
			case CONTAINER + "/task" -> json(this.task);
			default -> Answer.of(404, "text/plain; charset=utf-8", "404 page not found\n");
		};
	}

	private static Answer json(Map<String, Object> document) {
		return Answer.of(200, "application/json", Json.write(document));
	}

}
