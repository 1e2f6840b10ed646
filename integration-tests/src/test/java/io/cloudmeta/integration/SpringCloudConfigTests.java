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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications whose configuration comes from Spring Cloud Config's server, and
 * changes while they run.
 */
class SpringCloudConfigTests {

	private final Map<String, String> served = new ConcurrentHashMap<>();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private HttpServer server;

	@BeforeEach
	void startServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
		this.served.put("app.bucket", "data-$<cloud:region>");
	}

	@AfterEach
	void stopServer() {
		this.server.stop(0);
	}

	@Test
	void resolvesPlaceholdersThatTheServerServes() {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				ConfigurableApplicationContext context = run(cloud)) {
			assertThat(context.getBean("where")).hasToString("northeurope, data-northeurope, 3");
			assertThat(context.getEnvironment().getProperty("app.bucket")).isEqualTo("data-northeurope");
			assertThat(cloud.getRequests()).hasSize(1);
		}
	}

	@Test
	void asksTheServerForWhatIsMeantForTheCloud() {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				ConfigurableApplicationContext context = run(cloud, "cloudmeta.profiles.enabled=true",
						"spring.cloud.config.label=${cloud:region}")) {
			assertThat(context.getEnvironment().getActiveProfiles()).containsExactly("cloud", "azure", "azure.vm");
			assertThat(this.asked)
				.anySatisfy((path) -> assertThat(path).startsWith("/parcels/").endsWith("/northeurope"))
				.anySatisfy((path) -> assertThat(path).contains("azure.vm"));
			assertThat(cloud.getRequests()).hasSize(1);
		}
	}

	@Test
	void resolvesAnewInRefreshScopeAndDetectsOnce() {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				ConfigurableApplicationContext context = run(cloud)) {
			Object where = context.getBean("where");
			assertThat(where).hasToString("northeurope, data-northeurope, 3");
			CloudInstance instance = context.getBean(CloudInstance.class);
			this.served.put("app.bucket", "archive-$<cloud:region>-${cloud:tags.team:none}");
			assertThat(context.getBean(ContextRefresher.class).refresh()).contains("app.bucket");
			assertThat(where).hasToString("northeurope, archive-northeurope-parcels, 3");
			assertThat(context.getBean(CloudInstance.class)).isSameAs(instance);
			assertThat(cloud.getRequests()).hasSize(1);
		}
	}

	private ConfigurableApplicationContext run(CloudSimulator cloud, String... properties) {
		String server = "http://127.0.0.1:" + this.server.getAddress().getPort();
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.application.name=parcels", "spring.config.import=configserver:" + server)
			.run(Arguments.of(cloud, properties));
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.asked.add(exchange.getRequestURI().getPath());
		String source = this.served.entrySet()
			.stream()
			.map((property) -> "\"%s\": \"%s\"".formatted(property.getKey(), property.getValue()))
			.collect(Collectors.joining(", "));
		byte[] body = """
				{"name": "parcels", "profiles": ["default"],
				"propertySources": [{"name": "parcels.yml", "source": {%s}}]}
				""".formatted(source).getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@RefreshScope
		Where where(CloudInstance instance) {
			return new Where(instance);
		}

	}

}
