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

package io.cloudmeta.internal.detection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.internal.detection.ProbePlan.Step;
import io.cloudmeta.internal.detection.ProbePlan.Target;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The results at one address, and the next step there. It sends no request itself. Steps
 * with a response have it for all further attempts too, so that each of them continues
 * where the one before ended.
 */
final class ProbeSequence {

	/** Azure responds to as many requests per second, from all processes of a machine. */
	private static final int LIMIT_OF_AZURE = 5;

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	/** How many times longer than the fastest response another one may take. */
	private static final int SLOWEST_PER_FASTEST = 10;

	private static final int MAX_CANARY_TIMEOUTS = 2;

	private final Target target;

	private final Map<Step, Evidence> answers = new HashMap<>();

	/** When the calls of the last second ended: their requests arrived before. */
	private final Deque<Long> ends = new ArrayDeque<>();

	private int underWay;

	/** Whether the service returns something for any path, {@code null} if not known. */
	private @Nullable Boolean servesAnyPath;

	/** How often there was no response to the path that no cloud serves. */
	private int canaryTimeouts;

	private long fastestResponse = Long.MAX_VALUE;

	/** What failed in the current attempt for a reason that may pass. */
	private final Map<Step, Evidence> failures = new HashMap<>();

	/** When the time of the service's Retry-After is over. */
	private long notBefore = System.nanoTime();

	private boolean ended;

	private boolean answered;

	private boolean outOfTime;

	private @Nullable Outlook outlook;

	ProbeSequence(Target target) {
		this.target = target;
	}

	Target target() {
		return this.target;
	}

	/**
	 * Begins another attempt.
	 */
	void begin() {
		this.failures.clear();
		this.ended = false;
		this.answered = false;
		this.outOfTime = false;
		this.outlook = null;
	}

	/**
	 * Returns the steps that come next, all at once: none if nothing more may be sent in
	 * this attempt.
	 */
	List<Step> nextWave() {
		List<Step> open = this.target.steps().stream().filter(this::isOpen).toList();
		return open.stream().filter((step) -> step.wave() == open.get(0).wave()).limit(ProbeAttempt.AT_ONCE).toList();
	}

	/**
	 * Returns whether a step may still be sent in this attempt.
	 */
	boolean isOpen(Step step) {
		if (this.ended || this.answers.containsKey(step) || this.failures.containsKey(step)) {
			return false;
		}
		if (step.isCanary()) {
			// a service that never responds to such a path does not serve any path
			return this.canaryTimeouts < MAX_CANARY_TIMEOUTS;
		}
		boolean undecided = !this.target.steps().contains(ProbePlan.CANARY) || isOpen(ProbePlan.CANARY);
		return undecided || step.isFor(CloudProvider.AWS)
				|| step.isFor(CloudProvider.OPENNEBULA) == Boolean.TRUE.equals(this.servesAnyPath);
	}

	/**
	 * Returns when the next request may be sent: after the time of the service's
	 * Retry-After, and within the limit of Azure unless the service is not Azure's.
	 * @return the time in terms of {@link System#nanoTime()}
	 */
	long earliest() {
		long now = System.nanoTime();
		while (!this.ends.isEmpty() && now - this.ends.getFirst() >= SECOND) {
			this.ends.removeFirst();
		}
		long next = this.notBefore;
		if (mayBeAzure() && !this.ends.isEmpty() && this.ends.size() + this.underWay >= LIMIT_OF_AZURE) {
			long expiry = this.ends.getFirst() + SECOND;
			next = (expiry - next > 0) ? expiry : next;
		}
		return next;
	}

	private boolean mayBeAzure() {
		return this.target.steps()
			.stream()
			.anyMatch((step) -> step.isFor(CloudProvider.AZURE) && !this.answers.containsKey(step));
	}

	/**
	 * Returns whether a request would receive no response in time even if its response
	 * were the fastest one.
	 */
	boolean isTooLate(Duration remaining) {
		return !this.answers.isEmpty() && remaining.toNanos() < this.fastestResponse;
	}

	/**
	 * Returns how long to wait for a response. A service that does not respond to a path
	 * that does not exist must not use up the time of the steps that follow.
	 * @param remaining the time until the deadline
	 */
	Duration patience(Duration remaining) {
		return this.answers.isEmpty() ? remaining
				: Duration.ofNanos(Math.max(remaining.toNanos() / 2, this.fastestResponse * SLOWEST_PER_FASTEST));
	}

	void callStarted() {
		this.underWay++;
	}

	void callEnded() {
		this.underWay--;
		this.ends.addLast(System.nanoTime());
	}

	/**
	 * Ends this attempt.
	 */
	void end() {
		this.ended = true;
	}

	/**
	 * Ends this attempt, as a request would receive no response in time.
	 */
	void endOutOfTime() {
		this.outOfTime = true;
		end();
	}

	void pause(Duration pause) {
		this.notBefore = System.nanoTime() + pause.toNanos();
	}

	void canaryAnswered(boolean found, Evidence evidence) {
		this.servesAnyPath = found;
		answered(ProbePlan.CANARY, evidence);
	}

	void answered(Step step, Evidence evidence) {
		this.answered = true;
		this.answers.put(step, evidence);
		this.fastestResponse = Math.min(this.fastestResponse, evidence.elapsed().toNanos());
	}

	/**
	 * Notes that a step failed.
	 */
	void failed(Step step, Evidence evidence, MetadataException failure) {
		Kind kind = failure.getKind();
		if (!kind.isTransient()) {
			answered(step, evidence);
			return;
		}
		this.failures.put(step, evidence);
		this.outlook = Outlook.of(this.outlook, Outlook.of(kind));
		boolean nobodyThere = kind == Kind.REFUSED || kind == Kind.UNREACHABLE
				|| (kind.isSilence() && this.answers.isEmpty());
		if (nobodyThere || step.isFor(CloudProvider.AWS)) {
			end();
		}
		if (kind == Kind.TIMEOUT) {
			this.outOfTime = true;
			this.canaryTimeouts += (step.isCanary() && !this.answers.isEmpty()) ? 1 : 0;
		}
	}

	/**
	 * Returns why another attempt may find more here, {@code null} if it would not.
	 */
	@Nullable Outlook outlook() {
		if (!this.outOfTime) {
			return this.outlook;
		}
		return this.answered ? Outlook.UNFINISHED : Outlook.UNANSWERED;
	}

	/**
	 * Returns what is known of some steps, in their order.
	 */
	List<Evidence> evidence(Predicate<Step> filter) {
		List<Evidence> evidence = new ArrayList<>();
		for (Step step : this.target.steps()) {
			Evidence known = this.failures.getOrDefault(step, this.answers.get(step));
			if (known != null && filter.test(step)) {
				evidence.add(known);
			}
		}
		return evidence;
	}

}
