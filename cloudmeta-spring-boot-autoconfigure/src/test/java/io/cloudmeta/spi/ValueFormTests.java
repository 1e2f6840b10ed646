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

package io.cloudmeta.spi;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ValueForm}.
 */
class ValueFormTests {

	@ParameterizedTest
	@CsvSource({ "REGION, eu-west-1", "REGION, Germany West Central", "AVAILABILITY_ZONE, Zone Nürnberg 1",
			"AVAILABILITY_ZONE, Uocm:PHX-AD-1", "ACCOUNT_ID, ocid1.tenancy.oc1..aaaa",
			"ACCOUNT_ID, example.com:project-1", "INSTANCE_ID, arn:aws:ecs:eu-west-1:1:task/cluster/0f",
			"INSTANCE_TYPE, Small (1 vCPU + 2 GB)", "IMAGE_ID, Canonical:ubuntu:22_04-lts:22.04.1",
			"IMAGE_ID, registry/app@sha256:0f", "INSTANCE_NAME, Größe & Co. #{1}", "HOSTNAME, ip-10-0-0-1.ec2.internal",
			"HOSTNAME, 3com", "PRIVATE_IP, 10.0.0.255", "PRIVATE_IP, 2001:db8::7", "PUBLIC_IP, ::",
			"PUBLIC_IP, ::ffff:10.0.0.1", "PUBLIC_IP, 1:2:3:4:5:6:7:8", "PUBLIC_IP, 1:2:3:4:5:6:7::",
			"PLATFORM, azure.vm" })
	void acceptsWhatCloudsReturn(CloudField field, String value) {
		assertThat(ValueForm.of(field).violation(value)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "REGION, eu/../west", "REGION, ..", "REGION, a/..", "ACCOUNT_ID, ../a", "ACCOUNT_ID, a b",
			"INSTANCE_ID, a(b)", "INSTANCE_TYPE, a;b", "IMAGE_ID, a%b", "AVAILABILITY_ZONE, a\\b", "HOSTNAME, a_b",
			"HOSTNAME, a..b", "HOSTNAME, a.", "HOSTNAME, -a", "HOSTNAME, a-.b", "HOSTNAME, höst", "HOSTNAME, a/b",
			"PRIVATE_IP, 10.0.0.256", "PRIVATE_IP, 10.0.0.01", "PRIVATE_IP, 10.0.0", "PRIVATE_IP, [::1]",
			"PRIVATE_IP, ::1%eth0", "PRIVATE_IP, 1::2::3", "PRIVATE_IP, 1:2:3:4:5:6:7:8:9", "PRIVATE_IP, 12345::",
			"PRIVATE_IP, 10.0.0.1/24", "PUBLIC_IP, localhost", "PUBLIC_IP, 1:2:3:4:5:6:7", "PUBLIC_IP, :1:2:3:4:5:6:7",
			"PLATFORM, a/b" })
	void refusesAnythingElse(CloudField field, String value) {
		assertThat(ValueForm.of(field).violation(value)).isNotNull();
	}

	@ParameterizedTest
	@EnumSource(CloudField.class)
	void noFieldContainsWhatIsNotSeen(CloudField field) {
		for (int character : new int[] { 0, '\n', '\r', '\t', 0x7f, 0x85, 0xad, 0x61c, 0x200b, 0x200d, 0x200e, 0x200f,
				0x2028, 0x2029, 0x202e, 0x2066, 0xfeff, 0xd800, 0xdfff, 0xe0041 }) {
			String value = "a" + Character.toString(character) + "b";
			assertThat(ValueForm.of(field).violation(value)).contains("U+%04X".formatted(character));
		}
	}

	@ParameterizedTest
	@EnumSource(CloudField.class)
	void noFieldIsLongerThanItsBound(CloudField field) {
		int bound = (field == CloudField.INSTANCE_NAME) ? 4096 : 256;
		assertThat(ValueForm.of(field).violation("a".repeat(bound + 1))).contains("more than");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0a:5b:1c:2d:3e:4f", "0a:5b:1c:2d:3e:4f:60:71" })
	void acceptsHardwareAddress(String mac) {
		assertThat(ValueForm.MAC.violation(mac)).isNull();
	}

	@Test
	void refusesWhatIsNoHardwareAddress() {
		assertThat(ValueForm.MAC.violation("0a:5b:1c:2d:3e")).isNotNull();
		assertThat(ValueForm.MAC.violation("0a:5b:1c:2d:3e:4g")).isNotNull();
		assertThat(ValueForm.MAC.violation("0a-5b-1c-2d-3e-4f")).isNotNull();
	}

	@Property
	void whatIsAcceptedIsShortAndVisible(@ForAll String text, @ForAll CloudField field) {
		if (ValueForm.of(field).violation(text) == null) {
			assertThat(text).hasSizeLessThanOrEqualTo(4096).doesNotContain("\n");
			assertThat(text.codePoints()).noneMatch(ValueForm::isInvisible);
			if (field != CloudField.INSTANCE_NAME) {
				assertThat(text).doesNotContain("$", "#", "{", "<", "?", "%", "\\", "\"", "'");
			}
		}
	}

}
