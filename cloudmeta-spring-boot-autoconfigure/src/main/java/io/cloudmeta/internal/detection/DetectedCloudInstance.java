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

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudInstanceChangedEvent;
import io.cloudmeta.CloudPlacement;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.DetectionReport;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.DeferredLogFactory;

/**
 * The {@link CloudInstance} of one environment. It does nothing before one of its getters
 * is called or it is {@link #start() started}: then it reads its settings and joins the
 * detection that all contexts of the JVM with the same settings share.
 *
 * @since 0.1.0
 */
public class DetectedCloudInstance implements CloudInstance, AutoCloseable {

	private final Supplier<DetectionSettings> settingsSupplier;

	private final Log log;

	private final List<Consumer<? super CloudInstanceChangedEvent>> listeners = new CopyOnWriteArrayList<>();

	/** What is to be done when all settings are there. */
	private final List<Runnable> waiting = new CopyOnWriteArrayList<>();

	private volatile boolean complete;

	/** The thread that is reading the settings. */
	private volatile @Nullable Thread reader;

	private volatile @Nullable DetectionHolder metadata;

	/** The first identity that a caller has received. */
	private volatile @Nullable InstanceMetadata first;

	private volatile boolean starting;

	/** The wait that all calls share while the application starts. */
	private volatile @Nullable StartUpWait startUp;

	/** Whether the getters return what was read before they are called. */
	private volatile boolean known;

	/** Guarded by this. */
	private @Nullable DetectionSettings settings;

	/** The thread that reads the settings and detects; written under the lock of this. */
	private volatile @Nullable Thread starter;

	/**
	 * Creates an instance that does nothing yet.
	 * @param settings reads the settings, which may not be complete before they are
	 * needed
	 */
	public DetectedCloudInstance(Supplier<DetectionSettings> settings) {
		this(settings, Supplier::get);
	}

	/**
	 * Creates an instance that does nothing yet.
	 * @param settings reads the settings, which may not be complete before they are
	 * needed
	 * @param logs the log of what is detected, which may be before logging is initialized
	 */
	public DetectedCloudInstance(Supplier<DetectionSettings> settings, DeferredLogFactory logs) {
		this.settingsSupplier = settings;
		this.log = logs.getLog(DetectionHolder.class);
	}

	Log log() {
		return this.log;
	}

	private DetectionHolder metadata() {
		DetectionHolder current = this.metadata;
		return (current != null) ? current : join();
	}

	private synchronized DetectionHolder join() {
		DetectionHolder current = this.metadata;
		if (current == null) {
			this.settings = readSettings();
			current = DetectionRegistry.join(this.settings);
			current.add(this);
			this.metadata = current;
		}
		return current;
	}

	private synchronized DetectionSettings readSettings() {
		this.reader = Thread.currentThread();
		try {
			return this.settingsSupplier.get();
		}
		finally {
			this.reader = null;
		}
	}

	/**
	 * Returns whether the current thread is reading the settings of this instance, so
	 * that it would wait for itself if a setting needed a value of the cloud.
	 * @return whether the settings are being read
	 */
	public boolean isReadingSettings() {
		return Thread.currentThread().equals(this.reader);
	}

	/**
	 * Reads the settings again if they were read, as they are where a getter was called
	 * before the configuration files were read. Values that were returned by then stay as
	 * they are.
	 * @return whether the settings differ from those before, so that another detection is
	 * joined
	 */
	public synchronized boolean reconsider() {
		DetectionSettings before = this.settings;
		if (before == null || before.equals(readSettings())) {
			return false;
		}
		boolean started = this.starter != null;
		leave();
		this.first = null;
		if (started) {
			launch();
		}
		return true;
	}

	/**
	 * Declares that the environment has all its property sources: settings that were read
	 * before are read again, and what waits for the settings is done.
	 */
	public void settingsAreComplete() {
		this.complete = true;
		reconsider();
		for (Runnable action : this.waiting) {
			action.run();
		}
		this.waiting.clear();
	}

	/**
	 * Does something as soon as all settings are there.
	 * @param action what to do
	 */
	public void onceSettingsAreComplete(Runnable action) {
		if (this.complete) {
			action.run();
		}
		else {
			this.waiting.add(action);
		}
	}

	private Reading reading() {
		if (this.known) {
			return reading(metadata());
		}
		StartUpWait wait = startUpWait();
		return (wait != null) ? reading(metadata()).sharing(wait) : noted(metadata().getForOneCall());
	}

	private Reading reading(DetectionHolder current) {
		Reading reading = await(current);
		return this.known ? reading.known() : reading;
	}

	private Reading await(DetectionHolder current) {
		StartUpWait wait = startUpWait();
		if (wait == null) {
			return noted(current.get());
		}
		wait.begin();
		try {
			return noted(current.get());
		}
		finally {
			wait.end();
		}
	}

	private @Nullable StartUpWait startUpWait() {
		return this.starting ? sharedWait() : null;
	}

	private synchronized StartUpWait sharedWait() {
		StartUpWait wait = this.startUp;
		if (wait == null) {
			wait = new StartUpWait();
			this.startUp = wait;
		}
		return wait;
	}

	/**
	 * Reads all values on a thread of its own. From then on, the getters of fields, tags,
	 * network interfaces and the placement send no request: what could not be read is
	 * missing until the identity is read again.
	 * @param wait whether to wait for the detection, and then for the values, for as long
	 * as one call may take
	 */
	public void readAll(boolean wait) {
		DetectionHolder current = metadata();
		Thread thread = DetectionHolder.startThread(current::readAll);
		try {
			if (wait) {
				reading(current);
				thread.join(current.longestCall().toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.known = true;
	}

	/**
	 * Limits how long all calls wait together, until the application has
	 * {@link #applicationStarted() started}.
	 */
	public void applicationStarts() {
		this.starting = true;
	}

	/**
	 * Gives each call a time limit of its own.
	 */
	public void applicationStarted() {
		this.starting = false;
	}

	private Reading noted(Reading reading) {
		if (this.first == null) {
			this.first = reading.identity();
		}
		return reading;
	}

	/**
	 * Registers a listener for changes of the identity. It is called for a change before
	 * the registration too, as beans may have kept the first values.
	 * @param listener called by one thread at a time, the one that has read the new
	 * identity
	 */
	public void onChange(Consumer<? super CloudInstanceChangedEvent> listener) {
		this.listeners.add(listener);
		InstanceMetadata first = this.first;
		DetectionHolder current = this.metadata;
		if (first != null && current != null) {
			InstanceMetadata now = current.get().identity();
			if (!now.equals(first)) {
				listener.accept(change(first, now));
			}
		}
	}

	void publishChange(InstanceMetadata previous, InstanceMetadata current) {
		CloudInstanceChangedEvent change = change(previous, current);
		this.listeners.forEach((listener) -> listener.accept(change));
	}

	private CloudInstanceChangedEvent change(InstanceMetadata previous, InstanceMetadata current) {
		return new CloudInstanceChangedEvent(this, values(previous), values(current));
	}

	private static Map<String, String> values(InstanceMetadata identity) {
		Map<String, String> values = new LinkedHashMap<>();
		for (CloudField field : CloudField.values()) {
			String value = identity.get(field);
			if (value != null) {
				values.put(field.getName(), value);
			}
		}
		Map<String, String> tags = identity.getTags();
		if (tags != null) {
			tags.forEach((name, value) -> values.put("tags." + name, value));
		}
		return values;
	}

	/**
	 * Forgets what is known, because the application may have been moved to another
	 * machine. The next call waits for a new detection.
	 */
	public void forget() {
		DetectionHolder current = this.metadata;
		if (current != null) {
			current.forget();
			current.start();
		}
	}

	/**
	 * Begins to read the settings and to detect, on a thread of its own, if neither has
	 * begun yet. Returns at once and never fails: an invalid setting is reported by
	 * {@link #verify()} and by the getters.
	 */
	public void start() {
		DetectionHolder current = this.metadata;
		if (current != null) {
			current.start();
		}
		else if (this.starter == null) {
			// without a lock, which the thread that reads the settings holds
			launch();
		}
	}

	private synchronized void launch() {
		if (this.starter == null) {
			this.starter = DetectionHolder.startThread(this::detect);
		}
	}

	private void detect() {
		DetectionHolder joined = joinIfWanted();
		if (joined != null) {
			joined.read();
		}
	}

	private synchronized @Nullable DetectionHolder joinIfWanted() {
		if (!Thread.currentThread().equals(this.starter)) {
			// closed, or others by now
			return null;
		}
		try {
			return join();
		}
		catch (RuntimeException ex) {
			this.log.debug("The detection was not started: the getters report the reason", ex);
			return null;
		}
	}

	/**
	 * Waits until the settings are read if this instance was started. Does not wait for
	 * the detection.
	 * @return whether it was started or used, so that the settings are valid
	 * @throws RuntimeException if it was started and a setting is invalid
	 */
	public boolean verify() {
		return joinIfStarted() != null;
	}

	/**
	 * Waits for the detection if this instance was started. Unlike a getter, this does
	 * not join a detection again after this instance was closed.
	 * @return the instance of the latest reading, or {@code null} if this instance was
	 * neither started nor used, or was closed
	 * @throws RuntimeException if a setting is invalid
	 */
	public @Nullable CloudInstance await() {
		DetectionHolder current = joinIfStarted();
		return (current != null) ? reading(current) : null;
	}

	private @Nullable DetectionHolder joinIfStarted() {
		DetectionHolder current = this.metadata;
		if (current != null) {
			return current;
		}
		synchronized (this) {
			return (this.metadata != null || this.starter != null) ? join() : null;
		}
	}

	/**
	 * Returns whether the getters return without waiting for the detection.
	 * @return whether the detection is done
	 */
	public boolean isDetected() {
		DetectionHolder current = this.metadata;
		return current != null && current.isRead();
	}

	/**
	 * Returns how the metadata service of the detected cloud is read. Waits for the
	 * detection, but like {@link #await()} it does not join one again after this instance
	 * was closed.
	 * @return the connection, or {@code null} if nothing can be read: there is no cloud,
	 * it has no metadata service, the user forbids requests, or this instance was closed
	 */
	public @Nullable CloudConnection connection() {
		DetectionHolder current = joinIfStarted();
		return (current != null) ? reading(current).connection() : null;
	}

	/**
	 * Returns the value of a field, as the field's getter does. What the user fixed does
	 * not wait for the detection.
	 * @param field the field
	 * @return the value, or {@code null} if it is absent
	 */
	public @Nullable String get(CloudField field) {
		String fixed = metadata().fixedValue(field);
		return (fixed != null) ? fixed : reading().get(field);
	}

	@Override
	public CloudInstance snapshot() {
		return reading(metadata());
	}

	@Override
	public CloudProvider getProvider() {
		return reading().getProvider();
	}

	@Override
	public @Nullable String getPlatform() {
		return get(CloudField.PLATFORM);
	}

	@Override
	public @Nullable String getRegion() {
		return get(CloudField.REGION);
	}

	@Override
	public @Nullable String getAvailabilityZone() {
		return get(CloudField.AVAILABILITY_ZONE);
	}

	@Override
	public @Nullable String getAccountId() {
		return get(CloudField.ACCOUNT_ID);
	}

	@Override
	public @Nullable String getInstanceId() {
		return get(CloudField.INSTANCE_ID);
	}

	@Override
	public @Nullable String getInstanceName() {
		return get(CloudField.INSTANCE_NAME);
	}

	@Override
	public @Nullable String getInstanceType() {
		return get(CloudField.INSTANCE_TYPE);
	}

	@Override
	public @Nullable String getImageId() {
		return get(CloudField.IMAGE_ID);
	}

	@Override
	public @Nullable String getHostname() {
		return get(CloudField.HOSTNAME);
	}

	@Override
	public @Nullable String getPrivateIp() {
		return get(CloudField.PRIVATE_IP);
	}

	@Override
	public @Nullable String getPublicIp() {
		return get(CloudField.PUBLIC_IP);
	}

	@Override
	public @Nullable String getLifecycle() {
		return get(CloudField.LIFECYCLE);
	}

	@Override
	public @Nullable String getAvailabilityZoneId() {
		return get(CloudField.AVAILABILITY_ZONE_ID);
	}

	@Override
	public CloudPlacement getPlacement() {
		return reading().getPlacement();
	}

	@Override
	public List<NetworkInterface> getNetworkInterfaces() {
		return reading().getNetworkInterfaces();
	}

	@Override
	public Map<String, String> getTags() {
		return reading().getTags();
	}

	@Override
	public @Nullable String getTag(String name) {
		return reading().getTag(name);
	}

	@Override
	public Map<String, String> getAttributes() {
		return reading().getAttributes();
	}

	@Override
	public @Nullable String getAttribute(String path) {
		return reading().getAttribute(path);
	}

	@Override
	public byte @Nullable [] fetchUserData() {
		return reading().fetchUserData();
	}

	@Override
	public @Nullable Instant getFetchedAt() {
		return reading().getFetchedAt();
	}

	@Override
	public DetectionReport getDetection() {
		return reading().getDetection();
	}

	@Override
	public boolean refresh() {
		return metadata().refresh();
	}

	/**
	 * Leaves the detection that is shared, if it was joined. A getter that is called
	 * afterwards joins one again.
	 */
	@Override
	public synchronized void close() {
		this.listeners.clear();
		leave();
	}

	private synchronized void leave() {
		DetectionHolder current = this.metadata;
		if (current != null) {
			current.remove(this);
		}
		this.starter = null;
		if (this.settings != null) {
			DetectionRegistry.leave(this.settings);
			this.settings = null;
			this.metadata = null;
		}
	}

}
