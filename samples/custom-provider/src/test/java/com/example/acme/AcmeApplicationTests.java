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

package com.example.acme;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudmeta.CloudInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application with the starter finds {@link AcmeMetadataService}.
 */
@SpringBootTest
class AcmeApplicationTests {

	private static final Map<String, String> RESPONSES = Map.of("PUT /v2/token", "token-1", "GET /v2/machine",
			AcmeMetadataServiceTests.DOCUMENT);

	private static HttpServer server;

	@BeforeAll
	static void startServer() throws IOException {
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", AcmeApplicationTests::respond);
		server.start();
	}

	@AfterAll
	static void stopServer() {
		server.stop(0);
	}

	private static void respond(HttpExchange exchange) throws IOException {
		String body = RESPONSES.get(exchange.getRequestMethod() + " " + exchange.getRequestURI());
		byte[] bytes = ((body != null) ? body : "").getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders((body != null) ? 200 : 404, (bytes.length > 0) ? bytes.length : -1);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("cloudmeta.provider", () -> "acme");
		registry.add("cloudmeta.acme.endpoint", () -> "http://127.0.0.1:" + server.getAddress().getPort());
		registry.add("app.bucket", () -> "reports-$<cloud:region>-$<acme:rack>");
	}

	@Test
	void instanceIsTheOneOfTheCustomProvider(@Autowired CloudInstance instance) {
		assertThat(instance.getProvider()).isEqualTo(AcmeMetadataService.ACME);
		assertThat(instance.getPlatform()).isEqualTo("acme_cloud.compute");
		assertThat(instance.getRegion()).isEqualTo("alps");
	}

	@Test
	void placeholdersUseItsNames(@Value("${app.bucket}") String bucket) {
		assertThat(bucket).isEqualTo("reports-alps-r41");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
