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

import java.util.List;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.evidence.MachineRule.Match;
import io.cloudmeta.internal.evidence.MachineRule.Meaning;
import org.jspecify.annotations.Nullable;

/**
 * The table of the meanings of a machine's files, in the order of evaluation. Of two
 * clouds the first one counts; a rule for a string that one vendor copied from another
 * comes after the other's. Of the rules for no cloud and for virtual machines, too, the
 * first one counts.
 */
final class MachineRules {

	private static final String DESKTOP = "a hypervisor of desktops and offices";

	private static final String DEVELOPER = "the kernel of a developer's Linux environment";

	private static final String HYPERVISOR = "a hypervisor that clouds and others use";

	private static final String OTHER_CLOUD = "a cloud without a provider in cloudmeta";

	private static final String MANUFACTURER = "a manufacturer of hardware or of its firmware";

	private static final String HARDWARE = "hardware, as nothing names a hypervisor";

	static final List<MachineRule> TABLE = List.of(
	// @formatter:off
		cloud(CloudProvider.AZURE, "Azure's tag, which no other Hyper-V has",
				"chassis_asset_tag", Match.IS, "7783-7084-3265-9085-8269-3286-77"),
		cloud(CloudProvider.ORACLE, "the tag of Oracle's virtual machines and bare metal",
				"chassis_asset_tag", Match.IS, "OracleCloud.com"),
		cloud(CloudProvider.HUAWEI, "the tag of virtual machines and bare metal of Huawei's technology",
				"chassis_asset_tag", Match.IS, "HUAWEICLOUD", "OpenTelekomCloud"),
		cloud(CloudProvider.OPENSTACK, "a tag that an OpenStack cloud sets",
				"chassis_asset_tag", Match.IS, "OpenStack Nova", "OpenStack Compute", "SAP CCloud VM",
				"Samsung Cloud Platform"),
		cloud(CloudProvider.IBM, "the tag of IBM Cloud's virtual servers and bare metal",
				"chassis_asset_tag", Match.CONTAINS, "ibmcloud"),
		cloud(CloudProvider.IBM, "the vendor of IBM Cloud's virtual servers",
				"chassis_vendor", Match.STARTS, "IBM:Cloud Compute Server"),
		cloud(CloudProvider.AWS, "the vendor of EC2's virtual machines and bare metal",
				"sys_vendor", Match.IS, "Amazon EC2"),
		cloud(CloudProvider.AWS, "the vendor of EC2's virtual machines and bare metal",
				"bios_vendor", Match.IS, "Amazon EC2"),
		cloud(CloudProvider.AWS, "EC2's version of Xen", "bios_version", Match.CONTAINS, "amazon"),
		cloud(CloudProvider.AWS, "EC2's version of Xen", "product_version", Match.CONTAINS, "amazon"),
		cloud(CloudProvider.GCP, "the product name of Google's virtual machines and bare metal",
				"product_name", Match.IS, "Google Compute Engine", "Google"),
		cloud(CloudProvider.ALIBABA, "the product name of Alibaba's virtual machines and bare metal",
				"product_name", Match.IS, "Alibaba Cloud ECS"),
		cloud(CloudProvider.CLOUDSTACK, "the product name of CloudStack on KVM",
				"product_name", Match.STARTS, "CloudStack"),
		cloud(CloudProvider.CLOUDSTACK, "the vendor of CloudStack on KVM",
				"sys_vendor", Match.IS, "Apache Software Foundation"),
		cloud(CloudProvider.EXOSCALE, "the product name of Exoscale's virtual machines",
				"product_name", Match.STARTS, "Exoscale"),
		cloud(CloudProvider.HUAWEI, "the vendor of Huawei's virtual machines, not of its hardware",
				"sys_vendor", Match.IS, "Huawei Cloud"),
		cloud(CloudProvider.OPENSTACK, "the product name of OpenStack Nova",
				"product_name", Match.IS, "OpenStack Nova", "OpenStack Compute"),
		cloud(CloudProvider.OPENSTACK, "the vendor of OpenStack Nova", "sys_vendor", Match.STARTS, "OpenStack"),
		cloud(CloudProvider.IBM, "the vendor of IBM Cloud's virtual servers",
				"sys_vendor", Match.STARTS, "IBM:Cloud Compute Server"),
		cloud(CloudProvider.HETZNER, "a cloud server, not a dedicated server of Hetzner",
				"sys_vendor", Match.IS, "Hetzner").and("product_name", Match.IS, "vServer"),
		cloud(CloudProvider.HETZNER, "the firmware of a cloud server, not of a dedicated server",
				"bios_vendor", Match.IS, "Hetzner"),
		cloud(CloudProvider.DIGITALOCEAN, "a droplet of DigitalOcean",
				"sys_vendor", Match.IS, "DigitalOcean").and("product_name", Match.STARTS, "Droplet"),
		cloud(CloudProvider.AKAMAI, "a compute instance of Akamai",
				"sys_vendor", Match.IS, "Linode", "Akamai").and("product_name", Match.IS, "Compute Instance"),
		cloud(CloudProvider.TENCENT, "a virtual machine of Tencent",
				"sys_vendor", Match.IS, "Tencent Cloud").and("product_name", Match.IS, "CVM"),

		vendor(CloudProvider.ALIBABA, "Alibaba Cloud"),
		vendor(CloudProvider.DIGITALOCEAN, "DigitalOcean"),
		vendor(CloudProvider.HETZNER, "Hetzner"),
		vendor(CloudProvider.AKAMAI, "Linode", "Akamai"),
		vendor(CloudProvider.VULTR, "Vultr"),
		vendor(CloudProvider.SCALEWAY, "Scaleway"),
		vendor(CloudProvider.UPCLOUD, "UpCloud"),
		vendor(CloudProvider.TENCENT, "Tencent Cloud"),

		MachineRule.of(Meaning.CANDIDATE, CloudProvider.AWS, "as on EC2's Xen, and by chance elsewhere",
				MachineFiles.HYPERVISOR_UUID, Match.STARTS, "ec2"),
		candidate(CloudProvider.GCP, "sys_vendor", "Google"),
		candidate(CloudProvider.GCP, "bios_vendor", "Google"),
		candidate(CloudProvider.YANDEX, "sys_vendor", "Yandex"),

		desktop(DESKTOP, "sys_vendor", Match.STARTS, "innotek", "VMware", "Parallels"),
		desktop(DESKTOP, "product_name", Match.STARTS, "VirtualBox", "VMware", "Apple Virtualization"),
		desktop("Hyper-V without Azure's tag",
				"sys_vendor", Match.IS, "Microsoft Corporation").and("product_name", Match.IS, "Virtual Machine"),
		desktop("the Linux environment of a Chromebook", "sys_vendor", Match.IS, "ChromiumOS"),
		MachineRule.of(Meaning.DESKTOP, null, DEVELOPER,
				MachineFiles.KERNEL_RELEASE, Match.CONTAINS, "wsl2", "linuxkit", "orbstack"),
		// those of Azure's container instances contain "microsoft" too
		MachineRule.of(Meaning.DESKTOP, null, DEVELOPER, MachineFiles.KERNEL_RELEASE, Match.ENDS, "-Microsoft"),

		virtual(HYPERVISOR, "sys_vendor", Match.IS, "QEMU", "KVM", "Bochs", "Xen", "Red Hat", "oVirt", "RDO",
				"Fedora Project", "KubeVirt", "OpenBSD"),
		virtual(HYPERVISOR, "sys_vendor", Match.CONTAINS, "hypervisor"),
		virtual(HYPERVISOR, "product_name", Match.STARTS, "Standard PC", "KVM", "HVM", "Bochs", "BHYVE"),
		virtual(HYPERVISOR, "product_name", Match.CONTAINS, "hypervisor", "virtual machine"),
		virtual(HYPERVISOR, "sys_vendor", Match.IS, "Nutanix").and("product_name", Match.IS, "AHV"),
		virtual(HYPERVISOR, "bios_vendor", Match.IS, "SeaBIOS", "Bochs", "Xen", "BHYVE"),
		virtual(HYPERVISOR, "bios_vendor", Match.CONTAINS, "ovmf"),
		virtual(HYPERVISOR, "chassis_vendor", Match.IS, "QEMU", "Bochs", "Xen"),
		virtual(OTHER_CLOUD, "sys_vendor", Match.IS, "3DS Outscale", "NWCS", "Tilaa", "e24cloud"),
		virtual(OTHER_CLOUD, "product_name", Match.STARTS, "CloudCIX", "CloudSigma", "SmartDC"),
		virtual(OTHER_CLOUD, "chassis_asset_tag", Match.ENDS, ".zstack.io"),

		hardware("hardware of Google, as its cloud has the product name Google Compute Engine",
				"sys_vendor", Match.IS, "Google").and("product_name", Match.PRESENT),
		manufacturer("sys_vendor"),
		hardware(MANUFACTURER, "sys_vendor", Match.IS, "HP", "HPE", "IBM"),
		manufacturer("board_vendor"),
		manufacturer("bios_vendor"),
		hardware(MANUFACTURER, "bios_vendor", Match.IS, "AMI", "HP", "HPE", "IBM"),
		hardware("the chassis of hardware; virtual machines have type 1 (other) or 2 (unknown)",
				"chassis_type", Match.IS_NOT, "1", "2"),

		MachineRule.of(Meaning.VIRTUAL_MACHINE, null, "the processor of a virtual machine",
				MachineFiles.PROCESSOR, Match.IS, MachineFiles.HYPERVISOR_FLAG),
		MachineRule.of(Meaning.VIRTUAL_MACHINE, null, HYPERVISOR, MachineFiles.HYPERVISOR_TYPE, Match.PRESENT),
		MachineRule.of(Meaning.VIRTUAL_MACHINE, null, HYPERVISOR,
				MachineFiles.DEVICE_TREE, Match.CONTAINS, "dummy-virt", "qemu", "riscv-virtio", "xen"),
		MachineRule.of(Meaning.VIRTUAL_MACHINE, null, "a partition of a Power server",
				MachineFiles.DEVICE_TREE, Match.STARTS, "IBM,"),
		MachineRule.of(Meaning.VIRTUAL_MACHINE, null, HYPERVISOR, MachineFiles.DEVICE_TREE_HYPERVISOR, Match.PRESENT),

		MachineRule.of(Meaning.HARDWARE, null, "the processor of hardware",
				MachineFiles.PROCESSOR, Match.IS, MachineFiles.NO_HYPERVISOR_FLAG),
		virtual("the chassis of virtual machines, and nothing is known of the processor",
				"chassis_type", Match.IS, "1", "2"),
		hardware(HARDWARE, "sys_vendor", Match.PRESENT),
		hardware(HARDWARE, "board_vendor", Match.PRESENT),
		hardware(HARDWARE, "bios_vendor", Match.PRESENT),
		hardware(HARDWARE, "chassis_vendor", Match.PRESENT),
		MachineRule.of(Meaning.HARDWARE, null, HARDWARE, MachineFiles.DEVICE_TREE, Match.PRESENT));
	// @formatter:on

	private MachineRules() {
	}

	private static MachineRule dmi(Meaning meaning, @Nullable CloudProvider provider, String reason, String dmiFile,
			Match match, String... texts) {
		return MachineRule.of(meaning, provider, reason, MachineFiles.DMI + dmiFile, match, texts);
	}

	private static MachineRule cloud(CloudProvider provider, String reason, String dmiFile, Match match,
			String... texts) {
		return dmi(Meaning.CLOUD, provider, reason, dmiFile, match, texts);
	}

	private static MachineRule vendor(CloudProvider provider, String... names) {
		return dmi(Meaning.CLOUD_VENDOR, provider, "the vendor of the cloud's virtual machines", "sys_vendor", Match.IS,
				names);
	}

	private static MachineRule candidate(CloudProvider provider, String dmiFile, String name) {
		return dmi(Meaning.CANDIDATE, provider, "a vendor of virtual machines and of hardware", dmiFile, Match.IS,
				name);
	}

	private static MachineRule desktop(String reason, String dmiFile, Match match, String... texts) {
		return dmi(Meaning.DESKTOP, null, reason, dmiFile, match, texts);
	}

	private static MachineRule virtual(String reason, String dmiFile, Match match, String... texts) {
		return dmi(Meaning.VIRTUAL_MACHINE, null, reason, dmiFile, match, texts);
	}

	/**
	 * Creates a rule for the names in nearly all firmware of hardware, and for what is
	 * left there instead of a name. Hypervisors with such firmware are known by another
	 * string.
	 */
	private static MachineRule manufacturer(String dmiFile) {
		return hardware(MANUFACTURER, dmiFile, Match.CONTAINS, "acer", "american megatrends", "apple", "asrock", "asus",
				"award", "coreboot", "default string", "dell", "fujitsu", "gigabyte", "hewlett", "huawei", "insyde",
				"intel", "lenovo", "micro-star", "nvidia", "o.e.m", "phoenix", "samsung", "sony", "supermicro",
				"system manufacturer", "toshiba");
	}

	private static MachineRule hardware(String reason, String dmiFile, Match match, String... texts) {
		return dmi(Meaning.HARDWARE, null, reason, dmiFile, match, texts);
	}

}
