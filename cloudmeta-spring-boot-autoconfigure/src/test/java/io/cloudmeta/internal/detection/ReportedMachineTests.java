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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for machines from reports of users, where the manufacturer's name or a single
 * file of the firmware leads to the wrong cloud.
 */
class ReportedMachineTests {

	@Test
	void chromebookIsNoMachineOfGoogleCloud() throws IOException {
		assertNoCloud(Map.of("sys_vendor", "Google", "product_name", "Eve", "bios_vendor", "coreboot"));
	}

	@Test
	void rentedDedicatedServerIsNoCloudServer() throws IOException {
		assertNoCloud(Map.of("sys_vendor", "Hetzner", "board_vendor", "ASRock", "board_name", "B450 Pro4 R2.0",
				"bios_vendor", "American Megatrends Inc."));
	}

	@Test
	void hardwareWithoutASystemVendorIsNotProbed() throws IOException {
		assertNoCloud(Map.of("board_vendor", "Gigabyte Technology Co., Ltd.", "bios_vendor", "Award Software"));
	}

	@Test
	void virtualMachineOfAVendorWithoutSignatureIsProbed() throws IOException {
		Map<String, String> dmi = Map.of("sys_vendor", "Yandex", "product_name", "xeon-gold-6338", "bios_vendor",
				"SeaBIOS", "chassis_vendor", "QEMU");
		try (CloudSimulator cloud = CloudSimulator.of("yandex").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud, dmi).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.YANDEX);
			assertThat(instance.getDetection().conclusive()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Cloud Hypervisor", "KVM", "OpenBSD" })
	void podOnAHypervisorThatNoCloudNamesIsProbed(String vendor) throws IOException {
		try (CloudSimulator cloud = CloudSimulator.of("azure.aks").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud, Map.of("sys_vendor", vendor)).instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
			assertThat(instance.getPlatform()).isEqualTo("azure.aks");
		}
	}

	@ParameterizedTest
	@CsvSource({ "5.15.167.4-microsoft-standard-WSL2, NONE", "4.4.0-19041-Microsoft, NONE", "6.10.14-linuxkit, NONE",
			"6.10.14-linuxkit, KVM", "6.14.10-orbstack-00291-g1b252bd3edea, NONE" })
	void kernelOfADevelopersLinuxEnvironmentIsNotProbed(String release, Dmi dmi) throws IOException {
		try (CloudSimulator cloud = CloudSimulator.of("none").dmi(dmi).start()) {
			TestSettings settings = settings(cloud, Map.of());
			write(settings.root().resolve("proc/sys/kernel/osrelease"), release);
			try (DetectedCloudInstance instance = settings.instance()) {
				assertNoCloud(cloud, instance);
			}
		}
	}

	private static void assertNoCloud(Map<String, String> dmi) throws IOException {
		try (CloudSimulator cloud = CloudSimulator.of("none").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud, dmi).instance()) {
			assertNoCloud(cloud, instance);
		}
	}

	private static void assertNoCloud(CloudSimulator cloud, DetectedCloudInstance instance) {
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
		assertThat(instance.isCloud()).isFalse();
		assertThat(instance.getDetection().conclusive()).isTrue();
		assertThat(instance.getDetection().requests()).isZero();
		assertThat(cloud.getRequests()).isEmpty();
	}

	private static TestSettings settings(CloudSimulator cloud, Map<String, String> dmi) throws IOException {
		TestSettings settings = TestSettings.of(cloud).probedOnly();
		for (Map.Entry<String, String> file : dmi.entrySet()) {
			write(settings.sysfs().resolve("class/dmi/id").resolve(file.getKey()), file.getValue());
		}
		return settings;
	}

	private static void write(Path file, String content) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, content + "\n");
	}

}
