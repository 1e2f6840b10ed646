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
 * Tests for {@link ContainerAppsPlatform}.
 */
class ContainerAppsPlatformTests {

	private static final String CONTAINER_APPS = "azure.container_apps";

	@Test
	void readsAJob() {
		PlatformMatch match = TestEnvironment.simulated(CONTAINER_APPS, Map.of("CONTAINER_APP_JOB_NAME", "billing"))
			.look(CONTAINER_APPS);
		assertThat(match.weight()).isEqualTo(Weight.NAMES_THE_CLOUD);
		assertThat(match.identity().get(CloudField.REGION)).isEqualTo("northeurope");
		assertThat(named(match, "containerAppJobName")).isEqualTo("billing");
		assertThat(named(match, "containerAppJobExecutionName")).startsWith("billing-");
		assertThat(named(match, "containerAppName")).isNull();
	}

	@Test
	void readsAJobWithoutADomain() {
		PlatformMatch match = TestEnvironment
			.simulated(CONTAINER_APPS, Map.of("CONTAINER_APP_JOB_NAME", "billing", "region", ""))
			.look(CONTAINER_APPS);
		assertThat(match.identity().get(CloudField.PLATFORM)).isEqualTo("azure.container_apps");
		assertThat(match.identity().get(CloudField.REGION)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "happyforest-1a2b.westus2-01.azurecontainerapps.io, westus2",
			"HappyForest.WestUS2.azurecontainerapps.io, westus2",
			"x.usgovvirginia.azurecontainerapps.us, usgovvirginia" })
	void takesTheRegionFromTheDomain(String suffix, String region) {
		PlatformMatch match = TestEnvironment.simulated(CONTAINER_APPS, Map.of())
			.with("CONTAINER_APP_ENV_DNS_SUFFIX", suffix)
			.look(CONTAINER_APPS);
		assertThat(match.identity().get(CloudField.REGION)).isEqualTo(region);
	}

	@ParameterizedTest
	@CsvSource({ "CONTAINER_APP_NAME, ''", "CONTAINER_APP_REVISION, ''",
			"CONTAINER_APP_ENV_DNS_SUFFIX, x.westeurope.k4apps.io",
			"CONTAINER_APP_ENV_DNS_SUFFIX, azurecontainerapps.io.example.org",
			"CONTAINER_APP_ENV_DNS_SUFFIX, <html>.azurecontainerapps.io" })
	void rejectsAnAppThatIsNotOnAzure(String variable, String value) {
		assertThat(TestEnvironment.simulated(CONTAINER_APPS, Map.of())
			.with("CONTAINER_APP_HOSTNAME", "")
			.with(variable, value)
			.look(CONTAINER_APPS)).isNull();
	}

	private static String named(PlatformMatch match, String name) {
		return match.identity().getAttributes().get(match.platform().getNames().get(name));
	}

}
