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
import java.util.HashMap;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for tags that take a request each.
 */
class SingleTagTests {

	private static final String DIRECTORY = "/latest/meta-data/tags/instance/";

	@ParameterizedTest
	@ValueSource(strings = { "aws", "alibaba" })
	void oneTagTakesOneRequest(String cloud) {
		try (CloudSimulator simulator = CloudSimulator.start(cloud, tags());
				DetectedCloudInstance instance = TestSettings.of(simulator).instance()) {
			instance.getRegion();
			simulator.resetRequests();
			assertThat(instance.getTag("team7")).isEqualTo("ml7");
			assertThat(instance.getTag("team7")).isEqualTo("ml7");
			assertThat(simulator.getRequests()).containsExactly("GET " + DIRECTORY + "team7");
			assertThat(instance.getTag("no-such-tag")).isNull();
			assertThat(simulator.getRequests()).hasSize(2);
			assertThat(instance.getDetection().failures()).isEmpty();
		}
	}

	@Test
	void tagWhoseNameIsNoPathIsRead() {
		try (CloudSimulator simulator = CloudSimulator.start("alibaba", Map.of("tags.cost centre", "7"));
				DetectedCloudInstance instance = TestSettings.of(simulator).instance()) {
			assertThat(instance.getTag("cost centre")).isEqualTo("7");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "../../user-data", "..", "", "a?b", "iam/security-credentials/x" })
	void nameThatNoTagCanHaveIsNotRequested(String name) {
		try (CloudSimulator simulator = CloudSimulator.start("aws", tags());
				DetectedCloudInstance instance = TestSettings.of(simulator).instance()) {
			instance.getRegion();
			simulator.resetRequests();
			assertThat(instance.getTag(name)).isNull();
			assertThat(simulator.getRequests()).isEmpty();
		}
	}

	@Test
	void tagThatMayNotBeReadIsNotRequested() {
		try (CloudSimulator simulator = CloudSimulator.start("aws", Map.of("tags.team", "ml", "tags.db-password", "x"));
				DetectedCloudInstance instance = TestSettings.of(simulator).readableTags("owner", "db*").instance()) {
			instance.getRegion();
			simulator.resetRequests();
			assertThat(instance.getTag("team")).isNull();
			assertThat(instance.getTag("db-password")).isNull();
			assertThat(simulator.getRequests()).isEmpty();
		}
	}

	@Test
	void tagWithAnEmptyValueIsPresent() {
		try (CloudSimulator simulator = CloudSimulator.start("aws", tags());
				DetectedCloudInstance instance = TestSettings.of(simulator).instance()) {
			stub(simulator, "team3", 200, "");
			assertThat(instance.getTag("team3")).isEmpty();
		}
	}

	@Test
	void whenAllTagsAreThereNoneIsRequested() {
		try (CloudSimulator simulator = CloudSimulator.start("aws", tags());
				DetectedCloudInstance instance = TestSettings.of(simulator).instance()) {
			assertThat(instance.getTags()).hasSize(30);
			simulator.resetRequests();
			assertThat(instance.getTag("team7")).isEqualTo("ml7");
			assertThat(instance.getTag("no-such-tag")).isNull();
			assertThat(simulator.getRequests()).isEmpty();
		}
	}

	@Test
	void fixedTagIsNotRequested() {
		try (CloudSimulator simulator = CloudSimulator.start("aws", tags());
				DetectedCloudInstance instance = TestSettings.of(simulator)
					.fixedTags(Map.of("team7", "own"))
					.instance()) {
			instance.getRegion();
			simulator.resetRequests();
			assertThat(instance.getTag("team7")).isEqualTo("own");
			assertThat(simulator.getRequests()).isEmpty();
		}
	}

	@Test
	void whenTheDocumentHasTheTagsNoneIsRequested() {
		try (CloudSimulator simulator = CloudSimulator.start("azure", Map.of("tags.team", "ml"));
				DetectedCloudInstance instance = TestSettings.of(simulator).instance()) {
			assertThat(instance.getTag("team")).isEqualTo("ml");
			assertThat(instance.getTag("no-such-tag")).isNull();
			assertThat(simulator.getRequests()).hasSize(1);
		}
	}

	@ParameterizedTest
	@CsvSource({ "aws, 500", "aws, 403", "aws, 418", "alibaba, 503" })
	void tagThatCannotBeReadLosesNoOther(String cloud, int status) {
		try (CloudSimulator simulator = CloudSimulator.start(cloud, tags());
				DetectedCloudInstance instance = TestSettings.of(simulator)
					.timeouts(Duration.ofSeconds(5), Duration.ofSeconds(2))
					.instance()) {
			instance.getRegion();
			stub(simulator, "team7", status, "");
			assertThat(instance.getTags()).hasSizeGreaterThanOrEqualTo(29)
				.containsEntry("team6", "ml6")
				.containsEntry("team8", "ml8")
				.doesNotContainKey("team7");
			assertThat(instance.getDetection().failures()).singleElement().asString().contains("team7");
			assertThat(instance.getTag("team6")).isEqualTo("ml6");
		}
	}

	@Test
	void tagThatCouldNotBeReadIsRequestedAgain() {
		try (CloudSimulator simulator = CloudSimulator.start("aws", tags());
				DetectedCloudInstance instance = TestSettings.of(simulator)
					.timeouts(Duration.ofSeconds(5), Duration.ofSeconds(1))
					.instance()) {
			instance.getRegion();
			stub(simulator, "team7", 500, "");
			assertThat(instance.getTags()).doesNotContainKey("team7");
			simulator.getWireMock().resetAll();
			assertThat(instance.getTag("team7")).isEqualTo("ml7");
		}
	}

	private static Map<String, String> tags() {
		Map<String, String> tags = new HashMap<>();
		for (int i = 0; i < 30; i++) {
			tags.put("tags.team" + i, "ml" + i);
		}
		return tags;
	}

	private static void stub(CloudSimulator simulator, String tag, int status, String body) {
		simulator.getWireMock()
			.stubFor(WireMock.get(DIRECTORY + tag).willReturn(WireMock.aResponse().withStatus(status).withBody(body)));
	}

}
