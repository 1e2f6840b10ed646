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

package io.cloudmeta.internal.platform;

import java.util.Map;

import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CloudRunPlatform}.
 */
class CloudRunPlatformTests {

	private static final String CLOUD_RUN = "gcp_cloud_run";

	@Test
	void readsAJob() {
		PlatformMatch match = TestEnvironment.simulated(CLOUD_RUN, Map.of("CLOUD_RUN_JOB", "billing")).look(CLOUD_RUN);
		assertThat(match.weight()).isEqualTo(Weight.WITHIN_THE_CLOUD);
		assertThat(named(match, "job")).isEqualTo("billing");
		assertThat(named(match, "execution")).isEqualTo("billing-w4x7k");
		assertThat(named(match, "taskIndex")).isEqualTo("0");
		assertThat(match.identity().getAttributes()).doesNotContainKey("K_SERVICE");
	}

	@Test
	void readsAWorkerPool() {
		PlatformMatch match = TestEnvironment.simulated(CLOUD_RUN, Map.of("CLOUD_RUN_WORKER_POOL", "queue"))
			.look(CLOUD_RUN);
		assertThat(match.identity().get(CloudField.PLATFORM)).isEqualTo("gcp_cloud_run");
		assertThat(named(match, "workerPool")).isEqualTo("queue");
		assertThat(named(match, "workerPoolRevision")).startsWith("queue-");
	}

	private static String named(PlatformMatch match, String name) {
		return match.identity().getAttributes().get(match.platform().getNames().get(name));
	}

}
