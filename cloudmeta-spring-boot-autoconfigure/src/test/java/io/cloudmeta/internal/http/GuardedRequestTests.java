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
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GuardedRequest}, {@link HttpHead} and {@link HttpBody} over real
 * sockets.
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

	@ParameterizedTest(name = "{0}")
	@EnumSource
	void reportsThatAMalformedResponseIsNotHttp(MalformedResponse response) throws Exception {
		try (RawServer server = hangingUpAfter(response.text)) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get(session(server)))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.UNUSABLE))
				.satisfies((ex) -> assertThat(ex.toLine()).contains("is not HTTP"));
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
	void doesNotSendTheInterfaceOfAnIpv6Address() throws Exception {
		InetAddress loopback = InetAddress.getByName("::1");
		NetworkInterface networkInterface = NetworkInterface.getByInetAddress(loopback);
		Assumptions.assumeTrue(networkInterface != null, "this machine has no IPv6");
		try (RawServer server = new RawServer(
				(output) -> output.write(RawServer.ok("body").getBytes(StandardCharsets.UTF_8)), loopback)) {
			int port = URI.create(server.url()).getPort();
			MetadataSession session = new MetadataSession(MetadataEndpoint.configured("test",
					"http://[::1%%25%d]:%d".formatted(networkInterface.getIndex(), port)));
			assertThat(get(session).body()).isEqualTo("body");
			assertThat(server.requests()).singleElement().asString().contains("Host: [::1]:%d\n".formatted(port));
		}
	}

	@Test
	void sendsEachRequestOnAConnectionOfItsOwnWithTheHeader() throws Exception {
		try (RawServer server = RawServer.answering(RawServer.ok("body"))) {
			MetadataCall.start(session(server), Deadline.after(LIMIT), (exchange) -> {
				exchange.get("/first", Map.of());
				return exchange.get("/second", Map.of());
			}).await();
			assertThat(server.connections()).isEqualTo(2);
			assertThat(server.requests()).hasSize(2).allSatisfy((request) -> assertThat(request).contains("close\n"));
			assertThat(server.awaitEnded(2)).isEqualTo(2);
		}
	}

	@Test
	void closesTheConnectionEvenIfTheServiceWantsToKeepItAlive() throws Exception {
		try (RawServer server = RawServer.answering(
				"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=60\r\nContent-Length: 4\r\n\r\nbody")) {
			assertThat(get(session(server)).body()).isEqualTo("body");
			assertThat(server.awaitEnded(1)).isOne();
		}
	}

	@Test
	void ignoresAResponseThatFollowsTheRequestedOne() throws Exception {
		AtomicInteger answers = new AtomicInteger();
		try (RawServer server = new RawServer((output) -> {
			String answer = RawServer.ok("answer " + answers.incrementAndGet());
			output.write((answer + RawServer.ok("unsolicited")).getBytes(StandardCharsets.UTF_8));
		})) {
			MetadataSession session = session(server);
			assertThat(get(session).body()).isEqualTo("answer 1");
			assertThat(get(session).body()).isEqualTo("answer 2");
		}
	}

	@Test
	void ignoresAnUnsolicitedResponseThatArrivesBetweenTwoRequests() throws Exception {
		AtomicInteger answers = new AtomicInteger();
		CountDownLatch unsolicited = new CountDownLatch(1);
		try (RawServer server = new RawServer((output) -> {
			output.write(RawServer.ok("answer " + answers.incrementAndGet()).getBytes(StandardCharsets.UTF_8));
			output.flush();
			RawServer.pause(100);
			try {
				output.write(RawServer.ok("unsolicited").getBytes(StandardCharsets.UTF_8));
				output.flush();
			}
			finally {
				unsolicited.countDown();
			}
		})) {
			MetadataSession session = session(server);
			assertThat(get(session).body()).isEqualTo("answer 1");
			assertThat(unsolicited.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(get(session).body()).isEqualTo("answer 2");
		}
	}

	@Test
	void sendsNoRequestAfterAResponseThatAlreadyArrived() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				HttpConnection connection = new HttpConnection(Deadline.after(LIMIT))) {
			connection.connect(URI.create("http://127.0.0.1:" + server.getLocalPort()));
			try (Socket service = server.accept()) {
				service.getOutputStream().write(RawServer.ok("unsolicited").getBytes(StandardCharsets.US_ASCII));
				service.getOutputStream().flush();
				RawServer.pause(200);
				assertThatExceptionOfType(NotHttpException.class).isThrownBy(() -> connection.send(new byte[] { 'x' }));
				service.setSoTimeout(200);
				assertThatExceptionOfType(SocketTimeoutException.class)
					.isThrownBy(() -> service.getInputStream().read());
			}
		}
	}

	@Test
	void sendsThePortAndTheQueryAsTheyAre() throws Exception {
		try (RawServer server = RawServer.answering(RawServer.ok("body"))) {
			MetadataCall
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
					() -> MetadataCall
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
				.satisfies((ex) -> assertThat(ex.toLine()).contains("received a response of a proxy (status ")
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
					() -> MetadataCall
						.start(session(server), Deadline.after(Duration.ofMillis(500)),
								(exchange) -> exchange.get("/", Map.of()))
						.await());
			RawServer.pause(1000);
			int before = written.get();
			RawServer.pause(500);
			assertThat(written).hasValue(before);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Header\r\nX-Other", "X Header", "X-Header:", "" })
	void sendsNoHeaderWhoseNameIsNotAToken(String name) throws Exception {
		try (RawServer server = RawServer.answering(RawServer.ok("body"))) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> MetadataCall
				.start(session(server), Deadline.after(LIMIT), (exchange) -> exchange.get("/", Map.of(name, "value")))
				.await());
			assertThat(server.connections()).isZero();
		}
	}

	private static RawServer hangingUpAfter(String answer) throws IOException {
		return new RawServer((output) -> {
			output.write(answer.getBytes(StandardCharsets.UTF_8));
			output.close();
		});
	}

	private static MetadataResponse get(MetadataSession session) throws MetadataException {
		return MetadataCall.start(session, Deadline.after(LIMIT), (exchange) -> exchange.get("/path", Map.of()))
			.await();
	}

	private static MetadataSession session(RawServer server) {
		return new MetadataSession(MetadataEndpoint.configured("test", server.url()));
	}

	/**
	 * Responses that RFC 9112 does not allow.
	 */
	enum MalformedResponse {

		STATUS_LINE_OF_ANOTHER_VERSION("HTTP/2 200 OK\r\n\r\n"),

		STATUS_OF_FOUR_DIGITS("HTTP/1.1 2000 OK\r\n\r\n"),

		STATUS_OUT_OF_RANGE("HTTP/1.1 600 OK\r\n\r\n"),

		EMPTY_LINE_FIRST("\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),

		CHANGE_OF_PROTOCOL("HTTP/1.1 101 Switching Protocols\r\n\r\n" + RawServer.ok("body")),

		HEADER_WITHOUT_A_COLON(head("no header")),

		HEADER_WITHOUT_A_NAME(head(": value")),

		SPACE_BEFORE_THE_COLON(head("A : b")),

		TAB_BEFORE_THE_COLON(head("A\t: b")),

		SPACE_IN_A_NAME(head("A B: c")),

		SPACE_BEFORE_THE_FIRST_NAME(head(" A: b")),

		NAME_THAT_IS_NO_TOKEN(head("A(b): c")),

		NAME_THAT_IS_NOT_ASCII(head("\u00e4: b")),

		FOLDED_HEADER(head("A: b\r\n c")),

		FOLDED_HEADER_WITH_A_TAB(head("A: b\r\n\tc")),

		CARRIAGE_RETURN_IN_A_VALUE(head("A: b\rc")),

		TWO_CARRIAGE_RETURNS(head("A: b\r")),

		CARRIAGE_RETURN_IN_THE_STATUS_LINE("HTTP/1.1 200 O\rK\r\nContent-Length: 0\r\n\r\n"),

		NUL_IN_A_VALUE(head("A: b\0c")),

		NUL_IN_THE_STATUS_LINE("HTTP/1.1 200 O\0K\r\nContent-Length: 0\r\n\r\n"),

		ESCAPE_IN_A_VALUE(head("A: b\u001b[1m")),

		DELETE_IN_A_VALUE(head("A: b\u007f")),

		LENGTH_THAT_IS_NO_NUMBER("HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\nbody"),

		NEGATIVE_LENGTH("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nbody"),

		LENGTH_WITH_A_SIGN("HTTP/1.1 200 OK\r\nContent-Length: +4\r\n\r\nbody"),

		LENGTH_WITHOUT_DIGITS("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nbody"),

		TWO_LENGTHS("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbody!"),

		LIST_OF_LENGTHS("HTTP/1.1 200 OK\r\nContent-Length: 4, 5\r\n\r\nbody!"),

		MALFORMED_LENGTH_WHERE_NO_BODY_FOLLOWS("HTTP/1.1 204 No Content\r\nContent-Length: ten\r\n\r\n"),

		LENGTH_AND_CHUNKS("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
				+ "4\r\nbody\r\n0\r\n\r\n"),

		CHUNKS_IN_HTTP_1_0("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n"),

		UNKNOWN_TRANSFER_CODING(
				"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n" + "4\r\nbody\r\n0\r\n\r\n"),

		CHUNKED_TWICE("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"
				+ "4\r\nbody\r\n0\r\n\r\n"),

		LONGER_CHUNK_THAN_ITS_SIZE(CHUNKED + "4\r\nbody!\r\n0\r\n\r\n"),

		NEGATIVE_CHUNK_SIZE(CHUNKED + "-4\r\nbody\r\n0\r\n\r\n"),

		CHUNK_SIZE_OF_NINE_DIGITS(CHUNKED + "fffffffff\r\nbody\r\n0\r\n\r\n"),

		CHUNK_SIZE_WITH_A_PREFIX(CHUNKED + "0x4\r\nbody\r\n0\r\n\r\n"),

		SPACE_BEFORE_A_CHUNK_SIZE(CHUNKED + " 4\r\nbody\r\n0\r\n\r\n"),

		SPACE_AFTER_A_CHUNK_SIZE(CHUNKED + "4 \r\nbody\r\n0\r\n\r\n"),

		NO_CHUNK_SIZE(CHUNKED + "\r\nbody\r\n0\r\n\r\n"),

		CHUNK_SIZE_WITHOUT_A_CARRIAGE_RETURN(CHUNKED + "4\nbody\r\n0\r\n\r\n"),

		CHUNK_WITHOUT_A_CARRIAGE_RETURN(CHUNKED + "4\r\nbody\n0\r\n\r\n"),

		CARRIAGE_RETURN_IN_A_CHUNK_EXTENSION(CHUNKED + "4;a\rb\r\nbody\r\n0\r\n\r\n"),

		TRAILER_THAT_IS_NO_HEADER(CHUNKED + "4\r\nbody\r\n0\r\nno header\r\n\r\n"),

		FOLDED_TRAILER(CHUNKED + "4\r\nbody\r\n0\r\nA: b\r\n c\r\n\r\n");

		private final String text;

		MalformedResponse(String text) {
			this.text = text;
		}

		private static String head(String header) {
			return "HTTP/1.1 200 OK\r\n" + header + "\r\nContent-Length: 0\r\n\r\n";
		}

	}

}
