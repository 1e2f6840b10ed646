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

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.cloudmeta.http.MetadataException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

	private Conversation.Course<String> failing(Kind kind) {
		return (exchange) -> {
			this.attempts.incrementAndGet();
			throw new MetadataException(kind, "failing", "");
		};
	}

	private static String run(Duration limit, Conversation.Course<String> course) throws MetadataException {
		MetadataSession session = new MetadataSession(
				new Endpoint(java.net.URI.create("http://127.0.0.1:1"), true, null, Map.of()));
		return Conversation.start(session, Deadline.after(limit), Retry.of(course)).await();
	}

}
