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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.MetadataEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * The registry that the contexts of this JVM share: those that exist at the same time
 * with the same settings have one {@link DetectionHolder}, which is closed when the last
 * context that uses it is closed.
 */
final class DetectionRegistry {

	/**
	 * The one thing that is static and changes; guarded by its own lock. By the
	 * endpoints, as the JVM would have to learn at start-up how the hash of all settings
	 * is made.
	 */
	private static final Map<Map<CloudProvider, MetadataEndpoint>, List<DetectionRegistry>> SHARED = new HashMap<>();

	private final DetectionSettings settings;

	private final DetectionHolder metadata;

	private int users;

	private DetectionRegistry(DetectionSettings settings) {
		this.settings = settings;
		this.metadata = new DetectionHolder(settings);
	}

	static DetectionHolder join(DetectionSettings settings) {
		synchronized (SHARED) {
			DetectionRegistry shared = find(settings);
			if (shared == null) {
				shared = new DetectionRegistry(settings);
				List<DetectionRegistry> alike = new ArrayList<>(alike(settings));
				alike.add(shared);
				SHARED.put(settings.endpoints(), alike);
			}
			shared.users++;
			return shared.metadata;
		}
	}

	static void leave(DetectionSettings settings) {
		synchronized (SHARED) {
			DetectionRegistry shared = find(settings);
			if (shared != null && --shared.users == 0) {
				alike(settings).remove(shared);
				if (alike(settings).isEmpty()) {
					SHARED.remove(settings.endpoints());
				}
				shared.metadata.close();
			}
		}
	}

	private static @Nullable DetectionRegistry find(DetectionSettings settings) {
		for (DetectionRegistry shared : alike(settings)) {
			if (shared.settings.equals(settings)) {
				return shared;
			}
		}
		return null;
	}

	private static List<DetectionRegistry> alike(DetectionSettings settings) {
		return SHARED.getOrDefault(settings.endpoints(), List.of());
	}

}
