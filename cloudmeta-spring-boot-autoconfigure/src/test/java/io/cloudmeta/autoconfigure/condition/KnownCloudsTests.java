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

package io.cloudmeta.autoconfigure.condition;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KnownClouds}.
 */
class KnownCloudsTests {

	@Test
	void configurationMetadataOffersTheSamePlatforms() throws IOException {
		List<String> offered = new ArrayList<>();
		try (InputStream input = new ClassPathResource("META-INF/additional-spring-configuration-metadata.json",
				KnownClouds.class.getClassLoader())
			.getInputStream()) {
			for (JsonNode hint : JsonMapper.shared().readTree(input).path("hints")) {
				if (hint.path("name").asString().equals("cloudmeta.instance.platform")) {
					hint.path("values").forEach((value) -> offered.add(value.path("value").asString()));
				}
			}
		}
		assertThat(offered).containsExactlyElementsOf(KnownClouds.of(new MockEnvironment()).platforms());
	}

}
