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

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clouds that live at an address, or answer paths, of others.
 */
class SharedAddressTests {

	@Test
	void cloudStackIsQueriedLast() {
		try (CloudSimulator cloud = CloudSimulator.of("cloudstack").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.CLOUDSTACK);
			assertThat(cloud.getRequests()).endsWith("GET /latest/meta-data/",
					"GET /latest/meta-data/availability-zone", "GET /latest/meta-data/instance-id");
		}
	}

	@ParameterizedTest
	@EnumSource(Dmi.class)
	void openNebulaIsFoundByItsTokenRegardlessOfTheFirmware(Dmi dmi) {
		try (CloudSimulator cloud = CloudSimulator.of("opennebula").dmi(dmi).start();
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.OPENNEBULA);
			assertThat(instance.getInstanceId()).isEqualTo("412");
		}
	}

	@Test
	void oracleIsNotTakenForOpenStackWhosePathsItServes() {
		try (CloudSimulator cloud = CloudSimulator.of("oracle").dmi(Dmi.KVM).start();
				DetectedCloudInstance instance = TestSettings.of(cloud).endpoints("openstack", "oracle").instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.get("/openstack/latest/meta_data.json")
					.willReturn(
							WireMock.ok("{\"uuid\":\"5b1c7f3e-90a4-4d0e-8a7c-2f7a61d0b9c4\",\"name\":\"legacy\"}")));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.ORACLE);
			assertThat(instance.getDetection().conclusive()).isTrue();
		}
	}

	@Test
	void whenTheSettingsNameOpenStackQueriesNoOther() {
		try (CloudSimulator cloud = CloudSimulator.of("openstack").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = TestSettings.of(cloud).provider(CloudProvider.OPENSTACK).instance()) {
			assertThat(instance.getInstanceName()).isEqualTo("parcels-3");
			assertThat(cloud.getRequests()).containsExactly("GET /openstack/latest/meta_data.json");
		}
	}

	@Test
	void yandexIsNotTakenForGoogle() {
		try (CloudSimulator cloud = CloudSimulator.start("yandex");
				DetectedCloudInstance instance = TestSettings.of(cloud).probedOnly().instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.YANDEX);
		}
	}

}
