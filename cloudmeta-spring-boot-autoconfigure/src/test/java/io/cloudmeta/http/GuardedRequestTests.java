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

package io.cloudmeta.http;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.cloudmeta.http.MetadataException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GuardedRequest}, {@link HttpHead}, {@link HttpBody} and
 * {@link IdleConnection} over real sockets.
 */
class GuardedRequestTests {

	private static final Duration LIMIT = Duration.ofMillis(2000);

	private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

	@Test
	void readsABodyInChunksWithWhatStandsAroundThem() throws Exception {
		try (RawServer server = RawServer
			.answering(CHUNKED + "3;name=value\r\nabc\r\nB\r\ndefghijklmn\r\n0\r\nTrailer: value\r\n\r\n")) {
			MetadataSession session = session(server);
			assertThat(get(session).body()).isEqualTo("abcdefghijklmn");
			assertThat(get(session).body()).isEqualTo("abcdefghijklmn");
			assertThat(server.connections()).isOne();
		}
	}

	@Test
	void readsABodyThatEndsWithTheConnection() throws Exception {
		try (RawServer server = hangingUpAfter("HTTP/1.0 200 OK\r\n\r\nbody")) {
			MetadataSession session = session(server);
			assertThat(get(session).body()).isEqualTo("body");
			assertThat(get(session).body()).isEqualTo("body");
			assertThat(server.connections()).isEqualTo(2);
		}
	}

	@Test
	void passesOverWhatOnlyAnnouncesAnAnswer() throws Exception {
		try (RawServer server = RawServer.answering(
				"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + RawServer.ok("body"))) {
			assertThat(get(session(server)).body()).isEqualTo("body");
		}
	}

	@Test
	void readsNoBodyWhereThereIsNone() throws Exception {
		try (RawServer server = RawServer.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
			assertThat(get(session(server)).body()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhalf",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n", "HTTP/1.1 200", "" })
	void takesNoHalfForAWhole(String answer) throws Exception {
		try (RawServer server = hangingUpAfter(answer)) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get(session(server)))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.BROKEN));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\nbody",
			"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nbody",
			"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbody!",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody!\r\n0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-4\r\nbody\r\n0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\nbody\r\n0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nno header\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", "HTTP/2 200 OK\r\n\r\n",
			"HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 600 OK\r\n\r\n" })
	void doesNotGuessWhatIsMeant(String answer) throws Exception {
		try (RawServer server = hangingUpAfter(answer)) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get(session(server)))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.UNUSABLE))
				.satisfies((ex) -> assertThat(ex.toLine()).contains("not answered in HTTP"));
		}
	}

	@Test
	void readsAHeadOf64KilobytesAndNoLonger() throws Exception {
		try (RawServer server = hangingUpAfter("HTTP/1.1 200 OK\r\nA: " + "a".repeat(64_000) + "\r\n\r\n")) {
			assertThat(get(session(server)).status()).isEqualTo(200);
		}
		try (RawServer server = hangingUpAfter("HTTP/1.1 200 OK\r\nA: " + "a".repeat(66_000) + "\r\n\r\n")) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get(session(server)))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.UNUSABLE));
		}
	}

	@Test
	void doesNotUseAConnectionAgainThatIsToBeClosed() throws Exception {
		try (RawServer server = RawServer
			.answering("HTTP/1.1 404 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")) {
			MetadataSession session = session(server);
			get(session);
			get(session);
			assertThat(server.connections()).isEqualTo(2);
		}
	}

	@Test
	void takesNoAnswerThatCameBeforeTheQuestion() throws Exception {
		AtomicInteger answers = new AtomicInteger();
		try (RawServer server = new RawServer((output) -> {
			String answer = RawServer.ok("answer " + answers.incrementAndGet());
			output.write((answer + RawServer.ok("to nothing")).getBytes(StandardCharsets.UTF_8));
		})) {
			MetadataSession session = session(server);
			assertThat(get(session).body()).isEqualTo("answer 1");
			assertThat(get(session).body()).isEqualTo("answer 2");
			assertThat(server.connections()).isEqualTo(2);
		}
	}

	@Test
	void asksOnANewConnectionIfTheServiceHasEndedTheOneThatWasKept() throws Exception {
		try (RawServer server = hangingUpAfter(RawServer.ok("body"))) {
			MetadataSession session = session(server);
			for (int i = 0; i < 3; i++) {
				assertThat(get(session).body()).isEqualTo("body");
				RawServer.pause(50);
			}
			assertThat(session.getRequests()).isEqualTo(3);
			assertThat(server.requests()).hasSize(3);
		}
	}

	@Test
	void sendsThePortAndTheQueryAsTheyAre() throws Exception {
		try (RawServer server = RawServer.answering(RawServer.ok("body"))) {
			Conversation
				.start(session(server), Deadline.after(LIMIT),
						(exchange) -> exchange.get("/a%20b/?c=d%26e&f", Map.of("X-Header", "value")))
				.await();
			assertThat(server.requests()).singleElement()
				.asString()
				.startsWith("GET /a%20b/?c=d%26e&f HTTP/1.1\nHost: 127.0.0.1:" + URI.create(server.url()).getPort())
				.contains("\nX-Header: value\n")
				.doesNotContain("Content-Length", "Cookie", "Accept-Encoding");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nX-Other: b", "a\nb", "a\0", "\u20ac" })
	void sendsNoHeaderThatEndsWhereItShouldNot(String value) throws Exception {
		try (RawServer server = RawServer.answering(RawServer.ok("body"))) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(
					() -> Conversation
						.start(session(server), Deadline.after(LIMIT),
								(exchange) -> exchange.get("/", Map.of("X-Header", value)))
						.await());
			assertThat(server.connections()).isZero();
		}
	}

	@Test
	void leavesTheApplicationsCookiesAlone() throws Exception {
		CookieManager cookies = new CookieManager();
		CookieHandler.setDefault(cookies);
		try (RawServer server = RawServer
			.answering("HTTP/1.1 200 OK\r\nSet-Cookie: session=1\r\nContent-Length: 0\r\n\r\n")) {
			MetadataSession session = session(server);
			get(session);
			get(session);
			assertThat(cookies.getCookieStore().getCookies()).isEmpty();
			assertThat(server.requests()).hasSize(2).noneMatch((request) -> request.contains("Cookie"));
		}
		finally {
			CookieHandler.setDefault(null);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic",
			"502 Bad\r\nVia: 1.1 proxy", "504 Late\r\nVia: 1.1 proxy" })
	void tellsThatAProxyAnswered(String head) throws Exception {
		try (RawServer server = RawServer.answering("HTTP/1.1 " + head + "\r\nContent-Length: 0\r\n\r\n")) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get(session(server)))
				.satisfies((ex) -> assertThat(ex.toLine()).contains("was answered by a proxy (status ")
					.endsWith(": let requests to the metadata service pass it by"));
		}
	}

	@Test
	void endsTheConnectionOfABodyThatDrips() throws Exception {
		AtomicInteger written = new AtomicInteger();
		try (RawServer server = new RawServer((output) -> {
			output.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			for (int i = 0; i < 1000; i++) {
				output.write('x');
				output.flush();
				written.incrementAndGet();
				RawServer.pause(50);
			}
		})) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(
					() -> Conversation
						.start(session(server), Deadline.after(Duration.ofMillis(500)),
								(exchange) -> exchange.get("/", Map.of()))
						.await());
			RawServer.pause(1000);
			int before = written.get();
			RawServer.pause(500);
			assertThat(written).hasValue(before);
		}
	}

	private static RawServer hangingUpAfter(String answer) throws IOException {
		return new RawServer((output) -> {
			output.write(answer.getBytes(StandardCharsets.UTF_8));
			output.close();
		});
	}

	private static Response get(MetadataSession session) throws MetadataException {
		return Conversation.start(session, Deadline.after(LIMIT), (exchange) -> exchange.get("/path", Map.of()))
			.await();
	}

	private static MetadataSession session(RawServer server) {
		return new MetadataSession(Endpoint.configured("test", server.url()));
	}

}
