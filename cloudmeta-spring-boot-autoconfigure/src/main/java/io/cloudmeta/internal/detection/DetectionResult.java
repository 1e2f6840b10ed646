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
import java.time.Instant;
import java.util.List;

import io.cloudmeta.Evidence;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * What one detection found.
 *
 * @param identity who the instance is
 * @param fetchedAt when a metadata service returned it, or {@code null} if none did
 * @param evidence each signal that was looked at
 * @param failures what went wrong, a line each
 * @param conclusive whether something named a cloud or ruled all out
 * @param endpoint where the cloud's metadata service can be queried for more, or
 * {@code null} if it cannot
 * @param outlook why another detection may find more, {@code null} if it would not
 * @param notice the text to add to the log line about the cloud, or an empty text
 * @param elapsed how long it took
 */
record DetectionResult(InstanceMetadata identity, @Nullable Instant fetchedAt, List<Evidence> evidence,
		List<String> failures, boolean conclusive, @Nullable MetadataEndpoint endpoint, @Nullable Outlook outlook,
		String notice, Duration elapsed) {

	DetectionResult {
		evidence = List.copyOf(evidence);
		failures = List.copyOf(failures);
	}

	/**
	 * Returns whether another detection may find more.
	 */
	boolean pending() {
		return this.outlook != null;
	}

}
