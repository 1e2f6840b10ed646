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

package io.cloudmeta.samples.trainer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import io.cloudmeta.samples.store.TestStores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the page loads, and of who may control the simulated cloud.
 */
class PageTests {

	private static SimulatedTrainer trainer;

	private static RestTestClient client;

	@BeforeAll
	static void start() throws Exception {
		trainer = new SimulatedTrainer("hetzner", TestStores.of("hetzner"), Duration.ZERO, "0",
				Map.of("trainer.step-time", "20ms", "logging.level.root", "warn"));
		client = RestTestClient.bindToServer().baseUrl(trainer.getUrl()).build();
		while (!trainer.getFleet().getState().interruptible()) {
			Thread.sleep(10);
		}
	}

	@AfterAll
	static void stop() {
		trainer.close();
	}

	@Test
	void loadsAndExecutesNothingButItsOwnFiles() throws Exception {
		client.get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Content-Security-Policy",
					"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
							+ " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
		for (String file : new String[] { "index.html", "trainer.css", "trainer.js" }) {
			String text = new ClassPathResource("static/" + file).getContentAsString(StandardCharsets.UTF_8);
			assertThat(text).doesNotContain("https://", "innerHTML", "style=\"");
		}
	}

	@Test
	void listensOnLoopbackOnly() {
		assertThat(new ClassPathResource("application.yml")).satisfies(
				(yaml) -> assertThat(yaml.getContentAsString(StandardCharsets.UTF_8)).contains("address: 127.0.0.1"));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "http://evil.example, -", "null, -", "http://localhost:1, -",
			"http://evil.example, evil.example", "-, evil.example" })
	void refusesOtherSites(String origin, String host) {
		client.post().uri("/fleet/notices").contentType(MediaType.APPLICATION_JSON).headers((headers) -> {
			if (origin != null) {
				headers.setOrigin(origin);
			}
			if (host != null) {
				headers.set("Host", host);
			}
		}).body(Map.of("enabled", false)).exchange().expectStatus().isForbidden();
		assertThat(trainer.getFleet().getState().notices()).isTrue();
	}

	@Test
	void refusesForms() {
		client.post()
			.uri("/fleet/interruptions")
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.body("")
			.exchange()
			.expectStatus()
			.isEqualTo(415);
		client.get().uri("/fleet/interruptions").exchange().expectStatus().isEqualTo(405);
		assertThat(trainer.getFleet().getState().interruptible()).isTrue();
	}

}
