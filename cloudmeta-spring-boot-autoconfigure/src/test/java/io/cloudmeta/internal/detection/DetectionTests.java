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

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import io.cloudmeta.test.CloudSimulator.Fault;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Detection}: what comes of the answers.
 */
class DetectionTests {

	@Test
	void saysThatItIsSwitchedOff() {
		DetectionSettings off = new DetectionSettings(false, null, "cloudmeta.provider", Probe.AUTO, Duration.ZERO,
				Duration.ZERO, Duration.ZERO, FetchSource.SERVICE, Path.of("/nowhere"), Path.of("/nowhere"), Map.of(),
				Map.of(), Map.of(), Map.of(), Map.of(), TagFilter.ALL, List.of());
		DetectionResult snapshot = new Detection(off, new MetadataSessions(), new LocalFiles(), Duration.ZERO, false,
				null)
			.run();
		assertThat(snapshot.identity().getProvider()).isEqualTo(CloudProvider.LOCAL);
		assertThat(snapshot.conclusive()).isTrue();
		assertThat(snapshot.pending()).isFalse();
		assertThat(snapshot.evidence()).singleElement()
			.satisfies((evidence) -> assertThat(evidence.source()).isEqualTo("cloudmeta.enabled"));
	}

	@Test
	void isCertainOfTheOneCloudThatProvesItself() {
		try (CloudSimulator cloud = CloudSimulator.of("azure").dmi(Dmi.KVM).start()) {
			DetectionResult snapshot = detect(TestSettings.of(cloud));
			assertThat(snapshot.identity().getProvider()).isEqualTo(CloudProvider.AZURE);
			assertThat(snapshot.fetchedAt()).isNotNull();
			assertThat(snapshot.conclusive()).isTrue();
			assertThat(snapshot.failures()).isEmpty();
		}
	}

	@Test
	void takesTheFirstInTheOrderIfTwoCloudsProveThemselves() {
		try (CloudSimulator azure = CloudSimulator.of("azure").dmi(Dmi.KVM).start();
				CloudSimulator google = CloudSimulator.of("gcp").dmi(Dmi.KVM).start()) {
			google.getWireMock().setGlobalFixedDelay(300);
			DetectionResult snapshot = detect(TestSettings.of(azure)
				.property("cloudmeta.gcp.endpoint", google.getUrl().toString())
				.endpoints("azure", "gcp"));
			assertThat(snapshot.identity().getProvider()).isEqualTo(CloudProvider.GCP);
			assertThat(snapshot.fetchedAt()).isNotNull();
			assertThat(snapshot.conclusive()).isTrue();
			assertThat(snapshot.pending()).isFalse();
			assertThat(snapshot.failures()).isEmpty();
			assertThat(snapshot.evidence()).anySatisfy((evidence) -> assertThat(evidence.finding())
				.isEqualTo("responds as Microsoft Azure does, but Google Cloud comes first"));
		}
	}

	@Test
	void continuesLaterWithoutAResponse() {
		try (CloudSimulator cloud = CloudSimulator.of("azure").dmi(Dmi.KVM).start()) {
			cloud.setFault(Fault.STALLS);
			DetectionResult snapshot = detect(
					TestSettings.of(cloud).timeouts(Duration.ofMillis(300), Duration.ofMillis(300)));
			assertThat(snapshot.identity().getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(snapshot.pending()).isTrue();
			assertThat(snapshot.conclusive()).isFalse();
			assertThat(snapshot.fetchedAt()).isNull();
		}
	}

	@Test
	void knowsEc2ThatRefusesToAnswer() {
		try (CloudSimulator cloud = CloudSimulator.of("aws").dmi(Dmi.KVM).start()) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl())
					.atPriority(1)
					.willReturn(WireMock.aResponse().withStatus(403).withHeader("Server", "EC2ws")));
			DetectionResult snapshot = detect(TestSettings.of(cloud));
			assertThat(snapshot.identity().getProvider()).isEqualTo(CloudProvider.AWS);
			assertThat(snapshot.fetchedAt()).isNull();
			assertThat(snapshot.failures()).singleElement().asString().contains("Amazon Web Services was not read");
		}
	}

	@Test
	void addsTheValuesOfAPlatformOnAnyMachines() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			DetectionResult snapshot = detect(TestSettings.of(cloud)
				.property("NOMAD_ALLOC_ID", "5f2bd1c4-93a7-4b21-8f0e-2f3f6b1c7d88")
				.property("NOMAD_DC", "rack-7"));
			assertThat(snapshot.identity().getProvider()).isEqualTo(CloudProvider.AZURE);
			assertThat(snapshot.identity().getAttributes()).containsEntry("NOMAD_DC", "rack-7");
			assertThat(snapshot.identity().get(CloudField.AVAILABILITY_ZONE)).isNotEqualTo("rack-7");
			assertThat(snapshot.identity().get(CloudField.PLATFORM)).isEqualTo("azure.vm");
		}
	}

	@Test
	void keepsTheAttributesOfTagsThatMayBeRead() {
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("tags.team", "ml", "tags.owner", "me"))) {
			Map<String, String> all = detect(TestSettings.of(cloud)).identity().getAttributes();
			Map<String, String> some = detect(TestSettings.of(cloud).readableTags("team")).identity().getAttributes();
			assertThat(some).hasSizeLessThan(all.size()).containsKey("compute.vmId");
			assertThat(some.toString()).doesNotContain("owner");
		}
	}

	@Test
	void tagsThatMayNotBeReadDoNotDisplaceTheOthers() {
		Map<String, String> tags = new LinkedHashMap<>();
		for (int i = 0; i < 1200; i++) {
			tags.put("other" + i, "");
			tags.put("password" + i, "");
		}
		tags.put("team", "ml");
		for (int i = 0; i < 1200; i++) {
			tags.put("team" + i, "");
		}
		try (CloudSimulator cloud = CloudSimulator.start("none")) {
			DetectionSettings settings = TestSettings.of(cloud).readableTags("team*", "password*").build();
			assertThat(Detection.effectiveTags(settings, tags)).hasSize(1000).containsKey("team");
			settings = TestSettings.of(cloud).fixedTags(Map.of("team", "fixed", "cost", "7")).build();
			assertThat(Detection.effectiveTags(settings, tags)).hasSize(1000)
				.containsEntry("team", "fixed")
				.containsEntry("cost", "7")
				.containsEntry("other997", "")
				.doesNotContainKey("other998");
		}
	}

	@Test
	void showsTheTokenOfTheContextNowhere() {
		try (CloudSimulator cloud = CloudSimulator.start("opennebula")) {
			DetectionSettings settings = TestSettings.of(cloud).endpoints("opennebula").build();
			String token = cloud.getProperties().get("TOKENTXT");
			assertThat(settings.toString()).doesNotContain(token);
			try (DetectedCloudInstance instance = new DetectedCloudInstance(() -> settings)) {
				assertThat(instance.getAttributes().values()).doesNotContain(token);
				assertThat(instance.getDetection().toString()).doesNotContain(token);
			}
		}
	}

	private static DetectionResult detect(TestSettings testSettings) {
		DetectionSettings settings = testSettings.build();
		return new Detection(settings, new MetadataSessions(), new LocalFiles(), settings.detectionTimeout(), false,
				null)
			.run();
	}

}
