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

package io.cloudmeta.internal.interruption;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.cloudmeta.internal.interruption.Sighting.Notice;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruption.State;
import io.cloudmeta.interruption.CloudInterruptionEvent.Change;
import org.jspecify.annotations.Nullable;

/**
 * What one key has announced so far. Compares each reading with the one before.
 */
final class KnownNotices {

	private static final Duration TOLERANCE = Duration.ofMillis(2500);

	private static final Duration SHORTEST_MOVE = Duration.ofSeconds(1);

	/** Each one has events, and a line in the log. */
	static final int MAX_NOTICES = 100;

	private final Map<String, Known> notices = new LinkedHashMap<>();

	/**
	 * Takes note of a reading. Of very many interruptions, only the first ones count.
	 * @param sighting the reading
	 * @return what has changed since the one before, in the order in which it is
	 * published
	 */
	List<InterruptionChange> update(Sighting sighting) {
		List<InterruptionChange> changes = new ArrayList<>();
		Map<String, Known> gone = new LinkedHashMap<>(this.notices);
		Set<String> ids = new HashSet<>();
		for (Notice notice : sighting.interruptions()) {
			String id = notice.interruption().getId();
			Known before = gone.remove(id);
			InterruptionChange change = null;
			if (ids.add(id)) {
				change = (before != null) ? before.update(notice) : announce(notice);
			}
			if (change != null) {
				changes.add(change);
			}
		}
		// what is not known is not gone
		if (sighting.unknown() == null) {
			gone.forEach((id, known) -> {
				this.notices.remove(id);
				changes.add(known.vanish());
			});
		}
		return changes;
	}

	private @Nullable InterruptionChange announce(Notice notice) {
		if (this.notices.size() >= MAX_NOTICES) {
			return null;
		}
		CloudInterruption interruption = notice.interruption();
		this.notices.put(interruption.getId(), new Known(interruption));
		return new InterruptionChange(Change.ANNOUNCED, interruption);
	}

	Collection<CloudInterruption> interruptions() {
		return this.notices.values().stream().map((known) -> known.interruption).toList();
	}

	/**
	 * Forgets everything.
	 * @return the changes that this is
	 */
	List<InterruptionChange> clear() {
		List<InterruptionChange> changes = this.notices.values().stream().map(Known::vanish).toList();
		this.notices.clear();
		return changes;
	}

	/**
	 * A notice that was read.
	 */
	private static final class Known {

		private CloudInterruption interruption;

		/** The deadline that was read last. */
		private @Nullable Instant read;

		private long readAt = System.nanoTime();

		Known(CloudInterruption interruption) {
			this.interruption = interruption;
			this.read = interruption.getDeadline();
		}

		@Nullable InterruptionChange update(Notice notice) {
			CloudInterruption now = notice.interruption();
			boolean sameDeadline = notice.estimated() || isSame(now.getDeadline());
			boolean sameState = now.getState() == this.interruption.getState()
					&& now.getKind() == this.interruption.getKind() && now.isAdvice() == this.interruption.isAdvice()
					&& now.isHardwareFailure() == this.interruption.isHardwareFailure();
			this.read = now.getDeadline();
			this.readAt = System.nanoTime();
			if (sameDeadline && sameState) {
				return null;
			}
			CloudInterruption.Builder builder = (sameDeadline && this.interruption.getDeadline() != null)
					? this.interruption.toBuilder()
						.state(now.getState())
						.description(now.getDescription())
						.attributes(now.getAttributes())
						.advice(now.isAdvice())
						.hardwareFailure(now.isHardwareFailure())
					: now.toBuilder();
			this.interruption = builder.announcedAt(this.interruption.getAnnouncedAt()).build();
			return new InterruptionChange(Change.CHANGED, this.interruption);
		}

		/**
		 * Returns whether a deadline is the one that was read before. One that is always
		 * the same time away, as that of EC2's metadata mock, does not move.
		 */
		private boolean isSame(@Nullable Instant deadline) {
			Instant before = this.read;
			if (deadline == null || before == null) {
				return deadline == null && before == null;
			}
			Duration move = Duration.between(before, deadline);
			Duration elapsed = Duration.ofNanos(System.nanoTime() - this.readAt);
			boolean slides = !move.isNegative() && move.minus(elapsed).abs().compareTo(TOLERANCE) <= 0;
			return move.abs().compareTo(SHORTEST_MOVE) < 0 || slides;
		}

		InterruptionChange vanish() {
			Duration remaining = this.interruption.getRemaining();
			boolean started = this.interruption.getState() == State.STARTED
					|| (remaining != null && remaining.isZero());
			return new InterruptionChange(started ? Change.ENDED : Change.WITHDRAWN, this.interruption);
		}

	}

}
