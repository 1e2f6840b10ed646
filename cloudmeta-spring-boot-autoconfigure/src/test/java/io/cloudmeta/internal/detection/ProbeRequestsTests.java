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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the requests that are sent where nothing local identifies the cloud: how many
 * at once, how many per second, and in which order.
 */
class ProbeRequestsTests {

	private static final int DELAY = 100;

	static Stream<String> probedClouds() {
		return ProbePlan.providers().stream().map(CloudProvider::getId).sorted();
	}

	@ParameterizedTest
	@MethodSource("probedClouds")
	void sendsTheFirstTwoAloneAndTheOthersFourAtATime(String id) {
		try (CloudSimulator cloud = CloudSimulator.of(id).dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud).timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5))
					.instance()) {
			cloud.getWireMock().setGlobalFixedDelay(DELAY);
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.of(id));
			List<Long> times = times(cloud);
			assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(DELAY - 2);
			if (times.size() > 2) {
				assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(DELAY - 2);
			}
			assertThat(mostWithin(times, DELAY - 2)).as(requests(cloud).toString()).isBetween(1, 4);
			assertThat(requests(cloud).get(0)).isEqualTo("PUT /latest/api/token");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 60, 100, 150, 165, 200, 250 })
	void staysWithinTheLimitOfAzure(int delay) throws InterruptedException {
		try (CloudSimulator cloud = CloudSimulator.of("azure").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud).instance()) {
			cloud.getWireMock().setGlobalFixedDelay(delay);
			await(instance, CloudProvider.AZURE, Duration.ofSeconds(5));
			assertThat(mostWithin(times(cloud), 1000)).as(requests(cloud).toString()).isLessThanOrEqualTo(5);
		}
	}

	@Test
	void asksAzureAgainThatIsBusyWithOthers() {
		try (CloudSimulator cloud = CloudSimulator.of("azure").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud).timeouts(Duration.ofSeconds(4), Duration.ofSeconds(5))
					.instance()) {
			tooManyRequests(cloud, WireMock.get(WireMock.urlPathEqualTo("/metadata/instance")));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
			assertThat(mostWithin(times(cloud), 1000)).as(requests(cloud).toString()).isEqualTo(5);
			assertThat(requests(cloud)).hasSize(6).last().asString().startsWith("GET /metadata/instance");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/openstack/latest/meta_data.json", "/latest/api/token", "/metadata/instance" })
	void repeatsWhatAServiceAnswersWithTooManyRequests(String path) {
		try (CloudSimulator cloud = CloudSimulator.of("openstack").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud).timeouts(Duration.ofSeconds(4), Duration.ofSeconds(5))
					.instance()) {
			tooManyRequests(cloud, WireMock.any(WireMock.urlPathEqualTo(path)));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.OPENSTACK);
		}
	}

	@Test
	void sendsNothingMoreBeforeRetryAfter() {
		try (CloudSimulator cloud = CloudSimulator.of("openstack").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud).background(Duration.ZERO).instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.urlPathEqualTo("/computeMetadata/v1/"))
					.willReturn(WireMock.status(429).withHeader("Retry-After", "3600")));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(instance.getDetection().conclusive()).isFalse();
			assertThat(requests(cloud)).hasSize(5);
		}
	}

	@Test
	void sendsNothingInTheBackgroundBeforeRetryAfter() throws InterruptedException {
		try (CloudSimulator cloud = CloudSimulator.of("openstack").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud).instance()) {
			tooManyRequests(cloud, WireMock.any(WireMock.urlPathEqualTo("/computeMetadata/v1/")),
					WireMock.status(429).withHeader("Retry-After", "3"));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			int requests = requests(cloud).size();
			Thread.sleep(2000);
			assertThat(requests(cloud)).hasSize(requests);
			await(instance, CloudProvider.OPENSTACK, Duration.ofSeconds(10));
		}
	}

	@Test
	void sendsNothingButTokenRequestsToAnInstanceOfEc2ThatIsTooFarAway() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("aws").dmi(Dmi.NONE).imdsV1().start();
				FaultyServer server = new FaultyServer(cloud.getUrl());
				DetectedCloudInstance instance = through(server, cloud).instance()) {
			server.breakWith(Fault.NO_TOKEN);
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			Thread.sleep(4000);
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			assertThat(server.requests()).isBetween(2, 4);
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	@Test
	void doesNotRepeatInTheBackgroundWhatWasAnswered() throws InterruptedException {
		List<String> fast = requestsUntilFound(0);
		List<String> slow = requestsUntilFound(200);
		assertThat(slow).containsAll(fast).containsOnlyOnce("PUT /latest/api/token");
		// those without a response when the time was over
		assertThat(slow).hasSizeBetween(fast.size(), fast.size() + ProbeAttempt.AT_ONCE);
	}

	private static List<String> requestsUntilFound(int delay) throws InterruptedException {
		try (CloudSimulator cloud = CloudSimulator.of("vultr").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud).instance()) {
			cloud.getWireMock().setGlobalFixedDelay(delay);
			await(instance, CloudProvider.of("vultr"), Duration.ofSeconds(5));
			return requests(cloud);
		}
	}

	@Test
	void findsACloudThatDoesNotRespondToPathsItDoesNotKnow() throws InterruptedException {
		try (CloudSimulator cloud = CloudSimulator.of("hetzner").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud).instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.urlPathMatching("/(computeMetadata|metadata|cloudmeta-|v1).*"))
					.willReturn(WireMock.notFound().withFixedDelay(60_000)));
			await(instance, CloudProvider.of("hetzner"), Duration.ofSeconds(15));
		}
	}

	@Test
	void readsTheIdentityOfACloudThatHasProvenItselfWithinTheTimeOfAKnownCloud() {
		try (CloudSimulator cloud = CloudSimulator.of("gcp_kubernetes_engine").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud, CloudProvider.GCP).instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.urlPathEqualTo("/computeMetadata/v1/instance/zone"))
					.willReturn(WireMock.ok("projects/1/zones/europe-west4-b")
						.withHeader("Metadata-Flavor", "Google")
						.withFixedDelay(1500)));
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
			assertThat(instance.getRegion()).isEqualTo("europe-west4");
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "cloudstack, /latest/meta-data/instance-id", "exoscale, /1.0/meta-data/instance-id",
			"alibaba, /latest/meta-data/zone-id" })
	void readsTheOtherValuesOfACloudThatHasProvenItselfWithinTheTimeOfAKnownCloud(String id, String path) {
		try (CloudSimulator cloud = CloudSimulator.of(id).dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.endpoints(id)
					.timeouts(Duration.ofMillis(500), Duration.ofSeconds(5))
					.instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.urlPathEqualTo("/2016-01-01/meta-data/all"))
					.willReturn(WireMock.notFound()));
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.urlPathEqualTo(path))
					.willReturn(WireMock.ok("eu-central-1a").withFixedDelay(1500)));
			assertThat(instance.getProvider()).as(() -> instance.getDetection().toString())
				.isEqualTo(CloudProvider.of(id));
			assertThat(instance.getInstanceId()).isNotNull();
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	/**
	 * Lets the leaf be silent that is read after those that prove the cloud.
	 */
	private static StubMapping silenceAfterProof(CloudSimulator cloud) {
		return cloud.getWireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo("/computeMetadata/v1/instance/zone"))
				.willReturn(WireMock.ok().withFixedDelay(60_000)));
	}

	@Test
	void knowsACloudThatHasProvenItselfAndIsSilentThen() {
		try (CloudSimulator cloud = CloudSimulator.of("gcp_kubernetes_engine").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud, CloudProvider.GCP)
					.timeouts(Duration.ofMillis(500), Duration.ofSeconds(1))
					.background(Duration.ZERO)
					.instance()) {
			silenceAfterProof(cloud);
			long begin = System.nanoTime();
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
			assertThat(DetectionResultBuilder.since(begin)).isBetween(Duration.ofMillis(700), Duration.ofMillis(1900));
			assertThat(instance.getDetection().failures()).singleElement()
				.asString()
				.startsWith("The metadata of Google Cloud was not read, as GET");
		}
	}

	@Test
	void readsACloudThatHasProvenItselfAndWasSilentThenInTheBackground() throws InterruptedException {
		try (CloudSimulator cloud = CloudSimulator.of("gcp_kubernetes_engine").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud, CloudProvider.GCP)
					.timeouts(Duration.ofMillis(500), Duration.ofSeconds(1))
					.instance()) {
			StubMapping silence = silenceAfterProof(cloud);
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
			cloud.getWireMock().removeStubMapping(silence);
			long begin = System.nanoTime();
			while (instance.getFetchedAt() == null
					&& DetectionResultBuilder.since(begin).compareTo(Duration.ofSeconds(10)) < 0) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
				Thread.sleep(10);
			}
			assertThat(instance.getRegion()).isEqualTo("europe-north1");
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@Test
	void keepsACloudThatHasProvenItselfAndIsSilentWhenItIsReadAgain() {
		try (CloudSimulator cloud = CloudSimulator.of("gcp_kubernetes_engine").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud, CloudProvider.GCP)
					.timeouts(Duration.ofMillis(500), Duration.ofSeconds(1))
					.background(Duration.ZERO)
					.instance()) {
			silenceAfterProof(cloud);
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
			assertThat(instance.getFetchedAt()).isNull();
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok().withFixedDelay(60_000)));
			assertThat(instance.refresh()).isFalse();
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
		}
	}

	@Test
	void waitsForCloudsThatComeFirstUntilTheDeadline() throws Exception {
		try (CloudSimulator azure = CloudSimulator.of("azure").dmi(Dmi.NONE).start();
				FaultyServer google = new FaultyServer(azure.getUrl());
				DetectedCloudInstance instance = TestSettings.of(azure)
					.property("cloudmeta.gcp.endpoint", google.url())
					.endpoints("azure", "gcp")
					.timeouts(Duration.ofSeconds(1), Duration.ofSeconds(5))
					.instance()) {
			google.breakWith(Fault.SILENT);
			long begin = System.nanoTime();
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
			assertThat(DetectionResultBuilder.since(begin)).isBetween(Duration.ofMillis(900), Duration.ofMillis(1900));
		}
	}

	@Test
	void doesNotWaitForCloudsThatComeLater() throws Exception {
		try (CloudSimulator google = CloudSimulator.of("gcp").dmi(Dmi.NONE).start();
				FaultyServer azure = new FaultyServer(google.getUrl());
				DetectedCloudInstance instance = TestSettings.of(google)
					.property("cloudmeta.azure.endpoint", azure.url())
					.endpoints("azure", "gcp")
					.timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5))
					.instance()) {
			azure.breakWith(Fault.SILENT);
			long begin = System.nanoTime();
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.GCP);
			assertThat(DetectionResultBuilder.since(begin)).isLessThan(Duration.ofSeconds(2));
		}
	}

	@Test
	void hasAtMostFourThreadsForRequests() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("openstack").dmi(Dmi.NONE).start();
				DetectedCloudInstance instance = settings(cloud).instance()) {
			cloud.getWireMock().setGlobalFixedDelay(DELAY);
			Set<Integer> counts = new TreeSet<>();
			instance.start();
			for (int i = 0; i < 150; i++) {
				counts.add((int) Thread.getAllStackTraces()
					.keySet()
					.stream()
					.filter((thread) -> thread.getName().equals("cloudmeta-127.0.0.1"))
					.count());
				Thread.sleep(10);
			}
			assertThat(counts).contains(1, 3, 4).allMatch((count) -> count <= 4);
		}
	}

	@Test
	void endsTheRequestsInTheBackgroundWithTheLastContext() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("aws").dmi(Dmi.NONE).start();
				FaultyServer server = new FaultyServer(cloud.getUrl())) {
			server.breakWith(Fault.SILENT);
			DetectedCloudInstance instance = through(server, cloud).instance();
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.LOCAL);
			for (int i = 0; i < 500 && server.requests() < 2; i++) {
				Thread.sleep(10);
			}
			assertThat(server.open()).isEqualTo(1);
			instance.close();
			for (int i = 0; i < 100 && server.open() > 0; i++) {
				Thread.sleep(10);
			}
			assertThat(server.open()).isZero();
		}
	}

	private static void tooManyRequests(CloudSimulator cloud, MappingBuilder request) {
		tooManyRequests(cloud, request, WireMock.status(429));
	}

	private static void tooManyRequests(CloudSimulator cloud, MappingBuilder request,
			ResponseDefinitionBuilder response) {
		cloud.getWireMock()
			.stubFor(request.inScenario("limit")
				.whenScenarioStateIs(Scenario.STARTED)
				.willSetStateTo("passed")
				.willReturn(response));
	}

	private static TestSettings settings(CloudSimulator cloud) {
		return settings(cloud, CloudProvider.of(cloud.getCloud()));
	}

	private static TestSettings settings(CloudSimulator cloud, CloudProvider provider) {
		return TestSettings.asInReality(cloud, provider)
			.property("VMID", "")
			.property("TOKENTXT", "")
			.timeouts(Duration.ofMillis(500), Duration.ofSeconds(5))
			.background(Duration.ofMinutes(10));
	}

	/**
	 * Returns settings that lead to a cloud through a server that can be broken.
	 */
	private static TestSettings through(FaultyServer server, CloudSimulator cloud) {
		TestSettings settings = settings(cloud);
		for (Map.Entry<String, String> property : cloud.getProperties().entrySet()) {
			if (property.getValue().equals(cloud.getUrl().toString())) {
				settings.property(property.getKey(), server.url());
			}
		}
		return settings;
	}

	private static void await(DetectedCloudInstance instance, CloudProvider provider, Duration limit)
			throws InterruptedException {
		long begin = System.nanoTime();
		while (!instance.getProvider().equals(provider) && DetectionResultBuilder.since(begin).compareTo(limit) < 0) {
			Thread.sleep(10);
		}
		assertThat(instance.getProvider()).as(() -> instance.getDetection().toString()).isEqualTo(provider);
	}

	private static List<Request> sent(CloudSimulator cloud) {
		return cloud.getWireMock()
			.getAllServeEvents()
			.stream()
			.map(ServeEvent::getRequest)
			.sorted(Comparator.comparing((request) -> request.getLoggedDate()))
			.map(Request.class::cast)
			.toList();
	}

	private static List<String> requests(CloudSimulator cloud) {
		return sent(cloud).stream()
			.map((request) -> request.getMethod() + " " + request.getUrl().replaceFirst("cloudmeta-.*", "cloudmeta"))
			.toList();
	}

	/**
	 * Returns when the requests arrived, in milliseconds.
	 */
	private static List<Long> times(CloudSimulator cloud) {
		return cloud.getWireMock()
			.getAllServeEvents()
			.stream()
			.map((event) -> event.getRequest().getLoggedDate().getTime())
			.sorted()
			.toList();
	}

	/**
	 * Returns how many requests arrived within the same time at the most.
	 */
	private static int mostWithin(List<Long> times, long milliseconds) {
		List<Integer> counts = new ArrayList<>();
		for (long end : times) {
			counts.add((int) times.stream().filter((time) -> time > end - milliseconds && time <= end).count());
		}
		return counts.stream().mapToInt(Integer::intValue).max().orElse(0);
	}

}
