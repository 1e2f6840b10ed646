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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.http.MetadataCall;
import io.cloudmeta.internal.http.NetworkNamespace;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clouds that nothing local identifies and whose responses take their time,
 * with the default time limits.
 */
class SlowNetworkTests {

	static Stream<Arguments> probedClouds() {
		return ProbePlan.providers()
			.stream()
			.map(CloudProvider::getId)
			.sorted(Comparator.naturalOrder())
			.flatMap((id) -> Stream.of(Arguments.of(id, 100, Duration.ofSeconds(2)),
					Arguments.of(id, 250, Duration.ofSeconds(5))));
	}

	@ParameterizedTest
	@MethodSource("probedClouds")
	void findsEachCloudSoonAfterTheStart(String id, int delay, Duration limit) throws InterruptedException {
		try (CloudSimulator cloud = CloudSimulator.of(id).dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = instance(cloud)) {
			cloud.getWireMock().setGlobalFixedDelay(delay);
			long begin = System.nanoTime();
			assertThat(instance.getProvider()).isIn(CloudProvider.LOCAL, CloudProvider.of(id));
			while (instance.getProvider().equals(CloudProvider.LOCAL)
					&& DetectionResultBuilder.since(begin).compareTo(limit) < 0) {
				Thread.sleep(10);
			}
			assertThat(instance.getProvider()).as(() -> instance.getDetection().toString())
				.isEqualTo(CloudProvider.of(id));
			assertThat(instance.getFetchedAt()).isNotNull();
		}
	}

	@ParameterizedTest
	@CsvSource({ "azure, 60", "azure, 100", "gcp, 90", "gcp, 100" })
	void findsTheCommonCloudsAtTheStart(String id, int delay) {
		try (CloudSimulator cloud = CloudSimulator.of(id).dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = instance(cloud)) {
			cloud.getWireMock().setGlobalFixedDelay(delay);
			assertThat(instance.getProvider()).as(() -> instance.getDetection().toString())
				.isEqualTo(CloudProvider.of(id));
		}
	}

	/**
	 * The time begins when {@link IdentityReader} is created: what is loaded later takes
	 * a part of it, which is a large one on a machine that is busy.
	 */
	@Test
	void loadsTheClassesForProbingBeforeTheTimeBegins(@TempDir Path directory) throws Exception {
		Path log = directory.resolve("classes");
		List<String> result = NetworkNamespace.run("ip link set lo up && ip addr add 169.254.169.254/32 dev lo",
				directory, Ipv6OnlyMachine.class, List.of("-Xlog:class+load:file=" + log), "azure", "NONE",
				"169.254.169.254");
		assertThat(result.get(0)).isEqualTo("azure");
		List<String> classes = Files.readAllLines(log);
		int begin = indexOf(classes, IdentityReader.class.getName());
		for (Class<?> type : List.of(ProbeAttempt.class, ProbeSequence.class, ProbeCall.class,
				CloudProber.Outcome.class, MetadataCall.class, RestClient.class, MetadataResponse.class,
				MetadataException.class)) {
			assertThat(indexOf(classes, type.getName())).as(type.getName()).isBetween(1, begin);
		}
		assertThat(classes.subList(begin + 1, classes.size()))
			.filteredOn((line) -> line.contains(" io.cloudmeta.internal.http."))
			.hasSizeLessThan(10);
	}

	private static int indexOf(List<String> lines, String name) {
		for (int i = 0; i < lines.size(); i++) {
			if (lines.get(i).contains(" " + name + " ")) {
				return i;
			}
		}
		return -1;
	}

	private static DetectedCloudInstance instance(CloudSimulator cloud) {
		TestSettings settings = TestSettings.asInReality(cloud, CloudProvider.of(cloud.getCloud()))
			.timeouts(Duration.ofMillis(500), Duration.ofSeconds(5))
			.background(Duration.ofMinutes(10));
		if (cloud.getCloud().equals("opennebula")) {
			// its add-on alone, which nothing local leads to
			List.of("VMID", "TOKENTXT").forEach((variable) -> settings.property(variable, ""));
		}
		return settings.instance();
	}

}
