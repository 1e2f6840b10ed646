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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.http.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What the contexts of this JVM share: those that live at the same time with the same
 * settings have one {@link CloudMetadata}, and the last one takes it along when it goes.
 */
final class SharedMetadata {

	/**
	 * The one thing that is static and changes; guarded by its own lock. By the
	 * endpoints: the JVM takes longer to learn how the hash of all settings is made than
	 * the whole detection takes on a laptop.
	 */
	private static final Map<Map<CloudProvider, Endpoint>, List<SharedMetadata>> SHARED = new HashMap<>();

	private final DetectionSettings settings;

	private final CloudMetadata metadata;

	private int users;

	private SharedMetadata(DetectionSettings settings) {
		this.settings = settings;
		this.metadata = new CloudMetadata(settings);
	}

	static CloudMetadata join(DetectionSettings settings) {
		synchronized (SHARED) {
			SharedMetadata shared = find(settings);
			if (shared == null) {
				shared = new SharedMetadata(settings);
				add(shared);
			}
			shared.users++;
			return shared.metadata;
		}
	}

	static void leave(DetectionSettings settings) {
		synchronized (SHARED) {
			SharedMetadata shared = find(settings);
			if (shared != null && --shared.users == 0) {
				remove(shared);
				shared.metadata.close();
			}
		}
	}

	private static @Nullable SharedMetadata find(DetectionSettings settings) {
		for (SharedMetadata shared : SHARED.getOrDefault(settings.endpoints(), List.of())) {
			if (shared.settings.equals(settings)) {
				return shared;
			}
		}
		return null;
	}

	private static void add(SharedMetadata shared) {
		List<SharedMetadata> alike = new ArrayList<>(SHARED.getOrDefault(shared.settings.endpoints(), List.of()));
		alike.add(shared);
		SHARED.put(shared.settings.endpoints(), alike);
	}

	private static void remove(SharedMetadata shared) {
		List<SharedMetadata> alike = new ArrayList<>(SHARED.getOrDefault(shared.settings.endpoints(), List.of()));
		alike.remove(shared);
		if (alike.isEmpty()) {
			SHARED.remove(shared.settings.endpoints());
		}
		else {
			SHARED.put(shared.settings.endpoints(), alike);
		}
	}

}
