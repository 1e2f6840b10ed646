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

package io.cloudmeta.internal.placeholder;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.DetectionReport;
import io.cloudmeta.Evidence;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.internal.detection.DetectedCloudInstance;
import io.cloudmeta.internal.detection.DetectionSettings;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * A cloud of given values that counts how it is used.
 */
public class FakeCloudInstance extends DetectedCloudInstance {

	private final CloudProvider provider;

	private final Map<CloudField, String> values = new LinkedHashMap<>();

	private final Map<String, String> tags = new LinkedHashMap<>();

	private final Map<String, String> paths = new LinkedHashMap<>();

	private final AtomicInteger starts = new AtomicInteger();

	private final AtomicInteger reads = new AtomicInteger();

	private volatile boolean detected;

	private volatile @Nullable Runnable onRead;

	public FakeCloudInstance(CloudProvider provider) {
		this(provider, () -> {
			throw new UnsupportedOperationException("There is nothing to detect");
		});
	}

	FakeCloudInstance(CloudProvider provider, Supplier<DetectionSettings> settings) {
		super(settings);
		this.provider = provider;
	}

	public static FakeCloudInstance aws() {
		return new FakeCloudInstance(CloudProvider.AWS).with(CloudField.PLATFORM, "aws_ec2")
			.with(CloudField.REGION, "eu-west-1")
			.with(CloudField.AVAILABILITY_ZONE, "eu-west-1b")
			.with(CloudField.ACCOUNT_ID, "012345678901")
			.withTag("env", "prod")
			.withTag("Team", "ml")
			.withTag("aws:autoscaling:groupName", "ingest")
			.withPath("placement/availability-zone-id", "euw1-az2");
	}

	public static FakeCloudInstance local() {
		return new FakeCloudInstance(CloudProvider.LOCAL);
	}

	public FakeCloudInstance with(CloudField field, String value) {
		this.values.put(field, value);
		return this;
	}

	public FakeCloudInstance withTag(String name, String value) {
		this.tags.put(name, value);
		return this;
	}

	public FakeCloudInstance withPath(String path, String value) {
		this.paths.put(path, value);
		return this;
	}

	public FakeCloudInstance onRead(Runnable onRead) {
		this.onRead = onRead;
		return this;
	}

	public int getStarts() {
		return this.starts.get();
	}

	public int getReads() {
		return this.reads.get();
	}

	private void read() {
		this.reads.incrementAndGet();
		this.detected = true;
		Runnable hook = this.onRead;
		if (hook != null) {
			hook.run();
		}
	}

	@Override
	public void start() {
		this.starts.incrementAndGet();
	}

	@Override
	public boolean isDetected() {
		return this.detected;
	}

	@Override
	public CloudProvider getProvider() {
		read();
		return this.provider;
	}

	@Override
	public @Nullable String get(CloudField field) {
		read();
		return (field == CloudField.PROVIDER) ? this.provider.getId() : this.values.get(field);
	}

	@Override
	public List<NetworkInterface> getNetworkInterfaces() {
		return List.of();
	}

	@Override
	public Map<String, String> getTags() {
		read();
		return this.tags;
	}

	@Override
	public String getTag(String name) {
		return getTags().get(name);
	}

	@Override
	public Map<String, String> getAttributes() {
		return Map.of();
	}

	@Override
	public @Nullable String getAttribute(String path) {
		read();
		MetadataServices.checkPath(this.provider, path);
		return this.paths.get(path);
	}

	@Override
	public byte @Nullable [] fetchUserData() {
		throw new UnsupportedOperationException("Nothing but the application's code asks for user data");
	}

	@Override
	public @Nullable Instant getFetchedAt() {
		read();
		return CloudProvider.LOCAL.equals(this.provider) ? null : Instant.parse("2026-11-21T10:15:30Z");
	}

	@Override
	public DetectionReport getDetection() {
		return new DetectionReport(
				List.of(new Evidence("dmi sys_vendor", "says 'Example Hardware Inc.'", null, Evidence.Bearing.AGAINST,
						Duration.ZERO)),
				0, true, List.of("GET http://127.0.0.1/token timed out: raise the hop limit"), Duration.ZERO);
	}

	@Override
	public boolean refresh() {
		return false;
	}

}
