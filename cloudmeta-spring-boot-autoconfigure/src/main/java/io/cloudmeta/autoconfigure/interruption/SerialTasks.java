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

package io.cloudmeta.autoconfigure.interruption;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.cloudmeta.internal.http.DetachedThread;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on daemon threads: those of one owner one after the other, those of
 * different owners side by side, so that one that hangs delays no other owner.
 */
final class SerialTasks {

	private static final Log logger = LogFactory.getLog(SerialTasks.class);

	private static final int IDLE_SECONDS = 5;

	private final ExecutorService threads;

	/** The tasks that wait or run, by their owners; guarded by itself. */
	private final IdentityHashMap<Object, Deque<Runnable>> tasks = new IdentityHashMap<>();

	SerialTasks(@Nullable ClassLoader classLoader) {
		this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), (task) -> {
					Thread thread = DetachedThread.of("cloudmeta-interruption-events", task);
					if (classLoader != null) {
						thread.setContextClassLoader(classLoader);
					}
					return thread;
				});
	}

	/**
	 * Runs a task after all earlier ones of the same owner.
	 * @param owner the owner, compared by its identity
	 * @param task the task
	 */
	void run(Object owner, Runnable task) {
		synchronized (this.tasks) {
			Deque<Runnable> queue = this.tasks.get(owner);
			if (queue != null) {
				queue.add(task);
				return;
			}
			this.tasks.put(owner, new ArrayDeque<>());
		}
		try {
			this.threads.execute(() -> runAll(owner, task));
		}
		catch (RejectedExecutionException ex) {
			synchronized (this.tasks) {
				this.tasks.remove(owner);
			}
			logger.debug("The application is closed", ex);
		}
	}

	private void runAll(Object owner, Runnable first) {
		Runnable task = first;
		while (task != null) {
			try {
				task.run();
			}
			catch (Throwable ex) {
				logger.warn("A reaction to a notice of an interruption failed", ex);
			}
			task = next(owner);
		}
	}

	private @Nullable Runnable next(Object owner) {
		synchronized (this.tasks) {
			Deque<Runnable> queue = this.tasks.get(owner);
			Runnable next = (queue != null) ? queue.poll() : null;
			if (next == null) {
				this.tasks.remove(owner);
				this.tasks.notifyAll();
			}
			return next;
		}
	}

	/**
	 * Waits until all tasks are done.
	 * @param timeout how long to wait at most
	 * @return whether they are done
	 */
	boolean await(Duration timeout) {
		long end = System.nanoTime() + timeout.toNanos();
		synchronized (this.tasks) {
			while (!this.tasks.isEmpty()) {
				long millis = (end - System.nanoTime()) / 1_000_000;
				if (millis <= 0) {
					return false;
				}
				try {
					this.tasks.wait(millis);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					return false;
				}
			}
			return true;
		}
	}

	/**
	 * Takes no further tasks. Those that run are not interrupted: they may be saving what
	 * would be lost.
	 */
	void close() {
		this.threads.shutdown();
	}

}
