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

package io.cloudmeta.internal.detection;

import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for values of a metadata service that break the form of their field: each is
 * missing, with the reason in the failures, and the others stay.
 */
class HostileFieldTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			aws       | region           | region           | evil.example/?x=../..   | U+003F
			aws       | region           | region           | eu/../west              | segment
			aws       | availabilityZone | availabilityZone | eu-west-1b\\u200e       | U+200E
			aws       | instanceType     | instanceType     | m7i.large\\u061c        | U+061C
			aws       | imageId          | imageId          | ami-1/../ami-2          | segment
			aws       | hostname         | hostname         | evil.example/x          | host name
			aws       | publicIp         | publicIp         | evil.example            | IP address
			azure     | region           | region           | west\\u202eeurope       | U+202E
			azure     | availabilityZone | availabilityZone | 1$                      | U+0024
			azure     | accountId        | accountId        | a/../b                  | segment
			azure     | instanceType     | instanceType     | D2<b>                   | U+003C
			azure     | hostname         | hostname         | host_name               | host name
			gcp       | availabilityZone | availabilityZone | europe-west4-b;x        | U+003B
			gcp       | region           | availabilityZone | europe;-b               | U+003B
			gcp       | accountId        | accountId        | project#1               | U+0023
			gcp       | instanceName     | instanceName     | a\\u200bb               | U+200B
			gcp       | hostname         | hostname         | -host                   | host name
			oracle    | accountId        | accountId        | ocid1.tenancy\\ufeff    | U+FEFF
			oracle    | instanceType     | instanceType     | VM\\ndb40\\udc41        | U+000A
			oracle    | imageId          | imageId          | ocid1\\udb40\\udc41     | U+E0041
			openstack | availabilityZone | availabilityZone | nova{1}                 | U+007B
			openstack | accountId        | accountId        | 1 2                     | U+0020
			openstack | instanceName     | instanceName     | a\\u2028b               | U+2028
			openstack | hostname         | hostname         | h\\u00f6st              | host name
			hetzner   | publicIp         | public-ipv4      | [2001:db8::1]           | IP address
			""")
	void isMissingWithTheReasonInTheFailures(String cloud, String field, String given, String value, String reason) {
		String hostile = unescape(value);
		try (CloudSimulator simulator = CloudSimulator.start(cloud, Map.of(given, hostile));
				DetectedCloudInstance instance = TestSettings.of(simulator)
					.provider(CloudProvider.of(cloud))
					.instance()) {
			CloudField found = CloudField.of(field);
			assertThat(found).isNotNull();
			assertThat(found.get(instance)).isNull();
			assertThat(instance.getInstanceId()).isNotNull();
			assertThat(instance.getDetection().failures())
				.anySatisfy((failure) -> assertThat(failure).contains(field).contains(reason).doesNotContain(hostile));
		}
	}

	private static String unescape(String text) {
		StringBuilder result = new StringBuilder();
		int i = 0;
		while (i < text.length()) {
			if (text.startsWith("\\u", i)) {
				result.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
				i += 6;
			}
			else if (text.startsWith("\\n", i)) {
				result.append('\n');
				i += 2;
			}
			else {
				result.append(text.charAt(i++));
			}
		}
		return result.toString();
	}

	@ParameterizedTest
	@ValueSource(strings = { "canonicalRegionName", "regionInfo.regionIdentifier" })
	void longRegionOfOracleStopsNothing(String name) {
		String hostile = "a" + "-a".repeat(3000) + "-1";
		try (CloudSimulator simulator = CloudSimulator.start("oracle", Map.of(name, hostile));
				DetectedCloudInstance instance = TestSettings.of(simulator).provider(CloudProvider.ORACLE).instance()) {
			assertThatCode(instance::getRegion).doesNotThrowAnyException();
			assertThat(instance.getInstanceId()).startsWith("ocid1.instance.");
			assertThat(instance.getRegion()).isNotEqualTo(hostile);
		}
	}

	@Test
	void rejectedRegionOfOracleLeavesAReason() {
		String hostile = "evil.example/x";
		try (CloudSimulator simulator = CloudSimulator.start("oracle",
				Map.of("canonicalRegionName", hostile, "region", hostile, "regionInfo.regionIdentifier", hostile));
				DetectedCloudInstance instance = TestSettings.of(simulator).provider(CloudProvider.ORACLE).instance()) {
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getDetection().failures()).singleElement()
				.asString()
				.contains("region", "form")
				.doesNotContain(hostile);
		}
	}

	@Test
	void idWithDotsIsOfItsForm() {
		try (CloudSimulator simulator = CloudSimulator.start("oracle", Map.of("accountId", "ocid1.tenancy.oc1..aaaa"));
				DetectedCloudInstance instance = TestSettings.of(simulator).provider(CloudProvider.ORACLE).instance()) {
			assertThat(instance.getAccountId()).isEqualTo("ocid1.tenancy.oc1..aaaa");
		}
	}

}
