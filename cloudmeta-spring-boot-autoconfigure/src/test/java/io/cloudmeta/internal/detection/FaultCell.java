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

package io.cloudmeta.internal.detection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.detection.HealthyCloud.Question;
import org.jspecify.annotations.Nullable;

/**
 * What came of one fault of one cloud in one phase.
 *
 * @param fault the fault
 * @param phase when it was met
 * @param cloud the simulated cloud
 * @param verdict what the application got, in a word
 * @param elapsed how long it waited for it
 * @param requests how many requests met the fault
 * @param lies values that are not so
 * @param threads the threads that were left some moments later
 * @param unfinished the connections that were left in the midst of an answer
 * @param logged what was logged above {@code DEBUG}, without the addresses
 * @param failures what the instance says has failed
 * @param followed whether a redirect was followed
 */
record FaultCell(Fault fault, FaultPhase phase, String cloud, String verdict, Duration elapsed, int requests,
		List<String> lies, List<String> threads, long unfinished, List<String> logged, List<String> failures,
		boolean followed) {

	static final String ALL = "all";

	static final String PROVIDER_ONLY = "the provider alone";

	static final String LOCAL = "local";

	static final String VALUE = "the value";

	static final String ABSENT = "absent";

	static final String KEPT = "the last good reading";

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	/**
	 * Meets the fault, in a thread group of which all threads that are left are counted.
	 * @param server a server before the cloud, which the caller closes much later
	 */
	static FaultCell of(Fault fault, FaultPhase phase, HealthyCloud cloud, FaultyServer server, Path emptyDirectory,
			GroupLog log) throws Exception {
		DetectionSettings settings = phase.settings(cloud.simulator(), server, emptyDirectory);
		List<String> untrue = new ArrayList<>();
		String outcome;
		List<String> failed;
		long start;
		long end;
		try (DetectedCloudInstance instance = new DetectedCloudInstance(() -> settings)) {
			if (phase == FaultPhase.FETCH || phase == FaultPhase.REFRESH) {
				readWell(instance);
			}
			log.clear();
			server.breakWith(fault);
			start = System.nanoTime();
			outcome = switch (phase) {
				case NAMED, UNNAMED -> detect(instance);
				case FETCH -> fetch(instance, cloud.question());
				case REFRESH -> refresh(instance, untrue);
			};
			end = System.nanoTime();
			failed = instance.getDetection().failures();
			CloudProvider provider = instance.getProvider();
			if (!provider.getId().equals(cloud.simulator().getCloud()) && !provider.equals(CloudProvider.LOCAL)) {
				untrue.add("it is no " + provider);
			}
			untrue.addAll(cloud.lies(instance));
		}
		until(() -> left().isEmpty() && server.unfinished() == 0);
		return new FaultCell(fault, phase, cloud.simulator().getCloud(), outcome, Duration.ofNanos(end - start),
				server.requests(), untrue, left(), server.unfinished(),
				log.lines().stream().map((line) -> line.replace(server.url(), "http://…")).toList(),
				failed.stream().map((line) -> line.replace(server.url(), "http://…")).toList(), server.isFollowed());
	}

	/**
	 * A machine that is busy may take several attempts.
	 */
	private static void readWell(DetectedCloudInstance instance) {
		for (int i = 0; instance.getFetchedAt() == null && i < 10; i++) {
			instance.refresh();
		}
		if (instance.getFetchedAt() == null) {
			throw new IllegalStateException("There was no good reading: " + instance.getDetection().failures());
		}
	}

	private static String detect(DetectedCloudInstance instance) {
		if (instance.getProvider().equals(CloudProvider.LOCAL)) {
			return LOCAL;
		}
		return (instance.getFetchedAt() != null) ? ALL : PROVIDER_ONLY;
	}

	private static String fetch(DetectedCloudInstance instance, @Nullable Question question) {
		return (question != null && question.ask(instance)) ? VALUE : ABSENT;
	}

	private static String refresh(DetectedCloudInstance instance, List<String> untrue) {
		Object before = instance.getFetchedAt();
		if (instance.refresh()) {
			untrue.add("the identity has changed");
		}
		return Objects.equals(before, instance.getFetchedAt()) ? KEPT : ALL;
	}

	private static List<String> left() {
		Thread[] threads = new Thread[100];
		int count = Thread.currentThread().getThreadGroup().enumerate(threads);
		return Stream.of(Arrays.copyOf(threads, count))
			.filter((thread) -> thread != Thread.currentThread())
			.filter((thread) -> thread.getName().startsWith("cloudmeta-"))
			.map((thread) -> thread.getName() + " at " + List.of(thread.getStackTrace()))
			.toList();
	}

	private static void until(BooleanSupplier condition) throws InterruptedException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean() && System.nanoTime() < end) {
			Thread.sleep(20);
		}
	}

	/**
	 * Returns what there is to do about it. How far an exchange that took too long had
	 * got may differ from run to run.
	 */
	String line() {
		String line = String.join("; ", this.failures)
			.replaceFirst("^(The metadata|A value) of .*? was not read, as ", "");
		if (line.contains(" in time: ") && !line.contains("hop limit")) {
			return "no answer in time: a firewall drops it, or the service is slow";
		}
		return line.replaceFirst("^(GET|PUT) http://…\\S+", "a request");
	}

	@Override
	public String toString() {
		return "%s, %s, %s: %s after %d ms and %d requests, logged %s".formatted(this.fault, this.phase, this.cloud,
				this.verdict, this.elapsed.toMillis(), this.requests, this.logged);
	}

}
