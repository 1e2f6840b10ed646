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

package io.cloudmeta.benchmarks.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One process of an application, from its start until it is ready.
 */
final class Start implements AutoCloseable {

	/** Some peers wait for minutes. */
	static final Duration LIMIT = Duration.ofMinutes(3);

	private static final String READY = "READY ";

	private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "limit");
		thread.setDaemon(true);
		return thread;
	});

	private final Process process;

	private final double wall;

	private final double cpu;

	private final String cloud;

	private final String region;

	private Start(Process process, double wall, double cpu, String cloud, String region) {
		this.process = process;
		this.wall = wall;
		this.cpu = cpu;
		this.cloud = cloud;
		this.region = region;
	}

	/**
	 * Starts an application and waits until it is ready.
	 * @param arguments the arguments of {@code java}
	 * @return the process, which runs
	 * @throws IllegalStateException if it ended before, with what it printed
	 */
	static Start of(List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(Workplace.java()));
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> !name.equals("PATH") && !name.equals("HOME"));
		long begin = System.nanoTime();
		Process process = builder.start();
		ScheduledFuture<?> limit = WATCH.schedule(process::destroyForcibly, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		Deque<String> last = new ArrayDeque<>();
		BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		String line = output.readLine();
		while (line != null && !line.startsWith(READY)) {
			last.addLast(line);
			if (last.size() > 60) {
				last.removeFirst();
			}
			line = output.readLine();
		}
		double wall = (System.nanoTime() - begin) / 1e6;
		double cpu = process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
		boolean ended = !limit.cancel(false);
		if (line == null && !ended) {
			throw new IllegalStateException(String.join("\n", command) + "\n" + String.join("\n", last));
		}
		String[] place = (line != null) ? line.substring(READY.length()).split(" ") : new String[] { "none yet", "" };
		return new Start(process, wall, cpu, place[0], place[1]);
	}

	/**
	 * Returns how long it took, in milliseconds.
	 */
	double wall() {
		return this.wall;
	}

	/**
	 * Returns the CPU's time until then, in milliseconds.
	 */
	double cpu() {
		return this.cpu;
	}

	String cloud() {
		return this.cloud;
	}

	String region() {
		return this.region;
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Lets the application end by itself, which caches are written at.
	 */
	void end() throws IOException, InterruptedException {
		this.process.getOutputStream().close();
		this.process.getInputStream().transferTo(OutputStream.nullOutputStream());
		if (!this.process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || this.process.exitValue() != 0) {
			throw new IllegalStateException("The application did not end as it should");
		}
	}

	@Override
	public void close() {
		end(this.process);
	}

	/**
	 * Ends a process at once.
	 */
	static void end(Process process) {
		process.destroyForcibly();
		try {
			process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
