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

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.DetectionReport;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * What a reading says, by the getters of {@link CloudInstance}: of the latest reading, or
 * always of the same.
 */
abstract class InstanceOfReading implements CloudInstance {

	/**
	 * Returns the reading to answer from.
	 */
	abstract Reading reading();

	/**
	 * Returns what makes new readings.
	 */
	abstract CloudMetadata metadata();

	@Override
	public CloudProvider getProvider() {
		return reading().identity().getProvider();
	}

	@Override
	public @Nullable String getPlatform() {
		return reading().get(CloudField.PLATFORM);
	}

	@Override
	public @Nullable String getRegion() {
		return reading().get(CloudField.REGION);
	}

	@Override
	public @Nullable String getAvailabilityZone() {
		return reading().get(CloudField.AVAILABILITY_ZONE);
	}

	@Override
	public @Nullable String getAccountId() {
		return reading().get(CloudField.ACCOUNT_ID);
	}

	@Override
	public @Nullable String getInstanceId() {
		return reading().get(CloudField.INSTANCE_ID);
	}

	@Override
	public @Nullable String getInstanceName() {
		return reading().get(CloudField.INSTANCE_NAME);
	}

	@Override
	public @Nullable String getInstanceType() {
		return reading().get(CloudField.INSTANCE_TYPE);
	}

	@Override
	public @Nullable String getImageId() {
		return reading().get(CloudField.IMAGE_ID);
	}

	@Override
	public @Nullable String getHostname() {
		return reading().get(CloudField.HOSTNAME);
	}

	@Override
	public @Nullable String getPrivateIp() {
		return reading().get(CloudField.PRIVATE_IP);
	}

	@Override
	public @Nullable String getPublicIp() {
		return reading().get(CloudField.PUBLIC_IP);
	}

	@Override
	public List<NetworkInterface> getNetworkInterfaces() {
		return reading().networkInterfaces();
	}

	@Override
	public Map<String, String> getTags() {
		return reading().tags();
	}

	@Override
	public Map<String, String> getAttributes() {
		return reading().identity().getAttributes();
	}

	@Override
	public @Nullable String getAttribute(String path) {
		return reading().attribute(path);
	}

	@Override
	public byte @Nullable [] fetchUserData() {
		return reading().userData();
	}

	@Override
	public @Nullable Instant getFetchedAt() {
		return reading().snapshot().fetchedAt();
	}

	@Override
	public DetectionReport getDetection() {
		Reading reading = reading();
		Snapshot snapshot = reading.snapshot();
		return new DetectionReport(snapshot.evidence(), metadata().requests(), snapshot.conclusive(),
				reading.failures(), snapshot.elapsed());
	}

	@Override
	public boolean refresh() {
		return metadata().refresh();
	}

}
