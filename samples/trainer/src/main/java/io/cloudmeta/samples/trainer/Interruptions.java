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

package io.cloudmeta.samples.trainer;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruptionEvent;
import io.cloudmeta.interruption.CloudInterruptionEvent.Change;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What the job has to do because of announced interruptions. The listener only sets the
 * goal, and the job asks for it between two steps: a slow disk delays neither other
 * listeners nor the notice of the next change.
 */
@Component
class Interruptions {

	private final Duration lead;

	private final Progress progress;

	private final Map<String, CloudInterruption> pending = new LinkedHashMap<>();

	private boolean checkpointWanted;

	private boolean closing;

	Interruptions(TrainerProperties properties, Progress progress) {
		this.lead = properties.lead();
		this.progress = progress;
	}

	@EventListener
	synchronized void interrupted(CloudInterruptionEvent event) {
		CloudInterruption interruption = event.getInterruption();
		boolean gone = event.getChange() == Change.WITHDRAWN || event.getChange() == Change.ENDED;
		this.checkpointWanted |= !gone;
		if (gone || !endsProcess(interruption)) {
			this.pending.remove(interruption.getId());
		}
		else {
			this.pending.put(interruption.getId(), interruption);
		}
		this.progress.announced(next());
		notifyAll();
	}

	private static boolean endsProcess(CloudInterruption interruption) {
		return switch (interruption.getKind()) {
			case FREEZE, LIVE_MIGRATION, STANDBY -> false;
			default -> !interruption.isAdvice();
		};
	}

	private @Nullable CloudInterruption next() {
		return this.pending.values().stream().min(Comparator.comparing(Interruptions::remaining)).orElse(null);
	}

	private static Duration remaining(CloudInterruption interruption) {
		Duration remaining = interruption.getRemaining();
		return (remaining != null) ? remaining : Duration.ZERO;
	}

	/**
	 * Returns whether the job is to stop, because little time is left.
	 * @return whether to save and to take no more work
	 */
	synchronized boolean isStop() {
		CloudInterruption next = next();
		return this.closing || (next != null && remaining(next).compareTo(this.lead) <= 0);
	}

	/**
	 * Returns whether something was announced since the last call, so that a checkpoint
	 * is worth its price, however far the interruption is.
	 * @return whether to save
	 */
	synchronized boolean takeCheckpointWanted() {
		boolean wanted = this.checkpointWanted;
		this.checkpointWanted = false;
		return wanted;
	}

	/**
	 * Waits until the job may work: all that was announced is withdrawn, or the
	 * application closes.
	 * @throws InterruptedException if the thread is interrupted
	 */
	synchronized void awaitWork() throws InterruptedException {
		while (isStop() && !this.closing) {
			wait();
		}
	}

	synchronized boolean isClosing() {
		return this.closing;
	}

	synchronized void close() {
		this.closing = true;
		notifyAll();
	}

}
