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
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruption.State;
import io.cloudmeta.interruption.InterruptionKind;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;

/**
 * Refuses traffic before an interruption, and accepts it again when the notice is gone,
 * unless another component has changed the state since.
 */
final class ReadinessReaction implements InterruptionReaction {

	private static final Log logger = LogFactory.getLog(ReadinessReaction.class);

	/** How far away a deadline may be for traffic to be refused at once. */
	static final Duration NEAR = Duration.ofMinutes(15);

	private static final Duration ACCEPTANCE_TIMEOUT = Duration.ofSeconds(1);

	private final ApplicationContext context;

	private final Supplier<@Nullable ApplicationAvailability> availability;

	private final Set<InterruptionKind> kinds;

	private final Duration lead;

	private final @Nullable RegistrationStatus registration;

	private final SerialTasks tasks;

	private final ScheduledExecutorService scheduler;

	/** When traffic is refused, by the ids of interruptions; guarded by this. */
	private final Map<String, Long> refusals = new HashMap<>();

	/** Whether traffic is to be refused; guarded by this. */
	private boolean refusing;

	ReadinessReaction(ApplicationContext context, Supplier<@Nullable ApplicationAvailability> availability,
			Set<InterruptionKind> kinds, Duration lead, @Nullable RegistrationStatus registration, SerialTasks tasks,
			ScheduledExecutorService scheduler) {
		this.context = context;
		this.availability = availability;
		this.kinds = kinds;
		this.lead = lead;
		this.registration = registration;
		this.tasks = tasks;
		this.scheduler = scheduler;
	}

	@Override
	public synchronized void present(CloudInterruption interruption) {
		Duration delay = this.kinds.contains(interruption.getKind()) ? delay(interruption) : null;
		if (delay == null) {
			this.refusals.remove(interruption.getId());
		}
		else {
			this.refusals.put(interruption.getId(), System.nanoTime() + delay.toNanos());
		}
		evaluate();
	}

	@Override
	public synchronized void gone(CloudInterruption interruption) {
		this.refusals.remove(interruption.getId());
		evaluate();
	}

	/**
	 * Returns how long traffic is still accepted.
	 * @param interruption the interruption
	 * @return the time, or {@code null} if it is never refused
	 */
	private @Nullable Duration delay(CloudInterruption interruption) {
		if (interruption.isAdvice()) {
			return null;
		}
		Duration remaining = interruption.getRemaining();
		boolean near = remaining == null || remaining.compareTo(NEAR) <= 0;
		return switch (interruption.getKind()) {
			case STANDBY -> Duration.ZERO;
			case PREEMPTION, TERMINATION, STOP, HIBERNATION, RETIREMENT, MAINTENANCE ->
				(near || interruption.isHardwareFailure()) ? Duration.ZERO : beforeDeadline(remaining);
			case REBOOT, REDEPLOYMENT ->
				(interruption.getState() == State.STARTED) ? Duration.ZERO : beforeDeadline(remaining);
			case FREEZE, LIVE_MIGRATION, REBALANCE, SHUTDOWN, OTHER -> null;
		};
	}

	private Duration beforeDeadline(@Nullable Duration remaining) {
		Duration delay = (remaining != null) ? remaining.minus(this.lead) : Duration.ZERO;
		return delay.isNegative() ? Duration.ZERO : delay;
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private synchronized void evaluate() {
		long now = System.nanoTime();
		boolean wanted = false;
		Long next = null;
		for (long at : this.refusals.values()) {
			if (at - now <= 0) {
				wanted = true;
			}
			else if (next == null || at - next < 0) {
				next = at;
			}
		}
		if (wanted != this.refusing) {
			this.refusing = wanted;
			this.tasks.run(this, wanted ? this::refuse : this::accept);
		}
		if (!wanted && next != null) {
			this.scheduler.schedule(this::evaluate, next - now, TimeUnit.NANOSECONDS);
		}
	}

	private synchronized boolean isRefusing() {
		return this.refusing;
	}

	private void refuse() {
		AvailabilityChangeEvent<ReadinessState> last = lastChange();
		if (last != null && last.getState() == ReadinessState.REFUSING_TRAFFIC && last.getSource() != this) {
			// not ours to accept again
			logger.debug("Traffic is refused already");
		}
		else {
			logger.info("Refusing traffic because of a notice of an interruption");
			this.context.publishEvent(new AvailabilityChangeEvent<>(this, ReadinessState.REFUSING_TRAFFIC));
		}
		if (this.registration != null) {
			this.tasks.run(this.registration, this.registration::outOfService);
		}
	}

	private void accept() {
		AvailabilityChangeEvent<ReadinessState> last = lastChange();
		if (last == null || last.getSource() == this) {
			logger.info("Accepting traffic again, as the notice of an interruption is gone");
			this.context.publishEvent(new AvailabilityChangeEvent<>(this, ReadinessState.ACCEPTING_TRAFFIC));
		}
		else if (last.getState() == ReadinessState.REFUSING_TRAFFIC) {
			return;
		}
		if (this.registration != null) {
			this.tasks.run(this.registration, this.registration::inService);
		}
	}

	private @Nullable AvailabilityChangeEvent<ReadinessState> lastChange() {
		ApplicationAvailability bean = this.availability.get();
		return (bean != null) ? bean.getLastChangeEvent(ReadinessState.class) : null;
	}

	/**
	 * Lets the registration follow another component that accepts traffic.
	 * @param acceptance the event by which it does
	 */
	void accepted(AvailabilityChangeEvent<?> acceptance) {
		RegistrationStatus registration = this.registration;
		if (registration != null && acceptance.getSource() != this) {
			this.tasks.run(registration, registration::inService);
		}
	}

	/**
	 * Refuses traffic again after an application that has just started accepts it in any
	 * case.
	 * @param acceptance the event by which it does
	 */
	void acceptedAtStart(AvailabilityChangeEvent<?> acceptance) {
		if (isRefusing()) {
			this.tasks.run(this, () -> {
				// others receive the same event now, and the last one counts
				long end = System.nanoTime() + ACCEPTANCE_TIMEOUT.toNanos();
				while (this.availability.get() != null && !acceptance.equals(lastChange()) && System.nanoTime() < end) {
					pause();
				}
				if (isRefusing()) {
					refuse();
				}
			});
		}
	}

	private static void pause() {
		try {
			Thread.sleep(2);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public String toString() {
		return "cloudmeta's notice of an interruption";
	}

}
