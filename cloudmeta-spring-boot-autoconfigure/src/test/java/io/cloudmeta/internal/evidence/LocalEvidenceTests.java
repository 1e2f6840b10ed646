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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalEvidence}.
 */
class LocalEvidenceTests {

	@TempDir
	private Path sysfs;

	@TempDir
	private Path root;

	@ParameterizedTest
	@CsvSource({ "sys_vendor, Amazon EC2, aws", "bios_vendor, Amazon EC2, aws", "bios_version, 4.11.amazon, aws",
			"chassis_asset_tag, 7783-7084-3265-9085-8269-3286-77, azure", "product_name, Google Compute Engine, gcp",
			"product_name, Google, gcp", "product_name, OpenStack Nova, openstack",
			"chassis_asset_tag, OracleCloud.com, oracle", "product_name, CloudStack KVM Hypervisor, cloudstack",
			"product_name, Alibaba Cloud ECS, alibaba", "sys_vendor, DigitalOcean, digitalocean",
			"sys_vendor, Hetzner, hetzner", "sys_vendor, Tencent Cloud, tencent",
			"chassis_asset_tag, HUAWEICLOUD, huawei", "chassis_vendor, IBM:Cloud Compute Server 1.0:bx2-2x8, ibm",
			"sys_vendor, Linode, akamai", "sys_vendor, Vultr, vultr", "sys_vendor, Scaleway, scaleway",
			"sys_vendor, UpCloud, upcloud", "product_name, Exoscale Compute Platform, exoscale" })
	void isProvenByWhatOnlyThatCloudsMachinesSay(String file, String content, String provider) {
		dmi(Map.of(file, content));
		LocalEvidence evidence = LocalEvidence.collect(this.sysfs, this.root, new LocalFiles());
		assertThat(evidence.proven()).isEqualTo(CloudProvider.of(provider));
		assertThat(evidence.ruledOut()).isFalse();
		assertThat(evidence.evidence()).first()
			.satisfies((signal) -> assertThat(signal.source()).isEqualTo("dmi " + file))
			.satisfies((signal) -> assertThat(signal.finding()).startsWith(content + ": "))
			.satisfies((signal) -> assertThat(signal.bearing()).isEqualTo(Bearing.FOR));
	}

	@ParameterizedTest
	@CsvSource({ "LENOVO, 21CBCTO1WW", "'Dell Inc.', PowerEdge R740", "'VMware, Inc.', VMware Virtual Platform",
			"innotek GmbH, VirtualBox", "Microsoft Corporation, Virtual Machine", "Oracle Corporation, SUN FIRE X4170",
			"Parallels Software International Inc., Parallels Virtual Platform" })
	void isRuledOutByHardwareAndOfficeHypervisors(String vendor, String product) {
		dmi(Map.of("sys_vendor", vendor, "product_name", product));
		LocalEvidence evidence = LocalEvidence.collect(this.sysfs, this.root, new LocalFiles());
		assertThat(evidence.ruledOut()).isTrue();
		assertThat(evidence.proven()).isNull();
		assertThat(evidence.evidence()).singleElement()
			.satisfies((signal) -> assertThat(signal.finding()).contains(vendor, product))
			.satisfies((signal) -> assertThat(signal.bearing()).isEqualTo(Bearing.AGAINST));
	}

	@ParameterizedTest
	@CsvSource({ "QEMU, 'Standard PC (Q35 + ICH9, 2009)'", "Red Hat, KVM", "Xen, HVM domU" })
	void isOpenOnGenericHypervisors(String vendor, String product) {
		dmi(Map.of("sys_vendor", vendor, "product_name", product));
		assertOpen(LocalEvidence.collect(this.sysfs, this.root, new LocalFiles()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "flags : fpu hypervisor", "processor : 0\nflags\t\t: fpu hypervisor lm\nbugs :",
			"processor : 0\nflags\t\t: hypervisor" })
	void knowsTheFlagOfAVirtualMachineWhereverItStands(String processor) throws IOException {
		dmi(Map.of("sys_vendor", "Acme"));
		proc("cpuinfo", processor);
		LocalEvidence evidence = LocalEvidence.collect(this.sysfs, this.root, new LocalFiles());
		assertOpen(evidence);
		assertThat(evidence.evidence()).extracting(Evidence::source).containsExactly("/proc/cpuinfo");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "flags : fpu", "flags : fpu nohypervisor", "Features : fp asimd hypervisor",
			"processor : hypervisor\nflags : fpu" })
	void unknownVendorWithoutTheFlagIsHardware(String processor) throws IOException {
		dmi(Map.of("sys_vendor", "Acme"));
		proc("cpuinfo", processor);
		assertThat(LocalEvidence.collect(this.sysfs, this.root, new LocalFiles()).ruledOut()).isTrue();
	}

	@Test
	void readsTheBeginningOfALongFileOnly() throws IOException {
		dmi(Map.of("sys_vendor", "Acme"));
		proc("cpuinfo", "processor : 0\nflags : fpu\n" + "padding\n".repeat(2000) + "flags : hypervisor\n");
		assertThat(LocalEvidence.collect(this.sysfs, this.root, new LocalFiles()).ruledOut()).isTrue();
	}

	@Test
	void processorWithoutTheFlagDecidesNothingWithoutDmi() throws IOException {
		proc("cpuinfo", "flags : fpu\n");
		assertOpen(LocalEvidence.collect(this.sysfs, this.root, new LocalFiles()));
	}

	@Test
	void candidateIsNoCandidateOnHardware() {
		dmi(Map.of("sys_vendor", "Yandex", "bios_vendor", "American Megatrends Inc."));
		LocalEvidence evidence = LocalEvidence.collect(this.sysfs, this.root, new LocalFiles());
		assertThat(evidence.hinted()).isNull();
		assertThat(evidence.ruledOut()).isTrue();
		assertThat(evidence.evidence()).extracting(Evidence::source).containsExactly("dmi bios_vendor");
	}

	@Test
	void readsTheDeviceTreeInBothPlaces() throws IOException {
		Files.createDirectories(this.sysfs.resolve("firmware/devicetree/base"));
		Files.writeString(this.sysfs.resolve("firmware/devicetree/base/compatible"),
				"raspberrypi,5-model-b\0brcm,bcm2712\0");
		LocalEvidence evidence = LocalEvidence.collect(this.sysfs, this.root, new LocalFiles());
		assertThat(evidence.ruledOut()).isTrue();
		assertThat(evidence.evidence()).singleElement()
			.satisfies((signal) -> assertThat(signal.finding()).startsWith("raspberrypi,5-model-b brcm,bcm2712: "));
		Files.delete(this.sysfs.resolve("firmware/devicetree/base/compatible"));
		proc("device-tree/compatible", "linux,dummy-virt\0");
		assertOpen(LocalEvidence.collect(this.sysfs, this.root, new LocalFiles()));
	}

	@Test
	void readsNoFurtherFileWhereTheFirmwareNamesTheCloud() throws IOException {
		dmi(Map.of("sys_vendor", "Amazon EC2", "chassis_type", "23"));
		proc("cpuinfo", "flags : fpu\n");
		proc("sys/kernel/osrelease", "6.10.14-linuxkit\n");
		LocalEvidence evidence = LocalEvidence.collect(this.sysfs, this.root, new LocalFiles());
		assertThat(evidence.proven()).isEqualTo(CloudProvider.AWS);
		assertThat(evidence.evidence()).hasSize(1);
		assertThat(evidence.dmi()).doesNotContainKey("chassis_type");
	}

	@Test
	void isOpenWithoutDmi() {
		assertOpen(LocalEvidence.collect(this.sysfs, this.root, new LocalFiles()));
	}

	@Test
	void isOpenIfFilesAreEmptyOrUnreadable() throws IOException {
		dmi(Map.of("sys_vendor", "", "product_name", "  \n", "bios_vendor", "\u00ff\u00ff\u00ff"));
		Files.createDirectory(this.sysfs.resolve("class/dmi/id/chassis_vendor"));
		assertOpen(LocalEvidence.collect(this.sysfs, this.root, new LocalFiles()));
	}

	@Test
	void takesAHypervisorsUuidForAHintOnly() throws IOException {
		Files.createDirectories(this.sysfs.resolve("hypervisor"));
		Files.writeString(this.sysfs.resolve("hypervisor/uuid"), "ec2e1916-9099-7caf-fd21-012345abcdef\n");
		dmi(Map.of("sys_vendor", "Xen"));
		LocalEvidence evidence = LocalEvidence.collect(this.sysfs, this.root, new LocalFiles());
		assertThat(evidence.proven()).isNull();
		assertThat(evidence.hinted()).isEqualTo(CloudProvider.AWS);
		assertThat(evidence.ruledOut()).isFalse();
	}

	@Test
	void recordsWhatContradicts() {
		dmi(Map.of("chassis_asset_tag", "7783-7084-3265-9085-8269-3286-77", "sys_vendor", "Amazon EC2"));
		LocalEvidence evidence = LocalEvidence.collect(this.sysfs, this.root, new LocalFiles());
		assertThat(evidence.proven()).isEqualTo(CloudProvider.AZURE);
		assertThat(evidence.evidence()).extracting(Evidence::provider)
			.containsExactly(CloudProvider.AZURE, CloudProvider.AWS);
	}

	@Test
	void givesTheFirmwaresStrings() {
		dmi(Map.of("sys_vendor", "Amazon EC2", "board_asset_tag", "i-0c3d9e8f7a6b5c4d2", "product_name", "m7g.xlarge"));
		assertThat(LocalEvidence.collect(this.sysfs, this.root, new LocalFiles()).dmi())
			.containsEntry("board_asset_tag", "i-0c3d9e8f7a6b5c4d2")
			.containsEntry("product_name", "m7g.xlarge");
	}

	@Test
	void saysWhatSystemItIsWithoutSysfs() {
		LocalEvidence evidence = LocalEvidence.collect(this.sysfs.resolve("missing"), this.root, new LocalFiles());
		assertThat(evidence.evidence()).singleElement()
			.satisfies((signal) -> assertThat(signal.source()).isEqualTo("os.name"))
			.satisfies((signal) -> assertThat(signal.finding()).contains(System.getProperty("os.name")));
	}

	private static void assertOpen(LocalEvidence evidence) {
		assertThat(evidence.proven()).isNull();
		assertThat(evidence.hinted()).isNull();
		assertThat(evidence.ruledOut()).isFalse();
		assertThat(evidence.evidence()).singleElement()
			.satisfies((signal) -> assertThat(signal.bearing()).isEqualTo(Bearing.NEITHER));
	}

	private void proc(String name, String content) throws IOException {
		Path file = this.root.resolve("proc").resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
	}

	private void dmi(Map<String, String> files) {
		Path directory = this.sysfs.resolve("class/dmi/id");
		try {
			Files.createDirectories(directory);
			for (Map.Entry<String, String> file : files.entrySet()) {
				Files.write(directory.resolve(file.getKey()),
						(file.getValue() + "\n").getBytes(StandardCharsets.ISO_8859_1));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
