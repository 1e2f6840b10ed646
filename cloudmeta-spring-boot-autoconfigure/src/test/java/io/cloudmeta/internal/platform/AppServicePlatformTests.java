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
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AppServicePlatform} and {@link AzureFunctionsPlatform}.
 */
class AppServicePlatformTests {

	private static final String SUBSCRIPTION = "3b9d2f61-7c54-4a0e-9f18-6d2ce85b7a43";

	private static final Map<String, String> WEB_APP = Map.of("WEBSITE_SITE_NAME", "orders", "WEBSITE_INSTANCE_ID",
			"8f21c0", "WEBSITE_HOSTNAME", "orders.azurewebsites.net", "WEBSITE_OWNER_NAME",
			SUBSCRIPTION + "+rg-orders-WestEuropewebspace-Linux", "REGION_NAME", "West Europe");

	@ParameterizedTest
	@CsvSource({ "East US 2, eastus2", "eastus2, eastus2", "North Central US (Stage), northcentralusstage",
			"<html>hotel</html>, ", "'', westeurope", "x, ", "42, " })
	void namesARegionAsTheMetadataServiceDoes(String name, String region) {
		assertThat(webApp("REGION_NAME", name).identity().get(CloudField.REGION)).isEqualTo(region);
	}

	@ParameterizedTest
	@CsvSource({ SUBSCRIPTION + "+x, " + SUBSCRIPTION, "not-a-subscription+x, ", SUBSCRIPTION + ", ", "+, ",
			"<html>+x, ", "'', " })
	void takesTheSubscriptionFromTheOwner(String owner, String account) {
		PlatformMatch match = webApp("WEBSITE_OWNER_NAME", owner);
		assertThat(match.identity().get(CloudField.PLATFORM)).isEqualTo("azure.app_service");
		assertThat(match.identity().get(CloudField.ACCOUNT_ID)).isEqualTo(account);
	}

	@ParameterizedTest
	@ValueSource(strings = { "WEBSITE_INSTANCE_ID", "WEBSITE_HOSTNAME", "WEBSITE_OWNER_NAME" })
	void acceptsASiteThatTwoOthersCorroborate(String missing) {
		assertThat(webApp(missing, "").weight()).isEqualTo(Weight.NAMES_THE_CLOUD);
	}

	@ParameterizedTest
	@CsvSource({ "WEBSITE_SITE_NAME, ''", "WEBSITE_HOSTNAME, localhost:7071", "WEBSITE_HOSTNAME, 127.0.0.1:7071",
			"AZURE_FUNCTIONS_ENVIRONMENT, Development", "WEBSITE_HOSTNAME, <html>" })
	void rejectsASiteThatIsNotOnAzure(String variable, String value) {
		assertThat(webApp(variable, value)).isNull();
	}

	@Test
	void appServiceOnAClusterElsewhereIsNotAzure() {
		assertThat(webApp("KUBERNETES_SERVICE_HOST", "10.0.0.1")).isNull();
	}

	@Test
	void variablesOfFunctionsAloneProveNothing() {
		TestEnvironment environment = TestEnvironment
			.of(Map.of("FUNCTIONS_EXTENSION_VERSION", "~4", "FUNCTIONS_WORKER_RUNTIME", "java", "WEBSITE_SITE_NAME",
					"orders", "WEBSITE_HOSTNAME", "orders.example.org"));
		assertThat(environment.look("azure.functions")).isNull();
		assertThat(environment.look("azure.app_service")).isNull();
	}

	private static PlatformMatch webApp(String variable, String value) {
		return TestEnvironment.of(WEB_APP).with(variable, value).look("azure.app_service");
	}

}
