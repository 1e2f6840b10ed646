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
import java.time.Instant;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruptionEvent;
import io.cloudmeta.interruption.CloudInterruptionEvent.Change;
import io.cloudmeta.interruption.InterruptionKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Interruptions}.
 */
class InterruptionsTests {

	private final Progress progress = new Progress(null);

	private final Interruptions interruptions = new Interruptions(CheckpointsTests.PROPERTIES, this.progress);

	@Test
	void whenLittleTimeIsLeftStopsAtOnce() {
		publish(Change.ANNOUNCED, InterruptionKind.PREEMPTION, Duration.ofSeconds(119));
		assertThat(this.interruptions.isStop()).isTrue();
		assertThat(this.progress.snapshot().interruption().kind()).isEqualTo("preemption");
		assertThat(this.progress.snapshot().interruption().remaining()).isBetween(100_000L, 119_000L);
	}

	@Test
	void whenTheCloudStatesNoTimeStopsAtOnce() {
		publish(Change.ANNOUNCED, InterruptionKind.PREEMPTION, null);
		assertThat(this.interruptions.isStop()).isTrue();
		assertThat(this.progress.snapshot().interruption().remaining()).isNull();
	}

	@Test
	void whenMuchTimeIsLeftSavesOnceAndGoesOn() {
		publish(Change.ANNOUNCED, InterruptionKind.REBOOT, Duration.ofMinutes(15));
		assertThat(this.interruptions.isStop()).isFalse();
		assertThat(this.interruptions.takeCheckpointWanted()).isTrue();
		assertThat(this.interruptions.takeCheckpointWanted()).isFalse();
		publish(Change.CHANGED, InterruptionKind.REBOOT, Duration.ofMinutes(1));
		assertThat(this.interruptions.isStop()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "REBALANCE", "OTHER", "FREEZE", "LIVE_MIGRATION", "STANDBY" })
	void whenTheProcessSurvivesSavesAndGoesOn(InterruptionKind kind) {
		publish(Change.ANNOUNCED, kind, Duration.ofSeconds(10));
		assertThat(this.interruptions.isStop()).isFalse();
		assertThat(this.interruptions.takeCheckpointWanted()).isTrue();
		assertThat(this.progress.snapshot().interruption()).isNull();
	}

	@Test
	@Timeout(20)
	void whenWithdrawnMayWorkAgain() throws Exception {
		publish(Change.ANNOUNCED, InterruptionKind.STOP, Duration.ofSeconds(10));
		Thread thread = new Thread(() -> publish(Change.WITHDRAWN, InterruptionKind.STOP, Duration.ofSeconds(10)));
		thread.start();
		this.interruptions.awaitWork();
		assertThat(this.interruptions.isStop()).isFalse();
		thread.join();
		assertThat(this.progress.snapshot().interruption()).isNull();
	}

	@Test
	@Timeout(20)
	void whenTheApplicationClosesWaitsForNothing() throws Exception {
		publish(Change.ANNOUNCED, InterruptionKind.STOP, null);
		this.interruptions.close();
		this.interruptions.awaitWork();
		assertThat(this.interruptions.isClosing()).isTrue();
		assertThat(this.interruptions.isStop()).isTrue();
	}

	private void publish(Change change, InterruptionKind kind, @Nullable Duration remaining) {
		CloudInterruption interruption = CloudInterruption.builder("id", kind, CloudProvider.AWS)
			.deadline((remaining != null) ? Instant.now().plus(remaining) : null)
			.build();
		this.interruptions.interrupted(new CloudInterruptionEvent(this, change, interruption));
	}

}
