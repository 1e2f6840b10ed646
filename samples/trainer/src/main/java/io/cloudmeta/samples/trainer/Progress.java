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
import java.util.Locale;
import java.util.function.Supplier;

import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.samples.trainer.TrainingHistory.Machine;
import io.cloudmeta.samples.trainer.TrainingHistory.Point;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

/**
 * What the page shows. The job writes it, requests read it.
 */
class Progress {

	private static final Log logger = LogFactory.getLog(Progress.class);

	private final @Nullable String controls;

	private Phase phase = Phase.STARTING;

	private String message = "";

	private @Nullable String problem;

	private @Nullable MachineFacts machine;

	private Supplier<String> notices = () -> "starting";

	private TrainingHistory history = TrainingHistory.NONE;

	private final List<List<Point>> lost = new ArrayList<>();

	private List<Point> curve = new ArrayList<>();

	private int step;

	private int saved;

	private int steps;

	private @Nullable CloudInterruption interruption;

	/**
	 * Creates the progress of a job that has not begun.
	 * @param controls where a simulated cloud is controlled, or {@code null} on a real
	 * one
	 */
	Progress(@Nullable String controls) {
		this.controls = controls;
	}

	/**
	 * Begins with a machine.
	 * @param machine the machine
	 * @param steps the number of all steps
	 * @param notices returns whether the cloud's notices are watched
	 */
	synchronized void machineStarted(MachineFacts machine, int steps, Supplier<String> notices) {
		this.machine = machine;
		this.notices = notices;
		this.steps = steps;
		this.interruption = null;
		this.problem = null;
		setPhase(Phase.STARTING, "The machine has started");
	}

	/**
	 * Waits.
	 * @param reason why
	 * @return whether that is new
	 */
	synchronized boolean waiting(String reason) {
		boolean isNew = this.phase != Phase.WAITING || !this.message.equals(reason);
		setPhase(Phase.WAITING, reason);
		return isNew;
	}

	/**
	 * Sets what prevents the job from working or saving.
	 * @param problem the problem, or {@code null} if there is none any more
	 */
	synchronized void setProblem(@Nullable String problem) {
		this.problem = problem;
	}

	/**
	 * Reports that the store failed, in the log too unless it is known already.
	 * @param location where the store is
	 * @param failure the failure
	 * @throws InterruptedException if the thread was interrupted: then the store need not
	 * have failed
	 */
	synchronized void reportStore(String location, RuntimeException failure) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		String text = "The store %s cannot be used. %s: %s".formatted(location, cause.getClass().getSimpleName(),
				cause.getMessage());
		if (this.problem == null) {
			logger.error(text);
		}
		this.problem = text;
	}

	/**
	 * Continues from a checkpoint.
	 * @param from the number of steps that are done
	 * @param before what has happened until then
	 * @param reached the number of steps that the machine before had done at least
	 * @return the history, with this machine
	 */
	synchronized TrainingHistory continued(int from, TrainingHistory before, int reached) {
		int repeated = Math.max(0, Math.max(reached, this.step) - from);
		List<Point> abandoned = this.curve.stream().filter((point) -> point.step() >= from).toList();
		if (repeated > 0 && abandoned.size() > 1) {
			this.lost.add(abandoned);
		}
		String name = (this.machine != null) ? this.machine.id() : "unknown";
		this.history = before.continuedBy(new Machine(name, from, repeated));
		this.curve = new ArrayList<>(before.curve());
		this.step = from;
		this.saved = from;
		setPhase(Phase.TRAINING, (from == 0) ? "Training" : "Training, continued from step %s".formatted(number(from)));
		return this.history;
	}

	synchronized void stepped(int step, @Nullable Point point) {
		this.step = step;
		if (point != null) {
			this.curve.add(point);
		}
	}

	synchronized void saved(int step) {
		this.saved = step;
		this.problem = null;
	}

	synchronized void announced(@Nullable CloudInterruption interruption) {
		this.interruption = interruption;
	}

	synchronized void stopped() {
		setPhase(Phase.STOPPED, "Step %s is saved. This machine takes no more work".formatted(number(this.saved)));
	}

	synchronized void done() {
		setPhase(Phase.DONE, "All steps are done");
	}

	synchronized void machineGone() {
		this.interruption = null;
		setPhase(Phase.GONE, "The machine is gone. Another one starts");
	}

	synchronized int getStep() {
		return this.step;
	}

	private static String number(int steps) {
		return String.format(Locale.ENGLISH, "%,d", steps);
	}

	private void setPhase(Phase phase, String message) {
		this.phase = phase;
		this.message = message;
	}

	synchronized Snapshot snapshot() {
		return new Snapshot(this.phase.name().toLowerCase(Locale.ROOT), this.message, this.problem, this.machine,
				this.notices.get(), this.step, this.saved, this.steps, List.copyOf(this.curve), List.copyOf(this.lost),
				this.history.machines(), Announcement.of(this.interruption), this.controls);
	}

	/**
	 * What the job does.
	 */
	enum Phase {

		/** The application starts. */
		STARTING,

		/** It cannot work yet, or not any more. */
		WAITING,

		/** It works. */
		TRAINING,

		/** It has saved and waits for the end of the machine. */
		STOPPED,

		/** The machine is gone. */
		GONE,

		/** All steps are done. */
		DONE

	}

	/**
	 * The machine that the job runs on.
	 *
	 * @param id the instance
	 * @param provider the cloud's name
	 * @param place the availability zone or region
	 * @param type the machine's type
	 * @param lifecycle {@code spot} or {@code on-demand}
	 * @param store where checkpoints are kept
	 */
	record MachineFacts(String id, String provider, @Nullable String place, @Nullable String type,
			@Nullable String lifecycle, String store) {

	}

	/**
	 * An announced interruption.
	 *
	 * @param kind the kind
	 * @param remaining the milliseconds that are left, or {@code null} if the cloud does
	 * not say
	 */
	record Announcement(String kind, @Nullable Long remaining) {

		static @Nullable Announcement of(@Nullable CloudInterruption interruption) {
			if (interruption == null) {
				return null;
			}
			Duration remaining = interruption.getRemaining();
			return new Announcement(interruption.getKind().getId(), (remaining != null) ? remaining.toMillis() : null);
		}

	}

	/**
	 * The progress at a moment.
	 *
	 * @param phase what the job does
	 * @param message the same in a sentence
	 * @param problem what prevents it from working or saving
	 * @param machine the machine
	 * @param notices whether the cloud's notices are watched
	 * @param step the number of steps that are done
	 * @param saved the number of steps that are saved
	 * @param steps the number of all steps
	 * @param curve the losses
	 * @param lost losses of steps that were lost
	 * @param machines the machines' parts
	 * @param interruption what is announced
	 * @param controls where a simulated cloud is controlled
	 */
	record Snapshot(String phase, String message, @Nullable String problem, @Nullable MachineFacts machine,
			String notices, int step, int saved, int steps, List<Point> curve, List<List<Point>> lost,
			List<Machine> machines, @Nullable Announcement interruption, @Nullable String controls) {

	}

}
