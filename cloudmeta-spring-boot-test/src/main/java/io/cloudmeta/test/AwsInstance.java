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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.boot.json.JsonWriter;

/**
 * What a simulated EC2 instance is: its identity document, its tree of metadata and its
 * user data.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-categories.html">Instance
 * metadata categories</a>
 * @see <a href=
 * "https://github.com/canonical/cloud-init/blob/main/cloudinit/sources/DataSourceEc2.py">cloud-init,
 * which reads {@code network-card}: the service returns the index by this name, and the
 * list of categories calls it {@code network-card-index}</a>
 */
final class AwsInstance {

	/** Categories that only some instances have. */
	private static final Set<String> CONDITIONAL = Set.of("ancestor-ami-ids", "autoscaling/target-lifecycle-state",
			"events/recommendations/rebalance", "hibernation/configured", "iam/info", "ipv6", "kernel-id",
			"placement/availability-zone-id", "placement/group-name", "placement/host-id", "placement/partition-number",
			"product-codes", "public-hostname", "ramdisk-id", "spot/instance-action", "spot/termination-time");

	private static final String INTERFACES = "network/interfaces/macs/";

	private static final Pattern REGION = Pattern.compile("[a-z]+(-[a-z]+)+-\\d+");

	/** The document, with empty text for what is {@code null} in it. */
	private final Map<String, Object> document = new LinkedHashMap<>();

	private final MetadataTree metadata = new MetadataTree(new TreeMap<>(), "/", false, CONDITIONAL);

	private final String userData;

	private final String lifecycle;

	private final AwsNotices notices;

	AwsInstance(SimulatedValues values) {
		String givenRegion = values.given("region", "placement/region");
		String givenZone = values.given("availabilityZone", "placement/availability-zone");
		String region = (givenRegion != null) ? givenRegion : regionOf((givenZone != null) ? givenZone : "");
		String zone = (givenZone != null) ? givenZone : region.isEmpty() ? "" : region + "b";
		SimulatedSubnet subnet = new SimulatedSubnet(values.get("10.31.4.87", "privateIp", "local-ipv4"));
		this.userData = values.get("", "user-data");
		this.lifecycle = values.get("on-demand", "lifecycle", "instance-life-cycle");
		this.notices = new AwsNotices(values.announcements(), this.lifecycle);
		writeDocument(values, region, zone, subnet);
		writeInstance();
		writePlacement(region, zone);
		writeTags(values);
		writeNetwork(values, region, subnet);
		values.writeRest(new MetadataTree(this.document, "/", true, Set.of()), this.metadata);
	}

	MetadataTree getMetadata() {
		return this.metadata.with(this.notices.values());
	}

	NoticeKinds getNoticeKinds() {
		return this.notices.kinds();
	}

	String getUserData() {
		return this.userData;
	}

	/**
	 * Returns the identity document in the form in which EC2 prints it.
	 * @return the document
	 */
	String getDocument() {
		return this.document.entrySet()
			.stream()
			.map((field) -> "  \"" + field.getKey() + "\" : "
					+ (field.getValue().equals("") ? "null" : JsonWriter.standard().writeToString(field.getValue())))
			.collect(Collectors.joining(",\n", "{\n", "\n}"));
	}

	String get(String field) {
		return String.valueOf(this.document.get(field));
	}

	private void writeDocument(SimulatedValues values, String region, String zone, SimulatedSubnet subnet) {
		this.document.put("accountId", values.get("037402851946", "accountId"));
		this.document.put("architecture", "x86_64");
		this.document.put("availabilityZone", zone);
		this.document.put("billingProducts", list(values, "billingProducts"));
		this.document.put("devpayProductCodes", list(values, "devpayProductCodes"));
		this.document.put("marketplaceProductCodes", list(values, "marketplaceProductCodes"));
		this.document.put("imageId", values.get("ami-06b1f94c3d72e58a0", "imageId", "ami-id"));
		this.document.put("instanceId", values.get("i-0d58e2a7f1c4963bb", "instanceId", "instance-id"));
		this.document.put("instanceType", values.get("m7i.large", "instanceType", "instance-type"));
		this.document.put("kernelId", "");
		this.document.put("pendingTime", "2026-11-18T06:27:51Z");
		this.document.put("privateIp", subnet.address());
		this.document.put("ramdiskId", "");
		this.document.put("region", region);
		this.document.put("version", "2017-09-30");
	}

	private static Object list(SimulatedValues values, String name) {
		String value = values.get("", name);
		return value.isEmpty() ? "" : List.of(value.split("\\s*,\\s*"));
	}

	private void writeInstance() {
		this.metadata.put("ami-id", get("imageId"));
		this.metadata.put("ami-launch-index", "0");
		this.metadata.put("ami-manifest-path", "(unknown)");
		this.metadata.put("block-device-mapping/ami", "/dev/xvda");
		this.metadata.put("block-device-mapping/root", "/dev/xvda");
		this.metadata.put("events/maintenance/history", "[]");
		this.metadata.put("events/maintenance/scheduled", "[]");
		this.metadata.put("instance-action", "none");
		this.metadata.put("instance-id", get("instanceId"));
		this.metadata.put("instance-life-cycle", this.lifecycle);
		this.metadata.put("instance-type", get("instanceType"));
		this.metadata.put("profile", "default-hvm");
		this.metadata.put("public-keys/0/openssh-key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels");
		this.metadata.put("reservation-id", "r-0a4d6e91c7b3f5280");
		this.metadata.put("system", "nitro");
	}

	private void writePlacement(String region, String zone) {
		this.metadata.put("placement/region", region);
		this.metadata.put("placement/availability-zone", zone);
		this.metadata.put("placement/availability-zone-id", zoneId(region, zone));
		boolean china = region.startsWith("cn-");
		this.metadata.put("services/domain", china ? "amazonaws.com.cn" : "amazonaws.com");
		this.metadata.put("services/partition", china ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws");
	}

	private void writeTags(SimulatedValues values) {
		String name = values.get("", "instanceName", "tags.Name");
		this.metadata.put("tags/instance/Name", name);
		values.tags().forEach((key, value) -> {
			if (key.contains(" ") || key.contains("/")) {
				throw values.refuse("tags." + key,
						"a tag that an EC2 instance can read has no space or slash in its key");
			}
			this.metadata.put("tags/instance/" + key, value);
		});
	}

	private void writeNetwork(SimulatedValues values, String region, SimulatedSubnet subnet) {
		String mac = values.get("0a:3f:51:c2:7e:9b", "mac");
		String publicIp = values.get("198.51.100.73", "publicIp", "public-ipv4");
		String hostname = values.get(hostname(region, subnet), "hostname", "local-hostname");
		String publicHostname = (publicIp.isEmpty() || region.isEmpty()) ? "" : "ec2-" + publicIp.replace('.', '-')
				+ (region.equals("us-east-1") ? ".compute-1" : "." + region + ".compute") + ".amazonaws.com";
		this.metadata.put("mac", mac);
		this.metadata.put("hostname", hostname);
		this.metadata.put("local-hostname", hostname);
		this.metadata.put("local-ipv4", subnet.address());
		this.metadata.put("public-ipv4", publicIp);
		this.metadata.put("public-hostname", publicHostname);
		this.metadata.put("security-groups", "parcels-node\nssh-from-office");
		writeInterface(mac, new Attachment("0", "0"), hostname, subnet);
		String path = INTERFACES + mac + "/";
		this.metadata.put(path + "public-hostname", publicHostname);
		this.metadata.put(path + "public-ipv4s", publicIp);
		if (subnet.isPresent() && !publicIp.isEmpty()) {
			this.metadata.put(path + "ipv4-associations/" + publicIp, subnet.address());
		}
		writeFurtherInterfaces(values, region, subnet);
	}

	/**
	 * Writes the interfaces besides the primary one. A device number is unique only on
	 * its network card. The service lists interfaces by their hardware addresses, which
	 * do not determine their order.
	 */
	private void writeFurtherInterfaces(SimulatedValues values, String region, SimulatedSubnet subnet) {
		int number = 0;
		for (String text : values.get("", "NetworkInterfaces").split(",")) {
			if (text.isBlank()) {
				continue;
			}
			if (!text.matches("\\d{1,2}:\\d{1,2}") || text.equals("0:0") || !subnet.isPresent()) {
				throw values.refuse("NetworkInterfaces",
						"it is a list of the interfaces besides the primary one, which is 0:0 and has an IPv4 address,"
								+ " each with its network card and its device number on that card: 0:1,1:1");
			}
			number++;
			String[] parts = text.split(":");
			SimulatedSubnet neighbour = new SimulatedSubnet(subnet.neighbour(number));
			writeInterface("06:17:04:d7:26:%02x".formatted(number), new Attachment(parts[0], parts[1]),
					hostname(region, neighbour), neighbour);
		}
	}

	private void writeInterface(String mac, Attachment attachment, String hostname, SimulatedSubnet subnet) {
		String path = INTERFACES + mac + "/";
		this.metadata.put(path + "device-number", attachment.device());
		this.metadata.put(path + "interface-id", "eni-0e7c52b8d19f3a4" + mac.substring(mac.length() - 2));
		this.metadata.put(path + "local-hostname", hostname);
		this.metadata.put(path + "local-ipv4s", subnet.address());
		this.metadata.put(path + "mac", mac);
		this.metadata.put(path + "network-card", attachment.card());
		this.metadata.put(path + "owner-id", get("accountId"));
		this.metadata.put(path + "security-group-ids", "sg-04c9a1e7d26b8f350\nsg-0b83f6d2c15e7a94d");
		this.metadata.put(path + "security-groups", "parcels-node\nssh-from-office");
		this.metadata.put(path + "subnet-id", "subnet-05f2b7d81ca3e6940");
		this.metadata.put(path + "vpc-id", "vpc-09d3c6a15e8f2b74c");
		if (subnet.isPresent()) {
			this.metadata.put(path + "subnet-ipv4-cidr-block", subnet.network() + "/24");
			this.metadata.put(path + "vpc-ipv4-cidr-block", subnet.wider() + "/16");
			this.metadata.put(path + "vpc-ipv4-cidr-blocks", subnet.wider() + "/16");
		}
	}

	private String hostname(String region, SimulatedSubnet subnet) {
		String host = subnet.isPresent() ? "ip-" + subnet.dashed() : get("instanceId");
		return host + (region.equals("us-east-1") ? ".ec2" : region.isEmpty() ? "" : "." + region + ".compute")
				+ ".internal";
	}

	private static String regionOf(String zone) {
		Matcher matcher = REGION.matcher(zone);
		return matcher.lookingAt() ? matcher.group() : "eu-central-1";
	}

	/**
	 * Returns an id in the form of AWS's own, {@code euc1-az2} for {@code eu-central-1b}.
	 * The letter of an id differs between real accounts.
	 */
	static String zoneId(String region, String zone) {
		if (zone.length() != region.length() + 1 || !zone.startsWith(region) || !REGION.matcher(region).matches()) {
			return "";
		}
		String shortRegion = region.replace("-", "")
			.replaceFirst("north(east|west)?|south(east|west)?|central|east|west", initials(region));
		return shortRegion + "-az" + (zone.charAt(zone.length() - 1) - 'a' + 1);
	}

	private static String initials(String region) {
		Matcher direction = Pattern.compile("north|south|central|east|west").matcher(region);
		return direction.results().map((found) -> found.group().substring(0, 1)).collect(Collectors.joining());
	}

	/**
	 * Where an interface is attached.
	 *
	 * @param card the index of the network card
	 * @param device the device number on that card
	 */
	private record Attachment(String card, String device) {

	}

}
