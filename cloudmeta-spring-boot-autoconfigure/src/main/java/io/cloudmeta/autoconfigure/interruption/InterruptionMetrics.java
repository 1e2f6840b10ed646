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

package io.cloudmeta.autoconfigure.interruption;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruptionEvent;
import io.cloudmeta.interruption.CloudInterruptions;
import io.cloudmeta.interruption.WatchStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.context.ApplicationListener;

/**
 * {@link MeterBinder} for the notices of interruptions.
 */
final class InterruptionMetrics implements MeterBinder, ApplicationListener<CloudInterruptionEvent> {

	private static final double MILLIS_PER_SECOND = 1000.0;

	private final CloudInterruptions interruptions;

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	InterruptionMetrics(CloudInterruptions interruptions) {
		this.interruptions = interruptions;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		TimeGauge
			.builder("cloudmeta.interruption.remaining", this.interruptions, TimeUnit.SECONDS,
					InterruptionMetrics::remaining)
			.description("Time until the earliest deadline of an announced interruption")
			.register(registry);
		Gauge
			.builder("cloudmeta.interruption.watching", this.interruptions,
					(watched) -> (watched.getStatus() == WatchStatus.WATCHING) ? 1 : 0)
			.description("Whether the notices of interruptions can be read")
			.register(registry);
	}

	private static double remaining(CloudInterruptions interruptions) {
		List<CloudInterruption> pending = interruptions.getPending();
		Duration remaining = pending.isEmpty() ? null : pending.get(0).getRemaining();
		return (remaining != null) ? remaining.toMillis() / MILLIS_PER_SECOND : Double.NaN;
	}

	@Override
	public void onApplicationEvent(CloudInterruptionEvent event) {
		for (MeterRegistry registry : this.registries) {
			Counter.builder("cloudmeta.interruptions")
				.description("Changes of announced interruptions")
				.tag("kind", event.getInterruption().getKind().getId())
				.tag("change", event.getChange().getId())
				.register(registry)
				.increment();
		}
	}

}
