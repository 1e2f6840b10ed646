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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what cloud-init's file changes in a detection, against simulated clouds.
 */
class CloudInitTests {

	private static final String CLOUD_INIT = "cloud-init /run/cloud-init/instance-data.json";

	private static final String DOCUMENT = "GET /openstack/latest/meta_data.json";

	private static final String OPENSTACK = """
			{ "v1": { "platform": "openstack", "cloud_name": "openstack", "region": null, "availability_zone": "blue",
			    "instance_id": "9b1f7c2e-4d3a-4e5f-8a6b-7c8d9e0f1a2b", "local_hostname": "parcels-9" } }
			""";

	private static final String AWS = """
			{ "v1": { "platform": "ec2", "cloud_name": "aws", "region": "eu-north-1", "availability_zone": "eu-north-1c",
			    "instance_id": "%s", "local_hostname": "ip-10-0-0-9" } }
			""";

	@ParameterizedTest
	@EnumSource(names = { "NONE", "KVM" })
	void asksTheOneCloudThatCloudInitNames(Dmi dmi) {
		try (CloudSimulator cloud = CloudSimulator.of("openstack").dmi(dmi).start()) {
			write(cloud, OPENSTACK);
			try (DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.OPENSTACK);
				assertThat(cloud.getRequests()).containsExactly(DOCUMENT);
				// the service has the word where it answers
				assertThat(instance.getAvailabilityZone()).isNotNull().isNotEqualTo("blue");
				assertThat(instance.getFetchedAt()).isNotNull();
				assertThat(instance.getDetection().conclusive()).isTrue();
				assertThat(instance.getDetection().evidence()).filteredOn(CloudInitTests::isCloudInit)
					.singleElement()
					.satisfies((signal) -> assertThat(signal.bearing()).isEqualTo(Bearing.FOR));
			}
		}
	}

	@Test
	void probesAsWithoutItIfTheFileIsOfAnotherBoot() {
		try (CloudSimulator cloud = CloudSimulator.of("gcp").dmi(Dmi.KVM).start()) {
			Instant boot = Instant.now().minus(Duration.ofHours(1));
			write(cloud, "proc/stat", "btime " + boot.getEpochSecond() + "\n");
			date(write(cloud, OPENSTACK), boot.minus(Duration.ofHours(1)));
			try (DetectedCloudInstance instance = TestSettings.of(cloud).probedOnly().instance()) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
				assertThat(cloud.getRequests()).doesNotContain(DOCUMENT);
				assertThat(instance.getDetection().evidence()).filteredOn(CloudInitTests::isCloudInit)
					.singleElement()
					.satisfies((signal) -> assertThat(signal.finding()).contains("before the machine booted"));
			}
		}
	}

	@Test
	void prefersTheFirmwareIfTheyDiffer() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			write(cloud, OPENSTACK.replace("openstack", "gce"));
			try (DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
				assertThat(cloud.getRequests()).containsExactly("GET /metadata/instance?api-version=2021-12-13");
				assertThat(instance.getDetection().evidence()).filteredOn(CloudInitTests::isCloudInit)
					.singleElement()
					.satisfies((signal) -> assertThat(signal.bearing()).isEqualTo(Bearing.AGAINST));
			}
		}
	}

	@Test
	void sendsNoRequestOnHardware() {
		try (CloudSimulator cloud = CloudSimulator.start("none")) {
			write(cloud, OPENSTACK);
			try (DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
				assertThat(instance.isCloud()).isFalse();
				assertThat(instance.getInstanceId()).isNull();
				assertThat(instance.getDetection().conclusive()).isTrue();
				assertThat(cloud.getRequests()).isEmpty();
			}
		}
	}

	@Test
	void doesNotLookWhereTheUserNamesTheCloud() {
		try (CloudSimulator cloud = CloudSimulator.of("gcp").dmi(Dmi.NONE).start()) {
			write(cloud, OPENSTACK);
			try (DetectedCloudInstance instance = TestSettings.of(cloud).provider(CloudProvider.GCP).instance()) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
				assertThat(instance.getDetection().evidence()).noneMatch(CloudInitTests::isCloudInit);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void standsInForAServiceThatFails(boolean silent) {
		try (CloudSimulator cloud = CloudSimulator.of("openstack").dmi(Dmi.NONE).start()) {
			write(cloud, OPENSTACK);
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl())
					.willReturn(silent ? WireMock.ok().withFixedDelay(10_000) : WireMock.serviceUnavailable()));
			try (DetectedCloudInstance instance = TestSettings.of(cloud)
				.timeouts(Duration.ofMillis(1500), Duration.ofMillis(1500))
				.instance()) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.OPENSTACK);
				assertThat(instance.getPlatform()).isNotNull();
				assertThat(instance.getInstanceId()).isEqualTo("9b1f7c2e-4d3a-4e5f-8a6b-7c8d9e0f1a2b");
				assertThat(instance.getAvailabilityZone()).isEqualTo("blue");
				assertThat(instance.getHostname()).isEqualTo("parcels-9");
				assertThat(instance.getRegion()).isNull();
				assertThat(instance.getFetchedAt()).isNull();
				assertThat(instance.getDetection().failures()).isNotEmpty();
				assertThat(findings(instance)).containsExactly("names OpenStack",
						"is used instead of the metadata service: availabilityZone, instanceId, hostname");
				cloud.getWireMock().resetAll();
				assertThat(instance.refresh()).isTrue();
				assertThat(instance.getAvailabilityZone()).isNotEqualTo("blue");
				assertThat(instance.getFetchedAt()).isNotNull();
			}
		}
	}

	@Test
	void replacesAServiceThatMustNotBeQueried() {
		try (CloudSimulator cloud = CloudSimulator.of("aws").dmi(Dmi.NONE).start()) {
			write(cloud, AWS.formatted("i-0c3d9e8f7a6b5c4d2"));
			try (DetectedCloudInstance instance = TestSettings.of(cloud)
				.property("AWS_EC2_METADATA_DISABLED", "true")
				.instance()) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.AWS);
				assertThat(instance.getRegion()).isEqualTo("eu-north-1");
				assertThat(instance.getAvailabilityZone()).isEqualTo("eu-north-1c");
				assertThat(instance.getInstanceId()).isEqualTo("i-0c3d9e8f7a6b5c4d2");
				assertThat(instance.getHostname()).isEqualTo("ip-10-0-0-9");
				assertThat(instance.getFetchedAt()).isNull();
				assertThat(cloud.getRequests()).isEmpty();
			}
		}
	}

	@Test
	void standsInBehindTheFirmware() {
		try (CloudSimulator cloud = CloudSimulator.of("aws").value("instanceId", "i-0c3d9e8f7a6b5c4d2").start()) {
			write(cloud, AWS.formatted("i-0c3d9e8f7a6b5c4d2"));
			try (DetectedCloudInstance instance = TestSettings.of(cloud)
				.property("AWS_EC2_METADATA_DISABLED", "true")
				.instance()) {
				assertThat(instance.getInstanceId()).isEqualTo("i-0c3d9e8f7a6b5c4d2");
				assertThat(findings(instance)).last()
					.isEqualTo("is used instead of the metadata service: region, availabilityZone, hostname");
			}
		}
	}

	@Test
	void tellsNothingOfAnotherInstance() {
		try (CloudSimulator cloud = CloudSimulator.of("aws").value("instanceId", "i-0c3d9e8f7a6b5c4d2").start()) {
			write(cloud, AWS.formatted("i-0aaaaaaaaaaaaaaaa"));
			try (DetectedCloudInstance instance = TestSettings.of(cloud)
				.property("AWS_EC2_METADATA_DISABLED", "true")
				.instance()) {
				assertThat(instance.getInstanceId()).isEqualTo("i-0c3d9e8f7a6b5c4d2");
				assertThat(instance.getRegion()).isNull();
				assertThat(findings(instance)).singleElement()
					.asString()
					.startsWith("is not used: it belongs to another instance");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "azure", "gcp", "openstack", "cloudstack", "opennebula", "oracle", "alibaba",
			"digitalocean", "hetzner", "huawei", "akamai", "vultr", "scaleway", "upcloud", "exoscale" })
	void hasTheValuesOfEachCloudsService(String name) {
		try (CloudSimulator cloud = CloudSimulator.of(name).dmi(Dmi.NONE).cloudInit().start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.timeouts(Duration.ofMillis(1500), Duration.ofMillis(1500))
					.instance()) {
			cloud.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.serviceUnavailable()));
			assertThat(instance.getProvider().getId()).isEqualTo(name);
			assertThat(instance.getFetchedAt()).isNull();
			Map<CloudField, String> standIn = values(instance);
			assertThat(standIn).containsKey(CloudField.INSTANCE_ID);
			cloud.getWireMock().resetAll();
			instance.refresh();
			assertThat(instance.getFetchedAt()).isNotNull();
			assertThat(values(instance)).containsAllEntriesOf(standIn);
		}
	}

	@Test
	void spellsAnOldZoneAsTheServiceDoes() {
		try (CloudSimulator cloud = CloudSimulator.of("scaleway")
			.value("zone", "par1")
			.dmi(Dmi.NONE)
			.cloudInit()
			.start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.fetchSource(FetchSource.CLOUD_INIT)
					.instance()) {
			assertThat(instance.getAvailabilityZone()).isEqualTo("fr-par-1");
			assertThat(instance.getRegion()).isEqualTo("fr-par");
			assertThat(instance.getFetchedAt()).isNull();
		}
	}

	@Test
	void providesValuesOfACloudIfAnotherServiceResponds() {
		try (CloudSimulator cloud = CloudSimulator.of("gcp").dmi(Dmi.KVM).start()) {
			write(cloud, OPENSTACK.replace("openstack", "ibmcloud"));
			try (DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.IBM);
				assertThat(instance.getInstanceId()).isEqualTo("9b1f7c2e-4d3a-4e5f-8a6b-7c8d9e0f1a2b");
				assertThat(instance.getFetchedAt()).isNull();
				assertThat(instance.getDetection().failures()).singleElement().asString().contains("IBM Cloud");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "CLOUD", "KVM" })
	void sendsNoRequestAtFirstIfItIsTheSource(Dmi dmi) {
		try (CloudSimulator cloud = CloudSimulator.of("openstack").dmi(dmi).cloudInit().start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.fetchSource(FetchSource.CLOUD_INIT)
					.instance()) {
			String id = instance.getInstanceId();
			assertThat(id).isNotNull();
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.OPENSTACK);
			assertThat(instance.getAvailabilityZone()).isNotNull();
			assertThat(instance.getInstanceName()).isNull();
			assertThat(instance.getTags()).isEmpty();
			assertThat(instance.getFetchedAt()).isNull();
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(instance.getDetection().requests()).isZero();
			assertThat(cloud.getRequests()).isEmpty();
			assertThat(instance.refresh()).isTrue();
			assertThat(cloud.getRequests()).containsExactly(DOCUMENT);
			assertThat(instance.getInstanceId()).isEqualTo(id);
			assertThat(instance.getInstanceName()).isNotNull();
			assertThat(instance.getFetchedAt()).isNotNull();
		}
	}

	@Test
	void fetchesSingleAttributesIfItIsTheSource() {
		try (CloudSimulator cloud = CloudSimulator.of("aws").cloudInit().start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.fetchSource(FetchSource.CLOUD_INIT)
					.instance()) {
			assertThat(instance.getRegion()).isNotNull();
			assertThat(cloud.getRequests()).isEmpty();
			assertThat(instance.getAttribute("placement/region")).isEqualTo(instance.getRegion());
			assertThat(cloud.getRequests()).containsExactly("PUT /latest/api/token",
					"GET /latest/meta-data/placement/region");
		}
	}

	@Test
	void asksTheServiceIfTheSourceIsNotThere() {
		try (CloudSimulator cloud = CloudSimulator.start("openstack");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.fetchSource(FetchSource.CLOUD_INIT)
					.instance()) {
			assertThat(instance.getInstanceName()).isNotNull();
			assertThat(cloud.getRequests()).containsExactly(DOCUMENT);
		}
	}

	private static Map<CloudField, String> values(DetectedCloudInstance instance) {
		Map<CloudField, String> values = new EnumMap<>(CloudField.class);
		for (CloudField field : CloudField.values()) {
			String value = field.get(instance);
			if (value != null) {
				values.put(field, value);
			}
		}
		return values;
	}

	private static boolean isCloudInit(Evidence signal) {
		return signal.source().equals(CLOUD_INIT);
	}

	private static List<String> findings(DetectedCloudInstance instance) {
		return instance.getDetection()
			.evidence()
			.stream()
			.filter(CloudInitTests::isCloudInit)
			.map(Evidence::finding)
			.toList();
	}

	private static Path write(CloudSimulator cloud, String content) {
		return write(cloud, "run/cloud-init/instance-data.json", content);
	}

	private static Path write(CloudSimulator cloud, String name, String content) {
		try {
			Path file = Path.of(cloud.getProperties().get("cloudmeta.detection.root")).resolve(name);
			Files.createDirectories(file.getParent());
			return Files.writeString(file, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void date(Path file, Instant time) {
		try {
			Files.setLastModifiedTime(file, FileTime.from(time));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
