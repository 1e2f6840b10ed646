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

package io.cloudmeta.internal.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.spi.CloudField;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstanceData} and for what {@link LocalEvidence} makes of it.
 */
class InstanceDataTests {

	private static final String UUID = "9b1f7c2e-4d3a-4e5f-8a6b-7c8d9e0f1a2b";

	private static final String OPENSTACK = """
			{ "ds": { "_doc": "EXPERIMENTAL", "meta_data": { "availability_zone": "nova", "keys": [ { "data": "ssh" } ],
			    "local-hostname": "parcels-7.example.org", "random_seed": "redacted for non-root user" } },
			  "merged_cfg": "redacted for non-root user",
			  "sys_info": { "platform": "Linux" },
			  "userdata": "redacted for non-root user",
			  "v1": { "availability-zone": "nova", "availability_zone": "nova", "cloud-name": "openstack",
			    "cloud_id": "openstack", "cloud_name": "openstack", "instance-id": "%1$s", "instance_id": "%1$s",
			    "local-hostname": "parcels-7", "local_hostname": "parcels-7", "platform": "openstack",
			    "public_ssh_keys": [ "ssh-ed25519 AAAA" ], "region": null,
			    "subplatform": "metadata (http://169.254.169.254)" } }
			""".formatted(UUID);

	@TempDir
	private Path sysfs;

	@TempDir
	private Path root;

	@Test
	void isNothingWithoutAFile() {
		dmi(Map.of("sys_vendor", "QEMU"));
		LocalEvidence evidence = collect();
		assertThat(evidence.proven()).isNull();
		assertThat(evidence.values()).isEmpty();
		assertThat(evidence.evidence()).noneMatch((signal) -> signal.source().startsWith("cloud-init"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "QEMU", "Xen", "" })
	void provesTheCloudWhereTheFirmwareLeavesItOpen(String vendor) {
		dmi(Map.of("sys_vendor", vendor));
		write(OPENSTACK);
		LocalEvidence evidence = collect();
		assertThat(evidence.proven()).isEqualTo(CloudProvider.OPENSTACK);
		assertThat(evidence.ruledOut()).isFalse();
		assertThat(evidence.values()).containsOnly(Map.entry(CloudField.AVAILABILITY_ZONE, "nova"),
				Map.entry(CloudField.INSTANCE_ID, UUID), Map.entry(CloudField.HOSTNAME, "parcels-7.example.org"));
		assertThat(cloudInit(evidence).source()).isEqualTo("cloud-init /run/cloud-init/instance-data.json");
		assertThat(cloudInit(evidence).finding()).isEqualTo("names OpenStack");
		assertThat(cloudInit(evidence).provider()).isEqualTo(CloudProvider.OPENSTACK);
		assertThat(cloudInit(evidence).bearing()).isEqualTo(Bearing.FOR);
	}

	@Test
	void provesTheCloudWithoutSysfs() {
		write(OPENSTACK);
		LocalEvidence evidence = LocalEvidence.collect(this.sysfs.resolve("missing"), this.root, new LocalFiles());
		Assumptions.assumeFalse(evidence.ruledOut(), "this system is none of a cloud");
		assertThat(evidence.proven()).isEqualTo(CloudProvider.OPENSTACK);
	}

	@ParameterizedTest
	@CsvSource({ "ec2, aws, aws", "azure, azure, azure", "gce, gce, gcp", "openstack, openstack, openstack",
			"cloudstack, the operator's own, cloudstack", "opennebula, opennebula, opennebula",
			"oracle, oracle, oracle", "aliyun, aliyun, alibaba", "digitalocean, digitalocean, digitalocean",
			"hetzner, hetzner, hetzner", "vultr, vultr, vultr", "scaleway, scaleway, scaleway",
			"upcloud, upcloud, upcloud", "exoscale, exoscale, exoscale", "akamai, akamai, akamai",
			"ibmcloud, ibmcloud, ibm" })
	void knowsTheDatasourcesOfOneCloud(String platform, String name, String provider) {
		write(v1("platform", platform, "cloud_name", name));
		assertThat(collect().proven()).isEqualTo(CloudProvider.of(provider));
	}

	@ParameterizedTest
	@CsvSource({ "ec2, unknown", "ec2, brightbox", "nocloud, aws", "nocloud, unknown", "lxd, lxd", "vmware, vmware",
			"configdrive, openstack", "none, none", "maas, maas", "'<b>', aws", "'', aws" })
	void decidesNothingByOthers(String platform, String name) {
		write(v1("platform", platform, "cloud_name", name, "region", "eu-1"));
		LocalEvidence evidence = collect();
		assertThat(evidence.proven()).isNull();
		assertThat(evidence.values()).isEmpty();
		assertThat(cloudInit(evidence).bearing()).isEqualTo(Bearing.NEITHER);
		assertThat(cloudInit(evidence).provider()).isNull();
		assertThat(cloudInit(evidence).finding()).contains("no cloud").doesNotContain("<");
	}

	@Test
	void tellsHuaweiByWhatItsDocumentHasMore() {
		write("""
				{ "ds": { "meta_data": { "region_id": "eu-de" } },
				  "v1": { "platform": "openstack", "availability_zone": "eu-de-01", "region": null } }
				""");
		LocalEvidence evidence = collect();
		assertThat(evidence.proven()).isEqualTo(CloudProvider.HUAWEI);
		assertThat(evidence.values()).containsOnly(Map.entry(CloudField.REGION, "eu-de"),
				Map.entry(CloudField.AVAILABILITY_ZONE, "eu-de-01"));
	}

	@Test
	void takesAzuresOwnIdAndZone() {
		write("""
				{ "ds": { "meta_data": { "imds": { "compute": { "vmId": "%s", "zone": "2", "platformFaultDomain": "0" } } } },
				  "v1": { "platform": "azure", "cloud_name": "azure", "region": "westeurope", "availability_zone": "0",
				    "instance_id": "2e7c1f9b-3a4d-5f4e-8a6b-7c8d9e0f1a2b", "local_hostname": "parcels-7" } }
				"""
			.formatted(UUID));
		assertThat(collect().values()).containsOnly(Map.entry(CloudField.REGION, "westeurope"),
				Map.entry(CloudField.AVAILABILITY_ZONE, "2"), Map.entry(CloudField.INSTANCE_ID, UUID),
				Map.entry(CloudField.HOSTNAME, "parcels-7"));
	}

	@ParameterizedTest
	@CsvSource({ "azure, , ", "oracle, de, ", "digitalocean, z, ", "upcloud, z, ", "vultr, , z", "hetzner, de, z" })
	void leavesOutWhatHasAnotherMeaningThere(String platform, String region, String zone) {
		String regionThere = platform.equals("azure") ? "" : "de";
		write(v1("platform", platform, "region", regionThere, "availability_zone", "z"));
		Map<CloudField, String> values = collect().values();
		assertThat(values.get(CloudField.REGION)).isEqualTo(region);
		assertThat(values.get(CloudField.AVAILABILITY_ZONE)).isEqualTo(zone);
	}

	@Test
	void takesNoPlaceholderForAValue() {
		write(v1("platform", "opennebula", "instance_id", "iid-dsopennebula", "local_hostname", "localhost", "region",
				"unknown", "availability_zone", "redacted for non-root user"));
		LocalEvidence evidence = collect();
		assertThat(evidence.proven()).isEqualTo(CloudProvider.OPENNEBULA);
		assertThat(evidence.values()).isEmpty();
	}

	@Test
	void takesNoNameThatCloudInitMadeOfAnAddress() {
		write("""
				{ "ds": { "meta_data": { "local-hostname": "10.0.0.7" } },
				  "v1": { "platform": "cloudstack", "local_hostname": "ip-10-0-0-7" } }
				""");
		assertThat(collect().values()).isEmpty();
	}

	@Test
	void isNotMisledByOtherTypes() {
		write("""
				{ "ds": [ 1 ], "v1": { "platform": "hetzner", "region": { "region": "x" }, "availability_zone": [ "y" ],
				  "instance_id": 73410962, "local_hostname": null } }
				""");
		assertThat(collect().values()).containsOnly(Map.entry(CloudField.INSTANCE_ID, "73410962"));
	}

	@ParameterizedTest
	@CsvSource({ "PT-1H, false", "PT-6M, false", "PT-4M, true", "PT1H, true" })
	void isUsedOnlyIfItIsOfThisBoot(Duration afterBoot, boolean used) {
		Instant boot = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
		stat("cpu  1 2 3\nintr 4 5\nbtime " + boot.getEpochSecond() + "\nprocesses 6\n");
		date(write(OPENSTACK), boot.plus(afterBoot));
		assertUsed(used, "before the machine booted");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "cpu 1\n", "btime\n", "btime x\n", "btime 0\n", "btime 99999999999999999999\n",
			"btime 9223372036854775807\n" })
	void isUsedIfTheTimeOfTheBootIsUnknown(String stat) {
		stat(stat);
		date(write(OPENSTACK), Instant.now().minus(Duration.ofDays(400)));
		assertUsed(true, "");
	}

	@Test
	void isNotUsedIfItIsOfAnotherTime() {
		date(write(OPENSTACK), Instant.now().plus(Duration.ofHours(2)));
		assertUsed(false, "in the future");
	}

	@ParameterizedTest
	@CsvSource({ "ec2, board_asset_tag, i-0c3d9e8f7a6b5c4d2, i-0c3d9e8f7a6b5c4d2, true",
			"ec2, board_asset_tag, i-0c3d9e8f7a6b5c4d2, i-0aaaaaaaaaaaaaaaa, false",
			"ec2, board_asset_tag, i-0c3d9e8f7a6b5c4d2, Not Specified, true",
			"openstack, product_uuid, " + UUID + ", 9B1F7C2E-4D3A-4E5F-8A6B-7C8D9E0F1A2B, true",
			"openstack, product_uuid, " + UUID + ", 2e7c1f9b-3a4d-5f4e-8a6b-7c8d9e0f1a2b, true",
			"openstack, product_uuid, " + UUID + ", 9b1f7c2e-4d3a-4e5f-8a6b-7c8d9e0f1a2c, false",
			"openstack, product_uuid, iid-dsopenstack, " + UUID + ", true",
			"azure, product_uuid, " + UUID + ", 00000000-4d3a-4e5f-8a6b-7c8d9e0f1a2b, false",
			"hetzner, product_serial, 73410962, 73410962, true", "hetzner, product_serial, 73410962, 73410963, false",
			"digitalocean, product_serial, 389104772, 389104773, false",
			"gce, product_uuid, " + UUID + ", " + "00000000-4d3a-4e5f-8a6b-7c8d9e0f1a2b, true" })
	void isUsedOnlyIfItBelongsToTheFirmwaresInstance(String platform, String file, String written, String known,
			boolean used) {
		dmi(Map.of("sys_vendor", "QEMU", file, known));
		write(v1("platform", platform, "cloud_name", "aws", "instance_id", written));
		assertUsed(used, "another instance than the firmware's " + file);
		assertThat(collect().dmi()).doesNotContainKeys("product_uuid", "product_serial");
		assertThat(collect().evidence().toString()).doesNotContain(written);
	}

	@Test
	void leavesTheFirmwareTheLastWord() {
		dmi(Map.of("sys_vendor", "Amazon EC2"));
		write(v1("platform", "azure", "region", "westeurope"));
		LocalEvidence evidence = collect();
		assertThat(evidence.proven()).isEqualTo(CloudProvider.AWS);
		assertThat(evidence.values()).isEmpty();
		assertThat(cloudInit(evidence).bearing()).isEqualTo(Bearing.AGAINST);
		assertThat(cloudInit(evidence).provider()).isEqualTo(CloudProvider.AWS);
		assertThat(cloudInit(evidence).finding()).isEqualTo("names Microsoft Azure: the firmware takes precedence");
	}

	@Test
	void seesNoContradictionInTheSoftwareThatAVendorUses() {
		dmi(Map.of("chassis_asset_tag", "OpenTelekomCloud"));
		write(OPENSTACK);
		LocalEvidence evidence = collect();
		assertThat(evidence.proven()).isEqualTo(CloudProvider.HUAWEI);
		assertThat(evidence.values()).isEmpty();
		assertThat(cloudInit(evidence).bearing()).isEqualTo(Bearing.NEITHER);
	}

	@Test
	void addsToWhatTheFirmwareProves() {
		dmi(Map.of("product_name", "OpenStack Nova"));
		write(OPENSTACK);
		LocalEvidence evidence = collect();
		assertThat(evidence.proven()).isEqualTo(CloudProvider.OPENSTACK);
		assertThat(evidence.values()).containsEntry(CloudField.INSTANCE_ID, UUID);
	}

	@Test
	void winsOverAHint() throws IOException {
		Files.createDirectories(this.sysfs.resolve("hypervisor"));
		Files.writeString(this.sysfs.resolve("hypervisor/uuid"), "ec2e1916-9099-7caf-fd21-012345abcdef\n");
		write(v1("platform", "cloudstack"));
		assertThat(collect().proven()).isEqualTo(CloudProvider.CLOUDSTACK);
	}

	@Test
	void doesNotOverruleFirmwareOfNoCloud() {
		dmi(Map.of("sys_vendor", "VMware, Inc.", "product_name", "VMware Virtual Platform"));
		write(OPENSTACK);
		LocalEvidence evidence = collect();
		assertThat(evidence.proven()).isNull();
		assertThat(evidence.ruledOut()).isTrue();
		assertThat(evidence.values()).isEmpty();
		assertThat(cloudInit(evidence).finding()).contains("set cloudmeta.provider=openstack");
		assertThat(cloudInit(evidence).provider()).isEqualTo(CloudProvider.OPENSTACK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "\"openstack\"", "{", "{}x", "<html>", "{\"v1\": {\"platform\": " })
	void saysThatAFileIsNoJson(String content) {
		write(content);
		assertUsed(false, "is no JSON object");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"v1\": null}", "{\"v1\": []}", "{\"v1\": \"openstack\"}",
			"{\"platform\": \"openstack\"}" })
	void saysThatAFileNamesNoCloud(String content) {
		write(content);
		assertUsed(false, "names no cloud");
	}

	@Test
	void readsNoMoreThanItMay() {
		write(OPENSTACK + " ".repeat(256 * 1024));
		assertUsed(false, "is longer than 256 KB");
	}

	@Test
	void findsTheNamesBehindManyOthers() {
		StringBuilder others = new StringBuilder();
		for (int i = 0; i < 5000; i++) {
			others.append("\"k%d\": \"v\", ".formatted(i));
		}
		write(OPENSTACK.replace("\"availability_zone\"", others + "\"availability_zone\""));
		assertUsed(true, "");
	}

	@Test
	void readsNothingButARegularFile() throws IOException {
		Path file = this.root.resolve(InstanceData.FILE);
		Files.createDirectories(file);
		assertUsed(false, "is no regular file");
		Files.delete(file);
		Files.createSymbolicLink(file, file.getFileName());
		assertUsed(false, "is no regular file");
		Files.delete(file);
		Files.writeString(file.resolveSibling("instance-data-sensitive.json"), OPENSTACK);
		Files.createSymbolicLink(file, Path.of("instance-data-sensitive.json"));
		assertUsed(false, "is no regular file");
	}

	@Test
	void goesRoundNoCircleOfDirectories() throws IOException {
		Files.createDirectories(this.root.resolve("run"));
		Files.createSymbolicLink(this.root.resolve("run/cloud-init"), Path.of("cloud-init"));
		assertUsed(false, "is not readable");
	}

	@Test
	void saysThatAFileIsNotReadable() throws IOException {
		Path file = write(OPENSTACK);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
		Assumptions.assumeFalse(Files.isReadable(file), "root reads everything");
		assertUsed(false, "is not readable");
	}

	private void assertUsed(boolean used, String reason) {
		LocalEvidence evidence = collect();
		assertThat(evidence.proven() != null).isEqualTo(used);
		if (!used) {
			assertThat(evidence.values()).isEmpty();
			assertThat(cloudInit(evidence).bearing()).isEqualTo(Bearing.NEITHER);
			assertThat(cloudInit(evidence).finding()).contains(reason);
		}
	}

	private LocalEvidence collect() {
		return LocalEvidence.collect(this.sysfs, this.root, new LocalFiles());
	}

	private static Evidence cloudInit(LocalEvidence evidence) {
		return evidence.evidence()
			.stream()
			.filter((signal) -> signal.source().equals(LocalEvidence.CLOUD_INIT))
			.findFirst()
			.orElseThrow();
	}

	private static String v1(String... namesAndValues) {
		StringBuilder v1 = new StringBuilder("{ \"v1\": { \"_beta_keys\": [ \"subplatform\" ]");
		for (int i = 0; i < namesAndValues.length; i += 2) {
			v1.append(", \"%s\": \"%s\"".formatted(namesAndValues[i], namesAndValues[i + 1]));
		}
		return v1 + " } }";
	}

	private Path write(String content) {
		return write(this.root.resolve(InstanceData.FILE), content);
	}

	private void stat(String content) {
		write(this.root.resolve("proc/stat"), content);
	}

	private void dmi(Map<String, String> files) {
		files.forEach((file, content) -> write(this.sysfs.resolve("class/dmi/id").resolve(file), content + "\n"));
	}

	private static Path write(Path file, String content) {
		try {
			Files.createDirectories(file.getParent());
			return Files.writeString(file, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void date(Path file, Instant time) {
		try {
			Files.setLastModifiedTime(file, FileTime.from(time));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
