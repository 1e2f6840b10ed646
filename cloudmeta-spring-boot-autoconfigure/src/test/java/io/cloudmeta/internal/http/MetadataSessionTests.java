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

import java.time.Duration;
import java.util.List;

import io.cloudmeta.internal.http.MetadataSession.Token;
import io.cloudmeta.spi.MetadataEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MetadataSession}.
 */
class MetadataSessionTests {

	private final MetadataSession session = new MetadataSession(MetadataEndpoint.wellKnown("http://127.0.0.1:1"));

	@AfterEach
	void close() throws InterruptedException {
		this.session.close();
		for (Thread thread : tokenThreads()) {
			thread.join(10_000);
		}
	}

	private static Deadline later() {
		return Deadline.after(Duration.ofHours(1));
	}

	private static Duration since(long nanoTime) {
		return Duration.ofNanos(System.nanoTime() - nanoTime);
	}

	@Test
	void handsOutATokenUntilItHasToBeRenewed() {
		assertThat(this.session.token()).isNull();
		this.session.token(new Token("fresh", later()));
		assertThat(this.session.token()).isEqualTo("fresh");
		this.session.token(new Token("stale", Deadline.after(Duration.ZERO)));
		assertThat(this.session.token()).isNull();
	}

	@Test
	void forgetsATokenThatWasRejected() {
		this.session.token(new Token("rejected", later()));
		this.session.token(null);
		assertThat(this.session.token()).isNull();
	}

	@Test
	void keepsATokenThatIsUsedAndForgetsItSomeSecondsAfterThat() throws Exception {
		long used = System.nanoTime();
		this.session.token(new Token("secret", later()));
		long start = used;
		while (since(start).compareTo(Duration.ofSeconds(6)) < 0) {
			Thread.sleep(50);
			long before = used;
			used = System.nanoTime();
			String token = this.session.token();
			Assumptions.assumeTrue(since(before).compareTo(Duration.ofSeconds(4)) < 0,
					"this machine is too busy for this test");
			assertThat(token).isEqualTo("secret");
		}
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (this.session.holdsToken() && System.nanoTime() < end) {
			Thread.sleep(50);
		}
		assertThat(this.session.holdsToken()).isFalse();
		assertThat(this.session.token()).isNull();
	}

	@Test
	void whileTheServiceIsWatchedKeepsTheTokenAndForgetsItSoonAfterThat() throws Exception {
		this.session.keepToken(Duration.ofMinutes(10));
		this.session.token(new Token("secret", later()));
		Thread.sleep(6500);
		assertThat(this.session.token()).isEqualTo("secret");
		this.session.keepToken(null);
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (this.session.holdsToken() && System.nanoTime() < end) {
			Thread.sleep(50);
		}
		assertThat(this.session.holdsToken()).isFalse();
	}

	@Test
	void keepsForAllItsLifeThatTheServiceWantsNoToken() throws Exception {
		this.session.token(new Token("", later()));
		MetadataSession other = new MetadataSession(MetadataEndpoint.wellKnown("http://127.0.0.1:1"));
		other.token(new Token("secret", later()));
		while (other.holdsToken()) {
			Thread.sleep(50);
		}
		assertThat(this.session.token()).isEmpty();
	}

	@Test
	void whenClosedForgetsItsTokenAndEndsItsThread() throws Exception {
		this.session.token(new Token("secret", later()));
		assertThat(this.session.token()).isEqualTo("secret");
		assertThat(tokenThreads()).isNotEmpty();
		close();
		assertThat(this.session.holdsToken()).isFalse();
		assertThat(this.session.token()).isNull();
		assertThat(tokenThreads()).isEmpty();
	}

	@Test
	void whenClosedKeepsNoFurtherToken() {
		this.session.close();
		this.session.token(new Token("secret", later()));
		assertThat(this.session.holdsToken()).isFalse();
		this.session.token(new Token("", later()));
		assertThat(this.session.token()).isEmpty();
		assertThat(tokenThreads()).isEmpty();
	}

	@Test
	void startsOneThreadForAllItsTokens() {
		this.session.token(new Token("first", later()));
		this.session.token(null);
		this.session.token(new Token("second", later()));
		this.session.token(new Token("third", later()));
		assertThat(this.session.token()).isEqualTo("third");
		assertThat(tokenThreads()).hasSize(1);
	}

	private static List<Thread> tokenThreads() {
		ThreadGroup group = Thread.currentThread().getThreadGroup();
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("cloudmeta-token") && group.equals(thread.getThreadGroup()))
			.toList();
	}

	@Test
	void aTokenDoesNotShowItself() {
		assertThat(new Token("secret", later())).asString().doesNotContain("secret");
	}

	@Test
	void goesToNoOtherMachineThatTheUserHasNotNamed() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MetadataSession(MetadataEndpoint.wellKnown("http://192.0.2.1")))
			.withMessageContaining("192.0.2.1");
		assertThat(new MetadataSession(MetadataEndpoint.configured("property", "http://192.0.2.1")).getEndpoint().uri())
			.hasHost("192.0.2.1");
	}

}
