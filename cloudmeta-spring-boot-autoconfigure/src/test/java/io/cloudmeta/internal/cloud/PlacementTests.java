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

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the placement that each cloud reveals.
 */
class PlacementTests {

	private static final String AZURE = "region=westeurope,compute/zone=2";

	private static final String GOOGLE = "availabilityZone=us-central1-a";

	private static final String ORACLE = "instance/availabilityDomain=kWfR:PHX-AD-2";

	private static final String RDMA = ",host/rdmaTopologyData/";

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			value = { "aws | region=us-east-1,availabilityZone=us-east-1b | zone=use1-az2 | 4",
					"aws | region=us-east-1,availabilityZone=us-east-1b,placement/group-name=ring,"
							+ "placement/partition-number=3,placement/host-id=h-07879acf49EXAMPLE | "
							+ "zone=use1-az2,group=ring,block=3,host=h-07879acf49EXAMPLE | 4",
					"azure | " + AZURE + " | zone=westeurope-AZ02,fault-domain=1 | 1",
					"azure | " + AZURE + ",compute/placementGroupId=f67c14ab-e92c-408c-ae2d-da15866ec79a,"
							+ "compute/host/id=/subscriptions/s/hosts/h,compute/platformFaultDomain= | "
							+ "zone=westeurope-AZ02,group=f67c14ab-e92c-408c-ae2d-da15866ec79a,"
							+ "host=/subscriptions/s/hosts/h | 1",
					"azure | " + AZURE + ",compute/placementGroupId=p,compute/interconnectGroupId=ig-4,"
							+ "compute/interconnectSubgroupId=is-9 | "
							+ "zone=westeurope-AZ02,group=ig-4,block=is-9,fault-domain=1 | 1",
					"gcp | " + GOOGLE + " | zone=us-central1-a | 2",
					"gcp | " + GOOGLE + ",instance/attributes/physical_host=/3e6c/91ab/77f0 | "
							+ "zone=us-central1-a,block=3e6c,sub-block=91ab,host=77f0 | 1",
					"gcp | " + GOOGLE + ",instance/attributes/physical_host=elsewhere | zone=us-central1-a | 2",
					"gcp | " + GOOGLE + ",instance/attributes/physical_host_topology="
							+ "{\"cluster\":\"c\"; \"block\":\"3e6c\"; \"subblock\":\"91ab\"; \"host\":\"77f0\"} | "
							+ "zone=us-central1-a,block=3e6c,sub-block=91ab,host=77f0 | 2",
					"oracle | " + ORACLE + " | zone=kWfR:PHX-AD-2,fault-domain=FAULT-DOMAIN-3 | 1",
					"oracle | " + ORACLE + ",host/networkBlockId=nb,host/rackId=r | "
							+ "zone=kWfR:PHX-AD-2,block=nb,rack=r,fault-domain=FAULT-DOMAIN-3 | 1",
					"oracle | " + ORACLE + RDMA + "customerHPCIslandId=i" + RDMA + "customerNetworkBlock=n" + RDMA
							+ "customerLocalBlock=l" + RDMA + "customerGpuMemoryFabric=g" + RDMA
							+ "customerHostId=h,host/rackId=r | "
							+ "zone=kWfR:PHX-AD-2,group=i,block=n,sub-block=l,rack=g,host=h,fault-domain=FAULT-DOMAIN-3"
							+ " | 1",
					"digitalocean | region=ams3 | - | 0" })
	void readsTheLevelsThatTheCloudReveals(String cloud, String values, String levels, int requests) {
		TestInstance instance = TestInstance.of(cloud, map(values));
		instance.getRegion();
		instance.resetRequests();
		assertThat(instance.getPlacement().toMap()).containsExactlyEntriesOf(map(levels));
		instance.getPlacement();
		assertThat(instance.getRequests()).hasSize(requests);
		assertThat(instance.getFailures()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "aws, 'region=eu-west-1,availabilityZone=eu-west-1b', euw1-az2, 1",
			"azure, 'region=westeurope,compute/zone=2', westeurope-AZ02, 1", "gcp, region=europe-west4, , 0" })
	void readsTheIdOfTheZoneAcrossAccounts(String cloud, String values, String id, int requests) {
		TestInstance instance = TestInstance.of(cloud, map(values));
		instance.getRegion();
		instance.resetRequests();
		assertThat(instance.getAvailabilityZoneId()).isEqualTo(id);
		assertThat(instance.getRequests()).hasSize(requests);
	}

	@Test
	void whenTheRegionHasNoNewVersionReadsTheOneThatItOffers() {
		TestInstance instance = TestInstance.of("azure", map(AZURE));
		instance.respondTo("GET", "/metadata/instance/compute?api-version=2025-11-11")
			.with(400, "{\"error\":\"Bad request\",\"newest-versions\":[\"2024-07-17\",\"2025-04-07\"]}");
		assertThat(instance.getAvailabilityZoneId()).isEqualTo("westeurope-AZ02");
		assertThat(instance.getPlacement().getFaultDomain()).isEqualTo("1");
	}

	@Test
	void whenTheRegionDoesNotKnowTheNewVersionReadsTheOneOfTheIdentity() {
		TestInstance instance = TestInstance.of("azure", map(AZURE));
		instance.respondTo("GET", "/metadata/instance/compute?api-version=2025-11-11").with(404, "");
		assertThat(instance.getPlacement().toMap()).containsExactly(Map.entry("fault-domain", "1"));
	}

	private static Map<String, String> map(String text) {
		Map<String, String> map = new LinkedHashMap<>();
		if (text != null) {
			for (String entry : text.split(",")) {
				String[] parts = entry.replace(';', ',').split("=", 2);
				map.put(parts[0], parts[1]);
			}
		}
		return map;
	}

}
