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

package io.cloudmeta.internal.detection;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.internal.http.DetachedThread;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataService;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The holder: the latest reading and the only one that makes new ones.
 */
final class DetectionHolder {

	/** What the threads are called that read. */
	static final String THREAD = "cloudmeta-detection";

	/**
	 * How often callers check for files whose time is over, as another is read by then.
	 */
	private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);

	private static final Log logger = LogFactory.getLog(DetectionHolder.class);

	private final DetectionSettings settings;

	private final List<DetectedCloudInstance> instances = new CopyOnWriteArrayList<>();

	private volatile MetadataSessions sessions;

	private volatile @Nullable Reading reading;

	/** The reading under way; guarded by this. */
	private @Nullable Attempt running;

	/** The reading that follows the one under way; guarded by this. */
	private @Nullable Attempt next;

	/** Files that do not respond, on a thread that waits for them; guarded by this. */
	private @Nullable LocalFiles hung;

	/** Guarded by this. */
	private @Nullable BackgroundDetection background;

	/** What probed in the latest reading; guarded by this. */
	private @Nullable CloudProber prober;

	/** How many readings were made in the background; guarded by this. */
	private int continuations;

	/** Guarded by this. */
	private boolean closed;

	/** What was known before it was forgotten; guarded by this. */
	private @Nullable Reading forgotten;

	DetectionHolder(DetectionSettings settings) {
		this.settings = settings;
		this.sessions = new MetadataSessions();
	}

	/**
	 * Begins the first reading on a thread of its own if there is none yet.
	 */
	synchronized void start() {
		if (this.reading == null) {
			launch();
		}
	}

	/**
	 * Ends the background detection, and prevents a detection that is still running from
	 * starting one. Tokens are discarded at once.
	 */
	synchronized void close() {
		this.closed = true;
		stopBackground();
		if (this.running != null && this.reading != null) {
			this.running.interrupt();
		}
		this.sessions.close();
	}

	private synchronized void stopBackground() {
		if (this.background != null) {
			this.background.stop();
		}
	}

	/**
	 * Registers an instance for changes.
	 */
	void add(DetectedCloudInstance instance) {
		this.instances.add(instance);
	}

	void remove(DetectedCloudInstance instance) {
		this.instances.remove(instance);
	}

	/**
	 * Makes the first reading on this thread unless it was made or is under way.
	 */
	void read() {
		Attempt attempt;
		synchronized (this) {
			if (this.reading != null || this.running != null) {
				return;
			}
			attempt = new Attempt(this.settings.detectionTimeout(), null);
			prepare(attempt);
		}
		attempt.result.run();
	}

	boolean isRead() {
		return this.reading != null;
	}

	/**
	 * Returns a value that is the user's whatever is detected, without waiting for that.
	 */
	@Nullable String fixedValue(CloudField field) {
		// a reading has it already
		return (this.reading != null) ? null : this.settings.fixedValue(field);
	}

	/**
	 * Returns the latest reading, waiting for the first one within its time limits.
	 * @return the reading, one without a cloud if the first one is not there in time
	 */
	Reading get() {
		Reading current = this.reading;
		return (current != null) ? current : first();
	}

	/**
	 * Returns the latest reading for one call of a getter. What the call waits for the
	 * first one is not available to its own request: the documented limit is one for
	 * both.
	 */
	Reading getForOneCall() {
		Reading current = this.reading;
		if (current != null) {
			return current;
		}
		long end = System.nanoTime() + this.settings.longestCall().toNanos();
		return first().until(end);
	}

	private Reading first() {
		Attempt attempt;
		synchronized (this) {
			Reading current = this.reading;
			if (current != null) {
				return current;
			}
			attempt = launch();
		}
		return join(attempt);
	}

	/**
	 * Makes a new reading. Calls during a reading that began before share the next one.
	 * @return whether the identity differs from the one before
	 */
	boolean refresh() {
		Reading known = this.reading;
		Attempt attempt = next();
		Reading now = join(attempt);
		Reading before = (known != null) ? known : attempt.before;
		return before != null && IdentityChange.of(before, now).isChange();
	}

	/**
	 * Returns a reading that begins after this call.
	 */
	private synchronized Attempt next() {
		if (this.running == null) {
			return launch();
		}
		if (this.next == null) {
			this.next = new Attempt(refreshTimeout(), null);
			this.next.end = this.running.end + limit(this.next.timeout).toNanos();
		}
		return this.next;
	}

	/**
	 * Forgets all that is known, because the application may be elsewhere now. The next
	 * call waits for a new reading.
	 */
	synchronized void forget() {
		if (this.reading != null) {
			this.forgotten = this.reading;
		}
		stopBackground();
		this.reading = null;
		this.running = null;
		this.continuations = 0;
		// tokens are the old instance's
		this.sessions.close();
		this.sessions = new MetadataSessions();
		beginNext();
	}

	int requests() {
		return this.sessions.requests();
	}

	/**
	 * Begins a reading on a thread of its own unless one is under way.
	 */
	private synchronized Attempt launch() {
		return launch(refreshTimeout(), null);
	}

	private synchronized Attempt launch(Duration timeout, @Nullable CloudProber prober) {
		Attempt attempt = this.running;
		if (attempt == null) {
			attempt = new Attempt(timeout, prober);
			begin(attempt);
		}
		return attempt;
	}

	/**
	 * Returns the time that clouds which nothing local identifies have to prove
	 * themselves: as long as a call may wait where they were too slow before.
	 */
	private synchronized Duration refreshTimeout() {
		return (this.continuations == 0) ? this.settings.detectionTimeout() : this.settings.longestCall();
	}

	private synchronized void begin(Attempt attempt) {
		prepare(attempt);
		startThread(attempt.result);
	}

	/**
	 * Makes a reading the one under way. While a file does not respond on another thread,
	 * it reads no file.
	 */
	private synchronized void prepare(Attempt attempt) {
		LocalFiles hung = this.hung;
		if (hung != null && !hung.isFinished()) {
			attempt.files = hung.withoutReading();
		}
		attempt.end = System.nanoTime() + limit(attempt.timeout).toNanos();
		this.running = attempt;
	}

	private synchronized void beginNext() {
		Attempt attempt = this.next;
		this.next = null;
		if (attempt != null) {
			begin(attempt);
		}
	}

	static Thread startThread(Runnable reading) {
		return DetachedThread.start(THREAD, reading);
	}

	/**
	 * Returns how long callers wait for a reading, whatever happens on its thread. The
	 * reading itself has closer limits; this one holds where a provider's own code does
	 * not return.
	 */
	private Duration limit(Duration timeout) {
		return timeout.plus(this.settings.fetchTimeout()).multipliedBy(2);
	}

	private Reading join(Attempt joined) {
		Attempt attempt = joined;
		try {
			do {
				try {
					return attempt.result.get(attempt.pollNanos(), TimeUnit.NANOSECONDS);
				}
				catch (TimeoutException ex) {
					continueWithoutHungFile();
					attempt = attempt.latest();
				}
			}
			while (attempt.nanosLeft() > 0);
			return undecided("The detection did not end within %d ms".formatted(limit(joined.timeout).toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return undecided("The detection was interrupted");
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof OutOfMemoryError error) {
				throw error;
			}
			throw new IllegalStateException("The detection of the cloud failed", ex.getCause());
		}
	}

	/**
	 * Repeats the reading under way on another thread if a file does not respond. The
	 * thread that waits for the file completes its reading when the file responds.
	 */
	private synchronized void continueWithoutHungFile() {
		Attempt attempt = this.running;
		if (attempt != null && attempt.files.giveUp(this.settings.detectionTimeout())) {
			this.hung = attempt.files;
			Attempt replacement = new Attempt(attempt.timeout, null);
			attempt.replacement = replacement;
			begin(replacement);
		}
	}

	private Reading read(Attempt attempt) {
		MetadataSessions sessions = this.sessions;
		attempt.before = this.reading;
		try {
			return publish(detect(attempt, sessions), attempt.prober, sessions);
		}
		finally {
			ended(attempt);
		}
	}

	/**
	 * Reads the identity and all values.
	 */
	void readAll() {
		get().until(System.nanoTime() + this.settings.fetchTimeout().toNanos()).fetchAll();
	}

	Duration longestCall() {
		return this.settings.longestCall();
	}

	private synchronized void ended(Attempt attempt) {
		if (attempt.files == this.hung) {
			this.hung = null;
		}
		if (attempt == this.running) {
			this.running = null;
			beginNext();
		}
	}

	/**
	 * Detects. No error while evidence or a response is read is a reason to fail a getter
	 * or a start.
	 */
	private Reading detect(Attempt attempt, MetadataSessions sessions) {
		try {
			Detection detection = new Detection(this.settings, sessions, attempt.files, attempt.timeout,
					attempt.before != null, attempt.prober);
			DetectionResult result = attempt.run(detection);
			attempt.prober = detection.prober();
			Reading reading = reading(result, sessions, result.pending());
			if (attempt.before != null) {
				reading.until(System.nanoTime() + this.settings.fetchTimeout().toNanos()).fetchAgain(attempt.before);
			}
			return reading;
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// the message may repeat a response
			log().debug("The detection failed: %s at %s".formatted(ex.getClass().getName(),
					Arrays.stream(ex.getStackTrace()).limit(8).toList()));
			return local("The detection of the cloud failed with %s: the logger %s has the details at level DEBUG"
				.formatted(ex.getClass().getSimpleName(), DetectionHolder.class.getName()));
		}
	}

	/**
	 * Makes a reading the latest one, unless all was forgotten meanwhile.
	 */
	private Reading publish(Reading read, @Nullable CloudProber prober, MetadataSessions sessions) {
		Reading before;
		Reading previous;
		Reading now;
		synchronized (this) {
			if (sessions != this.sessions) {
				// made elsewhere
				return read;
			}
			before = this.reading;
			previous = (before != null) ? before : this.forgotten;
			now = (before != null) ? lastGood(before, read, sessions) : read;
			this.forgotten = null;
			this.reading = now;
			this.prober = prober;
		}
		IdentityChange change = (previous != null) ? IdentityChange.of(previous, now) : null;
		log(previous, now.result(), change);
		if (change != null && change.isChange()) {
			publishChange(change);
		}
		Outlook outlook = now.result().outlook();
		if (before == null && outlook != null) {
			goOnInTheBackground(outlook);
		}
		return now;
	}

	private synchronized void goOnInTheBackground(Outlook outlook) {
		if (this.closed) {
			return;
		}
		if (this.background == null) {
			this.background = new BackgroundDetection(this.settings.backgroundTimeout(), this::goOn);
		}
		this.background.start(outlook);
	}

	private void publishChange(IdentityChange change) {
		for (DetectedCloudInstance instance : this.instances) {
			try {
				instance.publishChange(change.before(), change.now());
			}
			catch (RuntimeException ex) {
				log().warn("A listener failed to handle the change of the instance", ex);
			}
		}
	}

	/**
	 * Detects once more, unless another reading was conclusive or the last context is
	 * closed. Clouds that nothing local identifies have more time each time, and continue
	 * where they ended.
	 * @return why there may be more to find, or {@code null}
	 */
	@Nullable Outlook goOn() {
		Attempt attempt;
		synchronized (this) {
			Reading current = this.reading;
			if (this.closed || current == null || !current.result().pending()) {
				return null;
			}
			this.continuations++;
			Duration timeout = this.settings.detectionTimeout().multipliedBy(1 + 3L * this.continuations);
			attempt = launch(timeout, this.prober);
		}
		return join(attempt).result().outlook();
	}

	/**
	 * Keeps what was read before if the cloud has not been read now, and a cloud that had
	 * proven itself if nothing is certain now.
	 */
	private Reading lastGood(Reading before, Reading now, MetadataSessions sessions) {
		DetectionResult good = before.result();
		boolean read = good.fetchedAt() != null;
		boolean certain = read || (good.conclusive() && !now.result().conclusive());
		if (!certain || now.result().fetchedAt() != null) {
			return now;
		}
		return reading(new DetectionResult(good.identity(), good.fetchedAt(), now.result().evidence(),
				now.result().failures(), good.conclusive(), good.endpoint(), read ? null : now.result().outlook(), "",
				now.result().elapsed()), sessions, now.result().pending())
			.keeping(before);
	}

	/**
	 * Returns a reading.
	 * @param failed whether the metadata service has just failed for a reason that may
	 * pass, so that getters do not wait for it again at once
	 */
	private Reading reading(DetectionResult result, MetadataSessions sessions, boolean failed) {
		CloudProvider provider = result.identity().getProvider();
		// fixed values are not fetched
		boolean asked = this.settings.enabled() && this.settings.fixedProvider() == null;
		MetadataEndpoint endpoint = result.endpoint();
		MetadataService service = asked ? this.settings.service(provider) : null;
		FetchedValues fetched = (service != null && endpoint != null && endpoint.disabledBy() == null)
				? new FetchedValues(service, sessions.of(provider.getId(), endpoint), this.settings.fetchTimeout(),
						failed, (failure) -> log().warn(failure))
				: null;
		return new Reading(this, result, this.settings, service, fetched);
	}

	/**
	 * Returns the latest reading, or one without a cloud for callers that cannot wait for
	 * the first one any longer.
	 */
	private synchronized Reading undecided(String failure) {
		Reading current = this.reading;
		if (current != null) {
			return current;
		}
		current = local(failure);
		// what callers have seen: the first reading changes it
		this.forgotten = (this.forgotten != null) ? this.forgotten : current;
		return current;
	}

	private Reading local(String failure) {
		return new Reading(this, new DetectionResult(InstanceMetadata.of(CloudProvider.LOCAL).build(), null, List.of(),
				List.of(failure), false, null, null, "", Duration.ZERO), this.settings, null, null);
	}

	/**
	 * Returns where to log: before Spring Boot has initialized logging, an instance keeps
	 * the lines until then.
	 */
	private Log log() {
		for (DetectedCloudInstance instance : this.instances) {
			return instance.log();
		}
		return logger;
	}

	private void log(@Nullable Reading before, DetectionResult result, @Nullable IdentityChange change) {
		Log log = log();
		CloudProvider provider = result.identity().getProvider();
		boolean same = change != null && !change.isChange();
		if (same) {
			log.debug("Read the identity again: unchanged");
		}
		else if (provider.equals(CloudProvider.LOCAL)) {
			log.debug("Runs on no cloud");
		}
		else {
			log.info("Runs on %s%s%s".formatted(provider.getDisplayName(), place(result.identity()), result.notice()));
		}
		// a failure that continues is logged once
		boolean logged = same && before != null && before.failures().containsAll(result.failures());
		if (!result.failures().isEmpty() && !logged) {
			log.warn(String.join("; ", result.failures()));
		}
	}

	private static String place(InstanceMetadata identity) {
		String region = identity.get(CloudField.REGION);
		String zone = identity.get(CloudField.AVAILABILITY_ZONE);
		return ((region != null) ? ", region " + region : "") + ((zone != null) ? ", zone " + zone : "");
	}

	/**
	 * A reading that is under way or begins after the one that is.
	 */
	private final class Attempt implements Callable<Reading> {

		private final FutureTask<Reading> result = new FutureTask<>(this);

		/** The time that clouds have to prove themselves. */
		private final Duration timeout;

		private volatile @Nullable CloudProber prober;

		/** The thread while it detects; guarded by this. */
		private @Nullable Thread detecting;

		private volatile LocalFiles files = new LocalFiles();

		/** When callers stop waiting, in terms of {@link System#nanoTime()}. */
		private volatile long end;

		/** The latest reading when this one began. */
		private volatile @Nullable Reading before;

		/** The same reading without the files that do not respond. */
		private volatile @Nullable Attempt replacement;

		private Attempt(Duration timeout, @Nullable CloudProber prober) {
			this.timeout = timeout;
			this.prober = prober;
		}

		@Override
		public Reading call() {
			return read(this);
		}

		private DetectionResult run(Detection detection) {
			detecting(Thread.currentThread());
			try {
				return detection.run();
			}
			finally {
				detecting(null);
				// what follows publishes the result
				Thread.interrupted();
			}
		}

		private synchronized void detecting(@Nullable Thread thread) {
			this.detecting = thread;
		}

		/**
		 * Ends the requests of a reading that is not needed any more.
		 */
		private synchronized void interrupt() {
			if (this.detecting != null) {
				this.detecting.interrupt();
			}
		}

		private Attempt latest() {
			Attempt replacement = this.replacement;
			return (replacement != null) ? replacement : this;
		}

		/**
		 * Returns how long to wait before looking whether a file hangs.
		 */
		private long pollNanos() {
			Duration rest = this.files.remaining(DetectionHolder.this.settings.detectionTimeout());
			return Math.min(Math.max(rest.toNanos(), SHORTEST_WAIT.toNanos()), nanosLeft());
		}

		private long nanosLeft() {
			return Math.max(0, this.end - System.nanoTime());
		}

	}

}
