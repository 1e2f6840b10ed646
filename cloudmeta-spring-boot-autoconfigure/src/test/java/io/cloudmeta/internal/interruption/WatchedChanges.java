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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import io.cloudmeta.autoconfigure.core.EnvironmentCloudInstance;
import io.cloudmeta.internal.detection.DetectedCloudInstance;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.WatchStatus;
import io.cloudmeta.test.CloudSimulator;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A watcher of a {@link NoticeServer}, and the changes that it has published.
 */
final class WatchedChanges implements AutoCloseable {

	private final DetectedCloudInstance instance;

	private final InterruptionWatcher watcher;

	private final List<InterruptionChange> changes = new CopyOnWriteArrayList<>();

	WatchedChanges(NoticeServer server) {
		this(server, Duration.ofMillis(50), List.of());
	}

	WatchedChanges(NoticeServer server, Duration interval, List<CustomInterruptions> custom) {
		this(server.properties(), interval, custom);
	}

	WatchedChanges(CloudSimulator cloud) {
		this(cloud.getProperties(), Duration.ofMillis(50), List.of());
	}

	WatchedChanges(Map<String, String> properties, Duration interval, List<CustomInterruptions> custom) {
		MockEnvironment environment = new MockEnvironment();
		properties.forEach(environment::setProperty);
		this.instance = EnvironmentCloudInstance.of(environment);
		this.watcher = new InterruptionWatcher(this.instance, interval, custom, this.changes::add);
		this.watcher.start();
	}

	InterruptionWatcher watcher() {
		return this.watcher;
	}

	List<String> changes() {
		return this.changes.stream().map((change) -> change.change() + " " + change.interruption().getKind()).toList();
	}

	List<CloudInterruption> interruptions() {
		return this.changes.stream().map(InterruptionChange::interruption).toList();
	}

	CloudInterruption last() {
		return this.changes.get(this.changes.size() - 1).interruption();
	}

	WatchedChanges awaitStatus(WatchStatus status) {
		await(() -> this.watcher.getStatus() == status,
				() -> "%s, not %s: %s".formatted(this.watcher.getStatus(), status, this.watcher.getReason()));
		return this;
	}

	WatchedChanges awaitChanges(String... expected) {
		await(() -> changes().size() >= expected.length, () -> changes().toString());
		assertThat(changes()).containsExactly(expected);
		return this;
	}

	/**
	 * Waits until a path was requested some more times, so that what was read before is
	 * taken note of.
	 */
	WatchedChanges awaitReadings(NoticeServer server, String path, int times) {
		long before = server.count(path);
		await(() -> server.count(path) >= before + times, () -> server.requests().toString());
		return this;
	}

	/**
	 * Waits until a path was requested some more times.
	 */
	WatchedChanges awaitReadings(CloudSimulator cloud, String path, int times) {
		long before = count(cloud, path);
		await(() -> count(cloud, path) >= before + times, () -> cloud.getRequests().toString());
		return this;
	}

	static long count(CloudSimulator cloud, String part) {
		return cloud.getRequests().stream().filter((request) -> request.contains(part)).count();
	}

	static void await(BooleanSupplier condition, java.util.function.Supplier<String> state) {
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as(state).isLessThan(end);
			try {
				Thread.sleep(5);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	@Override
	public void close() {
		this.watcher.stop();
		this.instance.close();
	}

}
