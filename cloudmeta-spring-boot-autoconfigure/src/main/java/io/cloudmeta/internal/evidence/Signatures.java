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
import java.util.Set;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.evidence.Signature.Match;
import io.cloudmeta.internal.evidence.Signature.Strength;

/**
 * The one table of what machines say of themselves. The first signature that matches
 * decides; the ones that one vendor took from another come after the other's.
 */
final class Signatures {

	static final List<Signature> TABLE = List.of(
	// @formatter:off
		Signature.is("chassis_asset_tag", "7783-7084-3265-9085-8269-3286-77", CloudProvider.AZURE),
		Signature.is("chassis_asset_tag", "OracleCloud.com", CloudProvider.ORACLE),
		Signature.is("chassis_asset_tag", "HUAWEICLOUD", CloudProvider.HUAWEI),
		Signature.is("chassis_asset_tag", "OpenTelekomCloud", CloudProvider.HUAWEI),
		Signature.is("chassis_asset_tag", "SAP CCloud VM", CloudProvider.OPENSTACK),
		Signature.is("chassis_asset_tag", "Samsung Cloud Platform", CloudProvider.OPENSTACK),
		Signature.is("chassis_asset_tag", "OpenStack Nova", CloudProvider.OPENSTACK),
		Signature.is("chassis_asset_tag", "OpenStack Compute", CloudProvider.OPENSTACK),
		Signature.contains("chassis_asset_tag", "ibmcloud", CloudProvider.IBM),
		Signature.starts("chassis_vendor", "IBM:Cloud Compute Server", CloudProvider.IBM),
		Signature.is("sys_vendor", "Amazon EC2", CloudProvider.AWS),
		Signature.is("bios_vendor", "Amazon EC2", CloudProvider.AWS),
		Signature.contains("bios_version", "amazon", CloudProvider.AWS),
		Signature.contains("product_version", "amazon", CloudProvider.AWS),
		Signature.is("product_name", "Google Compute Engine", CloudProvider.GCP),
		Signature.is("product_name", "Google", CloudProvider.GCP),
		Signature.is("sys_vendor", "Google", CloudProvider.GCP),
		Signature.is("bios_vendor", "Google", CloudProvider.GCP),
		Signature.is("product_name", "Alibaba Cloud ECS", CloudProvider.ALIBABA),
		Signature.is("sys_vendor", "Alibaba Cloud", CloudProvider.ALIBABA),
		Signature.starts("product_name", "CloudStack", CloudProvider.CLOUDSTACK),
		Signature.is("sys_vendor", "Apache Software Foundation", CloudProvider.CLOUDSTACK),
		Signature.starts("product_name", "Exoscale", CloudProvider.EXOSCALE),
		Signature.is("sys_vendor", "Huawei Cloud", CloudProvider.HUAWEI),
		Signature.is("product_name", "OpenStack Nova", CloudProvider.OPENSTACK),
		Signature.is("product_name", "OpenStack Compute", CloudProvider.OPENSTACK),
		Signature.starts("sys_vendor", "OpenStack", CloudProvider.OPENSTACK),
		Signature.is("sys_vendor", "DigitalOcean", CloudProvider.DIGITALOCEAN),
		Signature.is("sys_vendor", "Hetzner", CloudProvider.HETZNER),
		Signature.is("sys_vendor", "Linode", CloudProvider.AKAMAI),
		Signature.is("sys_vendor", "Akamai", CloudProvider.AKAMAI),
		Signature.is("sys_vendor", "Vultr", CloudProvider.VULTR),
		Signature.is("sys_vendor", "Scaleway", CloudProvider.SCALEWAY),
		Signature.is("sys_vendor", "UpCloud", CloudProvider.UPCLOUD),
		Signature.is("sys_vendor", "Tencent Cloud", CloudProvider.TENCENT),
		Signature.starts("sys_vendor", "IBM:Cloud Compute Server", CloudProvider.IBM),
		// EC2 on Xen. AWS itself says that another machine's UUID may begin like that.
		new Signature("hypervisor/uuid", Match.STARTS, "ec2", CloudProvider.AWS, Strength.HINT));
	// @formatter:on

	/**
	 * Vendors that clouds and desktops alike run their virtual machines on: they decide
	 * nothing.
	 */
	static final Set<String> GENERIC_VENDORS = Set.of("QEMU", "KVM", "Bochs", "Xen", "Red Hat", "oVirt", "RDO",
			"Fedora Project", "KubeVirt", "Nutanix");

	private Signatures() {
	}

}
