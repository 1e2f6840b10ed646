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

package io.cloudmeta.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.cloudmeta.CloudInstance;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link CloudEndpoint}.
 */
class CloudEndpointTests {

	private final CloudInstance instance = mock();

	private final CloudEndpoint endpoint = new CloudEndpoint(
			new StaticListableBeanFactory(Map.of("instance", this.instance)).getBeanProvider(CloudInstance.class));

	@Test
	void refreshesAtMostOncePerSecondAndReturnsTheLatestResultOtherwise() throws InterruptedException {
		given(this.instance.refresh()).willReturn(true, false);
		for (int i = 0; i < 20; i++) {
			assertThat(this.endpoint.refresh()).containsExactly(Map.entry("changed", true));
		}
		then(this.instance).should(times(1)).refresh();
		Thread.sleep(1050);
		for (int i = 0; i < 20; i++) {
			assertThat(this.endpoint.refresh()).containsExactly(Map.entry("changed", false));
		}
		then(this.instance).should(times(2)).refresh();
	}

	@Test
	void callsDuringARefreshReturnItsResult() throws InterruptedException {
		given(this.instance.refresh()).willAnswer((invocation) -> {
			Thread.sleep(1500);
			return true;
		});
		Queue<Object> results = new ConcurrentLinkedQueue<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			Thread thread = new Thread(() -> results.add(this.endpoint.refresh()));
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(results).hasSize(10).containsOnly(Map.of("changed", true));
		then(this.instance).should(times(1)).refresh();
	}

}
