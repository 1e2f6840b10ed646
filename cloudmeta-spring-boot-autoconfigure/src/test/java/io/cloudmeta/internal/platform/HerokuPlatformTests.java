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

package io.cloudmeta.internal.platform;

import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HerokuPlatform}.
 */
class HerokuPlatformTests {

	@ParameterizedTest
	@CsvSource({ "web.1, PORT, 5000", "worker.2, HOME, /app", "run.9157, HOME, /app",
			"web-12a34b56d-e78f9, PORT, 8080" })
	void dynoWithoutItsMetadataIsHeroku(String dyno, String name, String value) {
		PlatformMatch match = TestEnvironment.of(Map.of("DYNO", dyno, name, value)).look("heroku");
		assertThat(match.weight()).isEqualTo(Weight.OF_ITS_OWN);
		assertThat(match.provider()).isEqualTo(CloudProvider.HEROKU);
		assertThat(match.identity().get(CloudField.INSTANCE_NAME)).isEqualTo(dyno);
		assertThat(match.identity().get(CloudField.INSTANCE_ID)).isNull();
		assertThat(match.metadataService()).isFalse();
	}

}
