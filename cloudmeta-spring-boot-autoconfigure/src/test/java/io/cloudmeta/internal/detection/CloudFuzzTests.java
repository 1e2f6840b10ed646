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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.ValueForm;
import io.cloudmeta.test.CloudSimulator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Property-based tests for whole clouds whose metadata service answers nonsense: what it
 * really answers, spoiled in some places. A failure names the cloud and the seed.
 */
class CloudFuzzTests {

	/** How often each cloud answers. */
	private static final int ROUNDS = Integer.getInteger("cloudmeta.fuzz.rounds", 4);

	@Provide
	Arbitrary<String> clouds() {
		return Arbitraries.of(CloudSimulator.getClouds());
	}

	@Property(shrinking = ShrinkingMode.OFF)
	void spoiledAnswersDoNoHarm(@ForAll("clouds") String name) throws IOException {
		long seed = ThreadLocalRandom.current().nextLong();
		try (CloudSimulator cloud = CloudSimulator.start(name, Map.of());
				SpoilingProxy proxy = new SpoilingProxy(cloud)) {
			String endpoint = name.equals("opennebula") ? "ONEGATE_ENDPOINT" : "cloudmeta.%s.endpoint".formatted(name);
			for (int i = 0; i < ROUNDS; i++) {
				proxy.spoil(seed + i);
				try (DetectedCloudInstance instance = TestSettings.of(cloud)
					.provider(CloudProvider.of(name))
					.property("cloudmeta.%s.endpoint".formatted(name), proxy.url())
					.property(endpoint, proxy.url())
					.timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2))
					.instance()) {
					assertHarmless(instance, name + ", seed " + (seed + i));
				}
			}
		}
	}

	@Property(tries = 40, shrinking = ShrinkingMode.OFF)
	void spoiledFilesDoNoHarm(@ForAll byte[] vendor, @ForAll("instanceData") String instanceData) throws IOException {
		try (CloudSimulator cloud = CloudSimulator.of("openstack").cloudInit().start()) {
			TestSettings settings = TestSettings.of(cloud).provider(null).probe(Probe.NEVER);
			Files.write(settings.sysfs().resolve("class/dmi/id/sys_vendor"), vendor);
			Files.writeString(settings.root().resolve("run/cloud-init/instance-data.json"), instanceData,
					StandardCharsets.UTF_8);
			try (DetectedCloudInstance instance = settings.fetchSource(FetchSource.CLOUD_INIT).instance()) {
				assertHarmless(instance, instanceData);
			}
		}
	}

	@Provide
	Arbitrary<String> instanceData() {
		return Arbitraries
			.of("{", "}", "\"v1\":{", "\"platform\":\"openstack\",", "\"platform\":\"ec2\",", "\"region\":\"a\\nb\",",
					"\"region\":\"eu\",", "\"instance_id\":\"i-1\",", "\"ds\":{\"meta_data\":{", "\"instance_id\":",
					"null", "\"availability_zone\":\"\\u202ea\",", "[", "]", "\"x\":1", ",", "\"local_hostname\":\"h\"",
					"\u0000")
			.list()
			.ofMaxSize(12)
			.map((list) -> "{" + String.join("", list) + "}");
	}

	private static void assertHarmless(CloudInstance instance, String description) {
		List<String> values = new ArrayList<>();
		for (CloudField field : CloudField.values()) {
			String value = field.get(instance);
			assertThat((value != null) ? ValueForm.of(field).violation(value) : null).as("%s: %s", description, field)
				.isNull();
		}
		instance.getTags().forEach((key, value) -> values.addAll(List.of(key, value)));
		instance.getAttributes().forEach((key, value) -> values.addAll(List.of(key, value)));
		instance.getNetworkInterfaces().forEach((networkInterface) -> {
			values.addAll(networkInterface.privateAddresses());
			values.addAll(networkInterface.publicAddresses());
			values.add(networkInterface.mac());
		});
		assertThat(values).as(description)
			.filteredOn((value) -> value != null)
			.allSatisfy((value) -> assertThat(value).hasSizeLessThanOrEqualTo(4096)
				.doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]"));
		assertThat(instance.getTags()).hasSizeLessThanOrEqualTo(1000);
		assertThat(instance.getDetection().failures()).as(description)
			.noneMatch((failure) -> failure.contains("cannot be parsed"))
			.allSatisfy((failure) -> assertThat(failure).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(1000));
	}

}
