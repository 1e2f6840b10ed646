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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for tags that are left out of {@code getTags()}: nothing else returns them.
 */
class HiddenTagTests {

	@ParameterizedTest
	@CsvSource({ "digitalocean, tags", "gcp, instance/tags", "upcloud, tags", "vultr, tags", "akamai, instance/tags",
			"scaleway, tags" })
	void tagThatIsOnlyANameIsNeitherInAttributesNorReadByPath(String name, String directory) {
		try (CloudSimulator cloud = CloudSimulator.start(name,
				Map.of("tags.aaa", "", "tags.token-s3cr3t", "", "tags.web", ""));
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			assertThat(instance.getTags()).containsKeys("aaa", "web").doesNotContainKey("token-s3cr3t");
			assertThat(instance.getAttributes().toString()).contains("web").doesNotContain("s3cr3t");
			for (String path : paths(directory)) {
				assertThat(String.valueOf(instance.getAttribute(path))).as(path).doesNotContain("s3cr3t");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "web\npassword:s3cr3t\ntoken-s3cr3t\n", "[\"web\", \"token-s3cr3t\"]",
			"[\"web\", \"password:s3cr3t\"]", "[\"web\", \"token-s3cr3t\"" })
	void listingHasNoHiddenTag(String listing) {
		try (CloudSimulator cloud = CloudSimulator.start("upcloud");
				DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.urlPathMatching("(?i)/metadata/v1/tags/?"))
					.willReturn(WireMock.ok(listing)));
			for (String path : List.of("tags", "tags/", "Tags")) {
				assertThat(instance.getAttribute(path)).isEqualTo(listing.startsWith("[") ? null : "web");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "digitalocean, Tags", "gcp, Instance/Tags", "upcloud, TAGS", "vultr, tAgs",
			"yandex," + " instance/vendor/Labels", "aws, Tags/Instance", "alibaba, Tags/instance",
			"azure, Compute/TagsList", "openstack, Meta", "huawei, META", "oracle, instance/FreeformTags",
			"oracle, DefinedTags", "opennebula, vm/user_template" })
	void tagFilterCannotBePassedByAnotherCase(String name, String directory) {
		try (CloudSimulator cloud = CloudSimulator.start(name);
				DetectedCloudInstance instance = TestSettings.of(cloud).readableTags("nothing").instance()) {
			assertThat(instance.getProvider().getId()).isEqualTo(name);
			cloud.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok("s3cr3t")));
			cloud.resetRequests();
			for (String path : paths(directory)) {
				assertThat(instance.getAttribute(path)).as(path).isNull();
			}
			assertThat(instance.getAttribute(directory + "/team")).isNull();
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	private static List<String> paths(String directory) {
		List<String> paths = new ArrayList<>(List.of(directory, directory + "/"));
		for (int i = 0; i < 5; i++) {
			paths.add(directory + "/" + i);
		}
		return paths;
	}

}
