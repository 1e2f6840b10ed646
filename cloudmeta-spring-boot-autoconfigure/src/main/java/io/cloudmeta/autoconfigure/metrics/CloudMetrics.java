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

package io.cloudmeta.autoconfigure.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.internal.detection.DetectedCloudInstance;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * {@link MeterBinder} for the detection: its duration, the requests, the current failures
 * and the age of the identity. Reading a meter neither waits nor sends a request: before
 * the detection has ended there are no values.
 */
class CloudMetrics implements MeterBinder {

	private static final double MILLIS_PER_SECOND = 1000.0;

	private final CloudInstance instance;

	private final Clock clock;

	/**
	 * Creates meters.
	 * @param instance the instance
	 */
	CloudMetrics(CloudInstance instance) {
		this(instance, Clock.systemUTC());
	}

	CloudMetrics(CloudInstance instance, Clock clock) {
		this.instance = instance;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		TimeGauge
			.builder("cloudmeta.detection.time", this.instance, TimeUnit.SECONDS,
					known((known) -> seconds(known.getDetection().elapsed())))
			.description("Duration of the latest detection, including the reading of the identity")
			.register(registry);
		FunctionCounter
			.builder("cloudmeta.requests", this.instance,
					(asked) -> isKnown(asked) ? asked.getDetection().requests() : 0)
			.description("Requests that were made to metadata services")
			.register(registry);
		Gauge.builder("cloudmeta.failures", this.instance, known((known) -> known.getDetection().failures().size()))
			.description("Failures of the latest detection and since")
			.register(registry);
		TimeGauge.builder("cloudmeta.identity.age", this.instance, TimeUnit.SECONDS, known(this::age))
			.description("Time since the identity was read from a metadata service")
			.register(registry);
	}

	private double age(CloudInstance instance) {
		Instant fetchedAt = instance.getFetchedAt();
		return (fetchedAt != null) ? seconds(Duration.between(fetchedAt, this.clock.instant())) : Double.NaN;
	}

	private static ToDoubleFunction<CloudInstance> known(ToDoubleFunction<CloudInstance> value) {
		return (instance) -> isKnown(instance) ? value.applyAsDouble(instance) : Double.NaN;
	}

	private static boolean isKnown(CloudInstance instance) {
		return !(instance instanceof DetectedCloudInstance detected) || detected.isDetected();
	}

	private static double seconds(Duration duration) {
		return duration.toMillis() / MILLIS_PER_SECOND;
	}

}
