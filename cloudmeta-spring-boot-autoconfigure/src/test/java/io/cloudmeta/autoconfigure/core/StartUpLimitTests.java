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

package io.cloudmeta.autoconfigure.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Fault;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how long an application waits for the metadata service while it starts,
 * however many placeholders and fields are read.
 */
class StartUpLimitTests {

	private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(2);

	/** The time beyond a limit that a busy machine may take. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private static final List<String> DEFERRED = List.of("mac", "reservation-id", "public-hostname", "public-ipv4",
			"ami-launch-index", "local-hostname", "instance-life-cycle", "services/partition", "services/domain",
			"placement/availability-zone-id");

	@Test
	void doesNotWaitForEachPlaceholderOfASilentService() {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			cloud.setFault(Fault.STALLS);
			Map<String, String> properties = new LinkedHashMap<>();
			for (int i = 0; i < 10; i++) {
				properties.put("app.values.v" + i, "$<azure:value%d:none>".formatted(i));
			}
			properties.put("app.values.group", "$<azure:resourceGroupName:none>");
			try (ConfigurableApplicationContext context = run(cloud, properties)) {
				assertThat(context.getBean(Values.class).waited).isLessThan(FETCH_TIMEOUT.plus(GRACE));
				assertThat(context.getBean(Values.class).values).containsOnly("none");
			}
		}
	}

	@Test
	void doesNotWaitForEachValueOfASlowService() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			cloud.getWireMock().setGlobalFixedDelay(400);
			try (ConfigurableApplicationContext context = run(cloud, deferred())) {
				assertThat(context.getBean(Values.class).waited).isLessThan(FETCH_TIMEOUT.plus(GRACE));
				CloudInstance instance = context.getBean(CloudInstance.class);
				assertThat(context.getBean(Values.class).values).hasSize(DEFERRED.size()).contains("none");
				assertThat(instance.getDetection().failures())
					.anySatisfy((failure) -> assertThat(failure).contains("was not read", "took all the time"));
				// the limit is one of the start
				assertThat(instance.getAttribute("placement/availability-zone-id")).isNotNull();
				assertThat(instance.getAttribute("services/domain")).isNotNull();
				assertThat(instance.getAttribute("services/partition")).isNotNull();
				assertThat(instance.getAttribute("instance-life-cycle")).isNotNull();
				assertThat(instance.getHostname()).isNotNull();
			}
		}
	}

	@Test
	void doesNotWaitAgainLaterWhereValuesDoNotCome() {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			cloud.getWireMock()
				.stubFor(WireMock.get(WireMock.urlPathMatching("/latest/meta-data/(mac|placement/.*)"))
					.willReturn(WireMock.ok("late").withFixedDelay(60_000)));
			Map<String, String> properties = deferred();
			properties.put("app.pause", FETCH_TIMEOUT.plusMillis(500).toString());
			try (ConfigurableApplicationContext context = run(cloud, properties)) {
				assertThat(context.getBean(Values.class).waited).isLessThan(FETCH_TIMEOUT.plus(GRACE));
				assertThat(context.getBean(Values.class).values).contains("none");
			}
		}
	}

	@Test
	void readsAllValuesOfAServiceThatIsFastEnough() {
		try (CloudSimulator cloud = CloudSimulator.start("aws");
				ConfigurableApplicationContext context = run(cloud, deferred())) {
			assertThat(context.getBean(Values.class).values).doesNotContain("none");
			assertThat(context.getBean(CloudInstance.class).getDetection().failures()).isEmpty();
		}
	}

	private static Map<String, String> deferred() {
		Map<String, String> properties = new LinkedHashMap<>();
		DEFERRED.forEach((path) -> properties.put("app.values." + path.replace('/', '-'), "$<aws:" + path + ":none>"));
		return properties;
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud, Map<String, String> properties) {
		List<String> arguments = new ArrayList<>();
		cloud.getProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		arguments.add("--cloudmeta.fetch.timeout=" + FETCH_TIMEOUT.toMillis() + "ms");
		properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		arguments.add("--app.names=" + String.join(",", properties.keySet()));
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

		@Bean
		Values values(Environment environment) throws InterruptedException {
			List<String> values = new ArrayList<>();
			Duration pause = environment.getProperty("app.pause", Duration.class, Duration.ZERO);
			Duration waited = Duration.ZERO;
			for (String name : environment.getRequiredProperty("app.names", String[].class)) {
				if (name.startsWith("app.values.")) {
					long begin = System.nanoTime();
					values.add(environment.getRequiredProperty(name));
					waited = waited.plusNanos(System.nanoTime() - begin);
				}
				if (values.size() == DEFERRED.size() / 2) {
					Thread.sleep(pause.toMillis());
				}
			}
			return new Values(values, waited);
		}

	}

	/**
	 * What was read during the start.
	 *
	 * @param values the values
	 * @param waited how long that took
	 */
	record Values(List<String> values, Duration waited) {

	}

}
