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
import java.util.ArrayList;
import java.util.List;

import io.cloudmeta.samples.store.ObjectStore;
import io.cloudmeta.samples.trainer.Checkpoints.Latest;
import io.cloudmeta.samples.trainer.TrainingHistory.Point;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Training from the latest checkpoint on, for as long as the machine has the lease and
 * may work.
 */
class TrainingRun {

	private static final Log logger = LogFactory.getLog(TrainingRun.class);

	private static final int STEPS_PER_POINT = 10;

	private static final Duration RETRY = Duration.ofMillis(500);

	private final TrainerProperties properties;

	private final ObjectStore store;

	private final JobLease lease;

	private final Interruptions interruptions;

	private final Progress progress;

	private final Checkpoints checkpoints;

	private final LogisticRegression model;

	private TrainingHistory before = TrainingHistory.NONE;

	private final List<Point> curve = new ArrayList<>();

	private int saved;

	private long failedAt;

	TrainingRun(TrainerProperties properties, ObjectStore store, JobLease lease, Interruptions interruptions,
			Progress progress) {
		this.properties = properties;
		this.store = store;
		this.lease = lease;
		this.interruptions = interruptions;
		this.progress = progress;
		this.checkpoints = new Checkpoints(store, properties);
		this.model = new LogisticRegression(properties.model());
		this.failedAt = System.nanoTime() - RETRY.toNanos();
	}

	/**
	 * Trains.
	 * @param reached the number of steps that are known to have been done, saved or not
	 * @return whether all steps are done; if not, the machine has no lease any more
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean run(int reached) throws InterruptedException {
		restore(reached);
		while (this.model.getStep() < this.properties.steps()) {
			if (!keepLease()) {
				return false;
			}
			if (this.interruptions.isStop()) {
				finish();
				this.progress.stopped();
				return false;
			}
			boolean due = this.model.getStep() - this.saved >= this.properties.checkpointEvery();
			if (this.interruptions.takeCheckpointWanted() || due) {
				saveUnlessJustFailed();
			}
			step();
		}
		finish();
		this.progress.done();
		return true;
	}

	private void restore(int reached) {
		Latest latest;
		try {
			latest = this.checkpoints.load();
		}
		catch (RuntimeException ex) {
			this.lease.release(reached);
			throw ex;
		}
		latest.refusals().forEach(logger::warn);
		Checkpoint checkpoint = latest.checkpoint();
		if (checkpoint != null) {
			this.model.restore(checkpoint);
			this.before = checkpoint.history();
			this.saved = checkpoint.step();
		}
		this.before = this.progress.continued(this.saved, this.before, reached);
		this.curve.addAll(this.before.curve());
		if (this.curve.isEmpty()) {
			addPoint();
		}
		this.progress.setProblem(latest.refusals().isEmpty() ? null : String.join("; ", latest.refusals()));
		logger.info("Begins after step %d; steps to repeat: %d".formatted(this.saved, this.before.lastRepeated()));
	}

	private void step() throws InterruptedException {
		this.model.step();
		if (this.model.getStep() % STEPS_PER_POINT == 0 || this.model.getStep() == this.properties.steps()) {
			addPoint();
		}
		else {
			this.progress.stepped(this.model.getStep(), null);
		}
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		Thread.sleep(this.properties.stepTime().toMillis());
	}

	private void addPoint() {
		Point point = new Point(this.model.getStep(), this.model.loss());
		this.curve.add(point);
		this.progress.stepped(this.model.getStep(), point);
	}

	/**
	 * Renews the lease if it is time. While it is unknown whether another machine has it,
	 * no step is done.
	 */
	private boolean keepLease() throws InterruptedException {
		while (this.lease.isDue()) {
			try {
				if (this.lease.renew(this.model.getStep())) {
					return true;
				}
				logger.warn("Another machine has taken over the job after step " + this.model.getStep());
				return false;
			}
			catch (RuntimeException ex) {
				report(ex);
			}
			if (!this.lease.isExpired() || this.interruptions.isClosing()) {
				return true;
			}
			Thread.sleep(RETRY.toMillis());
		}
		return true;
	}

	private void finish() throws InterruptedException {
		while (!save() && !this.interruptions.isClosing()) {
			Thread.sleep(RETRY.toMillis());
		}
		try {
			this.lease.release(this.model.getStep());
		}
		catch (RuntimeException ex) {
			report(ex);
		}
	}

	private void saveUnlessJustFailed() throws InterruptedException {
		if (System.nanoTime() - this.failedAt >= RETRY.toNanos()) {
			save();
		}
	}

	private boolean save() throws InterruptedException {
		if (this.saved == this.model.getStep()) {
			return true;
		}
		try {
			this.checkpoints.save(this.model.checkpoint(new TrainingHistory(this.curve, this.before.machines())));
			this.saved = this.model.getStep();
			this.progress.saved(this.saved);
			logger.info("Saved step " + this.saved);
			return true;
		}
		catch (RuntimeException ex) {
			this.failedAt = System.nanoTime();
			report(ex);
			return false;
		}
	}

	private void report(RuntimeException ex) throws InterruptedException {
		this.progress.reportStore(this.store.getLocation(), ex);
	}

}
