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

package io.cloudmeta.internal.interruption;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.cloudmeta.interruption.WatchStatus;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Fault;
import io.cloudmeta.test.SimulatedInterruption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how many requests the log of each simulated cloud has: while nothing is
 * announced, while something is, and while the service refuses to respond. All clouds are
 * watched at the same time, each as often as suits it.
 */
class RequestsOfEachStateTests {

	/** Each key has a reading more than its interval fits into it. */
	private static final Duration WINDOW = Duration.ofSeconds(11);

	private final List<Watching> all = Stream
		.of(new Budget("aws", "spot", "preemption", 4, 8), new Budget("aws", "on-demand", "maintenance", 0, 2),
				new Budget("azure", "spot", "preemption", 7, 13), new Budget("azure", "on-demand", "freeze", 2, 4),
				new Budget("gcp", "spot", "preemption", 0, 4), new Budget("gcp", "on-demand", "live-migration", 0, 3),
				new Budget("yandex", null, "live-migration", 2, 3), new Budget("alibaba", null, "preemption", 2, 3),
				new Budget("tencent", null, "preemption", 2, 3))
		.map(Watching::new)
		.toList();

	@AfterEach
	void close() {
		this.all.forEach(Watching::close);
	}

	private void await(WatchStatus status) {
		this.all.forEach((watching) -> watching.watched.awaitStatus(status));
	}

	private Map<Budget, List<String>> requests() throws InterruptedException {
		this.all.forEach((watching) -> watching.cloud.resetRequests());
		Thread.sleep(WINDOW.toMillis());
		Map<Budget, List<String>> requests = new LinkedHashMap<>();
		this.all.forEach((watching) -> requests.put(watching.budget, new ArrayList<>(watching.cloud.getRequests())));
		return requests;
	}

	@Test
	void requestsStayWithinTheBudgetOfEachCloud() throws InterruptedException {
		await(WatchStatus.WATCHING);
		assertThat(requests()).allSatisfy((budget, requests) -> assertThat(requests).as(budget.toString())
			.hasSizeBetween(budget.least, budget.most)
			.noneMatch((request) -> request.startsWith("PUT ")));
		this.all.forEach((watching) -> watching.cloud.announce(SimulatedInterruption.of(watching.budget.kind)));
		this.all.stream()
			.filter((watching) -> watching.budget.least > 0 || watching.budget.cloud.equals("gcp"))
			.forEach((watching) -> WatchedChanges.await(() -> !watching.watched.changes().isEmpty(),
					() -> watching.budget + " was not announced"));
		// the open requests are sent again
		Thread.sleep(200);
		assertThat(requests()).allSatisfy((budget, requests) -> assertThat(requests).as(budget.toString())
			.hasSizeBetween(budget.least, budget.most)
			.noneMatch((request) -> request.startsWith("PUT ")));
		this.all.forEach((watching) -> watching.cloud.setFault(Fault.REFUSES));
		// without a token, each reading of a key attempts to get one
		assertThat(requests()).allSatisfy((budget, requests) -> {
			List<String> tokens = requests.stream().filter((request) -> request.startsWith("PUT ")).toList();
			assertThat(tokens).as(budget.toString()).hasSizeLessThanOrEqualTo(budget.most);
			assertThat(requests).as(budget.toString()).hasSizeLessThanOrEqualTo(budget.most + tokens.size());
		});
		assertThat(this.all).filteredOn((watching) -> watching.budget.least > 0)
			.allSatisfy(
					(watching) -> assertThat(watching.watched.watcher().getStatus()).isEqualTo(WatchStatus.UNKNOWN));
	}

	/**
	 * What one cloud may be asked.
	 *
	 * @param cloud the cloud
	 * @param lifecycle how the instance is paid for, or null if the cloud does not say
	 * @param kind what the cloud announces
	 * @param least the least number of requests in the window
	 * @param most the largest number of requests in the window
	 */
	private record Budget(String cloud, String lifecycle, String kind, int least, int most) {

	}

	private static final class Watching {

		private final Budget budget;

		private final CloudSimulator cloud;

		private final WatchedChanges watched;

		Watching(Budget budget) {
			this.budget = budget;
			this.cloud = CloudSimulator.start(budget.cloud,
					(budget.lifecycle != null) ? Map.of("lifecycle", budget.lifecycle) : Map.of());
			this.watched = new WatchedChanges(this.cloud.getProperties(), null, List.of());
		}

		void close() {
			this.watched.close();
			this.cloud.close();
		}

	}

}
