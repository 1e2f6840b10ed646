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

import java.time.Duration;

import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.FakeMetadataClient;
import io.cloudmeta.test.FakeMetadataClient.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a provider of another library, with the kit alone. {@code docs/testing.md}
 * quotes them.
 */
class AcmeMetadataServiceTests {

	private final AcmeMetadataService service = new AcmeMetadataService();

	private final FakeMetadataClient client = FakeMetadataClient.of(this.service);

	@BeforeEach
	void respond() {
		this.client.respondTo("PUT", "/token").requiring("X-Acme-Token-Life", 400).with("one").with("two");
		this.client.respondTo("GET", "/v1.json").requiring("X-Acme-Token", "one", 401).withJson("""
				{"acme_id": "srv-7", "region": "north"}""");
	}

	@Test
	void readsTheRegionWithOneToken() throws MetadataException {
		InstanceMetadata instance = this.service.identify(this.client, true);
		assertThat(instance.get(CloudField.REGION)).isEqualTo("north");
		this.service.identify(this.client, true);
		assertThat(this.client.getRequests()).extracting(Request::toString)
			.containsExactly("PUT /token", "GET /v1.json", "GET /v1.json");
	}

	@Test
	void renewsTheTokenBeforeItsLifeIsOver() throws MetadataException {
		this.service.identify(this.client, true);
		this.client.elapse(Duration.ofMinutes(50));
		this.client.respondTo("GET", "/v1.json").requiring("X-Acme-Token", "two", 500).with("{\"acme_id\": \"srv-7\"}");
		assertThat(this.service.identify(this.client, true).get(CloudField.INSTANCE_ID)).isEqualTo("srv-7");
	}

	@Test
	void whenTokenIsRejectedObtainsAnother() throws MetadataException {
		this.client.respondTo("GET", "/v1.json").with(401, "").with("{\"acme_id\": \"srv-7\"}");
		assertThat(this.service.identify(this.client, true).get(CloudField.INSTANCE_ID)).isEqualTo("srv-7");
		assertThat(this.client.getRequests()).extracting(Request::toString)
			.containsExactly("PUT /token", "GET /v1.json", "PUT /token", "GET /v1.json");
	}

	@Test
	void whenServiceIsBusyThrowsATransientException() {
		this.client.respondTo("GET", "/v1.json").with(503, "");
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> this.service.identify(this.client, true))
			.satisfies((ex) -> assertThat(ex.getKind().isTransient()).isTrue());
	}

	@Test
	void whenNothingListensThrowsTheFailureOfTheClient() {
		this.client.respondTo("PUT", "/token").failWith(Kind.REFUSED);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> this.service.identify(this.client, true))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.REFUSED));
	}

	@ParameterizedTest
	@MethodSource("io.cloudmeta.test.CloudSimulator#getClouds")
	void refusesOtherClouds(String cloud) {
		FakeMetadataClient other = CloudSimulator.of(cloud).client(this.service);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> this.service.identify(other, false))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.NOT_THIS_CLOUD));
	}

}
