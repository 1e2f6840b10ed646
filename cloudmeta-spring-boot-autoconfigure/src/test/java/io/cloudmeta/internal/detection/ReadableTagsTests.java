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

import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TagFilter} on clouds whose tags have different paths.
 */
class ReadableTagsTests {

	@Test
	void akamaiShowsOnlyReadableTags() {
		try (CloudSimulator cloud = CloudSimulator.start("akamai");
				DetectedCloudInstance instance = TestSettings.of(cloud).readableTags("te*").instance()) {
			assertThat(instance.getTags()).containsOnlyKeys("test");
			assertThat(instance.getAttribute("instance/tags/0")).isNull();
			assertThat(instance.getAttribute("tags/0")).isNull();
		}
	}

	@Test
	void alibabaFetchesOnlyReadableTags() {
		try (CloudSimulator cloud = CloudSimulator.start("alibaba",
				Map.of("tags.team", "ml", "tags.cost centre", "7", "tags.项目", "包裹", "tags.private", "s3cr3t"));
				DetectedCloudInstance instance = TestSettings.of(cloud).readableTags("te*", "cost*", "项目").instance()) {
			assertThat(instance.getTags()).containsOnly(Map.entry("team", "ml"), Map.entry("cost centre", "7"),
					Map.entry("项目", "包裹"));
			assertThat(instance.getAttribute("tags/instance/private")).isNull();
			assertThat(instance.getAttribute("tags/instance/team")).isEqualTo("ml");
			assertThat(cloud.getRequests()).noneMatch((request) -> request.contains("tags/instance/private"));
		}
	}

	@Test
	void digitalOceanShowsOnlyReadableTags() {
		try (CloudSimulator cloud = CloudSimulator.start("digitalocean");
				DetectedCloudInstance instance = TestSettings.of(cloud).readableTags("env*").instance()) {
			assertThat(instance.getTags()).containsOnlyKeys("env:test");
			assertThat(instance.getAttributes().toString()).doesNotContain("parcels,", "env:test");
			assertThat(instance.getAttribute("tags/0")).isNull();
		}
	}

	@Test
	void huaweiShowsOnlyReadableTags() {
		try (CloudSimulator cloud = CloudSimulator.start("huawei");
				DetectedCloudInstance instance = TestSettings.of(cloud).readableTags("os_*").instance()) {
			assertThat(instance.getTags())
				.containsExactlyInAnyOrderEntriesOf(Map.of("os_bit", "64", "os_type", "Linux"));
			assertThat(instance.getAttribute("meta/vpc_id")).isNull();
			assertThat(instance.getAttribute("meta/os_bit")).isEqualTo("64");
		}
	}

	@Test
	void openNebulaShowsOnlyReadableTags() {
		try (CloudSimulator cloud = CloudSimulator.of("opennebula").value("tags.TEAM", "ml").start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.endpoints("opennebula")
					.readableTags("TE*")
					.instance()) {
			assertThat(instance.getTags()).containsExactly(Map.entry("TEAM", "ml"));
			assertThat(instance.getAttribute("VM/USER_TEMPLATE/LABELS")).isNull();
			assertThat(instance.getAttribute("VM/USER_TEMPLATE/TEAM")).isEqualTo("ml");
			assertThat(instance.getAttributes()).doesNotContainKey("VM.USER_TEMPLATE.LABELS");
		}
	}

	@Test
	void openStackShowsOnlyReadableTags() {
		try (CloudSimulator cloud = CloudSimulator.start("openstack");
				DetectedCloudInstance instance = TestSettings.of(cloud).readableTags("te*").instance()) {
			assertThat(instance.getTags()).containsExactly(Map.entry("team", "parcels"));
			assertThat(instance.getAttribute("meta/env")).isNull();
			assertThat(instance.getAttribute("meta/team")).isEqualTo("parcels");
			assertThat(instance.getAttributes()).doesNotContainKey("meta.env");
		}
	}

	@Test
	void oracleShowsOnlyReadableTags() {
		try (CloudSimulator cloud = CloudSimulator.start("oracle");
				DetectedCloudInstance instance = TestSettings.of(cloud).readableTags("te*").instance()) {
			assertThat(instance.getTags()).containsExactly(Map.entry("team", "parcels"));
			assertThat(instance.getAttribute("instance/freeformTags/env")).isNull();
			assertThat(instance.getAttribute("freeformTags/env")).isNull();
			assertThat(instance.getAttribute("definedTags/Oracle-Tags/CreatedOn")).isNull();
			assertThat(instance.getAttribute("vnics")).isNotNull();
			assertThat(instance.getAttributes().keySet())
				.noneMatch((path) -> path.contains("Tags") && !path.equals("freeformTags.team"));
		}
	}

	@Test
	void tencentHasItsNameWhateverTagsAreReadable() {
		try (CloudSimulator cloud = CloudSimulator.start("tencent");
				DetectedCloudInstance instance = TestSettings.of(cloud).readableTags("team").instance()) {
			assertThat(instance.getInstanceName()).isEqualTo("parcels-7");
		}
	}

	@Test
	void upCloudShowsOnlyReadableTags() {
		try (CloudSimulator cloud = CloudSimulator.start("upcloud");
				DetectedCloudInstance instance = TestSettings.of(cloud).readableTags("te*").instance()) {
			assertThat(instance.getTags()).containsOnlyKeys("test");
			assertThat(instance.getAttributes()).doesNotContainKeys("tags[0]", "tags[1]");
			assertThat(instance.getAttribute("tags/0")).isNull();
		}
	}

	@Test
	void yandexShowsOnlyReadableLabels() {
		try (CloudSimulator cloud = CloudSimulator.start("yandex",
				Map.of("tags.team", "ml", "tags.cost-centre", "7", "tags.private", "s3cr3t"));
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.provider(CloudProvider.YANDEX)
					.readableTags("te*", "cost*")
					.instance()) {
			assertThat(instance.getTags()).containsOnly(Map.entry("team", "ml"), Map.entry("cost-centre", "7"));
			assertThat(instance.getAttribute("instance/vendor/labels/cost-centre")).isEqualTo("7");
			assertThat(instance.getAttribute("instance/vendor/labels/private")).isNull();
			assertThat(instance.getAttributes()).doesNotContainValue("s3cr3t");
		}
	}

}
