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

package io.cloudmeta.autoconfigure.actuate;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.interruption.CloudMetaInterruptionWatchAutoConfiguration;
import io.cloudmeta.autoconfigure.interruption.CloudMetaInterruptionsAutoConfiguration;
import io.cloudmeta.internal.detection.GeneratedPage;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes the responses of {@link CloudEndpoint} into {@code docs/endpoint.md}, with fixed
 * values in place of those that differ each time.
 */
class EndpointPageTests {

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	@Test
	void pageShowsTheResponses() throws IOException, InterruptedException {
		GeneratedPage page = GeneratedPage.of("endpoint.md", EndpointPageTests.class);
		try (CloudSimulator cloud = CloudSimulator.start("aws", Map.of("lifecycle", "spot", "tags.team", "parcels"));
				ConfigurableApplicationContext context = run(cloud, "--cloudmeta.interruptions.enabled=true",
						"--cloudmeta.interruptions.interval=1s")) {
			CloudEndpoint endpoint = context.getBean(CloudEndpoint.class);
			endpoint.cloud();
			cloud.announce("preemption", Duration.ofMinutes(2));
			page = page.section("read", json(whenPending(endpoint))).section("refresh", json(endpoint.refresh()));
		}
		try (CloudSimulator laptop = CloudSimulator.start("none");
				ConfigurableApplicationContext context = run(laptop)) {
			page = page.section("laptop", json(context.getBean(CloudEndpoint.class).cloud()));
		}
		page.check();
	}

	private static Map<String, Object> whenPending(CloudEndpoint endpoint) throws InterruptedException {
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (System.nanoTime() < end) {
			Map<String, Object> response = endpoint.cloud();
			if (response.get("interruptions") instanceof Map<?, ?> details
					&& details.get("pending") instanceof List<?> pending && !pending.isEmpty()) {
				return response;
			}
			Thread.sleep(50);
		}
		throw new AssertionError("The interruption is not pending");
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud, String... further) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		List<String> arguments = new ArrayList<>(List.of(further));
		arguments.add("--management.endpoints.web.exposure.include=cloud");
		cloud.getProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		arguments.add("--cloudmeta.fetch.timeout=60s");
		return application.run(arguments.toArray(String[]::new));
	}

	private static List<String> json(Object response) {
		String text = JSON.writeValueAsString(response)
			.replaceAll("(\"millis\" : )[0-9.]+", "$10.4")
			.replaceAll("(\"remaining\" : )[0-9.]+", "$1118.5")
			.replaceAll("(\"requests\" : )[1-9][0-9]*", "$112")
			.replaceAll("\"PT[0-9.HMS]+\"", "\"PT2S\"")
			.replaceAll("http://(localhost|127\\.0\\.0\\.1):[0-9]+", "http://169.254.169.254")
			.replaceAll("(\"fetchedAt\" : )\"[^\"]+\"", "$1\"2026-11-29T09:30:00.123456Z\"")
			.replaceAll("(\"announcedAt\" : )\"[^\"]+\"", "$1\"2026-11-29T09:30:00.5Z\"")
			.replaceAll("(\"deadline\" : )\"[^\"]+\"", "$1\"2026-11-29T09:32:00Z\"")
			.replace(" : ", ": ");
		List<String> lines = new ArrayList<>(List.of("```json"));
		lines.addAll(text.lines().toList());
		lines.add("```");
		assertThat(lines).noneMatch((line) -> line.contains("/tmp/"));
		return lines;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ CloudMetaAutoConfiguration.class, CloudMetaInterruptionsAutoConfiguration.class,
			CloudMetaInterruptionWatchAutoConfiguration.class, CloudMetaEndpointAutoConfiguration.class })
	static class Application {

	}

}
