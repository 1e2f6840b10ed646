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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.cloudmeta.samples.store.TestStores;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.SimulatedInterruption;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * A fleet of one machine: as an instance group does, it starts another one when the
 * machine is gone. A machine is a simulated cloud and the application in a context of its
 * own; it ends as a machine does, without a chance to save anything.
 */
final class Fleet implements AutoCloseable {

	/** Their last two characters become the machine's number. */
	private static final Map<String, String> INSTANCES = Map.of("aws", "i-0d58e2a7f1c496300", "azure",
			"5e9c07b1-42d8-4f6a-b3e5-91f7a2c06d00", "gcp", "6902713845510277300", "alibaba", "i-bp1f4k7n2wq9xz3d5m00",
			"tencent", "ins-7k2m9x00", "yandex", "fhm2n6v8k4q0x7c5r900", "hetzner", "48172900");

	private static final List<String> WITH_LIFECYCLE = List.of("aws", "azure", "gcp");

	private final String cloud;

	private final Progress progress;

	private final TestStores stores;

	private final Duration notice;

	private final Map<String, String> properties;

	private final Path folder;

	private final ScheduledExecutorService supervisor = Executors.newSingleThreadScheduledExecutor();

	private final Object monitor = new Object();

	private boolean notices = true;

	private boolean interrupted;

	private int machines;

	private @Nullable Machine machine;

	/**
	 * Creates a fleet in which no machine runs yet.
	 * @param cloud the simulated cloud
	 * @param progress where the machines report their progress
	 * @param stores the stores of that cloud
	 * @param notice the time from a notice to the end of the machine
	 * @param properties the application's properties
	 */
	Fleet(String cloud, Progress progress, TestStores stores, Duration notice, Map<String, String> properties) {
		this.cloud = cloud;
		this.progress = progress;
		this.stores = stores;
		this.notice = notice;
		this.properties = properties;
		try {
			this.folder = Files.createTempDirectory("training");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts the first machine.
	 * @throws IllegalArgumentException if the cloud can't be simulated
	 */
	void start() {
		synchronized (this.monitor) {
			this.machine = new Machine(++this.machines);
			this.interrupted = false;
		}
	}

	State getState() {
		synchronized (this.monitor) {
			boolean interruptible = this.machine != null && !this.interrupted && this.progress.snapshot().step() > 0
					&& this.progress.snapshot().phase().matches("training|waiting");
			return new State(this.notices, interruptible, this.notice.toSeconds());
		}
	}

	void setNotices(boolean notices) {
		synchronized (this.monitor) {
			this.notices = notices;
		}
	}

	/**
	 * Interrupts the machine: after a notice, if they are on and the cloud gives any.
	 * @return whether there is a machine that can be interrupted now
	 */
	boolean interrupt() {
		synchronized (this.monitor) {
			if (!getState().interruptible()) {
				return false;
			}
			this.interrupted = true;
			Duration delay = (this.notices && this.machine.announce(this.notice)) ? this.notice : Duration.ZERO;
			this.supervisor.schedule(this::replace, delay.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
	}

	private void replace() {
		try {
			this.machine.end();
			this.progress.machineGone();
			start();
		}
		catch (RuntimeException ex) {
			LogFactory.getLog(Fleet.class).error("No other machine could be started", ex);
		}
	}

	Machine getMachine() {
		return this.machine;
	}

	@Override
	public void close() {
		this.supervisor.shutdownNow();
		if (this.machine != null) {
			this.machine.end();
		}
		try {
			FileSystemUtils.deleteRecursively(this.folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What the page knows about the fleet.
	 *
	 * @param notices whether interruptions are announced
	 * @param interruptible whether there is a machine that can be interrupted now
	 * @param seconds the time from a notice to the end of the machine
	 */
	record State(boolean notices, boolean interruptible, long seconds) {

	}

	/**
	 * A machine.
	 */
	final class Machine {

		private final CloudSimulator simulator;

		private final Thread thread;

		private volatile @Nullable ConfigurableApplicationContext context;

		private Machine(int number) {
			Map<String, String> values = new HashMap<>();
			String instance = INSTANCES.get(Fleet.this.cloud);
			if (instance != null) {
				values.put("instanceId", instance.substring(0, instance.length() - 2) + "%02d".formatted(number));
			}
			if (WITH_LIFECYCLE.contains(Fleet.this.cloud)) {
				values.put("lifecycle", "spot");
			}
			this.simulator = CloudSimulator.start(Fleet.this.cloud, values);
			this.thread = new Thread(this::run, "machine-" + number);
			this.thread.start();
		}

		private void run() {
			SpringApplication application = new SpringApplication(TrainerApplication.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.setRegisterShutdownHook(false);
			application.addInitializers(Fleet.this.stores, (context) -> {
				this.context = context;
				((GenericApplicationContext) context).registerBean(Progress.class, () -> Fleet.this.progress);
			});
			Map<String, String> all = new HashMap<>(this.simulator.getProperties());
			all.putAll(Fleet.this.stores.getProperties());
			all.put("spring.main.banner-mode", "off");
			all.put("cloudmeta.interruptions.interval", "1s");
			all.put("storage.folder", Fleet.this.folder.toString());
			all.putAll(Fleet.this.properties);
			application.run(all.entrySet()
				.stream()
				.map((property) -> "--" + property.getKey() + "=" + property.getValue())
				.toArray(String[]::new));
		}

		boolean announce(Duration notice) {
			try {
				this.simulator
					.announce(SimulatedInterruption.of(Fleet.this.cloud.equals("yandex") ? "termination" : "preemption")
						.in(notice));
				return true;
			}
			catch (IllegalArgumentException ex) {
				return false;
			}
		}

		/**
		 * Ends the machine at once.
		 */
		private void end() {
			try {
				while (this.thread.isAlive()) {
					this.thread.interrupt();
					this.thread.join(100);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			if (this.context != null) {
				this.context.close();
			}
			this.simulator.close();
		}

	}

}
