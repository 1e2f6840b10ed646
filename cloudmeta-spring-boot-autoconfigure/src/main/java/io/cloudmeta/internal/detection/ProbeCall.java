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

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.internal.detection.ProbePlan.Step;
import io.cloudmeta.internal.http.Deadline;
import io.cloudmeta.internal.http.MetadataCall;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

/**
 * One step of the plan at one address, from its first request to its result.
 */
final class ProbeCall {

	private final ProbeSequence sequence;

	private final Step step;

	private final CloudProvider provider;

	private final int rank;

	private int repetitions;

	private long begin;

	private long giveUpAt;

	private @Nullable MetadataCall<Answer> call;

	private @Nullable InstanceMetadata identity;

	private @Nullable MetadataException failure;

	/**
	 * Creates a call that does nothing yet.
	 * @param sequence what is known of the address
	 * @param step the step
	 * @param rank the place of the step: of several clouds that prove themselves, the one
	 * with the lowest rank counts
	 */
	ProbeCall(ProbeSequence sequence, Step step, int rank) {
		this.sequence = sequence;
		this.step = step;
		this.rank = rank;
		this.provider = Stream.concat(Stream.of(step), sequence.target().steps().stream())
			.flatMap((candidate) -> Stream.ofNullable(candidate.provider()))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no cloud to probe for"));
	}

	ProbeSequence sequence() {
		return this.sequence;
	}

	/**
	 * Returns the cloud, or the first one at the address for the path that no cloud
	 * serves.
	 */
	CloudProvider provider() {
		return this.provider;
	}

	int rank() {
		return this.rank;
	}

	/**
	 * Sends the first request.
	 * @param settings the settings
	 * @param sessions the sessions
	 * @param deadline the deadline by which the cloud has to prove itself
	 * @param afterProof the deadline of the requests after that
	 * @param listener receives what happens, as
	 * {@link MetadataCall#probe(io.cloudmeta.internal.http.MetadataSession, Deadline, Deadline, Consumer, MetadataCall.Exchange)
	 * the call} reports it
	 */
	void start(DetectionSettings settings, MetadataSessions sessions, Deadline deadline, Deadline afterProof,
			Consumer<Boolean> listener) {
		this.begin = System.nanoTime();
		this.giveUpAt = this.begin + this.sequence.patience(deadline.remaining()).toNanos();
		this.sequence.callStarted();
		this.call = MetadataCall.probe(sessions.of(this.provider, settings), deadline, afterProof, listener,
				(client) -> send(client.at(this.sequence.target().address()), settings));
	}

	private Answer send(MetadataClient client, DetectionSettings settings) throws MetadataException {
		if (this.step.isCanary()) {
			String path = "/cloudmeta-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
			return new Answer(path, client.get(path, Map.of()).status(), null);
		}
		MetadataService service = settings.service(this.provider);
		if (service == null) {
			throw new IllegalStateException("There is no metadata service of " + this.provider);
		}
		InstanceMetadata result = service.identify(client, false);
		client.settle();
		return new Answer("", 200, result);
	}

	MetadataCall<Answer> call() {
		MetadataCall<Answer> started = this.call;
		if (started == null) {
			throw new IllegalStateException("The call was not started");
		}
		return started;
	}

	/**
	 * Returns when the steps that follow do not wait for this one any longer.
	 * @return the time in terms of {@link System#nanoTime()}
	 */
	long giveUpAt() {
		return this.giveUpAt;
	}

	/**
	 * Ends the call without a result, unless the cloud has proven itself.
	 * @return whether it was ended
	 */
	boolean giveUp() {
		if (call().isProven()) {
			return false;
		}
		call().abort();
		this.sequence.callEnded();
		fail(new MetadataException(Kind.TIMEOUT, this.sequence.target().address() + " did not respond in time", ""));
		return true;
	}

	/**
	 * Waits for the result and notes it.
	 * @return whether the cloud has proven itself
	 * @throws MetadataException if the step failed, which is not noted
	 */
	boolean end() throws MetadataException {
		try {
			Answer answer = call().await();
			this.identity = answer.identity();
			if (this.identity == null) {
				// a redirect leads to a page for people
				this.sequence.canaryAnswered(answer.status() < 400,
						evidence("%s got status %d".formatted(answer.path(), answer.status()), Bearing.NEITHER));
				return false;
			}
			this.sequence.answered(this.step,
					evidence("responds as %s does".formatted(this.provider.getDisplayName()), Bearing.FOR));
			return true;
		}
		catch (MetadataException ex) {
			if (!ex.isFromThisCloud() && !call().isProven()) {
				throw ex;
			}
			this.failure = ex;
			String proof = ex.isFromThisCloud() ? "only this cloud responds like that" : "it proved itself before";
			this.sequence.answered(this.step, evidence("%s; %s".formatted(ex.getMessage(), proof), Bearing.FOR));
			return true;
		}
		finally {
			this.sequence.callEnded();
		}
	}

	/**
	 * Notes that the step failed.
	 */
	void fail(MetadataException ex) {
		Bearing bearing = ex.getKind().isTransient() ? Bearing.NEITHER : Bearing.AGAINST;
		this.sequence.failed(this.step, evidence(ex.getMessage(), bearing), ex);
	}

	/**
	 * Returns what is known of a cloud that has proven itself but does not count.
	 */
	Evidence lostTo(ProbeCall first) {
		return evidence("responds as %s does, but %s comes first".formatted(this.provider.getDisplayName(),
				first.provider.getDisplayName()), Bearing.NEITHER);
	}

	/**
	 * Returns the identity of a cloud that has proven itself.
	 * @return the identity, or {@code null} if it was not read
	 */
	@Nullable InstanceMetadata identity() {
		return this.identity;
	}

	/**
	 * Returns why the identity of a cloud that has proven itself was not read.
	 * @return the reason, or {@code null}
	 */
	@Nullable MetadataException failure() {
		return this.failure;
	}

	/**
	 * Counts a repetition.
	 * @return how often the step is repeated, this time included
	 */
	int repeat() {
		return ++this.repetitions;
	}

	private Evidence evidence(String finding, Bearing bearing) {
		return new Evidence("metadata service at " + this.sequence.target().address(), finding, this.step.provider(),
				bearing, DetectionResultBuilder.since(this.begin));
	}

	/**
	 * The response to a step.
	 *
	 * @param path the path that no cloud serves, or an empty text
	 * @param status the status of the response
	 * @param identity the identity, or {@code null} for the path that no cloud serves
	 */
	record Answer(String path, int status, @Nullable InstanceMetadata identity) {

	}

}
