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

import io.cloudmeta.CloudProvider;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for one cloud as for another.
 */
class EachMetadataServiceTests {

	static Stream<Arguments> cloudsAndFirmware() {
		return CloudSimulator.getClouds()
			.stream()
			.flatMap((cloud) -> Stream.of(Dmi.values()).map((dmi) -> Arguments.of(cloud, dmi)));
	}

	@ParameterizedTest
	@MethodSource("cloudsAndFirmware")
	void isFoundAtAnEndpointOfItsOwnWhateverTheFirmwareSays(String name, Dmi dmi) {
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
			"vultr, AMS" })
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

	@ParameterizedTest
	@ValueSource(strings = { "akamai", "digitalocean", "hetzner", "scaleway", "upcloud", "vultr" })
	void isNotFooledByAUselessAnswer(String name) {
		for (UselessAnswer answer : UselessAnswer.values()) {
			answer.assertGivesNothing(name);
		}
	}

	@ParameterizedTest
	@CsvSource({ "alibaba, aws", "alibaba, azure", "alibaba, gcp", "ibm, aws", "ibm, azure", "ibm, gcp", "ibm, alibaba",
			"ibm, tencent", "ibm, yandex", "tencent, aws", "tencent, azure", "tencent, gcp", "tencent, alibaba",
			"yandex, aws", "yandex, azure", "yandex, gcp", "yandex, alibaba", "yandex, tencent" })
	void isNotFooledByAnotherCloud(String name, String other) {
		try (CloudSimulator cloud = CloudSimulator.of(other).dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = TestSettings.of(cloud).provider(CloudProvider.of(name)).instance()) {
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getInstanceId()).isNull();
			assertThat(instance.getDetection().failures()).hasSize(1);
		}
	}

}
