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

package io.cloudmeta.samples.simulation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.cloudmeta.samples.whereami.WhereAmIApplication;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SimulatedPlaces} and the switch between them.
 */
class SimulatedPlacesTests {

	private final SimulatedPlaces places = new SimulatedPlaces(WhereAmIApplication.class, "--server.address=127.0.0.1",
			"--logging.level.root=warn");

	private final HttpClient client = HttpClient.newHttpClient();

	@AfterEach
	void endAll() {
		this.places.close();
	}

	@ParameterizedTest
	@CsvSource({ "openstack, OpenStack", "gcp_cloud_run, Google Cloud", "kubernetes, Kubernetes", "none, Local" })
	void visitorsGoFromOnePlaceToAnother(String name, String title) throws Exception {
		String here = this.places.address("aws", "127.0.0.1").toString();
		assertThat(get(here).body()).contains("<h1>Amazon Web Services</h1>")
			.contains("href=\"/simulated/%s\"".formatted(name));
		HttpResponse<String> answer = get(here + "simulated/" + name);
		assertThat(answer.statusCode()).isEqualTo(303);
		String there = answer.headers().firstValue("Location").orElseThrow();
		assertThat(there).isNotEqualTo(here);
		assertThat(get(there).body()).contains("<h1>%s</h1>".formatted(title));
		// who comes again goes to the same one
		assertThat(get(here + "simulated/" + name).headers().firstValue("Location")).contains(there);
	}

	@Test
	void nowhereIsNotFound() throws Exception {
		String here = this.places.address("aws", "127.0.0.1").toString();
		assertThat(get(here + "simulated/atlantis").statusCode()).isEqualTo(404);
		assertThatIllegalArgumentException().isThrownBy(() -> this.places.start("atlantis", "0"))
			.withMessageContaining("atlantis")
			.withMessageContaining("aws_ecs");
	}

	@Test
	void namesAllThatCanBeSimulated() {
		assertThat(this.places.getNames()).containsAll(CloudSimulator.getClouds())
			.containsAll(CloudSimulator.getPlatforms())
			.contains("none");
	}

	private HttpResponse<String> get(String url) throws IOException, InterruptedException {
		return this.client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
	}

}
