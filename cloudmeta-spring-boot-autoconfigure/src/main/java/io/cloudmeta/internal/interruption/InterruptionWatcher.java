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

package io.cloudmeta.internal.interruption;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.internal.cloud.MetadataServices.Requester;
import io.cloudmeta.internal.detection.CloudConnection;
import io.cloudmeta.internal.detection.DetectedCloudInstance;
import io.cloudmeta.internal.http.Deadline;
import io.cloudmeta.internal.http.DetachedThread;
import io.cloudmeta.internal.http.MetadataCall;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.WatchStatus;
import io.cloudmeta.spi.MetadataException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Watches what the cloud announces to the instance. One daemon thread reads the keys that
 * are polled; each key on which the service waits for a change has a thread of its own.
 * No failure ends the watching, and none counts as a notice or as its absence.
 *
 * @since 0.1.0
 */
public final class InterruptionWatcher {

	/** What the threads are called that read notices. */
	static final String THREAD = "cloudmeta-interruptions";

	private static final Log logger = LogFactory.getLog(InterruptionWatcher.class);

	private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(60);

	/** A service that does not wait for a change is polled. */
	private static final Duration SHORTEST_WAIT = Duration.ofMillis(900);

	private static final int MAX_IMMEDIATE = 5;

	/** Longer than the longest interval: a token serves until it expires. */
	private static final Duration TOKEN_KEPT = Duration.ofMinutes(10);

	private final DetectedCloudInstance instance;

	private final @Nullable Duration interval;

	private final Map<CloudProvider, CustomInterruptions> custom;

	private final Consumer<InterruptionChange> listener;

	private final ReentrantLock lock = new ReentrantLock();

	/** The watching under way; guarded by the lock. */
	private @Nullable Watch watch;

	private volatile WatchStatus status = WatchStatus.STARTING;

	private volatile @Nullable String reason;

	private volatile List<CloudInterruption> pending = List.of();

	/** What was logged last; guarded by the lock. */
	private @Nullable String logged;

	/**
	 * Creates a watcher, which does nothing yet.
	 * @param instance the instance
	 * @param interval the interval of all keys that are polled, or {@code null} for what
	 * suits each cloud
	 * @param custom how custom clouds announce interruptions
	 * @param listener receives all changes, one at a time; must not wait
	 */
	public InterruptionWatcher(DetectedCloudInstance instance, @Nullable Duration interval,
			List<CustomInterruptions> custom, Consumer<InterruptionChange> listener) {
		this.instance = instance;
		this.interval = interval;
		this.custom = new LinkedHashMap<>();
		custom.forEach((source) -> this.custom.put(source.provider(), source));
		this.listener = listener;
	}

	/**
	 * Begins to watch on a thread of its own, unless it has begun.
	 */
	public void start() {
		this.lock.lock();
		try {
			if (this.watch == null) {
				this.instance.start();
				this.watch = new Watch();
				this.watch.start(this.watch::begin);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Ends the watching at once. What is pending stays known.
	 */
	public void stop() {
		Watch stopped;
		this.lock.lock();
		try {
			stopped = this.watch;
			this.watch = null;
		}
		finally {
			this.lock.unlock();
		}
		if (stopped != null) {
			stopped.stop();
		}
	}

	/**
	 * Begins anew, because the application may be on another instance: what was announced
	 * to the one before does not concern this one.
	 */
	public void restart() {
		Watch before;
		Watch next = new Watch();
		this.lock.lock();
		try {
			before = this.watch;
			if (before == null || !before.isOfAnotherInstance()) {
				return;
			}
			before.clear();
			if (this.watch != before) {
				// stopped by what was published
				return;
			}
			this.watch = next;
			setStatus(WatchStatus.STARTING, null);
		}
		finally {
			this.lock.unlock();
		}
		before.stop();
		next.start(next::begin);
	}

	/**
	 * Returns whether notices can be read.
	 * @return the status
	 */
	public WatchStatus getStatus() {
		return this.status;
	}

	/**
	 * Returns the reason for the status.
	 * @return the reason, or {@code null} if there is nothing to explain
	 */
	public @Nullable String getReason() {
		return this.reason;
	}

	/**
	 * Returns what is announced.
	 * @return the interruptions, the earliest deadline first
	 */
	public List<CloudInterruption> getPending() {
		return this.pending;
	}

	/**
	 * Reads the keys once more that may have the reason for a shutdown. Changes are
	 * published before this returns.
	 * @param timeout how long that may take
	 */
	public void checkNow(Duration timeout) {
		Watch current;
		this.lock.lock();
		try {
			current = this.watch;
		}
		finally {
			this.lock.unlock();
		}
		if (current != null) {
			current.checkNow(Deadline.after(timeout));
		}
	}

	/**
	 * Approves an interruption.
	 * @param interruption the interruption
	 * @throws UnsupportedOperationException if the cloud has no approval
	 * @throws IllegalStateException if the cloud does not accept it
	 */
	public void acknowledge(CloudInterruption interruption) {
		InterruptionSource source = InterruptionSource.of(interruption.getProvider());
		if (source == null || !source.isAcknowledgeable(interruption)) {
			throw new UnsupportedOperationException("%s has no approval of this interruption: %s"
				.formatted(interruption.getProvider().getDisplayName(), interruption));
		}
		CloudConnection connection = this.instance.connection();
		if (connection == null || !connection.service().getProvider().equals(interruption.getProvider())) {
			throw new IllegalStateException("The application does not run on the cloud of this interruption");
		}
		try {
			MetadataCall.of(connection.session(), Deadline.after(Duration.ofSeconds(5)), (client) -> {
				source.acknowledge(interruption, client);
				return true;
			}).run();
		}
		catch (MetadataException ex) {
			throw new IllegalStateException(ex.toLine(), ex);
		}
	}

	private void setStatus(WatchStatus status, @Nullable String reason) {
		this.lock.lock();
		try {
			this.status = status;
			this.reason = reason;
			log(status, reason);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Once for each reason. */
	private void log(WatchStatus status, @Nullable String reason) {
		String text = "%s: %s".formatted(status, reason);
		if (status == WatchStatus.STARTING || text.equals(this.logged)) {
			return;
		}
		switch (status) {
			case UNKNOWN -> logger.warn("Notices of interruptions cannot be read: " + reason);
			case UNSUPPORTED -> logger.info("No notices of interruptions: " + reason);
			default -> logger.info("Watching for notices of interruptions");
		}
		this.logged = text;
	}

	/**
	 * The watching of one instance.
	 */
	private final class Watch {

		private final List<Thread> threads = new ArrayList<>();

		private final List<MetadataCall<?>> calls = new ArrayList<>();

		/** What was read by key; guarded by the lock. */
		private final Map<NoticeKey, KnownNotices> notices = new LinkedHashMap<>();

		/** Why a key cannot be read; missing if it was not read yet. */
		private final Map<NoticeKey, String> unknown = new LinkedHashMap<>();

		private final AtomicBoolean newTokenRefused = new AtomicBoolean();

		private volatile boolean stopped;

		private volatile @Nullable WatchedInstance watched;

		void start(Runnable task) {
			synchronized (this.threads) {
				if (!this.stopped) {
					this.threads.add(DetachedThread.start(THREAD, () -> {
						try {
							task.run();
						}
						catch (RuntimeException | LinkageError ex) {
							logger.warn("The watching for notices of interruptions failed", ex);
							setStatus(WatchStatus.UNKNOWN, "an error of cloudmeta: " + ex.getClass().getSimpleName());
						}
					}));
				}
			}
		}

		void stop() {
			synchronized (this.threads) {
				this.stopped = true;
				this.threads.forEach(Thread::interrupt);
			}
			synchronized (this.calls) {
				this.calls.forEach(MetadataCall::abort);
			}
			releaseToken();
		}

		private void releaseToken() {
			CloudConnection connection = (this.watched != null) ? connection() : null;
			if (connection != null) {
				connection.session().keepToken(null);
			}
		}

		/** Returns {@code null} instead of waiting for a detection. */
		private @Nullable CloudConnection connection() {
			return InterruptionWatcher.this.instance.isDetected() ? InterruptionWatcher.this.instance.connection()
					: null;
		}

		boolean isOfAnotherInstance() {
			WatchedInstance before = this.watched;
			if (before == null) {
				return false;
			}
			CloudInstance now = InterruptionWatcher.this.instance.await();
			if (now == null) {
				return false;
			}
			return !before.provider().equals(now.getProvider())
					|| (source(before.provider()) != null && !Objects.equals(before.instanceId(), now.getInstanceId()));
		}

		/** Called under the lock. */
		void clear() {
			List<InterruptionChange> changes = new ArrayList<>();
			this.notices.values().forEach((known) -> changes.addAll(known.clear()));
			publish(changes);
		}

		void begin() {
			CloudInstance snapshot = InterruptionWatcher.this.instance.await();
			if (snapshot == null) {
				// closed
				return;
			}
			CloudProvider provider = snapshot.getProvider();
			InterruptionSource source = source(provider);
			if (source == null) {
				this.watched = WatchedInstance.unsupported(provider);
				setStatus(WatchStatus.UNSUPPORTED,
						snapshot.isCloud() ? "%s announces nothing to an instance".formatted(provider.getDisplayName())
								: "the application runs on no cloud");
				return;
			}
			WatchedInstance watched = WatchedInstance.of(snapshot);
			this.watched = watched;
			CloudConnection connection = InterruptionWatcher.this.instance.connection();
			if (connection == null || MetadataServices.requester(connection.service()) == null) {
				setStatus(WatchStatus.UNSUPPORTED,
						"the metadata service of %s is not read here".formatted(watched.provider().getDisplayName()));
				return;
			}
			watch(source.keys(watched));
		}

		private @Nullable InterruptionSource source(CloudProvider provider) {
			CustomInterruptions custom = InterruptionWatcher.this.custom.get(provider);
			return (custom != null) ? custom : InterruptionSource.of(provider);
		}

		private void watch(List<NoticeKey> keys) {
			List<NoticeKey> polled = new ArrayList<>();
			InterruptionWatcher.this.lock.lock();
			try {
				keys.forEach((key) -> this.notices.put(key, new KnownNotices()));
			}
			finally {
				InterruptionWatcher.this.lock.unlock();
			}
			for (NoticeKey key : keys) {
				if (key.isWaiting()) {
					start(() -> read(List.of(key)));
				}
				else {
					polled.add(key);
				}
			}
			if (!polled.isEmpty()) {
				read(polled);
			}
		}

		private void read(List<NoticeKey> keys) {
			List<Schedule> schedules = new ArrayList<>();
			keys.forEach((key) -> schedules.add(new Schedule(key, InterruptionWatcher.this.interval)));
			while (!this.stopped) {
				Schedule next = schedules.get(0);
				for (Schedule schedule : schedules) {
					next = (schedule.at - next.at < 0) ? schedule : next;
				}
				if (!next.sleep()) {
					return;
				}
				String etag = next.key.getEtag();
				long start = System.nanoTime();
				Sighting sighting = read(next.key);
				if (!this.stopped) {
					accept(next.key, sighting);
					next.plan(sighting, start, next.key.isCurrent(etag));
				}
			}
		}

		private Sighting read(NoticeKey key) {
			CloudConnection connection = InterruptionWatcher.this.instance.connection();
			Requester requester = (connection != null) ? MetadataServices.requester(connection.service()) : null;
			if (connection == null || requester == null) {
				return Sighting.unknown("the metadata service is not known at the moment");
			}
			connection.session().keepToken(TOKEN_KEPT);
			return call(MetadataCall.of(connection.session(), Deadline.after(key.getTimeout()),
					(client) -> key.read(client, requester, this.newTokenRefused)));
		}

		private Sighting call(MetadataCall<Sighting> call) {
			synchronized (this.calls) {
				if (this.stopped) {
					return Sighting.unknown("the watching has ended");
				}
				this.calls.add(call);
			}
			try {
				return call.run();
			}
			catch (MetadataException ex) {
				return Sighting.unknown(ex.toLine());
			}
			finally {
				synchronized (this.calls) {
					this.calls.remove(call);
				}
			}
		}

		void checkNow(Deadline deadline) {
			List<NoticeKey> keys;
			InterruptionWatcher.this.lock.lock();
			try {
				keys = this.notices.keySet().stream().filter(NoticeKey::isDecisive).toList();
			}
			finally {
				InterruptionWatcher.this.lock.unlock();
			}
			CloudConnection connection = keys.isEmpty() ? null : connection();
			Requester requester = (connection != null) ? MetadataServices.requester(connection.service()) : null;
			for (NoticeKey key : keys) {
				if (connection != null && requester != null && !deadline.isOver()) {
					Sighting sighting = call(MetadataCall.of(connection.session(), deadline,
							(client) -> key.readNow(client, requester, this.newTokenRefused)));
					if (sighting.unknown() == null) {
						accept(key, sighting);
					}
				}
			}
		}

		private void accept(NoticeKey key, Sighting sighting) {
			InterruptionWatcher.this.lock.lock();
			try {
				KnownNotices known = this.notices.get(key);
				if (InterruptionWatcher.this.watch != this || known == null) {
					return;
				}
				this.unknown.put(key, (sighting.unknown() != null) ? sighting.unknown() : "");
				publish(known.update(sighting));
				List<String> reasons = this.unknown.values().stream().filter((text) -> !text.isEmpty()).toList();
				if (!reasons.isEmpty()) {
					setStatus(WatchStatus.UNKNOWN, reasons.get(0));
				}
				else if (this.unknown.size() == this.notices.size()) {
					setStatus(WatchStatus.WATCHING, null);
				}
			}
			finally {
				InterruptionWatcher.this.lock.unlock();
			}
		}

		/** Called under the lock, so that changes are published in their order. */
		private void publish(List<InterruptionChange> changes) {
			Map<String, CloudInterruption> all = new LinkedHashMap<>();
			this.notices.values()
				.forEach((known) -> known.interruptions()
					.forEach((interruption) -> all.putIfAbsent(interruption.getId(), interruption)));
			InterruptionWatcher.this.pending = all.values()
				.stream()
				.sorted(Comparator.comparing(CloudInterruption::getDeadline,
						Comparator.nullsLast(Comparator.naturalOrder())))
				.toList();
			changes.forEach(InterruptionWatcher.this.listener);
		}

	}

	/**
	 * When a key is read next.
	 */
	private static final class Schedule {

		private final NoticeKey key;

		private final Duration interval;

		private long at = System.nanoTime();

		private boolean first = true;

		private int failures;

		/** How many responses in a row did not wait for a change. */
		private int immediate;

		Schedule(NoticeKey key, @Nullable Duration interval) {
			this.key = key;
			this.interval = (interval != null && !key.isWaiting()) ? interval : key.getInterval();
		}

		/**
		 * Waits until it is time.
		 * @return whether the thread was not interrupted
		 */
		boolean sleep() {
			try {
				long nanos = this.at - System.nanoTime();
				if (nanos > 0) {
					Thread.sleep(Duration.ofNanos(nanos).toMillis() + 1);
				}
				return !Thread.currentThread().isInterrupted();
			}
			catch (InterruptedException ex) {
				return false;
			}
		}

		void plan(Sighting sighting, long start, boolean same) {
			if (sighting.unknown() != null) {
				this.failures++;
				this.at = System.nanoTime() + pause(sighting).toNanos();
				return;
			}
			this.failures = 0;
			if (this.key.isWaiting()) {
				boolean waited = System.nanoTime() - start >= SHORTEST_WAIT.toNanos();
				this.immediate = waited ? 0 : this.immediate + 1;
				boolean poll = !waited && (same || this.immediate > MAX_IMMEDIATE);
				this.at = System.nanoTime() + (poll ? this.key.getInterval().toNanos() : 0);
				return;
			}
			// machines that start together do not read together
			Duration next = this.first ? jittered(this.interval) : this.interval;
			this.first = false;
			long regular = this.at + next.toNanos();
			// not to catch up with what was missed
			this.at = (regular - System.nanoTime() > 0) ? regular : System.nanoTime() + next.toNanos();
		}

		private Duration pause(Sighting sighting) {
			Duration pause = this.interval;
			Duration longest = (this.interval.compareTo(LONGEST_BACK_OFF) > 0) ? this.interval : LONGEST_BACK_OFF;
			for (int i = 1; i < this.failures && pause.compareTo(longest) < 0; i++) {
				pause = pause.multipliedBy(2);
			}
			pause = (pause.compareTo(longest) < 0) ? pause : longest;
			Duration retryAfter = sighting.retryAfter();
			// the first failure costs no notice: the next reading is on time
			Duration jittered = (this.failures > 1) ? jittered(pause) : pause;
			return (retryAfter != null && retryAfter.compareTo(jittered) > 0) ? retryAfter : jittered;
		}

		private static Duration jittered(Duration duration) {
			return duration.multipliedBy(ThreadLocalRandom.current().nextInt(500, 1000)).dividedBy(1000);
		}

	}

}
