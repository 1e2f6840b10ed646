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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.test.FakeMetadataClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Unit tests for {@link AcmeMetadataService}, without a socket.
 */
class AcmeMetadataServiceTests {

	static final String DOCUMENT = """
			{
			  "id": "acme-0c3d91f27ab4",
			  "name": "web-1",
			  "flavor": {"name": "m2.large", "cpus": 4},
			  "zone": "alps-2",
			  "tenant": "t-7312",
			  "placement": {"rack": "r41"},
			  "console": {"url": "https://console.example/secret"},
			  "nics": [
			    {"mac": "06:1f:5c:00:41:9a", "private": ["10.3.0.7", "fd12::7"], "public": "203.0.113.7",
			     "subnet": "10.3.0.0/24", "network": "n-15"}
			  ],
			  "labels": {"team": "ml", "db-password": "swordfish"}
			}
			""";

	private final MetadataService service = new AcmeMetadataService();

	private final FakeMetadataClient client = FakeMetadataClient.of(this.service);

	AcmeMetadataServiceTests() {
		this.client.respondTo("PUT", "/v2/token").requiring("Acme-Token-Life", 400).with("token-1").with("token-2");
		this.client.respondTo("GET", "/v2/machine").requiring("Acme-Token", 401).withJson(DOCUMENT);
		this.client.respondTo("GET", "/v2/machine/placement/rack").requiring("Acme-Token", 401).with("r41\n");
		this.client.respondTo("GET", "/v2/image").requiring("Acme-Token", 401).withJson("{\"id\": \"debian-13\"}");
	}

	@Test
	void readsTheIdentityWithATokenAndOneRequest() throws MetadataException {
		InstanceMetadata identity = this.service.identify(this.client, true);
		assertThat(identity.get(CloudField.INSTANCE_ID)).isEqualTo("acme-0c3d91f27ab4");
		assertThat(identity.get(CloudField.INSTANCE_TYPE)).isEqualTo("m2.large");
		assertThat(identity.get(CloudField.REGION)).isEqualTo("alps");
		assertThat(identity.get(CloudField.AVAILABILITY_ZONE)).isEqualTo("alps-2");
		assertThat(identity.get(CloudField.PRIVATE_IP)).isEqualTo("10.3.0.7");
		assertThat(identity.get(CloudField.PUBLIC_IP)).isEqualTo("203.0.113.7");
		assertThat(identity.getNetworkInterfaces()).containsExactly(new NetworkInterface("06:1f:5c:00:41:9a",
				List.of("10.3.0.7", "fd12::7"), List.of("203.0.113.7"), "10.3.0.0/24", "n-15"));
		assertThat(this.client.getRequests()).extracting(FakeMetadataClient.Request::pathAndQuery)
			.containsExactly("/v2/token", "/v2/machine");
	}

	@Test
	void leavesOutSecrets() throws MetadataException {
		InstanceMetadata identity = this.service.identify(this.client, true);
		assertThat(identity.getTags()).isEqualTo(Map.of("team", "ml"));
		assertThat(identity.getAttributes()).containsEntry("placement.rack", "r41")
			.doesNotContainKey("console.url")
			.doesNotContainValue("swordfish");
	}

	@Test
	void readsTheImageWhenItIsNeeded() throws MetadataException {
		assertThat(this.service.identify(this.client, true).isDeferred(CloudField.IMAGE_ID)).isTrue();
		assertThat(this.service.fetch(this.client, CloudField.IMAGE_ID)).isEqualTo("debian-13");
	}

	@Test
	void readsASingleValue() throws MetadataException {
		assertThat(this.service.fetch(this.client, "placement/rack")).isEqualTo("r41");
		assertThat(this.service.fetch(this.client, "placement/row")).isNull();
	}

	@Test
	void requestsAnotherTokenIfTheFirstIsRefused() throws MetadataException {
		this.client.respondTo("GET", "/v2/machine").requiring("Acme-Token", "token-2", 401).withJson(DOCUMENT);
		assertThat(this.service.identify(this.client, true).get(CloudField.REGION)).isEqualTo("alps");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"id\": \"i-0c3d91f27ab4\"}", "<html>log in</html>" })
	void doesNotAcceptTheDocumentOfAnotherService(String body) {
		this.client.respondTo("GET", "/v2/machine").with(body);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> this.service.identify(this.client, false))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.NOT_THIS_CLOUD))
			.withMessageStartingWith("the response describes no instance of Acme Cloud");
	}

	@Test
	void readsUserData() throws MetadataException {
		this.client.respondTo("GET", "/v2/user-data").with("aGVsbG8=");
		assertThat(this.service.fetchUserData(this.client)).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
	}

}
