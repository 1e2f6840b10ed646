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
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeanUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MetadataCall}, {@link MetadataClient} and
 * {@link GuardedRequestFactory} over real sockets.
 */
class MetadataCallTests {

	private static final Duration LIMIT = Duration.ofMillis(600);

	/** What a busy machine may take beyond the limit. */
	private static final Duration GRACE = Duration.ofMillis(1500);

	@Test
	void answersWithStatusHeadersAndBody() throws Exception {
		try (RawServer server = RawServer
			.answering("HTTP/1.1 404 No\r\nServer: EC2ws\r\nContent-Length: 4\r\n\r\nnöp")) {
			MetadataResponse response = get(server.url());
			assertThat(response.status()).isEqualTo(404);
			assertThat(response.isOk()).isFalse();
			assertThat(response.header("server")).isEqualTo("EC2ws");
			assertThat(response.body()).isEqualTo("nöp");
			assertThat(response).asString().doesNotContain("nöp");
		}
	}

	@Test
	void sendsNothingThatAMetadataServiceRejects() throws Exception {
		try (RawServer server = RawServer.answering(RawServer.ok("token"))) {
			put(server.url());
			assertThat(server.requests()).singleElement()
				.asString()
				.startsWith("PUT /path HTTP/1.1")
				.containsIgnoringCase("Content-Length: 0")
				.doesNotContainIgnoringCase("Transfer-Encoding")
				.doesNotContainIgnoringCase("Forwarded")
				.doesNotContainIgnoringCase("Upgrade")
				.doesNotContainIgnoringCase("Expect");
		}
	}

	@Test
	void sendsABodyWithItsLengthAndTheGivenType() throws Exception {
		try (RawServer server = RawServer.answering(RawServer.ok("token"))) {
			MetadataCall
				.start(session(server.url()), Deadline.after(LIMIT),
						(exchange) -> exchange.put("/path", Map.of("Content-Type", "application/json"), "{}\n\n"))
				.await();
			assertThat(server.requests()).singleElement()
				.asString()
				.contains("Content-Length: 4", "Content-Type: application/json")
				.endsWith("\n\n{}\n\n")
				.doesNotContainIgnoringCase("Accept-Charset")
				.doesNotContainIgnoringCase("Transfer-Encoding");
		}
	}

	@Test
	void leavesNoConnectionOpen() throws Exception {
		try (RawServer server = RawServer.answering("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")) {
			MetadataSession session = session(server.url());
			for (int i = 1; i <= 3; i++) {
				MetadataCall.start(session, Deadline.after(LIMIT), (exchange) -> exchange.get("/path", Map.of()))
					.await();
				assertThat(server.awaitEnded(i)).isEqualTo(i);
			}
			assertThat(session.getRequests()).isEqualTo(3);
		}
	}

	@Test
	void usesNoProxyRegardlessOfTheJvmsSettings() throws Exception {
		ProxySelector selector = ProxySelector.getDefault();
		try (RawServer server = RawServer.answering(RawServer.ok("direct"));
				RawServer proxy = RawServer.answering(RawServer.ok("proxy"))) {
			int port = URI.create(proxy.url()).getPort();
			System.setProperty("http.proxyHost", "127.0.0.1");
			System.setProperty("http.proxyPort", Integer.toString(port));
			System.setProperty("http.nonProxyHosts", "");
			System.setProperty("socksProxyHost", "127.0.0.1");
			System.setProperty("socksProxyPort", Integer.toString(port));
			ProxySelector.setDefault(new FixedProxy(port));
			assertThat(get(server.url()).body()).isEqualTo("direct");
			assertThat(proxy.connections()).isZero();
		}
		finally {
			ProxySelector.setDefault(selector);
			for (String property : List.of("http.proxyHost", "http.proxyPort", "http.nonProxyHosts", "socksProxyHost",
					"socksProxyPort")) {
				System.clearProperty(property);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void followsNoRedirect(int status) throws Exception {
		try (RawServer target = RawServer.answering(RawServer.ok("target"));
				RawServer server = RawServer.answering("HTTP/1.1 %d Moved\r\nLocation: %s/\r\nContent-Length: 0\r\n\r\n"
					.formatted(status, target.url()))) {
			assertThat(get(server.url()).status()).isEqualTo(status);
			assertThat(target.connections()).isZero();
		}
	}

	@Test
	void doesNotGiveTheApplicationsCredentialsAway() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		Authenticator.setDefault(new Authenticator() {

			@Override
			protected PasswordAuthentication getPasswordAuthentication() {
				asked.incrementAndGet();
				return new PasswordAuthentication("user", "secret".toCharArray());
			}

		});
		try (RawServer server = RawServer
			.answering("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"metadata\"\r\nContent-Length: 0\r\n\r\n")) {
			assertThat(get(server.url()).status()).isEqualTo(401);
			assertThat(put(server.url()).status()).isEqualTo(401);
			assertThat(asked).hasValue(0);
			assertThat(server.requests()).noneMatch((request) -> request.contains("Authorization"));
		}
		finally {
			Authenticator.setDefault(null);
		}
	}

	@ParameterizedTest
	@EnumSource
	void endsWithItsDeadline(Slowness slowness) throws Exception {
		try (RawServer server = new RawServer(slowness.answer)) {
			long start = System.nanoTime();
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get(server.url()))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.TIMEOUT))
				.satisfies((ex) -> assertThat(ex.toLine()).contains("in time").contains("firewall"));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT.plus(GRACE));
		}
	}

	@ParameterizedTest
	@EnumSource
	void leavesNoThreadBehind(Slowness slowness) throws Exception {
		try (RawServer server = new RawServer(slowness.answer)) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get(server.url()));
			long patience = System.nanoTime() + Duration.ofSeconds(5).toNanos();
			while (!threads().isEmpty() && System.nanoTime() < patience) {
				Thread.sleep(20);
			}
			assertThat(threads()).isEmpty();
		}
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((thread) -> thread.getKey().getName().startsWith("cloudmeta-127"))
			.map((thread) -> thread.getKey() + " at " + List.of(thread.getValue()))
			.toList();
	}

	@Test
	void leavesABodyThatIsTooLarge() throws Exception {
		AtomicInteger written = new AtomicInteger();
		byte[] megabyte = new byte[1024 * 1024];
		Arrays.fill(megabyte, (byte) 'x');
		try (RawServer server = new RawServer((output) -> {
			output.write("HTTP/1.1 200 OK\r\nContent-Length: 314572800\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			for (int i = 0; i < 300; i++) {
				output.write(megabyte);
				written.incrementAndGet();
			}
		})) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get(server.url()))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.UNUSABLE))
				.withMessageContaining("256 KB");
			RawServer.pause(200);
			assertThat(written).hasValueLessThan(50);
		}
	}

	@Test
	void takesABodyOf256Kilobytes() throws Exception {
		String body = "x".repeat(HttpMetadataClient.MAX_BODY);
		try (RawServer server = RawServer.answering(RawServer.ok(body))) {
			assertThat(get(server.url()).body()).isEqualTo(body);
		}
	}

	@Test
	void tellsThatNothingListens() throws Exception {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get("http://127.0.0.1:" + port))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.REFUSED))
			.satisfies((ex) -> assertThat(ex.toLine()).contains("refused: nothing listens"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "garbage\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 abc OK\r\n\r\n" })
	void failsCleanlyIfTheAnswerIsNotHttp(String answer) throws Exception {
		try (RawServer server = new RawServer((output) -> {
			output.write(answer.getBytes(StandardCharsets.US_ASCII));
			output.flush();
			output.close();
		})) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get(server.url()))
				.satisfies((ex) -> assertThat(ex.getKind()).isIn(Kind.UNUSABLE, Kind.BROKEN));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://203.0.113.1", "http://metadata.google.internal", "http://localhost",
			"http://[2001:db8::1]", "http://100.100.100.201", "http://100.64.0.1",
			"http://100.100.100.200.example.com" })
	void asksNoForeignAddressThatTheUserDidNotName(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> new MetadataSession(MetadataEndpoint.wellKnown(uri)))
			.withMessageContaining(uri);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://169.254.169.254", "http://127.0.0.1:80", "http://[fd00:ec2::254]",
			"http://[::1]:8080", "http://[fe80::a9fe:a9fe]", "http://100.100.100.200" })
	void mayQueryLocalAddresses(String uri) {
		assertThat(new MetadataSession(MetadataEndpoint.wellKnown(uri)).getRequests()).isZero();
	}

	@Test
	void failsLikeAnyOtherIfAnAnswerIsNotUnderstood() {
		MetadataCall<String> conversation = MetadataCall.start(session("http://127.0.0.1:1"), Deadline.after(LIMIT),
				(exchange) -> {
					throw new NumberFormatException("secret");
				});
		assertThatExceptionOfType(MetadataException.class).isThrownBy(conversation::await)
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.UNUSABLE))
			.satisfies((ex) -> assertThat(ex.toLine()).doesNotContain("secret"));
	}

	@ParameterizedTest
	@ValueSource(classes = { StackOverflowError.class, ExceptionInInitializerError.class, NoClassDefFoundError.class,
			AssertionError.class, InternalError.class })
	void whenReadingTheResponseEndsWithAnErrorReportsThatItWasNotUnderstood(Class<? extends Error> type) {
		MetadataCall<String> conversation = MetadataCall.start(session("http://127.0.0.1:1"), Deadline.after(LIMIT),
				(exchange) -> {
					throw BeanUtils.instantiateClass(type);
				});
		assertThatExceptionOfType(MetadataException.class).isThrownBy(conversation::await)
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.UNUSABLE));
	}

	@Test
	void doesNotHideThatMemoryIsExhausted() {
		MetadataCall<String> conversation = MetadataCall.start(session("http://127.0.0.1:1"), Deadline.after(LIMIT),
				(exchange) -> {
					throw new OutOfMemoryError("test");
				});
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(conversation::await);
	}

	private static MetadataResponse get(String url) throws MetadataException {
		return MetadataCall.start(session(url), Deadline.after(LIMIT), (exchange) -> exchange.get("/path", Map.of()))
			.await();
	}

	private static MetadataResponse put(String url) throws MetadataException {
		return MetadataCall.start(session(url), Deadline.after(LIMIT), (exchange) -> exchange.put("/path", Map.of()))
			.await();
	}

	private static MetadataSession session(String url) {
		return new MetadataSession(MetadataEndpoint.configured("test", url));
	}

	enum Slowness {

		SILENCE((output) -> RawServer.pause(3000)),

		A_BYTE_OF_THE_HEAD_AT_A_TIME((output) -> drip(output, RawServer.ok("body"))),

		A_BYTE_OF_THE_BODY_AT_A_TIME((output) -> {
			output.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			drip(output, "x".repeat(100));
		}),

		HEADERS_WITHOUT_END((output) -> {
			output.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
			for (int i = 0; i < 100; i++) {
				output.write("X-Header-%d: value\r\n".formatted(i).getBytes(StandardCharsets.US_ASCII));
				output.flush();
				RawServer.pause(50);
			}
		});

		private final RawServer.Answer answer;

		Slowness(RawServer.Answer answer) {
			this.answer = answer;
		}

		private static void drip(OutputStream output, String text) throws IOException {
			for (byte octet : text.getBytes(StandardCharsets.US_ASCII)) {
				output.write(octet);
				output.flush();
				RawServer.pause(100);
			}
		}

	}

	private static final class FixedProxy extends ProxySelector {

		private final int port;

		private FixedProxy(int port) {
			this.port = port;
		}

		@Override
		public List<Proxy> select(URI uri) {
			return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", this.port)));
		}

		@Override
		public void connectFailed(URI uri, SocketAddress address, IOException ex) {
			// no caller waits
		}

	}

}
