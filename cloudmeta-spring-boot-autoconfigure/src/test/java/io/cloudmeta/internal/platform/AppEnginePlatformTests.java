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

import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AppEnginePlatform}.
 */
class AppEnginePlatformTests {

	private static final Map<String, String> APP_ENGINE = Map.of("GAE_ENV", "standard", "GAE_SERVICE", "orders",
			"GAE_VERSION", "v1", "GAE_INSTANCE", "00c61b117c", "GAE_APPLICATION", "s~acme-orders-prod",
			"GOOGLE_CLOUD_PROJECT", "acme-orders-prod");

	@Test
	void variablesThatAgreeNameTheCloud() {
		PlatformMatch match = TestEnvironment.of(APP_ENGINE).look("gcp_app_engine");
		assertThat(match.weight()).isEqualTo(Weight.NAMES_THE_CLOUD);
		assertThat(match.identity().get(CloudField.ACCOUNT_ID)).isEqualTo("acme-orders-prod");
	}

	@ParameterizedTest
	@CsvSource({ "GAE_ENV, localdev", "GAE_ENV, ''", "GAE_VERSION, ''", "GAE_INSTANCE, ''", "GAE_APPLICATION, ''",
			"GAE_APPLICATION, acme-orders-prod", "GAE_APPLICATION, dev~acme-orders-prod",
			"GAE_APPLICATION, <html>hotel</html>", "GOOGLE_CLOUD_PROJECT, another-project" })
	void rejectsContradictoryVariables(String variable, String value) {
		PlatformMatch match = TestEnvironment.of(APP_ENGINE).with(variable, value).look("gcp_app_engine");
		assertThat(match == null || match.weight() == Weight.WITHIN_THE_CLOUD).isTrue();
	}

}
