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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.internal.detection.ProbePlan.Step;
import io.cloudmeta.internal.http.Deadline;
import io.cloudmeta.internal.http.MetadataCall;
import io.cloudmeta.internal.http.MetadataCall.Exchange;
import io.cloudmeta.internal.http.MetadataSession;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

/**
 * What is asked at one address, one step after the other until a cloud proves itself.
 * Used once.
 */
final class ProbeSequence {

	private final List<Step> steps;

	/** Whom the canary and the evidence's source are counted for. */
	private final CloudProvider first;

	private final DetectionSettings settings;

	private final MetadataSessions sessions;

	private final Deadline deadline;

	private final List<Evidence> evidence = new ArrayList<>();

	/** Whether a cloud may be there that could not answer. */
	private boolean doubt;

	private boolean answered;

	/** What the canary found out, {@code null} before. */
	private @Nullable Boolean saysYesToEverything;

	ProbeSequence(List<Step> steps, DetectionSettings settings, MetadataSessions sessions, Deadline deadline) {
		this.settings = settings;
		this.steps = steps;
		this.first = steps.stream()
			.flatMap((step) -> Stream.ofNullable(step.provider()))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Nobody is asked"));
		this.sessions = sessions;
		this.deadline = deadline;
	}

	Outcome run() {
		for (Step step : this.steps) {
			long begin = System.nanoTime();
			CloudProvider provider = step.provider();
			try {
				if (provider == null) {
					releaseCanary(step, begin);
				}
				else if (mayAnswer(provider)) {
					InstanceMetadata identity = speak(provider, (client) -> service(provider).identify(client, false));
					note(provider, "answers as " + provider.getDisplayName() + " does", Bearing.FOR, begin);
					return new Outcome(identity, null, false, this.evidence);
				}
			}
			catch (MetadataException ex) {
				if (provider != null && ex.isFromThisCloud()) {
					note(provider, ex.getMessage() + ", as only that cloud says it", Bearing.FOR, begin);
					return new Outcome(null, new Refusal(provider, ex), false, this.evidence);
				}
				boolean mayPass = ex.getKind().isTransient();
				this.answered |= !ex.getKind().isSilence();
				this.doubt |= mayPass;
				note(provider, "%s (%s)".formatted(ex.getMessage(), step.reason()),
						mayPass ? Bearing.NEITHER : Bearing.AGAINST, begin);
				if (endsThere(provider, ex.getKind())) {
					break;
				}
			}
		}
		return new Outcome(null, null, this.doubt, this.evidence);
	}

	/**
	 * Whether it makes sense, after what the canary found out, to ask this one.
	 */
	private boolean mayAnswer(CloudProvider provider) {
		return this.saysYesToEverything == null
				|| this.saysYesToEverything.equals(provider.equals(CloudProvider.OPENNEBULA));
	}

	private void releaseCanary(Step step, long begin) throws MetadataException {
		String path = "/cloudmeta-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
		int status = speak(this.first, (client) -> client.get(path, Map.of()).status());
		this.answered = true;
		// a redirect leads to a page that wants something of people
		this.saysYesToEverything = status < 400;
		note(null, "%s got status %d (%s)".formatted(path, status, step.reason()), Bearing.NEITHER, begin);
	}

	/**
	 * Whether nothing more may be asked: nobody is there, or EC2 may be.
	 */
	private boolean endsThere(@Nullable CloudProvider provider, Kind kind) {
		boolean silent = kind == Kind.REFUSED || kind == Kind.UNREACHABLE || (kind.isSilence() && !this.answered);
		return silent || (CloudProvider.AWS.equals(provider) && kind.isTransient());
	}

	/**
	 * A service that is slow with a path that it does not know must not take all the time
	 * there is; the first one may, as without its answer nothing follows.
	 */
	private <T> T speak(CloudProvider provider, Exchange<T> course) throws MetadataException {
		Exchange<T> bounded = this.evidence.isEmpty() ? course : (client) -> course.run(client.withinPart(3));
		return MetadataCall.start(this.sessions.of(provider, this.settings), this.deadline, bounded).await();
	}

	private void note(@Nullable CloudProvider provider, String finding, Bearing bearing, long begin) {
		MetadataSession session = this.sessions.of((provider != null) ? provider : this.first, this.settings);
		this.evidence.add(new Evidence(DetectionResultBuilder.source(session), finding, provider, bearing,
				DetectionResultBuilder.since(begin)));
	}

	private MetadataService service(CloudProvider provider) {
		MetadataService service = this.settings.service(provider);
		if (service == null) {
			throw new IllegalStateException("There is no metadata service of " + provider);
		}
		return service;
	}

	/**
	 * What came of it.
	 *
	 * @param identity the identity of the cloud that proved itself, or {@code null}
	 * @param refusal a cloud's own word that it will not answer, or {@code null}
	 * @param doubt whether a cloud may be there that could not answer
	 * @param evidence each answer
	 */
	record Outcome(@Nullable InstanceMetadata identity, @Nullable Refusal refusal, boolean doubt,
			List<Evidence> evidence) {

		Outcome {
			evidence = List.copyOf(evidence);
		}

	}

	/**
	 * A cloud's own word that it will not answer.
	 *
	 * @param provider the cloud
	 * @param reason why
	 */
	record Refusal(CloudProvider provider, MetadataException reason) {

	}

}
