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

package io.cloudmeta.recipes.checkpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruptionEvent;
import io.cloudmeta.interruption.CloudInterruptionEvent.Change;

import org.springframework.context.event.EventListener;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Saves when an interruption is announced, and again shortly before it starts.
 */
@Component
class CheckpointBeforeTheEnd {

	/** What a checkpoint takes, with a reserve. */
	private static final Duration LEAD = Duration.ofSeconds(2);

	private final TaskScheduler scheduler;

	private final Checkpoints checkpoints;

	private final Map<String, Future<?>> last = new ConcurrentHashMap<>();

	CheckpointBeforeTheEnd(TaskScheduler scheduler, Checkpoints checkpoints) {
		this.scheduler = scheduler;
		this.checkpoints = checkpoints;
	}

	@EventListener
	void interrupted(CloudInterruptionEvent event) {
		CloudInterruption interruption = event.getInterruption();
		Future<?> planned = this.last.remove(interruption.getId());
		if (planned != null) {
			planned.cancel(false);
		}
		if (event.getChange() == Change.WITHDRAWN || event.getChange() == Change.ENDED) {
			return;
		}
		if (event.getChange() == Change.ANNOUNCED) {
			this.scheduler.schedule(this.checkpoints::save, Instant.now());
		}
		Duration remaining = interruption.getRemaining();
		if (remaining != null && !interruption.isAdvice()) {
			this.last.put(interruption.getId(),
					this.scheduler.schedule(this.checkpoints::save, Instant.now().plus(remaining).minus(LEAD)));
		}
	}

}
