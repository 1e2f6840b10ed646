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

package io.cloudmeta.recipes.registry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.cloudmeta.recipes.SimulatedMachine;
import io.cloudmeta.test.SimulatedInterruption;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the registration with a registry of Spring Cloud.
 */
class LeaveRegistryTests {

	@Test
	void isOutOfServiceFromTheNoticeOnAndUpAgainWhenItIsWithdrawn() {
		try (SimulatedMachine machine = new SimulatedMachine(Application.class)) {
			SimulatedInterruption preemption = SimulatedInterruption.preemption();
			assertThat(status(machine)).isEqualTo("UP");
			machine.announce(preemption);
			SimulatedMachine.await(() -> status(machine).equals("OUT_OF_SERVICE"));
			SimulatedMachine.await(() -> readiness(machine) == ReadinessState.REFUSING_TRAFFIC);
			machine.withdraw(preemption);
			SimulatedMachine.await(() -> status(machine).equals("UP"));
		}
	}

	@Test
	void whenAnnouncedLongBeforeLeavesByTheLeadBeforeTheDeadline() {
		try (SimulatedMachine machine = new SimulatedMachine(Application.class,
				"cloudmeta.interruptions.readiness-lead=90s")) {
			SimulatedInterruption reboot = SimulatedInterruption.reboot();
			machine.announce(reboot.in(Duration.ofMinutes(10)));
			SimulatedMachine.sleep(2500);
			assertThat(status(machine)).isEqualTo("UP");
			machine.announce(reboot.in(Duration.ofSeconds(85)));
			SimulatedMachine.await(() -> status(machine).equals("OUT_OF_SERVICE"));
		}
	}

	private static String status(SimulatedMachine machine) {
		return machine.get(Registry.class).status.get();
	}

	private static ReadinessState readiness(SimulatedMachine machine) {
		return machine.get(ApplicationAvailability.class).getReadinessState();
	}

	@EnableAutoConfiguration
	static class Application {

		@Bean
		Registry registry() {
			return new Registry();
		}

		@Bean
		Registration registration() {
			return new Instance();
		}

	}

	private static final class Instance extends DefaultServiceInstance implements Registration {

		private Instance() {
			super("orders-1", "orders", "127.0.0.1", 8080, false);
		}

	}

	private static final class Registry implements ServiceRegistry<Registration> {

		private final AtomicReference<String> status = new AtomicReference<>("UP");

		@Override
		public void register(Registration registration) {
		}

		@Override
		public void deregister(Registration registration) {
		}

		@Override
		public void close() {
		}

		@Override
		public void setStatus(Registration registration, String status) {
			this.status.set(status);
		}

		@Override
		@SuppressWarnings("unchecked")
		public <T> T getStatus(Registration registration) {
			return (T) this.status.get();
		}

	}

}
