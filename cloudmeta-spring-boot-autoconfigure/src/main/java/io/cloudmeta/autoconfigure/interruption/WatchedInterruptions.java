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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.detection.DetectedCloudInstance;
import io.cloudmeta.internal.interruption.InterruptionChange;
import io.cloudmeta.internal.interruption.InterruptionWatcher;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruption.State;
import io.cloudmeta.interruption.CloudInterruptionEvent;
import io.cloudmeta.interruption.CloudInterruptionEvent.Change;
import io.cloudmeta.interruption.CloudInterruptions;
import io.cloudmeta.interruption.InterruptionKind;
import io.cloudmeta.interruption.WatchStatus;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The interruptions of an application that watches them: hands each change to the
 * reactions and to the listeners.
 */
final class WatchedInterruptions implements CloudInterruptions {

	private static final Log logger = LogFactory.getLog(WatchedInterruptions.class);

	private static final Duration LAST_CHECK = Duration.ofMillis(300);

	private static final Duration DELIVERY = Duration.ofSeconds(1);

	/** After which the JVM is shut down. */
	private static final Set<InterruptionKind> REASONS = Set.of(InterruptionKind.PREEMPTION, InterruptionKind.STOP,
			InterruptionKind.HIBERNATION, InterruptionKind.TERMINATION, InterruptionKind.REBOOT,
			InterruptionKind.REDEPLOYMENT, InterruptionKind.RETIREMENT);

	private final DetectedCloudInstance instance;

	private final @Nullable InterruptionWatcher watcher;

	private final @Nullable String disabledReason;

	private final List<InterruptionReaction> reactions;

	private final InterruptionEventPublisher publisher;

	private final SerialTasks tasks;

	private final BooleanSupplier jvmShutdown;

	private volatile @Nullable CloudInterruption shutdown;

	/**
	 * Creates the interruptions, which are not watched yet.
	 * @param instance the instance
	 * @param watching creates the watcher, or {@code null} if nothing may be read
	 * @param disabledReason why nothing may be read, or {@code null}
	 * @param reactions what the application does
	 * @param publisher publishes events
	 * @param tasks the tasks to wait for when the JVM is shut down
	 * @param jvmShutdown whether the JVM is being shut down
	 */
	WatchedInterruptions(DetectedCloudInstance instance, @Nullable Watching watching, @Nullable String disabledReason,
			List<InterruptionReaction> reactions, InterruptionEventPublisher publisher, SerialTasks tasks,
			BooleanSupplier jvmShutdown) {
		this.instance = instance;
		this.disabledReason = disabledReason;
		this.reactions = reactions;
		this.publisher = publisher;
		this.tasks = tasks;
		this.jvmShutdown = jvmShutdown;
		this.watcher = (watching != null) ? watching.create(this::accept) : null;
	}

	@Override
	public WatchStatus getStatus() {
		return (this.watcher != null) ? this.watcher.getStatus() : WatchStatus.UNSUPPORTED;
	}

	@Override
	public @Nullable String getStatusReason() {
		return (this.watcher != null) ? this.watcher.getReason() : this.disabledReason;
	}

	@Override
	public List<CloudInterruption> getPending() {
		List<CloudInterruption> pending = new ArrayList<>();
		if (this.watcher != null) {
			pending.addAll(this.watcher.getPending());
		}
		CloudInterruption shutdown = this.shutdown;
		if (shutdown != null) {
			pending.add(shutdown);
		}
		return List.copyOf(pending);
	}

	@Override
	public void acknowledge(CloudInterruption interruption) {
		if (this.watcher == null) {
			throw new UnsupportedOperationException(String.valueOf(this.disabledReason));
		}
		this.watcher.acknowledge(interruption);
	}

	void start() {
		InterruptionWatcher watcher = this.watcher;
		if (watcher == null) {
			logger.warn("Notices of interruptions are not read: " + this.disabledReason);
			return;
		}
		watcher.start();
		this.tasks.run(watcher, () -> this.instance.onChange((event) -> watcher.restart()));
	}

	/**
	 * Ends the watching. If the JVM is being shut down, publishes the reason first, and
	 * waits until it is delivered.
	 */
	void stop() {
		if (this.jvmShutdown.getAsBoolean()) {
			publishShutdown();
			if (!this.tasks.await(DELIVERY)) {
				logger.warn("Some listeners have not handled the shutdown within %d ms".formatted(DELIVERY.toMillis()));
			}
		}
		if (this.watcher != null) {
			this.watcher.stop();
		}
		this.tasks.close();
		// which this has started, also in a context that no initializer has prepared
		this.instance.close();
	}

	private void publishShutdown() {
		if (this.watcher != null && !hasReason()) {
			this.watcher.checkNow(LAST_CHECK);
		}
		if (!hasReason()) {
			CloudProvider provider = this.instance.isDetected() ? this.instance.getProvider() : CloudProvider.LOCAL;
			CloudInterruption interruption = CloudInterruption
				.builder("jvm/shutdown", InterruptionKind.SHUTDOWN, provider)
				.state(State.STARTED)
				.source("jvm")
				.description(reason())
				.build();
			this.shutdown = interruption;
			accept(new InterruptionChange(Change.ANNOUNCED, interruption));
		}
	}

	private boolean hasReason() {
		return getPending().stream()
			.anyMatch((interruption) -> !interruption.isAdvice() && REASONS.contains(interruption.getKind()));
	}

	private String reason() {
		List<CloudInterruption> pending = getPending();
		return pending.isEmpty() ? "The JVM is shutting down, and the cloud has announced nothing"
				: "The JVM is shutting down after this notice: " + pending.get(0).getDescription();
	}

	private void accept(InterruptionChange change) {
		CloudInterruption interruption = change.interruption();
		log(change);
		for (InterruptionReaction reaction : this.reactions) {
			try {
				if (change.change() == Change.ANNOUNCED || change.change() == Change.CHANGED) {
					reaction.present(interruption);
				}
				else {
					reaction.gone(interruption);
				}
			}
			catch (RuntimeException ex) {
				logger.warn("A reaction to %s failed".formatted(interruption), ex);
			}
		}
		try {
			this.publisher.publish(new CloudInterruptionEvent(this, change.change(), interruption));
		}
		catch (RuntimeException ex) {
			logger.warn("%s was not published".formatted(interruption), ex);
		}
	}

	private static void log(InterruptionChange change) {
		CloudInterruption interruption = change.interruption();
		Duration remaining = interruption.getRemaining();
		boolean present = change.change() == Change.ANNOUNCED || change.change() == Change.CHANGED;
		String line = "Interruption %s: %s%s%s, %s (%s %s)".formatted(change.change().getId(),
				interruption.getKind().getId(), (interruption.getState() == State.STARTED) ? ", started" : "",
				(present && remaining != null) ? ", in %s, at %s".formatted(remaining.truncatedTo(ChronoUnit.SECONDS),
						interruption.getDeadline()) : "",
				interruption.getDescription(), interruption.getProvider().getId(), interruption.getSource());
		if (present && REASONS.contains(interruption.getKind()) && !interruption.isAdvice()) {
			logger.warn(line);
		}
		else {
			logger.info(line);
		}
	}

	@Override
	public String toString() {
		return "CloudInterruptions[status=%s]".formatted(getStatus());
	}

	/**
	 * Creates a watcher.
	 */
	@FunctionalInterface
	interface Watching {

		InterruptionWatcher create(Consumer<InterruptionChange> listener);

	}

}
