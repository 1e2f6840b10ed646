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
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudInstanceChangedEvent;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a refresh after values were fetched that the identity defers.
 */
class RefreshedValuesTests {

	private CloudSimulator cloud;

	private DetectedCloudInstance instance;

	private final List<CloudInstanceChangedEvent> changes = new ArrayList<>();

	@BeforeEach
	void start() {
		start("aws");
	}

	private void start(String name) {
		this.cloud = CloudSimulator.start(name,
				Map.of("tags.team", "red", "tags.owner", "ann", "publicIp", "203.0.113.7"));
		this.instance = TestSettings.of(this.cloud).timeouts(Duration.ofSeconds(5), Duration.ofSeconds(2)).instance();
		this.instance.getRegion();
		this.instance.onChange(this.changes::add);
	}

	@AfterEach
	void close() {
		this.instance.close();
		this.cloud.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "alibaba" })
	void changedTagIsAChange(String name) {
		close();
		start(name);
		assertThat(this.instance.getTags()).containsEntry("team", "red");
		this.cloud.change("tags.team=green");
		assertThat(this.instance.refresh()).isTrue();
		assertThat(this.instance.getTags()).containsEntry("team", "green");
		assertThat(this.changes).singleElement().satisfies((event) -> {
			assertThat(event.getChanged()).containsExactly("tags.team");
			assertThat(event.getPrevious()).containsEntry("tags.team", "red").containsEntry("tags.owner", "ann");
			assertThat(event.getCurrent()).containsEntry("tags.team", "green").containsEntry("tags.owner", "ann");
		});
		assertThat(this.instance.refresh()).isFalse();
		assertThat(this.changes).hasSize(1);
	}

	@Test
	void tagThatIsAddedOrRemovedIsAChange() {
		this.instance.getTags();
		this.cloud.change("tags.stage=test", "tags.owner=");
		assertThat(this.instance.refresh()).isTrue();
		assertThat(this.changes.get(0).getChanged()).containsExactlyInAnyOrder("tags.stage", "tags.owner");
	}

	@Test
	void tagThatWasReadAloneIsComparedAlone() {
		assertThat(this.instance.getTag("team")).isEqualTo("red");
		assertThat(this.instance.getTag("stage")).isNull();
		this.cloud.change("tags.owner=bob");
		this.cloud.resetRequests();
		assertThat(this.instance.refresh()).isFalse();
		assertThat(this.cloud.getRequests()).filteredOn((request) -> request.contains("/tags/"))
			.containsExactlyInAnyOrder("GET /latest/meta-data/tags/instance/team",
					"GET /latest/meta-data/tags/instance/stage");
		this.cloud.change("tags.team=green", "tags.stage=test");
		assertThat(this.instance.refresh()).isTrue();
		assertThat(this.changes).singleElement()
			.satisfies((event) -> assertThat(event.getChanged()).containsExactlyInAnyOrder("tags.team", "tags.stage"));
	}

	@Test
	void tagsThatWereNotReadAreNotRequested() {
		this.cloud.change("tags.team=green");
		this.cloud.resetRequests();
		assertThat(this.instance.refresh()).isFalse();
		assertThat(this.cloud.getRequests()).noneMatch((request) -> request.contains("/tags/"));
		assertThat(this.changes).isEmpty();
	}

	@Test
	void valueThatWasReadLaterIsComparedToo() {
		assertThat(this.instance.getPublicIp()).isEqualTo("203.0.113.7");
		this.cloud.change("publicIp=203.0.113.8", "tags.team=green");
		assertThat(this.instance.refresh()).isTrue();
		assertThat(this.changes).singleElement().satisfies((event) -> {
			assertThat(event.getChanged()).containsExactly("publicIp");
			assertThat(event.getPrevious()).containsEntry("publicIp", "203.0.113.7");
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 403, 500 })
	void tagsThatCannotBeReadAgainAreNoChange(int status) {
		this.instance.getTags();
		this.cloud.getWireMock()
			.stubFor(WireMock.get(WireMock.urlMatching("/latest/meta-data/tags/.*"))
				.willReturn(WireMock.aResponse().withStatus(status)));
		assertThat(this.instance.refresh()).isFalse();
		assertThat(this.changes).isEmpty();
	}

	@Test
	void tagsThatAreNotReadInTimeDoNotDelayTheRefreshForLong() {
		this.instance.getTags();
		this.instance.getTag("x");
		this.cloud.getWireMock()
			.stubFor(WireMock.get(WireMock.urlMatching("/latest/meta-data/tags/.*"))
				.willReturn(WireMock.aResponse().withFixedDelay(60_000)));
		long begin = System.nanoTime();
		assertThat(this.instance.refresh()).isFalse();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
		assertThat(this.changes).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(value = Fault.class, names = { "BREAKS", "REFUSES", "STALLS" })
	void whatWasReadLaterStaysIfTheServiceFails(Fault fault) {
		assertThat(this.instance.getTags()).containsEntry("team", "red");
		assertThat(this.instance.getTag("stage")).isNull();
		String host = this.instance.getHostname();
		String zoneId = this.instance.getAttribute("placement/availability-zone-id");
		this.cloud.setFault(fault);
		assertThat(this.instance.refresh()).isFalse();
		this.cloud.resetRequests();
		assertThat(this.instance.getTags()).containsEntry("team", "red");
		assertThat(this.instance.getHostname()).isNotNull().isEqualTo(host);
		assertThat(this.instance.getAttribute("placement/availability-zone-id")).isNotNull().isEqualTo(zoneId);
		assertThat(this.cloud.getRequests()).isEmpty();
		assertThat(this.changes).isEmpty();
		this.cloud.setFault(Fault.NONE);
		this.cloud.change("tags.team=green");
		assertThat(this.instance.refresh()).isTrue();
		assertThat(this.changes).singleElement()
			.satisfies((event) -> assertThat(event.getChanged()).containsExactly("tags.team"));
	}

}
