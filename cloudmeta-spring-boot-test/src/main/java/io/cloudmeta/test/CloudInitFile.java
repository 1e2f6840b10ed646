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

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;
import org.springframework.util.Assert;

/**
 * The file that cloud-init leaves for all users of an instance. Its values are those that
 * cloud-init uses as region, zone, id and host name on each cloud, read from the
 * simulated metadata service.
 *
 * @see <a href=
 * "https://docs.cloud-init.io/en/latest/explanation/instancedata.html">cloud-init's
 * description of instance data</a>
 */
final class CloudInitFile {

	static final String PATH = "run/cloud-init/instance-data.json";

	/**
	 * Elsewhere it runs as a datasource that is none of a single cloud, or not at all.
	 */
	private static final Set<SimulatedClouds> KNOWN = EnumSet.of(SimulatedClouds.AWS, SimulatedClouds.AZURE,
			SimulatedClouds.GCP, SimulatedClouds.OPENSTACK, SimulatedClouds.HUAWEI, SimulatedClouds.CLOUDSTACK,
			SimulatedClouds.EXOSCALE, SimulatedClouds.OPENNEBULA, SimulatedClouds.ORACLE, SimulatedClouds.ALIBABA,
			SimulatedClouds.DIGITALOCEAN, SimulatedClouds.UPCLOUD, SimulatedClouds.HETZNER, SimulatedClouds.VULTR,
			SimulatedClouds.SCALEWAY, SimulatedClouds.AKAMAI);

	private static final String REDACTED = "redacted for non-root user";

	private final Simulation simulation;

	private final Map<String, String> headers = new LinkedHashMap<>();

	private final Map<String, @Nullable Object> v1 = new LinkedHashMap<>();

	private final Map<String, @Nullable Object> metadata = new LinkedHashMap<>();

	private CloudInitFile(Simulation simulation) {
		this.simulation = simulation;
	}

	/**
	 * Returns whether cloud-init has a name for a cloud.
	 * @param cloud the cloud
	 * @return whether there is such a file
	 */
	static boolean isKnown(SimulatedClouds cloud) {
		return KNOWN.contains(cloud);
	}

	/**
	 * Returns the content of the file.
	 * @param cloud the cloud
	 * @param simulation its metadata service
	 * @return the file's content
	 */
	static String of(SimulatedClouds cloud, Simulation simulation) {
		CloudInitFile file = new CloudInitFile(simulation);
		file.ask(cloud);
		return file.toJson();
	}

	private void ask(SimulatedClouds cloud) {
		switch (cloud) {
			case AWS -> askAws();
			case AZURE -> askAzure();
			case GCP -> askGcp();
			case OPENSTACK, HUAWEI -> askOpenStack();
			case CLOUDSTACK, EXOSCALE -> askCloudStack(cloud.getName());
			case OPENNEBULA -> write("opennebula", null, null, "iid-dsopennebula", null);
			case ORACLE -> askOracle();
			case ALIBABA -> askAlibaba();
			case DIGITALOCEAN -> askLeaves("digitalocean", "/metadata/v1/", "id");
			case UPCLOUD -> askLeaves("upcloud", "/metadata/v1/", "instance_id");
			case HETZNER -> write("hetzner", null, null, text("/hetzner/v1/metadata/instance-id"),
					text("/hetzner/v1/metadata/hostname"));
			case VULTR -> askVultr();
			case SCALEWAY -> askScaleway();
			case AKAMAI -> askAkamai();
			default -> throw new IllegalStateException(cloud.getName());
		}
	}

	private void askAws() {
		this.headers.put("X-aws-ec2-metadata-token",
				token("/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds"));
		String tree = "/latest/meta-data/";
		write("ec2", text(tree + "placement/region"), text(tree + "placement/availability-zone"),
				text(tree + "instance-id"), text(tree + "local-hostname"));
		this.v1.put("cloud-name", "aws");
		this.v1.put("cloud_name", "aws");
	}

	private void askAzure() {
		this.headers.put("Metadata", "true");
		Map<?, ?> compute = (Map<?, ?>) json("/metadata/instance", Map.of("api-version", "2021-12-13"))
			.getOrDefault("compute", Map.of());
		// on a machine of the second generation the firmware's id is the cloud's
		write("azure", text(compute, "location"), text(compute, "platformFaultDomain"), text(compute, "vmId"),
				text(compute, "name"));
		Map<String, @Nullable Object> copy = new LinkedHashMap<>();
		List.of("location", "platformFaultDomain", "vmId", "zone").forEach((name) -> copy.put(name, compute.get(name)));
		this.metadata.put("imds", Map.of("compute", copy));
	}

	private void askGcp() {
		this.headers.put("Metadata-Flavor", "Google");
		String tree = "/computeMetadata/v1/instance/";
		String zone = text(tree + "zone");
		zone = (zone != null) ? zone.substring(zone.lastIndexOf('/') + 1) : null;
		write("gce", withoutLastPart(zone), zone, text(tree + "id"), text(tree + "hostname"));
	}

	private void askOpenStack() {
		Map<String, Object> document = json("/openstack/latest/meta_data.json", Map.of());
		write("openstack", null, text(document, "availability_zone"), text(document, "uuid"),
				text(document, "hostname"));
		if (document.containsKey("region_id")) {
			this.metadata.put("region_id", document.get("region_id"));
		}
	}

	private void askCloudStack(String platform) {
		String tree = "/latest/meta-data/";
		write(platform, null, text(tree + "availability-zone"), text(tree + "instance-id"),
				text(tree + "local-hostname"));
	}

	private void askOracle() {
		this.headers.put("Authorization", "Bearer Oracle");
		String tree = "/opc/v2/instance/";
		write("oracle", null, text(tree + "ociAdName"), text(tree + "id"), text(tree + "hostname"));
	}

	private void askAlibaba() {
		this.headers.put("X-aliyun-ecs-metadata-token",
				token("/latest/api/token", "X-aliyun-ecs-metadata-token-ttl-seconds"));
		write("aliyun", null, null, text("/latest/meta-data/instance-id"), text("/latest/meta-data/hostname"));
	}

	/**
	 * There are only regions, which cloud-init calls zones.
	 */
	private void askLeaves(String platform, String tree, String id) {
		write(platform, null, text(tree + "region"), text(tree + id), text(tree + "hostname"));
	}

	private void askVultr() {
		String country = text("/v1/region/countrycode");
		write("vultr", (country != null) ? country.toLowerCase(Locale.ROOT) : null, null, text("/v1/instance-v2-id"),
				text("/v1/hostname"));
	}

	private void askScaleway() {
		Map<String, Object> document = json("/conf", Map.of("format", "json"));
		String zone = text(document, "zone");
		write("scaleway", withoutLastPart(zone), zone, text(document, "id"), text(document, "hostname"));
	}

	private void askAkamai() {
		this.headers.put("Metadata-Token", token("/v1/token", "Metadata-Token-Expiry-Seconds"));
		this.headers.put("Accept", "application/json");
		Map<String, Object> document = json("/v1/instance", Map.of());
		write("akamai", text(document, "region"), null, text(document, "id"), null);
	}

	private void write(String platform, @Nullable String region, @Nullable String zone, @Nullable String id,
			@Nullable String hostname) {
		String instanceId = (id != null) ? id : "iid-datasource";
		String label = (hostname != null) ? hostname.replaceFirst("\\..*", "") : "localhost";
		this.v1.put("_beta_keys", List.of("subplatform"));
		this.v1.put("availability-zone", zone);
		this.v1.put("availability_zone", zone);
		this.v1.put("cloud-name", platform);
		this.v1.put("cloud_name", platform);
		this.v1.put("instance-id", instanceId);
		this.v1.put("instance_id", instanceId);
		this.v1.put("local-hostname", label);
		this.v1.put("local_hostname", label);
		this.v1.put("platform", platform);
		this.v1.put("public_ssh_keys", List.of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels"));
		this.v1.put("region", region);
		this.metadata.put("instance-id", instanceId);
		if (hostname != null) {
			this.metadata.put("local-hostname", hostname);
		}
	}

	private String toJson() {
		Map<String, Object> file = new LinkedHashMap<>();
		file.put("base64_encoded_keys", List.of());
		file.put("ds", Map.of("meta_data", this.metadata));
		file.put("merged_cfg", REDACTED);
		file.put("sensitive_keys", List.of("merged_cfg", "userdata"));
		file.put("userdata", REDACTED);
		file.put("v1", this.v1);
		return JsonWriter.standard().writeToString(file);
	}

	private static @Nullable String withoutLastPart(@Nullable String zone) {
		int end = (zone != null) ? zone.lastIndexOf('-') : -1;
		return (zone != null && end > 0) ? zone.substring(0, end) : null;
	}

	private String token(String path, String lifeHeader) {
		Answer answer = this.simulation.answer(new SimulatedRequest("PUT", path, Map.of(),
				(name) -> lifeHeader.equalsIgnoreCase(name) ? "60" : null, ""));
		return new String(answer.body(), StandardCharsets.UTF_8);
	}

	private Map<String, Object> json(String path, Map<String, String> query) {
		String document = get(path, query);
		Assert.notNull(document, () -> "There is no " + path);
		return JsonParserFactory.getJsonParser().parseMap(document);
	}

	private @Nullable String text(String path) {
		return get(path, Map.of());
	}

	private static @Nullable String text(Map<?, ?> document, String name) {
		Object value = document.get(name);
		return (value == null || value.toString().isEmpty()) ? null : value.toString();
	}

	private @Nullable String get(String path, Map<String, String> query) {
		Map<String, List<String>> parameters = new LinkedHashMap<>();
		query.forEach((name, value) -> parameters.put(name, List.of(value)));
		Answer answer = this.simulation.answer(new SimulatedRequest("GET", path, parameters, this::header, ""));
		String body = new String(answer.body(), StandardCharsets.UTF_8).trim();
		return (answer.status() == 200 && !body.isEmpty()) ? body : null;
	}

	private @Nullable String header(@Nullable String name) {
		for (Map.Entry<String, String> header : this.headers.entrySet()) {
			if (header.getKey().equalsIgnoreCase(name)) {
				return header.getValue();
			}
		}
		return null;
	}

}
