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

package io.cloudmeta.detection;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

import io.cloudmeta.CloudField;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.http.DetachedThread;
import io.cloudmeta.http.Endpoint;
import io.cloudmeta.provider.Identity;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The holder: the latest reading and the only one that makes new ones.
 */
final class CloudMetadata {

	/** What the threads are called that read. */
	static final String THREAD = "cloudmeta-detection";

	private static final Log logger = LogFactory.getLog(CloudMetadata.class);

	private final DetectionSettings settings;

	private final List<DetectedCloudInstance> instances = new CopyOnWriteArrayList<>();

	private volatile OpenSessions sessions;

	private volatile @Nullable Reading reading;

	/** Guarded by this. */
	private @Nullable FutureTask<Reading> running;

	/** Guarded by this. */
	private @Nullable BackgroundDetection background;

	/** Guarded by this. */
	private boolean closed;

	/** What was known before it was forgotten; guarded by this. */
	private @Nullable Reading forgotten;

	CloudMetadata(DetectionSettings settings) {
		this.settings = settings;
		this.sessions = new OpenSessions(settings);
	}

	/**
	 * Begins the first reading on a thread of its own if there is none yet.
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	void start() {
		begin();
	}

	/**
	 * Ends what goes on in the background, and lets a detection that is still under way
	 * begin nothing there. Tokens are forgotten at once.
	 */
	synchronized void close() {
		this.closed = true;
		stopBackground();
		this.sessions.close();
	}

	private synchronized void stopBackground() {
		if (this.background != null) {
			this.background.stop();
		}
	}

	/**
	 * Lets an instance know of changes.
	 */
	void add(DetectedCloudInstance instance) {
		this.instances.add(instance);
	}

	void remove(DetectedCloudInstance instance) {
		this.instances.remove(instance);
	}

	/**
	 * Makes the first reading on this thread unless there is one or somebody makes it.
	 */
	void read() {
		FutureTask<Reading> task;
		synchronized (this) {
			if (this.reading != null || this.running != null) {
				return;
			}
			task = newTask();
		}
		task.run();
	}

	/**
	 * Returns the first reading, under way or done.
	 */
	private synchronized Future<Reading> begin() {
		Reading current = this.reading;
		return (current != null) ? CompletableFuture.completedFuture(current) : launch();
	}

	boolean isRead() {
		return this.reading != null;
	}

	/**
	 * Returns the latest reading, waiting for the first one.
	 * @return the reading
	 */
	Reading get() {
		Reading current = this.reading;
		return (current != null) ? current : join(begin());
	}

	/**
	 * Makes a new reading; callers that come while one is under way share it.
	 * @return whether the identity differs from the one before
	 */
	boolean refresh() {
		Reading current = this.reading;
		if (current == null) {
			get();
			return false;
		}
		Identity before = current.identity();
		return !join(launch()).identity().equals(before);
	}

	/**
	 * Forgets all that is known, because the application may be elsewhere now. Whoever
	 * asks waits for a new reading.
	 */
	synchronized void forget() {
		if (this.reading != null) {
			this.forgotten = this.reading;
		}
		stopBackground();
		this.reading = null;
		this.running = null;
		// tokens are the old instance's
		this.sessions.close();
		this.sessions = new OpenSessions(this.settings);
	}

	int requests() {
		return this.sessions.requests();
	}

	/**
	 * Begins a reading on a thread of its own unless one is under way.
	 */
	private synchronized FutureTask<Reading> launch() {
		FutureTask<Reading> task = this.running;
		if (task == null) {
			task = newTask();
			startThread(task);
		}
		return task;
	}

	static Thread startThread(Runnable reading) {
		return DetachedThread.start(THREAD, reading);
	}

	private synchronized FutureTask<Reading> newTask() {
		OpenSessions sessions = this.sessions;
		FutureTask<Reading> task = new FutureTask<>(() -> read(sessions));
		this.running = task;
		return task;
	}

	private Reading join(Future<Reading> task) {
		try {
			return task.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			Reading current = this.reading;
			return (current != null) ? current : nothing("The detection was interrupted");
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof OutOfMemoryError error) {
				throw error;
			}
			throw new IllegalStateException("The detection of the cloud failed", ex.getCause());
		}
	}

	private Reading read(OpenSessions sessions) {
		Reading before = this.reading;
		try {
			Reading now = detect(sessions, before != null);
			now = (before != null) ? lastGood(before, now, sessions) : now;
			return publish(before, now, sessions);
		}
		finally {
			synchronized (this) {
				if (sessions == this.sessions) {
					this.running = null;
				}
			}
		}
	}

	/**
	 * Detects. No error while evidence or a response is read is a reason to fail a getter
	 * or a start.
	 */
	private Reading detect(OpenSessions sessions, boolean again) {
		try {
			return reading(new Detection(this.settings, sessions, again).run(), sessions);
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// the message may repeat a response
			logger.debug("The detection failed: %s at %s".formatted(ex.getClass().getName(),
					Arrays.stream(ex.getStackTrace()).limit(8).toList()));
			return nothing("The detection of the cloud failed with %s: the logger %s says where at level DEBUG"
				.formatted(ex.getClass().getSimpleName(), CloudMetadata.class.getName()));
		}
	}

	/**
	 * Makes a reading the latest one, unless all was forgotten meanwhile.
	 */
	private Reading publish(@Nullable Reading before, Reading now, OpenSessions sessions) {
		Reading previous;
		synchronized (this) {
			if (sessions != this.sessions) {
				// made elsewhere
				return now;
			}
			previous = (before != null) ? before : this.forgotten;
			this.forgotten = null;
			this.reading = now;
		}
		log(previous, now.snapshot());
		if (previous != null && !previous.identity().equals(now.identity())) {
			tell(InstanceChange.of(previous.identity(), now.identity()));
		}
		if (before == null && now.snapshot().pending()) {
			goOnInTheBackground();
		}
		return now;
	}

	private synchronized void goOnInTheBackground() {
		if (this.closed) {
			return;
		}
		if (this.background == null) {
			this.background = new BackgroundDetection(this.settings.backgroundTimeout(), this::goOn);
		}
		this.background.start();
	}

	private void tell(InstanceChange change) {
		for (DetectedCloudInstance instance : this.instances) {
			try {
				instance.tell(change);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener failed to take note that the instance has changed", ex);
			}
		}
	}

	/**
	 * Detects once more, unless somebody else has brought it to an end.
	 * @return whether there is nothing more to find
	 */
	private boolean goOn() {
		Reading current = this.reading;
		return current == null || !current.snapshot().pending() || !join(launch()).snapshot().pending();
	}

	/**
	 * Keeps what was read before if the cloud has not been read now.
	 */
	private Reading lastGood(Reading before, Reading now, OpenSessions sessions) {
		Snapshot good = before.snapshot();
		if (good.fetchedAt() == null || now.snapshot().fetchedAt() != null) {
			return now;
		}
		return reading(new Snapshot(good.identity(), good.fetchedAt(), now.snapshot().evidence(),
				now.snapshot().failures(), good.conclusive(), good.askable(), false, now.snapshot().elapsed()),
				sessions);
	}

	private Reading reading(Snapshot snapshot, OpenSessions sessions) {
		CloudProvider provider = snapshot.identity().getProvider();
		// what the user fixed is not asked for more
		boolean asked = this.settings.enabled() && this.settings.fixedProvider() == null;
		Endpoint endpoint = this.settings.endpoint(provider);
		boolean askable = asked && snapshot.askable() && endpoint != null && endpoint.disabledBy() == null;
		return new Reading(snapshot, this.settings, asked ? this.settings.service(provider) : null,
				askable ? sessions.of(provider) : null);
	}

	private Reading nothing(String failure) {
		return new Reading(new Snapshot(Identity.of(CloudProvider.LOCAL).build(), null, List.of(), List.of(failure),
				false, false, false, Duration.ZERO), this.settings, null, null);
	}

	private void log(@Nullable Reading before, Snapshot snapshot) {
		CloudProvider provider = snapshot.identity().getProvider();
		boolean same = before != null && before.identity().equals(snapshot.identity());
		if (same) {
			logger.debug("Read the identity again: unchanged");
		}
		else if (provider.equals(CloudProvider.LOCAL)) {
			logger.debug("Runs on no cloud");
		}
		else {
			logger.info("Runs on %s%s".formatted(provider.getDisplayName(), place(snapshot.identity())));
		}
		// once is enough for what goes on failing
		boolean told = same && before != null && before.failures().containsAll(snapshot.failures());
		if (!snapshot.failures().isEmpty() && !told) {
			logger.warn(String.join("; ", snapshot.failures()));
		}
	}

	private static String place(Identity identity) {
		String region = identity.get(CloudField.REGION);
		String zone = identity.get(CloudField.AVAILABILITY_ZONE);
		return ((region != null) ? ", region " + region : "") + ((zone != null) ? ", zone " + zone : "");
	}

}
