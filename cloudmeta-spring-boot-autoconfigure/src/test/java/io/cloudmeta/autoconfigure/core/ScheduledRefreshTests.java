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

package io.cloudmeta.autoconfigure.core;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.cloudmeta.CloudInstance;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

/**
 * Tests for {@link ScheduledRefresh}.
 */
class ScheduledRefreshTests {

	private static final String THREAD = "cloudmeta-refresh";

	@Test
	void stopsDuringARefreshAndKeepsNothing() throws InterruptedException {
		CountDownLatch refreshing = new CountDownLatch(1);
		CloudInstance instance = mock(withSettings().stubOnly());
		given(instance.refresh()).willAnswer((invocation) -> {
			refreshing.countDown();
			Thread.sleep(60_000);
			return true;
		});
		ScheduledRefresh refresh = new ScheduledRefresh(instance, Duration.ofMillis(10));
		refresh.start();
		assertThat(refreshing.await(10, TimeUnit.SECONDS)).isTrue();
		Thread thread = threads().findAny().orElseThrow();
		refresh.stop();
		thread.join(10_000);
		assertThat(thread.isAlive()).isFalse();
		assertThat(refresh.isRunning()).isFalse();
		WeakReference<ScheduledRefresh> reference = new WeakReference<>(refresh);
		refresh = null;
		for (int i = 0; i < 100 && reference.get() != null; i++) {
			System.gc();
			Thread.sleep(20);
		}
		assertThat(reference.get()).isNull();
	}

	private static Stream<Thread> threads() {
		return Thread.getAllStackTraces().keySet().stream().filter((thread) -> thread.getName().equals(THREAD));
	}

}
