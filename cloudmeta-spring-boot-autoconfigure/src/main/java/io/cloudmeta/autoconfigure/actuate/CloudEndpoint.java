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

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.DetectionReport;
import io.cloudmeta.Evidence;
import io.cloudmeta.interruption.CloudInterruptions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint @Endpoint} that returns all values of the instance, and how they were
 * found.
 *
 * @since 0.1.0
 */
@Endpoint(id = "cloud")
public class CloudEndpoint {

	private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(1);

	private final ObjectProvider<CloudInstance> instance;

	/** Missing if interruptions are not watched. */
	private final @Nullable ObjectProvider<CloudInterruptions> interruptions;

	private final Lock refreshLock = new ReentrantLock();

	/** The result of the latest refresh; guarded by the lock. */
	private @Nullable Map<String, Object> refreshed;

	/** When the latest refresh ended; guarded by the lock. */
	private long refreshedAt;

	/**
	 * Creates an endpoint.
	 * @param instance the instance, which is not requested before an operation is called
	 */
	public CloudEndpoint(ObjectProvider<CloudInstance> instance) {
		this(instance, null);
	}

	CloudEndpoint(ObjectProvider<CloudInstance> instance, @Nullable ObjectProvider<CloudInterruptions> interruptions) {
		this.instance = instance;
		this.interruptions = interruptions;
	}

	/**
	 * Returns all values. Those that take further requests are fetched.
	 * @return the identity by the names of the getters, then {@code evidence},
	 * {@code requests}, {@code conclusive}, {@code failures}, {@code millis} and, if they
	 * are watched, {@code interruptions}
	 */
	@ReadOperation
	public Map<String, Object> cloud() {
		CloudInstance instance = this.instance.getObject().snapshot();
		Map<String, Object> details = InstanceDetails.of(instance, (name) -> true);
		Instant fetchedAt = instance.getFetchedAt();
		if (fetchedAt != null) {
			details.put("age", InstanceDetails.age(fetchedAt));
		}
		DetectionReport report = instance.getDetection();
		details.put("evidence", report.evidence().stream().map(CloudEndpoint::describe).toList());
		details.put("requests", report.requests());
		details.put("conclusive", report.conclusive());
		details.put("failures", List.copyOf(report.failures()));
		details.put("millis", millis(report.elapsed()));
		if (this.interruptions != null) {
			details.put("interruptions", InterruptionDetails.of(this.interruptions.getObject()));
		}
		return details;
	}

	private static Map<String, Object> describe(Evidence evidence) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("source", evidence.source());
		details.put("finding", evidence.finding());
		if (evidence.provider() != null) {
			details.put("provider", evidence.provider().getId());
		}
		details.put("speaks", evidence.bearing().name().toLowerCase(Locale.ROOT));
		details.put("millis", millis(evidence.elapsed()));
		return details;
	}

	/**
	 * Returns milliseconds with two decimals: reading a file takes a fraction of one.
	 */
	private static double millis(Duration duration) {
		return Math.round(duration.toNanos() / 10_000.0) / 100.0;
	}

	/**
	 * Reads the identity again, at most once per second, so that requests to this
	 * endpoint cannot become many requests to the metadata service. A call during a
	 * refresh or within a second after one returns the result of that one.
	 * @return {@code changed}: whether the latest refresh found an identity that differs
	 * from the one before
	 */
	@WriteOperation
	public Map<String, Object> refresh() {
		this.refreshLock.lock();
		try {
			Map<String, Object> result = this.refreshed;
			if (result == null || System.nanoTime() - this.refreshedAt >= REFRESH_INTERVAL.toNanos()) {
				result = Map.of("changed", this.instance.getObject().refresh());
				this.refreshed = result;
				this.refreshedAt = System.nanoTime();
			}
			return result;
		}
		finally {
			this.refreshLock.unlock();
		}
	}

}
