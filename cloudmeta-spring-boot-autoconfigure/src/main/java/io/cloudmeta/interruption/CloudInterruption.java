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

package io.cloudmeta.interruption;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.cloudmeta.CloudProvider;
import org.jspecify.annotations.Nullable;

/**
 * An interruption that a cloud has announced to the instance. Immutable.
 *
 * @since 0.1.0
 */
public final class CloudInterruption {

	private static final long MAX_SECONDS = Duration.ofDays(36_500).toSeconds();

	private final String id;

	private final InterruptionKind kind;

	private final State state;

	private final CloudProvider provider;

	private final String source;

	private final String description;

	private final @Nullable Instant deadline;

	/** In terms of {@link System#nanoTime()}, so that a wrong wall clock does no harm. */
	private final long deadlineNanos;

	private final Instant announcedAt;

	private final Map<String, String> attributes;

	private final boolean advice;

	private final boolean hardwareFailure;

	private CloudInterruption(Builder builder) {
		this.id = builder.id;
		this.kind = builder.kind;
		this.state = builder.state;
		this.provider = builder.provider;
		this.source = builder.source;
		this.description = builder.description;
		this.deadline = builder.deadline;
		this.deadlineNanos = builder.deadlineNanos;
		this.announcedAt = builder.announcedAt;
		this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(builder.attributes));
		this.advice = builder.advice || builder.kind == InterruptionKind.REBALANCE
				|| builder.kind == InterruptionKind.OTHER;
		this.hardwareFailure = builder.hardwareFailure;
	}

	/**
	 * Returns a builder of an interruption, which is announced now and has no deadline.
	 * @param id the id
	 * @param kind the kind
	 * @param provider the cloud
	 * @return the builder
	 */
	public static Builder builder(String id, InterruptionKind kind, CloudProvider provider) {
		return new Builder(id, kind, provider);
	}

	/**
	 * Returns a builder with all values of this interruption.
	 * @return the builder
	 */
	public Builder toBuilder() {
		Builder builder = new Builder(this.id, this.kind, this.provider);
		builder.state = this.state;
		builder.source = this.source;
		builder.description = this.description;
		builder.deadline = this.deadline;
		builder.deadlineNanos = this.deadlineNanos;
		builder.announcedAt = this.announcedAt;
		builder.attributes = this.attributes;
		builder.advice = this.advice;
		builder.hardwareFailure = this.hardwareFailure;
		return builder;
	}

	/**
	 * Returns the id, which stays the same while the interruption is announced. It never
	 * contains a time that may move.
	 * @return the cloud's own id if it has one
	 */
	public String getId() {
		return this.id;
	}

	/**
	 * Returns what is going to happen.
	 * @return the kind
	 */
	public InterruptionKind getKind() {
		return this.kind;
	}

	/**
	 * Returns whether the interruption has started.
	 * @return the state
	 */
	public State getState() {
		return this.state;
	}

	/**
	 * Returns when the interruption is going to start at the earliest, by the clock of
	 * the cloud.
	 * @return the time, or {@code null} if the cloud does not say: it may start at once
	 */
	public @Nullable Instant getDeadline() {
		return this.deadline;
	}

	/**
	 * Returns the time until the deadline. It follows the monotonic clock of the JVM from
	 * the moment at which the notice was read, so that it is right also where the clock
	 * of the machine is not.
	 * @return the time, zero if the deadline has passed, or {@code null} if there is no
	 * deadline
	 */
	public @Nullable Duration getRemaining() {
		return (this.deadline != null) ? Duration.ofNanos(Math.max(0, this.deadlineNanos - System.nanoTime())) : null;
	}

	/**
	 * Returns when this notice was read first, by the clock of the machine.
	 * @return the time
	 */
	public Instant getAnnouncedAt() {
		return this.announcedAt;
	}

	/**
	 * Returns the cloud.
	 * @return the provider
	 */
	public CloudProvider getProvider() {
		return this.provider;
	}

	/**
	 * Returns where the notice was read.
	 * @return the cloud's own path, such as {@code spot/instance-action}, or {@code jvm}
	 * for a shutdown without a notice
	 */
	public String getSource() {
		return this.source;
	}

	/**
	 * Returns what the cloud says about the interruption.
	 * @return the cloud's own description in one line, or one of this library
	 */
	public String getDescription() {
		return this.description;
	}

	/**
	 * Returns the cloud's own fields.
	 * @return an unmodifiable map, by the cloud's own names; empty if there are none
	 */
	public Map<String, String> getAttributes() {
		return this.attributes;
	}

	/**
	 * Returns whether this is a recommendation without consequences: a rebalance
	 * recommendation, or a notice of a type or state that is not known to this version.
	 * @return whether it is advice
	 */
	public boolean isAdvice() {
		return this.advice;
	}

	/**
	 * Returns whether the cloud names a failure of the hardware as the reason. The
	 * instance may then fail before the deadline.
	 * @return whether hardware has failed; {@code false} if the cloud does not say
	 */
	public boolean isHardwareFailure() {
		return this.hardwareFailure;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof CloudInterruption that && this.id.equals(that.id) && this.kind == that.kind
				&& this.state == that.state && this.provider.equals(that.provider) && this.source.equals(that.source)
				&& this.description.equals(that.description) && Objects.equals(this.deadline, that.deadline)
				&& this.announcedAt.equals(that.announcedAt) && this.attributes.equals(that.attributes)
				&& this.advice == that.advice && this.hardwareFailure == that.hardwareFailure;
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.id, this.kind, this.state, this.deadline);
	}

	@Override
	public String toString() {
		return "CloudInterruption[id=%s, kind=%s, state=%s, deadline=%s]".formatted(this.id, this.kind, this.state,
				this.deadline);
	}

	/**
	 * Whether an interruption has started.
	 */
	public enum State {

		/** It is going to happen. */
		ANNOUNCED,

		/** It is happening. */
		STARTED;

		/**
		 * Returns the name in JSON.
		 * @return the name, such as {@code announced}
		 */
		public String getId() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * Builds a {@link CloudInterruption}.
	 */
	public static final class Builder {

		private final String id;

		private final InterruptionKind kind;

		private final CloudProvider provider;

		private State state = State.ANNOUNCED;

		private String source = "";

		private String description = "";

		private @Nullable Instant deadline;

		private long deadlineNanos;

		private Instant announcedAt = Instant.now();

		private Map<String, String> attributes = Map.of();

		private boolean advice;

		private boolean hardwareFailure;

		private Builder(String id, InterruptionKind kind, CloudProvider provider) {
			this.id = id;
			this.kind = kind;
			this.provider = provider;
		}

		/**
		 * Sets whether the interruption has started.
		 * @param state the state
		 * @return this builder
		 */
		public Builder state(State state) {
			this.state = state;
			return this;
		}

		/**
		 * Sets when the interruption is going to start. The remaining time is computed
		 * from the clock of the machine.
		 * @param deadline the time, or {@code null} for none
		 * @return this builder
		 */
		public Builder deadline(@Nullable Instant deadline) {
			return deadline(deadline, Instant.now());
		}

		/**
		 * Sets when the interruption is going to start, and what time it is now by the
		 * same clock.
		 * @param deadline the time, or {@code null} for none
		 * @param now the current time
		 * @return this builder
		 */
		public Builder deadline(@Nullable Instant deadline, Instant now) {
			this.deadline = deadline;
			if (deadline != null) {
				Duration remaining = Duration.between(now, deadline);
				// centuries are no number of nanoseconds
				long seconds = Math.max(-MAX_SECONDS, Math.min(MAX_SECONDS, remaining.getSeconds()));
				this.deadlineNanos = System.nanoTime() + Duration.ofSeconds(seconds, remaining.getNano()).toNanos();
			}
			return this;
		}

		/**
		 * Sets when the notice was read first.
		 * @param announcedAt the time
		 * @return this builder
		 */
		public Builder announcedAt(Instant announcedAt) {
			this.announcedAt = announcedAt;
			return this;
		}

		/**
		 * Sets where the notice was read.
		 * @param source the cloud's own path
		 * @return this builder
		 */
		public Builder source(String source) {
			this.source = source;
			return this;
		}

		/**
		 * Sets what the cloud says about the interruption.
		 * @param description the description
		 * @return this builder
		 */
		public Builder description(String description) {
			this.description = description;
			return this;
		}

		/**
		 * Sets the cloud's own fields.
		 * @param attributes the values by the cloud's own names
		 * @return this builder
		 */
		public Builder attributes(Map<String, String> attributes) {
			this.attributes = attributes;
			return this;
		}

		/**
		 * Sets whether the notice is advice. A notice of kind
		 * {@link InterruptionKind#REBALANCE} or {@link InterruptionKind#OTHER} always is.
		 * @param advice whether it is
		 * @return this builder
		 */
		public Builder advice(boolean advice) {
			this.advice = advice;
			return this;
		}

		/**
		 * Sets whether the cloud names a failure of the hardware as the reason.
		 * @param hardwareFailure whether it does
		 * @return this builder
		 */
		public Builder hardwareFailure(boolean hardwareFailure) {
			this.hardwareFailure = hardwareFailure;
			return this;
		}

		/**
		 * Builds the interruption.
		 * @return the interruption
		 */
		public CloudInterruption build() {
			return new CloudInterruption(this);
		}

	}

}
