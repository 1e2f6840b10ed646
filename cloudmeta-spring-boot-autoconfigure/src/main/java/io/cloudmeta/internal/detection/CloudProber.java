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

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.internal.detection.ProbePlan.Target;
import io.cloudmeta.internal.http.Deadline;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataException;
import org.jspecify.annotations.Nullable;

/**
 * Probes for a cloud that nothing local identifies, as {@link ProbePlan} describes. Each
 * further attempt continues where the one before ended. Used by one thread at a time.
 */
final class CloudProber {

	private final MetadataSessions sessions;

	private final Map<Target, ProbeSequence> sequences = new HashMap<>();

	private @Nullable CloudProvider proven;

	CloudProber(MetadataSessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * Makes an attempt.
	 * @param settings the settings
	 * @param candidates the clouds that may be probed
	 * @param deadline the deadline by which a cloud has to prove itself
	 * @param afterProof the deadline by which its identity has to be read
	 * @return what was found
	 */
	Outcome run(DetectionSettings settings, List<CloudProvider> candidates, Deadline deadline, Deadline afterProof) {
		Outcome outcome = new ProbeAttempt(settings, this.sessions, this::sequence, deadline, afterProof)
			.run(ProbePlan.targets(candidates, settings::endpoint));
		this.proven = outcome.provider();
		return outcome;
	}

	/**
	 * Returns the cloud that has proven itself in the latest attempt: another one need
	 * not find it again, only read what was not read then.
	 */
	@Nullable CloudProvider proven() {
		return this.proven;
	}

	private ProbeSequence sequence(Target target) {
		return this.sequences.computeIfAbsent(target, ProbeSequence::new);
	}

	/**
	 * What was found.
	 *
	 * @param provider the cloud that has proven itself, or {@code null}
	 * @param identity its identity, or {@code null} if it was not read
	 * @param failure the reason why it was not read, or {@code null}
	 * @param outlook why a further attempt may find more, or {@code null}
	 * @param evidence the evidence of the responses, in the order of the plan
	 */
	record Outcome(@Nullable CloudProvider provider, @Nullable InstanceMetadata identity,
			@Nullable MetadataException failure, @Nullable Outlook outlook, List<Evidence> evidence) {

		Outcome {
			evidence = List.copyOf(evidence);
		}

	}

}
