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

package io.cloudmeta.integration;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.FixedCloud;
import io.cloudmeta.test.SimulatedCloud;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the bean in Spring Boot's test slices.
 */
@TestPropertySource(properties = "spring.cloud.config.enabled=false")
class SliceTests {

	@Nested
	@WebMvcTest
	@ContextConfiguration(classes = Place.class)
	@FixedCloud(provider = "gcp", values = "region=europe-west4")
	class WebMvcOnAFixedCloud {

		@Test
		void injectsTheBean(@Autowired MockMvcTester mvc) {
			assertThat(mvc.get().uri("/place")).hasBodyTextEqualTo("gcp europe-west4 europe-west4");
		}

	}

	@Nested
	@WebMvcTest
	@ContextConfiguration(classes = Place.class)
	@SimulatedCloud(cloud = "azure", values = "region=westeurope")
	class WebMvcOnASimulatedCloud {

		@Test
		void injectsTheBean(@Autowired MockMvcTester mvc, @Autowired CloudSimulator cloud) {
			assertThat(mvc.get().uri("/place")).hasBodyTextEqualTo("azure westeurope westeurope");
			assertThat(cloud.getRequests()).hasSize(1);
		}

	}

	@Nested
	@WebFluxTest
	@ContextConfiguration(classes = Place.class)
	@FixedCloud(provider = "gcp", values = "region=europe-west4")
	class WebFluxOnAFixedCloud {

		@Test
		void injectsTheBean(@Autowired WebTestClient web) {
			web.get().uri("/place").exchange().expectBody(String.class).isEqualTo("gcp europe-west4 europe-west4");
		}

	}

	@Nested
	@WebFluxTest
	@ContextConfiguration(classes = Place.class)
	@SimulatedCloud(cloud = "azure", values = "region=westeurope")
	class WebFluxOnASimulatedCloud {

		@Test
		void injectsTheBean(@Autowired WebTestClient web) {
			web.get().uri("/place").exchange().expectBody(String.class).isEqualTo("azure westeurope westeurope");
		}

	}

	@Nested
	@JsonTest
	class JsonOnAFixedCloud extends OnAFixedCloud {

	}

	@Nested
	@JsonTest
	class JsonOnASimulatedCloud extends OnASimulatedCloud {

	}

	@Nested
	@RestClientTest
	class RestClientOnAFixedCloud extends OnAFixedCloud {

	}

	/**
	 * The mock server of this slice must not receive the requests to the metadata
	 * service.
	 */
	@Nested
	@RestClientTest
	class RestClientOnASimulatedCloud extends OnASimulatedCloud {

	}

	@Nested
	@DataJdbcTest
	class DataJdbcOnAFixedCloud extends OnAFixedCloud {

	}

	@Nested
	@DataJdbcTest
	class DataJdbcOnASimulatedCloud extends OnASimulatedCloud {

	}

	@ContextConfiguration(classes = Empty.class)
	@FixedCloud(provider = "gcp", values = "region=europe-west4")
	abstract static class OnAFixedCloud {

		@Test
		void hasTheBean(@Autowired CloudInstance instance, @Value("$<cloud:region>") String region) {
			assertThat(instance.getRegion()).isEqualTo("europe-west4").isEqualTo(region);
		}

	}

	@ContextConfiguration(classes = Empty.class)
	@SimulatedCloud(cloud = "azure", values = "region=westeurope")
	abstract static class OnASimulatedCloud {

		@Test
		void hasTheBean(@Autowired CloudInstance instance, @Value("$<cloud:region>") String region) {
			assertThat(instance.getRegion()).isEqualTo("westeurope").isEqualTo(region);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage
	static class Empty {

	}

	@RestController
	static class Place {

		private final CloudInstance instance;

		private final String region;

		Place(CloudInstance instance, @Value("$<cloud:region>") String region) {
			this.instance = instance;
			this.region = region;
		}

		@GetMapping("/place")
		String place() {
			return "%s %s %s".formatted(this.instance.getProvider(), this.instance.getRegion(), this.region);
		}

	}

}
