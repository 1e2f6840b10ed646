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

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import io.cloudmeta.Evidence;
import io.cloudmeta.internal.detection.CloudProber.Outcome;
import io.cloudmeta.internal.detection.ProbePlan.Step;
import io.cloudmeta.internal.detection.ProbePlan.Target;
import io.cloudmeta.internal.http.AlternativeAddresses;
import io.cloudmeta.internal.http.Deadline;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to find a cloud: at most four requests at a time, all under one deadline.
 * Used once, by one thread, which starts the requests and receives their results.
 */
final class ProbeAttempt {

	/** How many requests are under way at the same time. */
	static final int AT_ONCE = 4;

	/** How often a step is repeated where the service limits the number of requests. */
	private static final int REPETITIONS = 2;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	private final DetectionSettings settings;

	private final MetadataSessions sessions;

	private final Function<Target, ProbeSequence> sequences;

	private final Deadline deadline;

	private final Deadline afterProof;

	private final List<ProbeSequence> active = new ArrayList<>();

	/** All steps: of several clouds that prove themselves, the first one counts. */
	private final List<Step> order = new ArrayList<>(ProbePlan.steps());

	private final List<ProbeCall> waiting = new ArrayList<>();

	private final List<ProbeCall> running = new ArrayList<>();

	private final List<ProbeCall> proven = new ArrayList<>();

	private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

	/**
	 * Creates an attempt.
	 * @param settings the settings
	 * @param sessions the sessions
	 * @param sequences returns what is known of an address from earlier attempts
	 * @param deadline the deadline by which a cloud has to prove itself
	 * @param afterProof the deadline by which its identity has to be read
	 */
	ProbeAttempt(DetectionSettings settings, MetadataSessions sessions, Function<Target, ProbeSequence> sequences,
			Deadline deadline, Deadline afterProof) {
		this.settings = settings;
		this.sessions = sessions;
		this.sequences = sequences;
		this.deadline = deadline;
		this.afterProof = afterProof;
	}

	Outcome run(List<Target> targets) {
		targets.forEach(this::activate);
		try {
			while (!isDecided() && !this.deadline.isOver()) {
				this.active.forEach(this::enqueueNextWave);
				startWaiting();
				if (this.running.isEmpty() && this.waiting.isEmpty()) {
					break;
				}
				Runnable event = this.events.poll(nanosUntilNextAction(), TimeUnit.NANOSECONDS);
				if (event != null) {
					event.run();
				}
				giveUpSilent();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return isDecided() ? outcome() : outcomeInTime();
	}

	private void activate(Target target) {
		ProbeSequence sequence = this.sequences.apply(target);
		if (!this.active.contains(sequence)) {
			sequence.begin();
			this.active.add(sequence);
			target.steps().stream().filter((step) -> !this.order.contains(step)).forEach(this.order::add);
		}
	}

	private void enqueueNextWave(ProbeSequence sequence) {
		if (underWay().noneMatch((call) -> call.sequence() == sequence)) {
			for (Step step : sequence.nextWave()) {
				int rank = this.order.indexOf(step);
				if (rank < bestRank()) {
					this.waiting.add(new ProbeCall(sequence, step, rank));
				}
			}
		}
	}

	private Stream<ProbeCall> underWay() {
		return Stream.concat(this.waiting.stream(), this.running.stream());
	}

	private void startWaiting() {
		for (ProbeCall call : List.copyOf(this.waiting)) {
			ProbeSequence sequence = call.sequence();
			long earliest = sequence.earliest();
			if (isAfterDeadline(earliest) || sequence.isTooLate(this.deadline.remaining())) {
				this.waiting.remove(call);
				sequence.endOutOfTime();
			}
			else if (this.running.size() < AT_ONCE && earliest - System.nanoTime() <= 0) {
				this.waiting.remove(call);
				this.running.add(call);
				call.start(this.settings, this.sessions, this.deadline, this.afterProof,
						(ended) -> this.events.add(() -> happened(call, ended)));
			}
		}
	}

	private boolean isAfterDeadline(long time) {
		return time - this.deadline.nanoTime() >= 0;
	}

	private long nanosUntilNextAction() {
		long next = this.deadline.nanoTime();
		for (ProbeCall call : this.running) {
			next = earlier(call.giveUpAt(), next);
		}
		for (ProbeCall call : this.waiting) {
			next = (this.running.size() < AT_ONCE) ? earlier(call.sequence().earliest(), next) : next;
		}
		return Math.max(0, next - System.nanoTime());
	}

	private static long earlier(long time, long other) {
		return (time - other < 0) ? time : other;
	}

	private void giveUpSilent() {
		this.running.removeIf((call) -> call.giveUpAt() - System.nanoTime() <= 0 && call.giveUp());
	}

	private void happened(ProbeCall call, boolean ended) {
		if (!this.running.contains(call)) {
			// it was given up
			return;
		}
		if (ended) {
			ended(call);
		}
		else {
			proven(call);
		}
	}

	private void ended(ProbeCall call) {
		this.running.remove(call);
		try {
			if (call.end()) {
				proven(call);
			}
		}
		catch (MetadataException ex) {
			failed(call, ex);
		}
	}

	private void proven(ProbeCall call) {
		if (!this.proven.contains(call)) {
			this.proven.add(call);
			this.waiting.removeIf((other) -> other.rank() > call.rank());
		}
	}

	private void failed(ProbeCall call, MetadataException ex) {
		Duration throttled = call.call().throttled();
		if (ex.getKind() == Kind.BUSY && throttled != null) {
			int repetition = call.repeat();
			call.sequence().pause(throttled.plus(jittered(FIRST_PAUSE.multipliedBy(repetition))));
			if (repetition <= REPETITIONS && !isAfterDeadline(call.sequence().earliest())) {
				this.waiting.add(call);
				return;
			}
			call.sequence().end();
		}
		call.fail(ex);
		if (ex.getKind() == Kind.UNREACHABLE) {
			elsewhere(call.sequence().target()).forEach(this::activate);
		}
	}

	/**
	 * Machines that start together must not repeat their requests together.
	 */
	private static Duration jittered(Duration pause) {
		return pause.dividedBy(2).plusNanos(ThreadLocalRandom.current().nextLong(pause.toNanos()));
	}

	/**
	 * Returns what is probed at the further addresses of the clouds to whose first
	 * address there is no route.
	 */
	private List<Target> elsewhere(Target target) {
		Map<URI, List<Step>> steps = new LinkedHashMap<>();
		for (Step step : target.steps()) {
			MetadataEndpoint endpoint = (step.provider() != null) ? this.settings.endpoint(step.provider()) : null;
			if (endpoint != null && endpoint.uri().equals(target.address())) {
				AlternativeAddresses.of(endpoint)
					.forEach((address) -> steps.computeIfAbsent(address, (uri) -> new ArrayList<>()).add(step));
			}
		}
		return steps.entrySet().stream().map((entry) -> new Target(entry.getKey(), entry.getValue())).toList();
	}

	private @Nullable ProbeCall best() {
		return this.proven.stream().min(Comparator.comparingInt(ProbeCall::rank)).orElse(null);
	}

	private int bestRank() {
		ProbeCall best = best();
		return (best != null) ? best.rank() : Integer.MAX_VALUE;
	}

	/**
	 * Returns whether a cloud has proven itself, and none that comes before it can do so
	 * any more.
	 */
	private boolean isDecided() {
		int best = bestRank();
		return !this.proven.isEmpty() && underWay().noneMatch((call) -> call.rank() < best)
				&& this.active.stream().noneMatch((sequence) -> mayProveBefore(sequence, best));
	}

	private boolean mayProveBefore(ProbeSequence sequence, int rank) {
		return sequence.target()
			.steps()
			.stream()
			.anyMatch((step) -> this.order.indexOf(step) < rank && sequence.isOpen(step));
	}

	/**
	 * Ends all that has not proven itself in time.
	 */
	private Outcome outcomeInTime() {
		for (ProbeCall call : List.copyOf(this.running)) {
			if (call.call().isProven()) {
				proven(call);
			}
			else {
				ended(call);
			}
		}
		this.active.stream().filter((sequence) -> !sequence.nextWave().isEmpty()).forEach(ProbeSequence::endOutOfTime);
		return outcome();
	}

	private Outcome outcome() {
		ProbeCall best = best();
		this.running.stream().filter((call) -> call != best).forEach((call) -> call.call().abort());
		if (best != null && this.running.contains(best)) {
			ended(best);
		}
		List<Evidence> evidence = new ArrayList<>();
		Outlook outlook = null;
		for (ProbeSequence sequence : this.active) {
			evidence.addAll(sequence.evidence((step) -> this.order.indexOf(step) <= bestRank()));
			outlook = Outlook.of(outlook, sequence.outlook());
		}
		if (best == null) {
			return new Outcome(null, null, null, outlook, evidence);
		}
		this.proven.stream().filter((call) -> call != best).map((call) -> call.lostTo(best)).forEach(evidence::add);
		return new Outcome(best.provider(), best.identity(), best.failure(), outlook, evidence);
	}

}
