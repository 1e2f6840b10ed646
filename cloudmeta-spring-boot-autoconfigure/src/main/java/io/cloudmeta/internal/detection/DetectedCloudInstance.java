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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.DetectionReport;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.InstanceMetadata;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The {@link io.cloudmeta.CloudInstance} of one environment. Nothing happens before it is
 * first asked or {@link #start() started}: then it reads its settings and joins the
 * detection that all contexts of the JVM with the same settings share.
 *
 * @since 0.1.0
 */
public final class DetectedCloudInstance implements LazyCloudInstance {

	private static final Log logger = LogFactory.getLog(DetectedCloudInstance.class);

	private final Supplier<DetectionSettings> settingsSupplier;

	private final List<Consumer<InstanceChange>> listeners = new CopyOnWriteArrayList<>();

	private volatile @Nullable DetectionHolder metadata;

	/** What was given out first, until somebody listens for changes. */
	private volatile @Nullable InstanceMetadata first;

	/** Guarded by this. */
	private @Nullable DetectionSettings settings;

	/**
	 * Reads the settings and detects, for as long as it is wanted; set by who holds this.
	 */
	private volatile @Nullable Thread starter;

	/**
	 * Creates an instance that does nothing yet.
	 * @param settings reads the settings, which may not be complete before they are
	 * needed
	 */
	public DetectedCloudInstance(Supplier<DetectionSettings> settings) {
		this.settingsSupplier = settings;
	}

	private DetectionHolder metadata() {
		DetectionHolder current = this.metadata;
		return (current != null) ? current : join();
	}

	private synchronized DetectionHolder join() {
		DetectionHolder current = this.metadata;
		if (current == null) {
			this.settings = this.settingsSupplier.get();
			current = DetectionRegistry.join(this.settings);
			current.add(this);
			this.metadata = current;
		}
		return current;
	}

	/**
	 * Joins another detection if the settings are others by now, as they are where
	 * somebody asked before the configuration files were read.
	 */
	@Override
	public synchronized boolean reconsider() {
		DetectionSettings before = this.settings;
		if (before == null || before.equals(this.settingsSupplier.get())) {
			return false;
		}
		leave();
		this.first = null;
		return true;
	}

	private Reading reading() {
		return noted(metadata().getForOneCall());
	}

	private Reading reading(DetectionHolder current) {
		return noted(current.get());
	}

	private Reading noted(Reading reading) {
		if (this.first == null) {
			this.first = reading.identity();
		}
		return reading;
	}

	/**
	 * Lets somebody know of changes, and of one that came before that: beans may have
	 * taken what was known first.
	 */
	@Override
	public void onChange(Consumer<InstanceChange> listener) {
		this.listeners.add(listener);
		InstanceMetadata first = this.first;
		DetectionHolder current = this.metadata;
		if (first != null && current != null) {
			InstanceMetadata now = current.get().identity();
			if (!now.equals(first)) {
				listener.accept(InstanceChange.of(first, now));
			}
		}
	}

	void tell(InstanceChange change) {
		this.listeners.forEach((listener) -> listener.accept(change));
	}

	@Override
	public void forget() {
		DetectionHolder current = this.metadata;
		if (current != null) {
			current.forget();
			current.start();
		}
	}

	/**
	 * The settings too are read on the other thread: to bind them takes its time.
	 */
	@Override
	public void start() {
		DetectionHolder current = this.metadata;
		if (current != null) {
			current.start();
		}
		else if (this.starter == null) {
			// not to wait for the one that reads the settings
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
			logger.debug("The detection was not started: whoever asks is told why", ex);
			return null;
		}
	}

	@Override
	public void verify() {
		joinIfStarted();
	}

	@Override
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

	@Override
	public boolean isDetected() {
		DetectionHolder current = this.metadata;
		return current != null && current.isRead();
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
		return reading().getPlatform();
	}

	@Override
	public @Nullable String getRegion() {
		return reading().getRegion();
	}

	@Override
	public @Nullable String getAvailabilityZone() {
		return reading().getAvailabilityZone();
	}

	@Override
	public @Nullable String getAccountId() {
		return reading().getAccountId();
	}

	@Override
	public @Nullable String getInstanceId() {
		return reading().getInstanceId();
	}

	@Override
	public @Nullable String getInstanceName() {
		return reading().getInstanceName();
	}

	@Override
	public @Nullable String getInstanceType() {
		return reading().getInstanceType();
	}

	@Override
	public @Nullable String getImageId() {
		return reading().getImageId();
	}

	@Override
	public @Nullable String getHostname() {
		return reading().getHostname();
	}

	@Override
	public @Nullable String getPrivateIp() {
		return reading().getPrivateIp();
	}

	@Override
	public @Nullable String getPublicIp() {
		return reading().getPublicIp();
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
