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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.interruption.CloudInterruptions;
import io.cloudmeta.samples.store.ObjectStore;
import io.cloudmeta.samples.trainer.JobLease.Attempt;
import io.cloudmeta.samples.trainer.Progress.MachineFacts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Works on the job whenever this machine has its {@linkplain JobLease lease} and nothing
 * is announced. Work always begins with the latest checkpoint, so it makes no difference
 * whether this is the first machine, the next one, or the same one after an interruption
 * was withdrawn.
 * <p>
 * An orderly end of the application saves. An interrupted thread ends at once.
 */
@Component
class TrainingJob implements ApplicationRunner, SmartLifecycle {

	private static final Log logger = LogFactory.getLog(TrainingJob.class);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	/** A store has been given up by then. */
	private static final Duration LONGEST_END = Duration.ofSeconds(12);

	private final TrainerProperties properties;

	private final ObjectStore store;

	private final Interruptions interruptions;

	private final Progress progress;

	private final CloudInstance instance;

	private final CloudInterruptions notices;

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile boolean begun;

	private volatile boolean running;

	TrainingJob(TrainerProperties properties, ObjectStore store, Interruptions interruptions, Progress progress,
			CloudInstance instance, CloudInterruptions notices) {
		this.properties = properties;
		this.store = store;
		this.interruptions = interruptions;
		this.progress = progress;
		this.instance = instance;
		this.notices = notices;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		this.begun = true;
		try {
			work();
		}
		catch (InterruptedException ex) {
			logger.warn("The job was interrupted at step " + this.progress.getStep());
			Thread.currentThread().interrupt();
		}
		finally {
			this.ended.countDown();
		}
	}

	private void work() throws InterruptedException {
		MachineFacts machine = machine();
		this.progress.machineStarted(machine, this.properties.steps(), () -> this.notices.getStatus().getId());
		JobLease lease = new JobLease(this.store, this.properties, machine.id());
		boolean done = false;
		while (!done) {
			this.interruptions.awaitWork();
			if (this.interruptions.isClosing()) {
				return;
			}
			Attempt attempt = acquire(lease);
			if (attempt != null) {
				done = new TrainingRun(this.properties, this.store, lease, this.interruptions, this.progress)
					.run(attempt.previous().step());
			}
			else {
				Thread.sleep(Math.min(LONGEST_PAUSE.toMillis(), this.properties.lease().toMillis() / 4));
			}
		}
	}

	private MachineFacts machine() {
		String id = this.instance.getInstanceId();
		String zone = this.instance.getAvailabilityZone();
		return new MachineFacts((id != null) ? id : "this computer", this.instance.getProvider().getDisplayName(),
				(zone != null) ? zone : this.instance.getRegion(), this.instance.getInstanceType(),
				this.instance.getLifecycle(), this.store.getLocation());
	}

	/**
	 * Attempts to get the lease, which also shows whether the store can be written.
	 * @return the attempt, or {@code null} if this machine has to wait
	 */
	private @Nullable Attempt acquire(JobLease lease) throws InterruptedException {
		try {
			Attempt attempt = lease.acquire();
			this.progress.setProblem(null);
			if (attempt.successful()) {
				return attempt;
			}
			waitBecause("Machine %s has this job. This one takes over if that one gives no sign of life for %d s"
				.formatted(attempt.previous().machine(), this.properties.lease().toSeconds()));
		}
		catch (RuntimeException ex) {
			this.progress.reportStore(this.store.getLocation(), ex);
			waitBecause("Nothing is trained while nothing can be saved");
		}
		return null;
	}

	private void waitBecause(String reason) {
		if (this.progress.waiting(reason)) {
			logger.info(reason);
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.interruptions.close();
		try {
			if (this.begun && !this.ended.await(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("The job does not end: step %d may not be saved".formatted(this.progress.getStep()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
