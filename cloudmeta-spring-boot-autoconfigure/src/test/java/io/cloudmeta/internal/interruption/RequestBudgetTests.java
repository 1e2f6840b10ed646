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
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.interruption.WatchStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how many requests watching takes.
 */
class RequestBudgetTests {

	@ParameterizedTest
	@CsvSource({ "aws, spot, 26", "aws, on-demand, 2", "aws, , 26", "azure, spot, 61", "azure, on-demand, 13",
			"gcp, spot, 2", "gcp, on-demand, 2", "yandex, , 12", "alibaba, , 12", "tencent, , 12" })
	void requestsPerMinuteStayWithinTheBudget(String cloud, String lifecycle, int budget) {
		CloudProvider provider = CloudProvider.of(cloud);
		List<NoticeKey> keys = InterruptionSource.of(provider)
			.keys(new WatchedInstance(provider, "i-1", "type", lifecycle, Map.of()));
		double requests = keys.stream()
			.filter((key) -> !key.isWaiting())
			.mapToDouble((key) -> 60.0 / key.getInterval().toSeconds())
			.sum();
		assertThat(requests).isEqualTo(budget);
	}

	@ParameterizedTest
	@CsvSource({ "spot, 2", "on-demand, 1" })
	void googleHasOpenRequests(String lifecycle, int open) {
		List<NoticeKey> keys = InterruptionSource.of(CloudProvider.GCP)
			.keys(new WatchedInstance(CloudProvider.GCP, "1", "n2-standard-4", lifecycle, Map.of()));
		assertThat(keys).filteredOn(NoticeKey::isWaiting).hasSize(open);
	}

	@Test
	void eachKeyIsReadOnTimeAndNotMoreOften() throws InterruptedException {
		try (NoticeServer server = NoticeServer.azure("Regular");
				WatchedChanges watched = new WatchedChanges(server, Duration.ofMillis(500), List.of())
					.awaitStatus(WatchStatus.WATCHING)) {
			long before = server.count("scheduledevents");
			Thread.sleep(3000);
			assertThat(server.count("scheduledevents") - before).isBetween(3L, 8L);
			assertThat(watched.changes()).isEmpty();
		}
	}

	@Test
	void whenAServiceFailsForLongItIsReadLessOften() throws InterruptedException {
		try (NoticeServer server = NoticeServer.azure("Regular").put("/metadata/scheduledevents", 403, "");
				WatchedChanges watched = new WatchedChanges(server, Duration.ofMillis(50), List.of())
					.awaitStatus(WatchStatus.UNKNOWN)) {
			Thread.sleep(3000);
			// every 50 ms it would be 60
			assertThat(server.count("scheduledevents")).isBetween(3L, 14L);
			assertThat(watched.changes()).isEmpty();
		}
	}

	@Test
	void openRequestsAreNotRepeatedWhileNothingChanges() throws InterruptedException {
		try (NoticeServer server = NoticeServer.gcp(true, "n2-standard-4");
				WatchedChanges watched = new WatchedChanges(server, Duration.ofSeconds(60), List.of())
					.awaitStatus(WatchStatus.WATCHING)) {
			// a connection is open before its request is counted
			WatchedChanges.await(() -> server.openConnections() == 2 && server.count("preempted") == 2
					&& server.count("maintenance-event") == 2, () -> "no open requests");
			Map<String, Long> before = counts(server);
			Thread.sleep(2000);
			assertThat(counts(server)).isEqualTo(before);
			assertThat(before).containsEntry("/computeMetadata/v1/instance/preempted", 2L)
				.containsEntry("/computeMetadata/v1/instance/maintenance-event", 2L);
			assertThat(watched.changes()).isEmpty();
		}
	}

	private static Map<String, Long> counts(NoticeServer server) {
		return server.requests()
			.stream()
			.map((request) -> request.replaceFirst("^GET ", "").replaceFirst("\\?.*", ""))
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}

}
