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

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.cloudmeta.internal.http.MetadataCall.Exchange;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataClient.IssuedToken;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HttpMetadataClient} over real sockets.
 */
class HttpMetadataClientTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final AtomicInteger tokens = new AtomicInteger();

	private static MetadataSession session(String url) {
		return new MetadataSession(MetadataEndpoint.configured("test", url));
	}

	private static <T> T run(MetadataSession session, Exchange<T> course) throws MetadataException {
		return MetadataCall.start(session, Deadline.after(LONG), course).await();
	}

	private static String body(MetadataSession session) throws MetadataException {
		return run(session, (exchange) -> exchange.get("/", Map.of()).body());
	}

	private static void write(OutputStream output, String text) throws IOException {
		output.write(text.getBytes(StandardCharsets.UTF_8));
		output.flush();
	}

	private String token(MetadataClient exchange) throws MetadataException {
		return exchange
			.token(() -> new IssuedToken("token " + this.tokens.incrementAndGet(), Duration.ofSeconds(1000)));
	}

	@Test
	void asksForATokenOnceUntilItIsDiscarded() throws Exception {
		MetadataSession session = session("http://127.0.0.1:1");
		assertThat(run(session, this::token)).isEqualTo("token 1");
		assertThat(run(session, this::token)).isEqualTo("token 1");
		run(session, (exchange) -> {
			exchange.discardToken();
			return "";
		});
		assertThat(run(session, this::token)).isEqualTo("token 2");
	}

	@Test
	void asksForATokenAnewBeforeItsLifeIsOver() throws Exception {
		MetadataSession session = session("http://127.0.0.1:1");
		Exchange<String> brief = (exchange) -> exchange
			.token(() -> new IssuedToken("token " + this.tokens.incrementAndGet(), Duration.ZERO));
		assertThat(run(session, brief)).isEqualTo("token 1");
		assertThat(run(session, brief)).isEqualTo("token 2");
	}

	@Test
	void showsNoToken() {
		assertThat(new IssuedToken("secret", Duration.ofHours(6))).hasToString("token for PT6H");
	}

	@Test
	void switchesToTheAddressThatSettleChooses() throws Exception {
		try (RawServer first = RawServer.answering(RawServer.ok("first"));
				RawServer second = RawServer.answering(RawServer.ok("second"))) {
			MetadataSession session = session(first.url());
			assertThat(body(session)).isEqualTo("first");
			String answer = run(session, (exchange) -> {
				MetadataClient there = exchange.at(URI.create(second.url()));
				String body = there.get("/", Map.of()).body();
				there.settle();
				return body;
			});
			assertThat(answer).isEqualTo("second");
			assertThat(first.awaitEnded(1)).as("the kept connection led elsewhere").isOne();
			MetadataEndpoint endpoint = run(session, MetadataClient::getEndpoint);
			assertThat(endpoint.uri()).hasToString(second.url());
			assertThat(body(session)).isEqualTo("second");
		}
	}

	@Test
	void keepsOneConnectionOnly() throws Exception {
		CompletableFuture<Void> both = new CompletableFuture<>();
		AtomicInteger requests = new AtomicInteger();
		try (RawServer server = new RawServer((output) -> {
			if (requests.incrementAndGet() == 2) {
				both.complete(null);
			}
			both.orTimeout(20, TimeUnit.SECONDS).join();
			write(output, RawServer.ok("body"));
		})) {
			MetadataSession session = session(server.url());
			Exchange<String> course = (exchange) -> exchange.get("/", Map.of()).body();
			MetadataCall<String> first = MetadataCall.start(session, Deadline.after(LONG), course);
			MetadataCall<String> second = MetadataCall.start(session, Deadline.after(LONG), course);
			first.await();
			second.await();
			long start = System.nanoTime();
			assertThat(server.awaitEnded(1)).isPositive();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
		}
	}

	@Test
	void gaveUpEarlierWhereOnlyAPartOfTheTimeMayBeTaken() throws Exception {
		try (RawServer server = new RawServer((output) -> RawServer.pause(60_000))) {
			long start = System.nanoTime();
			assertThatExceptionOfType(MetadataException.class)
				.isThrownBy(() -> run(session(server.url()), (exchange) -> exchange.withinPart(60).get("/", Map.of())))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.TIMEOUT));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
		}
	}

	@Test
	void saysWhoItIsAndTakesAnything() throws Exception {
		try (RawServer server = RawServer.answering(RawServer.ok("body"))) {
			run(session(server.url()), (exchange) -> exchange.get("/", Map.of("X-Header", "a b\u00ff")));
			assertThat(server.requests()).singleElement()
				.asString()
				.contains("\nAccept: */*\n", "\nUser-Agent: cloudmeta\n", "\nX-Header: a b");
		}
	}

	@Test
	void refusesAHeaderWithADelete() {
		assertThatExceptionOfType(MetadataException.class)
			.isThrownBy(() -> run(session("http://127.0.0.1:1"),
					(exchange) -> exchange.get("/", Map.of("X-Header", "a\u007f"))))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.UNUSABLE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "501 No\r\nVia: 1.1 proxy", "505 No\r\nVia: 1.1 proxy", "502 Bad", "503 Busy", "504 Late",
			"406 No\r\nVia: 1.1 proxy", "408 No\r\nVia: 1.1 proxy" })
	void takesForAProxysOnlyWhatAProxyAnswers(String head) throws Exception {
		try (RawServer server = RawServer.answering("HTTP/1.1 " + head + "\r\nContent-Length: 0\r\n\r\n")) {
			int status = run(session(server.url()), (exchange) -> exchange.get("/", Map.of()).status());
			assertThat(head).startsWith(Integer.toString(status));
		}
	}

	@Test
	void saysThatThereIsNoSuchHost() {
		assertThatExceptionOfType(MetadataException.class)
			.isThrownBy(() -> run(session("http://unknown.invalid"), (exchange) -> exchange.get("/", Map.of())))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.UNREACHABLE))
			.satisfies((ex) -> assertThat(ex.toLine()).contains("found no such host"));
	}

	@Test
	void endsTheConnectionIfTheResponseIsNotHttp() throws Exception {
		try (RawServer server = RawServer.answering("SSH-2.0-OpenSSH\r\n")) {
			assertThatExceptionOfType(MetadataException.class)
				.isThrownBy(() -> run(session(server.url()), (exchange) -> exchange.get("/", Map.of())));
			assertThat(server.awaitEnded(1)).isOne();
		}
	}

	@Test
	void endsTheConnectionIfTheCallerIsInterrupted() throws Exception {
		try (RawServer server = new RawServer((output) -> {
			for (int i = 0; i < 600; i++) {
				write(output, "HTTP/1.1 100 Continue\r\n\r\n");
				RawServer.pause(50);
			}
		})) {
			Thread.currentThread().interrupt();
			try {
				assertThatExceptionOfType(MetadataException.class)
					.isThrownBy(
							() -> MetadataCall
								.start(session(server.url()), Deadline.after(Duration.ofMinutes(5)),
										(exchange) -> exchange.get("/", Map.of()))
								.await())
					.withMessage("The wait for the metadata service was interrupted");
			}
			finally {
				assertThat(Thread.interrupted()).as("it still is").isTrue();
			}
			// none at all if it was interrupted before there was one
			assertThat(server.awaitEnded(server.connections())).isEqualTo(server.connections());
		}
	}

	@Test
	void doesNotRetryOnceAResponseHasBegun() throws Exception {
		AtomicInteger requests = new AtomicInteger();
		try (RawServer server = new RawServer((output) -> {
			if (requests.incrementAndGet() == 1) {
				write(output, RawServer.ok("body"));
			}
			else {
				write(output, "HTTP/1.1 200 OK\r\nContent-");
				output.close();
			}
		})) {
			MetadataSession session = session(server.url());
			run(session, (exchange) -> exchange.get("/", Map.of()));
			assertThatExceptionOfType(MetadataException.class)
				.isThrownBy(() -> run(session, (exchange) -> exchange.get("/", Map.of())))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.BROKEN));
			assertThat(requests).hasValue(2);
		}
	}

	@Test
	void handsOutACopyOfTheBytesAndShowsNone() throws Exception {
		try (RawServer server = RawServer.answering(RawServer.ok("body"))) {
			MetadataResponse response = run(session(server.url()), (exchange) -> exchange.get("/", Map.of()));
			response.bytes()[0] = 'x';
			assertThat(response.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("body");
			assertThat(response).hasToString("status 200");
		}
	}

}
