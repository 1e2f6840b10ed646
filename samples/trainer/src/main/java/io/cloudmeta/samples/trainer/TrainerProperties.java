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

package io.cloudmeta.samples.trainer;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

/**
 * What is trained, and how it is kept.
 *
 * @param job the name of the job. Machines with the same job share its checkpoints, and
 * only one of them trains
 * @param steps the number of steps
 * @param checkpointEvery the number of steps between two checkpoints without a notice
 * @param lease how long a machine that gives no sign keeps the job
 * @param lead the time before an announced interruption at which the job stops. Where
 * less is left, it stops at once
 * @param stepTime the least time for a step, for people who want to watch
 * @param model what the model learns, and how
 */
@ConfigurationProperties("trainer")
record TrainerProperties(String job, int steps, int checkpointEvery, Duration lease, Duration lead, Duration stepTime,
		Model model) {

	TrainerProperties {
		Assert.isTrue(job.matches("[a-z0-9][a-z0-9-]{0,62}"), "trainer.job must be letters, digits and hyphens");
		Assert.isTrue(steps > 0, "trainer.steps must be positive");
		Assert.isTrue(checkpointEvery > 0, "trainer.checkpoint-every must be positive");
		Assert.isTrue(lease.toMillis() >= 100, "trainer.lease must be at least 100ms");
	}

	/**
	 * The data and the model. A checkpoint fits one set of these values only.
	 *
	 * @param seed the seed of all random numbers
	 * @param rows the number of rows to learn from
	 * @param features the number of features of each row
	 * @param batch the number of rows of a step
	 * @param learningRate the learning rate
	 * @param momentum the momentum
	 */
	record Model(long seed, int rows, int features, int batch, double learningRate, double momentum) {

	}

}
