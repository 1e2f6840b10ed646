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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.CloudSimulator;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.SpringServletContainerInitializer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for web applications: reactive, on a servlet container of their own, and deployed
 * as WAR to one that is there already.
 */
class WebApplicationTests {

	private static final String EXPECTED = "northeurope, data-northeurope, 3";

	@Test
	void servesReactiveApplications() throws Exception {
		serves(WebApplicationType.REACTIVE);
	}

	@Test
	void servesServletApplications() throws Exception {
		serves(WebApplicationType.SERVLET);
	}

	private static void serves(WebApplicationType type) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("azure");
				ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).web(type)
					.run(Arguments.of(cloud, "server.port=0", "app.bucket=data-$<cloud:region>",
							"spring.cloud.config.enabled=false"))) {
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			assertThat(get(port)).isEqualTo(EXPECTED);
			assertThat(cloud.getRequests()).hasSize(1);
		}
	}

	@Test
	void servesApplicationsThatAreDeployedAsWar(@TempDir Path directory) throws Exception {
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(directory.toString());
		tomcat.setHostname("127.0.0.1");
		tomcat.setPort(0);
		tomcat.getConnector().setProperty("address", "127.0.0.1");
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			Deployed.arguments = Arguments.of(cloud, "app.bucket=data-$<cloud:region>",
					"spring.cloud.config.enabled=false");
			Context context = tomcat.addContext("", directory.toString());
			context.addServletContainerInitializer(new SpringServletContainerInitializer(), Set.of(Deployed.class));
			tomcat.start();
			assertThat(get(tomcat.getConnector().getLocalPort())).isEqualTo(EXPECTED);
			assertThat(cloud.getRequests()).hasSize(1);
			tomcat.stop();
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
					.noneMatch((name) -> name.startsWith("cloudmeta-")));
		}
		finally {
			tomcat.stop();
			tomcat.destroy();
		}
	}

	private static String get(int port) throws IOException, InterruptedException {
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/where".formatted(port))).build(),
					HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Where where(CloudInstance instance) {
			return new Where(instance);
		}

		@Bean
		Page page(Where where) {
			return new Page(where);
		}

	}

	@RestController
	static class Page {

		private final Where where;

		Page(Where where) {
			this.where = where;
		}

		@GetMapping("/where")
		String where() {
			return this.where.toString();
		}

	}

	/**
	 * What a WAR has in place of a main method.
	 */
	public static class Deployed extends SpringBootServletInitializer {

		private static String[] arguments = {};

		@Override
		protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
			for (String argument : arguments) {
				builder.properties(argument.substring(2));
			}
			return builder.sources(Application.class);
		}

	}

}
