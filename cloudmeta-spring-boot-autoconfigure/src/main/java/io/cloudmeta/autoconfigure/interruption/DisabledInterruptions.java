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

import java.util.List;

import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruptions;
import io.cloudmeta.interruption.WatchStatus;
import org.jspecify.annotations.Nullable;

/**
 * The interruptions of an application that does not watch them.
 */
enum DisabledInterruptions implements CloudInterruptions {

	/** The only one. */
	INSTANCE;

	@Override
	public WatchStatus getStatus() {
		return WatchStatus.DISABLED;
	}

	@Override
	public @Nullable String getStatusReason() {
		return null;
	}

	@Override
	public List<CloudInterruption> getPending() {
		return List.of();
	}

	@Override
	public void acknowledge(CloudInterruption interruption) {
		throw new UnsupportedOperationException(
				"Interruptions are not watched: set cloudmeta.interruptions.enabled=true");
	}

}
