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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.cloudmeta.internal.http.MetadataCall.Exchange;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Retry}.
 */
class RetryTests {

	private final AtomicInteger attempts = new AtomicInteger();

	@Test
	void triesAgainWhatMayPass() throws Exception {
		String result = run(Duration.ofSeconds(5), (exchange) -> {
			if (this.attempts.incrementAndGet() < 3) {
				throw new MetadataException(Kind.BUSY, "busy", "");
			}
			return "done";
		});
		assertThat(result).isEqualTo("done");
		assertThat(this.attempts).hasValue(3);
	}

	@ParameterizedTest
	@EnumSource(names = { "NOT_THIS_CLOUD", "DENIED", "ABSENT", "UNUSABLE" })
	void doesNotTryAgainWhatIsDefinite(Kind kind) {
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> run(Duration.ofSeconds(5), failing(kind)))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(kind));
		assertThat(this.attempts).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource(names = { "REFUSED", "UNREACHABLE", "TIMEOUT" })
	void givesUpOnSilenceSooner(Kind kind) {
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> run(Duration.ofSeconds(10), failing(kind)));
		assertThat(this.attempts).hasValue(4);
	}

	@Test
	void endsWithTheDeadlineAndTheLastReason() {
		long start = System.nanoTime();
		assertThatExceptionOfType(MetadataException.class)
			.isThrownBy(() -> run(Duration.ofMillis(700), failing(Kind.BUSY)))
			.withMessage("failing");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
		assertThat(this.attempts).hasValueBetween(2, 5);
	}

	@Test
	void waitsForTheRetryAfterOfABusyService() throws Exception {
		AtomicLong refusedAt = new AtomicLong();
		try (RawServer server = new RawServer((output) -> {
			if (refusedAt.compareAndSet(0, System.nanoTime())) {
				write(output, busy("503 Unavailable", "Retry-After: 1"));
			}
			else {
				write(output, RawServer.ok(Long.toString(System.nanoTime() - refusedAt.get())));
			}
		})) {
			String pause = ask(server, Duration.ofSeconds(20));
			assertThat(Duration.ofNanos(Long.parseLong(pause))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
			assertThat(server.requests()).hasSize(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "429 Too Many Requests", "503 Unavailable" })
	void asksNoMoreIfTheServiceWantsToBeLeftAloneBeyondTheDeadline(String status) throws Exception {
		try (RawServer server = RawServer.answering(busy(status, "Retry-After: 3600"))) {
			long start = System.nanoTime();
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> ask(server, Duration.ofMinutes(5)))
				.withMessage("busy")
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.BUSY));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void asksNoMoreIfHardlyAnyTimeIsLeftThen() throws Exception {
		try (RawServer server = RawServer.answering(busy("503 Unavailable", "Retry-After: 9"))) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> ask(server, Duration.ofSeconds(10)))
				.withMessage("busy");
			assertThat(server.requests()).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-3600", "3600000", "99999999999999999999", "soon", "", "0x7fffffff", "1e9" })
	void triesAgainAsUsualIfTheWaitMakesNoSense(String wait) throws Exception {
		try (RawServer server = answeringOnce(busy("503 Unavailable", "Retry-After: " + wait))) {
			assertThat(ask(server, Duration.ofSeconds(20))).isEqualTo("done");
			assertThat(server.requests()).hasSize(2);
		}
	}

	@Test
	void forgetsRetryAfterWhenTheServiceDoesNotRespondAnyMore() throws Exception {
		AtomicInteger requests = new AtomicInteger();
		try (RawServer server = new RawServer((output) -> {
			switch (requests.incrementAndGet()) {
				case 1 -> write(output, busy("429 Too Many Requests", "Retry-After: 3600"));
				case 2 -> throw new IOException("hangs up");
				default -> write(output, RawServer.ok("done"));
			}
		})) {
			Exchange<String> inTwoRequests = (exchange) -> {
				exchange.get("/first", Map.of());
				return exchange.get("/second", Map.of()).body();
			};
			assertThat(run(server.url(), Duration.ofSeconds(20), inTwoRequests)).isEqualTo("done");
		}
	}

	@Test
	void givesTheReasonWhyItTriedAgainIfTimeIsOverThen() {
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> run(Duration.ofSeconds(3), (exchange) -> {
			if (this.attempts.incrementAndGet() == 1) {
				throw new MetadataException(Kind.BUSY, "busy", "");
			}
			while (!((HttpMetadataClient) exchange).getDeadline().isOver()) {
				RawServer.pause(5);
			}
			throw new MetadataException(Kind.TIMEOUT, "late", "");
		})).withMessage("busy");
	}

	@Test
	void givesTheReasonWhyItTriedAgainIfThatNeverEnds() {
		CountDownLatch end = new CountDownLatch(1);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> run(Duration.ofMillis(1000), (exchange) -> {
			if (this.attempts.incrementAndGet() == 1) {
				throw new MetadataException(Kind.BUSY, "busy", "");
			}
			await(end);
			return "much later";
		})).withMessage("busy");
		end.countDown();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static RawServer answeringOnce(String first) throws IOException {
		AtomicBoolean again = new AtomicBoolean();
		return new RawServer((output) -> write(output, again.getAndSet(true) ? RawServer.ok("done") : first));
	}

	private static String busy(String status, String header) {
		return "HTTP/1.1 " + status + "\r\n" + header + "\r\nContent-Length: 0\r\n\r\n";
	}

	private static void write(OutputStream output, String text) throws IOException {
		output.write(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String ask(RawServer server, Duration limit) throws MetadataException {
		return run(server.url(), limit, (exchange) -> {
			MetadataResponse response = exchange.get("/", Map.of());
			if (!response.isOk()) {
				throw new MetadataException(Kind.BUSY, "busy", "");
			}
			return response.body();
		});
	}

	private Exchange<String> failing(Kind kind) {
		return (exchange) -> {
			this.attempts.incrementAndGet();
			throw new MetadataException(kind, "failing", "");
		};
	}

	private static String run(Duration limit, Exchange<String> course) throws MetadataException {
		return run("http://127.0.0.1:1", limit, course);
	}

	private static String run(String url, Duration limit, Exchange<String> course) throws MetadataException {
		MetadataSession session = new MetadataSession(new MetadataEndpoint(URI.create(url), true, null, Map.of()));
		return MetadataCall.startWithRetries(session, Deadline.after(limit), course).await();
	}

}
