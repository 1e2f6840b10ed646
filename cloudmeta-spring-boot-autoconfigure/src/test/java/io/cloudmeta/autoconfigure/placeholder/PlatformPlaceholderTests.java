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

package io.cloudmeta.autoconfigure.placeholder;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.SimulatedCloud;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for placeholders of an application on a platform inside a cloud.
 */
class PlatformPlaceholderTests {

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.NONE, classes = Application.class)
	@SimulatedCloud(cloud = "gcp_cloud_run", values = { "region=europe-west4", "accountId=acme", "K_SERVICE=orders" })
	class OnCloudRun {

		@Value("$<gcp:service>/$<gcp:revision>@$<cloud:region>/$<cloud:availabilityZone:none>/${gcp:projectId}")
		private String label;

		@Test
		void areWhatTheEnvironmentAndTheMetadataServerSay(@Autowired CloudInstance instance) {
			assertThat(instance.getPlatform()).isEqualTo("gcp_cloud_run");
			assertThat(this.label).isEqualTo("orders/orders-00007-xim@europe-west4/none/acme");
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.NONE, classes = Application.class)
	@SimulatedCloud(cloud = "azure.app_service",
			values = { "region=westeurope", "WEBSITE_SITE_NAME=orders", "WEBSITE_RESOURCE_GROUP=rg-orders" })
	class OnAppService {

		@Value("$<azure:siteName>@$<azure:location>/$<azure:resourceGroupName>/$<azure:vmId:none>/$<gcp:service:none>")
		private String label;

		@Test
		void areTheValuesOfTheEnvironment(@Autowired CloudInstance instance, @Autowired CloudSimulator cloud) {
			assertThat(instance.getPlatform()).isEqualTo("azure.app_service");
			assertThat(this.label).isEqualTo("orders@westeurope/rg-orders/none/none");
			assertThat(cloud.getRequests()).isEmpty();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
