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

package io.cloudmeta.recipes.checkpoint;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.cloudmeta.recipes.SimulatedMachine;
import io.cloudmeta.test.SimulatedInterruption;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.batch.autoconfigure.BatchAutoConfiguration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CheckpointBeforeTheEnd}.
 */
class CheckpointBeforeTheEndTests {

	@Test
	void savesOnTheNoticeAndAgainBeforeTheDeadline() {
		try (SimulatedMachine machine = new SimulatedMachine(Application.class)) {
			long start = System.nanoTime();
			machine.announce(SimulatedInterruption.preemption().in(Duration.ofSeconds(8)));
			List<Long> saved = machine.get(Application.Saved.class).times;
			SimulatedMachine.await(() -> saved.size() == 2);
			// The notice is read within a second. AWS states whole seconds, and two are
			// reserved
			assertThat(saved.get(0) - start).isLessThan(Duration.ofMillis(4500).toNanos());
			assertThat(saved.get(1) - start).isBetween(Duration.ofMillis(4900).toNanos(),
					Duration.ofMillis(7900).toNanos());
		}
	}

	@Test
	void whenWithdrawnDoesNotSaveAgain() {
		try (SimulatedMachine machine = new SimulatedMachine(Application.class)) {
			SimulatedInterruption preemption = SimulatedInterruption.preemption().in(Duration.ofSeconds(6));
			machine.announce(preemption);
			List<Long> saved = machine.get(Application.Saved.class).times;
			SimulatedMachine.await(() -> saved.size() == 1);
			machine.withdraw(preemption);
			SimulatedMachine.sleep(5500);
			assertThat(saved).hasSize(1);
		}
	}

	@SpringBootApplication(exclude = BatchAutoConfiguration.class)
	@EnableScheduling
	static class Application {

		@Component
		static class Saved implements Checkpoints {

			private final List<Long> times = new CopyOnWriteArrayList<>();

			@Override
			public void save() {
				this.times.add(System.nanoTime());
			}

		}

	}

}
