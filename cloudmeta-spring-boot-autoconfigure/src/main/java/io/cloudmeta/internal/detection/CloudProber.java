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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import io.cloudmeta.internal.detection.ProbePlan.Step;
import io.cloudmeta.internal.detection.ProbeSequence.Outcome;
import io.cloudmeta.internal.http.Deadline;
import io.cloudmeta.internal.http.DetachedThread;

/**
 * Asks clouds that nothing names, as {@link ProbePlan} says: one address beside the
 * other, under one deadline.
 */
final class CloudProber {

	private final DetectionSettings settings;

	private final MetadataSessions sessions;

	private final Deadline deadline;

	CloudProber(DetectionSettings settings, MetadataSessions sessions, Deadline deadline) {
		this.settings = settings;
		this.sessions = sessions;
		this.deadline = deadline;
	}

	/**
	 * Asks all that may be asked, and waits for all of them: who is quicker does not
	 * count.
	 * @param sequences what is asked at each address
	 * @return what came of each
	 */
	List<Outcome> run(List<List<Step>> sequences) {
		List<FutureTask<Outcome>> tasks = new ArrayList<>();
		for (List<Step> steps : sequences) {
			FutureTask<Outcome> task = new FutureTask<>(
					new ProbeSequence(steps, this.settings, this.sessions, this.deadline)::run);
			tasks.add(task);
			if (sequences.size() == 1) {
				task.run();
			}
			else {
				DetachedThread.start("cloudmeta-probing", task);
			}
		}
		return tasks.stream().map(CloudProber::join).toList();
	}

	/**
	 * Waits for what ends with the deadline.
	 */
	private static Outcome join(FutureTask<Outcome> task) {
		try {
			return task.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			task.cancel(true);
			return new Outcome(null, null, true, List.of());
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof OutOfMemoryError error) {
				throw error;
			}
			throw new IllegalStateException("The probing for a cloud failed", ex.getCause());
		}
	}

}
