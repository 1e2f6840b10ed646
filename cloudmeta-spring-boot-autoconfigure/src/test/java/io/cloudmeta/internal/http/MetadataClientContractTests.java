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

package io.cloudmeta.internal.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.internal.http.MetadataCall.Exchange;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataClient.IssuedToken;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.FakeMetadataClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Runs the same exchanges with {@link HttpMetadataClient} and with
 * {@link FakeMetadataClient}, which must not differ.
 */
class MetadataClientContractTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@ParameterizedTest
	@MethodSource("io.cloudmeta.test.CloudSimulator#getClouds")
	void eachCloudIsReadAlike(String id) throws MetadataException {
		MetadataService service = MetadataServices.of(CloudProvider.of(id));
		try (CloudSimulator cloud = CloudSimulator.start(id)) {
			MetadataEndpoint endpoint = service.getEndpoint(cloud.getProperties()::get);
			InstanceMetadata overHttp = overHttp(endpoint, (client) -> service.identify(client, true));
			List<String> requests = cloud.getRequests();
			cloud.resetRequests();
			InstanceMetadata faked = service.identify(cloud.client(endpoint), true);
			assertThat(faked).isEqualTo(overHttp);
			assertThat(cloud.getRequests()).isNotEmpty().isEqualTo(requests);
		}
	}

	@Test
	void responsesAreAlike() throws MetadataException {
		Exchange<String> exchange = (client) -> {
			StringBuilder text = new StringBuilder();
			for (String path : List.of("/v1.json", "/v1/region", "/v1/nope", "/v1/%20", "/v1?a=b%26c&a=d")) {
				text.append(client.get(path, Map.of()).status()).append(client.get(path, Map.of()).body());
				text.append(client.get(path, Map.of()).header("content-type")).append('\n');
			}
			text.append(client.put("/v1.json", Map.of("Content-Type", "text/plain"), "body").status());
			return text.toString();
		};
		try (CloudSimulator cloud = CloudSimulator.start("vultr")) {
			MetadataEndpoint endpoint = MetadataEndpoint.configured("test", cloud.getUrl().toString());
			assertThat(exchange.run(cloud.client(endpoint))).isEqualTo(overHttp(endpoint, exchange))
				.contains("\"regioncode\":\"AMS\"");
		}
	}

	@Test
	void bodiesAreSentAlike() throws MetadataException {
		Exchange<String> exchange = (
				client) -> client.post("/token", Map.of("Content-Type", "text/plain"), "a=b").body()
						+ client.put("/token", Map.of("Content-Type", "text/plain"), "a=b").body()
						+ client.post("/token", Map.of(), "").status();
		try (CloudSimulator cloud = CloudSimulator.start("none")) {
			MetadataEndpoint endpoint = MetadataEndpoint.configured("test", cloud.getUrl().toString());
			FakeMetadataClient fake = FakeMetadataClient.of(endpoint);
			for (String method : List.of("POST", "PUT")) {
				cloud.getWireMock()
					.stubFor(WireMock.request(method, WireMock.urlEqualTo("/token"))
						.withHeader("Content-Type", WireMock.equalTo("text/plain"))
						.withRequestBody(WireMock.equalTo("a=b"))
						.willReturn(WireMock.ok("by " + method)));
				fake.respondTo((request) -> request.method().equals(method) && request.body().equals("a=b"))
					.with("by " + method);
			}
			cloud.getWireMock()
				.stubFor(WireMock.post("/token").withRequestBody(WireMock.absent()).willReturn(WireMock.forbidden()));
			fake.respondTo((request) -> request.body().isEmpty()).with(403, "");
			assertThat(exchange.run(fake)).isEqualTo(overHttp(endpoint, exchange)).isEqualTo("by POSTby PUT403");
			assertThat(fake.getRequests()).extracting(FakeMetadataClient.Request::toString)
				.containsExactlyElementsOf(cloud.getRequests());
		}
	}

	@Test
	void tokensAreAlike() throws MetadataException {
		Exchange<String> exchange = (client) -> {
			StringBuilder tokens = new StringBuilder();
			for (int i = 0; i < 3; i++) {
				tokens.append(token(client, "a" + i, Duration.ofMinutes(1)));
			}
			client.discardToken();
			tokens.append(token(client, "b", Duration.ZERO)).append(token(client, "c", Duration.ZERO));
			return tokens.toString();
		};
		MetadataEndpoint endpoint = MetadataEndpoint.wellKnown("http://127.0.0.1:1");
		assertThat(exchange.run(FakeMetadataClient.of(endpoint))).isEqualTo(overHttp(endpoint, exchange))
			.isEqualTo("a0a0a0bc");
	}

	@Test
	void settlingIsAlike() throws MetadataException {
		Exchange<MetadataEndpoint> exchange = (client) -> {
			client.withinPart(2).at(URI.create("http://127.0.0.1:2")).settle();
			return client.getEndpoint();
		};
		MetadataEndpoint endpoint = MetadataEndpoint.configured("test", "http://127.0.0.1:1").with("a", "b");
		assertThat(exchange.run(FakeMetadataClient.of(endpoint))).isEqualTo(overHttp(endpoint, exchange))
			.satisfies((settled) -> assertThat(settled.uri()).hasToString("http://127.0.0.1:2"));
	}

	@Test
	void refusalsAreAlike() {
		MetadataEndpoint endpoint = MetadataEndpoint.wellKnown("http://127.0.0.1:1");
		for (Map<String, String> headers : List.of(Map.of("X", "a\r\nb: c"), Map.of("X", "\t"), Map.of("X", "€"),
				Map.of("X", "\u007f"), Map.of("X Y", "a"), Map.of("X:", "a"), Map.of("", "a"))) {
			Exchange<?> exchange = (client) -> client.get("/", headers);
			assertThat(kind(() -> exchange.run(FakeMetadataClient.of(endpoint)))).as(headers.toString())
				.isEqualTo(kind(() -> overHttp(endpoint, exchange)))
				.isEqualTo(Kind.UNUSABLE);
		}
	}

	@Test
	void limitsAreAlike() throws MetadataException {
		try (CloudSimulator cloud = CloudSimulator.start("none")) {
			MetadataEndpoint endpoint = MetadataEndpoint.configured("test", cloud.getUrl().toString());
			FakeMetadataClient fake = FakeMetadataClient.of(endpoint);
			byte[] most = new byte[HttpMetadataClient.MAX_BODY];
			byte[] more = new byte[HttpMetadataClient.MAX_BODY + 1];
			cloud.getWireMock().stubFor(WireMock.get("/most").willReturn(WireMock.ok().withBody(most)));
			cloud.getWireMock().stubFor(WireMock.get("/more").willReturn(WireMock.ok().withBody(more)));
			fake.respondTo("GET", "/most").withBytes(most);
			fake.respondTo("GET", "/more").withBytes(more);
			Exchange<Integer> exchange = (client) -> client.get("/most", Map.of()).bytes().length;
			assertThat(exchange.run(fake)).isEqualTo(overHttp(endpoint, exchange)).isEqualTo(most.length);
			Exchange<?> tooMuch = (client) -> client.get("/more", Map.of());
			assertThat(kind(() -> tooMuch.run(fake))).isEqualTo(kind(() -> overHttp(endpoint, tooMuch)))
				.isEqualTo(Kind.UNUSABLE);
		}
	}

	private static String token(MetadataClient client, String next, Duration life) throws MetadataException {
		return client.token(() -> new IssuedToken(next, life));
	}

	private static <T> T overHttp(MetadataEndpoint endpoint, Exchange<T> exchange) throws MetadataException {
		return MetadataCall.start(new MetadataSession(endpoint), Deadline.after(LONG), exchange).await();
	}

	private static Kind kind(ThrowingCallable call) {
		return catchThrowableOfType(MetadataException.class, call).getKind();
	}

}
