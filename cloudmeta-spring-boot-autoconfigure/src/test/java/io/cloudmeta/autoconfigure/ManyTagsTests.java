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

package io.cloudmeta.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudInstanceChangedEvent;
import io.cloudmeta.autoconfigure.actuate.CloudEndpoint;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.info.InfoEndpoint;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a machine with more tags than any cloud allows, in a whole application.
 */
class ManyTagsTests {

	/** How many tags are shown. */
	private static final int MOST = 1000;

	private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(60);

	private static CloudSimulator simulator(String cloud) {
		Map<String, String> values = new LinkedHashMap<>();
		// more than that, on Azure, is more than is read of any answer
		int tags = cloud.equals("azure") ? 2500 : 5000;
		for (int i = 0; i < tags; i++) {
			values.put("tags.t%04d".formatted(i), cloud.equals("gcp") ? "" : "value " + i);
		}
		return CloudSimulator.start(cloud, values);
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud, String... properties) {
		List<String> arguments = new ArrayList<>();
		cloud.getProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("cloudmeta.fetch.timeout=" + FETCH_TIMEOUT.toMillis() + "ms", "cloudmeta.info.include=*",
					"management.endpoints.web.exposure.include=*")
			.properties(properties)
			.run(arguments.toArray(String[]::new));
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "gcp", "azure" })
	void areReadUpToABoundAndHideNothingElse(String name) {
		try (CloudSimulator cloud = simulator(name);
				ConfigurableApplicationContext context = run(cloud, "app.region=$<cloud:region>",
						"app.tag=$<cloud:tags.t0007>", "app.late=$<cloud:tags.t2499:none>")) {
			assertThat(context.getEnvironment().getProperty("app.region")).isNotEmpty();
			CloudInstance instance = context.getBean(CloudInstance.class);
			assertThat(instance.getProvider().getId()).isEqualTo(name);
			assertThat(instance.getAccountId()).isNotEmpty();
			assertThat(instance.getTags()).hasSizeBetween(1, MOST).containsKey("t0007");
			assertThat(context.getEnvironment().getProperty("app.tag")).isEqualTo(instance.getTags().get("t0007"));
			assertThat(context.getEnvironment().getProperty("app.late")).isEqualTo("none");
			assertThat(instance.getDetection().failures()).singleElement().asString().contains("first 1000 tags");
			Map<?, ?> info = (Map<?, ?>) context.getBean(InfoEndpoint.class).info().get("cloud");
			assertThat((Map<?, ?>) info.get("tags")).hasSameSizeAs(instance.getTags());
			assertThat(context.getBean(CloudEndpoint.class).cloud().toString().length()).isLessThan(4 * 1024 * 1024);
			assertThat(cloud.getRequests()).hasSizeLessThan(MOST + 20);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "gcp", "azure" })
	void doNotDisplaceAFixedTag(String name) {
		try (CloudSimulator cloud = simulator(name);
				ConfigurableApplicationContext context = run(cloud, "cloudmeta.instance.tags.team=fixed",
						"app.team=$<cloud:tags.team:none>")) {
			assertThat(context.getBean(CloudInstance.class).getTags()).containsEntry("team", "fixed")
				.hasSizeLessThanOrEqualTo(MOST);
			assertThat(context.getEnvironment().getProperty("app.team")).isEqualTo("fixed");
		}
	}

	@Test
	void doNotSlowTheStartIfTheyAreNotRead() {
		try (CloudSimulator cloud = simulator("aws");
				ConfigurableApplicationContext context = run(cloud, "app.region=$<cloud:region>")) {
			assertThat(context.getBean(CloudInstance.class).getRegion()).isNotEmpty();
			assertThat(cloud.getRequests()).hasSizeLessThan(10).noneMatch((request) -> request.contains("/tags/"));
		}
	}

	@Test
	void endWithTheDeadlineIfEachTakesItsTime() {
		try (CloudSimulator cloud = simulator("aws");
				ConfigurableApplicationContext context = run(cloud, "cloudmeta.fetch.timeout=1500ms",
						"app.region=$<cloud:region>")) {
			CloudInstance instance = context.getBean(CloudInstance.class);
			assertThat(instance.getRegion()).isNotEmpty();
			cloud.getWireMock().setGlobalFixedDelay(100);
			long start = System.nanoTime();
			assertThat(instance.getTags()).isEmpty();
			assertThat(instance.getTags()).isEmpty();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
			assertThat(instance.getDetection().failures()).singleElement().asString().contains("in time");
		}
	}

	@Test
	void areInTheEventOnceEach() {
		try (CloudSimulator cloud = simulator("gcp"); ConfigurableApplicationContext context = run(cloud)) {
			CloudInstance instance = context.getBean(CloudInstance.class);
			assertThat(instance.getTags()).hasSize(MOST);
			try (CloudSimulator other = CloudSimulator.start("gcp", Map.of("instanceId", "4242424242424242424"))) {
				cloud.getWireMock()
					.stubFor(WireMock.any(WireMock.anyUrl())
						.willReturn(WireMock.aResponse().proxiedFrom(other.getUrl().toString())));
				assertThat(instance.refresh()).isTrue();
			}
			List<CloudInstanceChangedEvent> events = context.getBean(Application.class).events;
			assertThat(events).singleElement().satisfies((event) -> {
				assertThat(event.getPrevious().keySet()).filteredOn((key) -> key.startsWith("tags.")).hasSize(MOST);
				assertThat(event.toString()).hasSizeLessThan(128 * 1024);
			});
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final List<CloudInstanceChangedEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void changed(CloudInstanceChangedEvent event) {
			this.events.add(event);
		}

	}

}
