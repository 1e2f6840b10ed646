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

import java.util.HashMap;
import java.util.Map;

/**
 * What the contexts of this JVM share: those that live at the same time with the same
 * settings have one {@link CloudMetadata}, and the last one takes it along when it goes.
 */
final class SharedMetadata {

	/** The one thing that is static and changes; guarded by its own lock. */
	private static final Map<DetectionSettings, SharedMetadata> SHARED = new HashMap<>();

	private final CloudMetadata metadata;

	private int users;

	private SharedMetadata(CloudMetadata metadata) {
		this.metadata = metadata;
	}

	static CloudMetadata join(DetectionSettings settings) {
		synchronized (SHARED) {
			SharedMetadata shared = SHARED.computeIfAbsent(settings,
					(key) -> new SharedMetadata(new CloudMetadata(key)));
			shared.users++;
			return shared.metadata;
		}
	}

	static void leave(DetectionSettings settings) {
		synchronized (SHARED) {
			SharedMetadata shared = SHARED.get(settings);
			if (shared != null && --shared.users == 0) {
				SHARED.remove(settings);
				shared.metadata.close();
			}
		}
	}

}
