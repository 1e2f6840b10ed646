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

import java.time.Duration;
import java.util.stream.Stream;

import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for one cloud as for another.
 */
class EachCloudTests {

	static Stream<Arguments> cloudsAndFirmware() {
		return CloudSimulator.getClouds()
			.stream()
			.flatMap((cloud) -> Stream.of(Dmi.values()).map((dmi) -> Arguments.of(cloud, dmi)));
	}

	@ParameterizedTest
	@MethodSource("cloudsAndFirmware")
	void isFoundAtAnEndpointOfItsOwnRegardlessOfTheFirmware(String name, Dmi dmi) {
		try (CloudSimulator cloud = CloudSimulator.of(name).dmi(dmi).start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.endpoints(name)
					.timeouts(Duration.ofSeconds(10), Duration.ofSeconds(20))
					.instance()) {
			assertThat(instance.getProvider().getId()).isEqualTo(name);
			assertThat(instance.getFetchedAt()).isNotNull();
			assertThat(instance.getDetection().conclusive()).isTrue();
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "akamai, nl-ams", "digitalocean, ams3", "hetzner, eu-central", "scaleway, nl-ams", "upcloud, fi-hel2",
			"vultr, ams" })
	void isReadWithoutItsFirmware(String name, String region) {
		for (Dmi dmi : new Dmi[] { Dmi.NONE, Dmi.KVM }) {
			try (CloudSimulator cloud = CloudSimulator.of(name).dmi(dmi).start();
					DetectedCloudInstance instance = TestSettings.of(cloud)
						.endpoints(name)
						.timeouts(Duration.ofSeconds(10), Duration.ofSeconds(20))
						.instance()) {
				assertThat(instance.getRegion()).isEqualTo(region);
			}
		}
	}

}
