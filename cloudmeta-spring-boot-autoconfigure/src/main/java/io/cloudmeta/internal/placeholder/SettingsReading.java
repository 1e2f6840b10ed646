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

import java.util.function.Supplier;

/**
 * Marks the thread that reads cloudmeta's own settings, so that a placeholder for the
 * cloud in one of them fails instead of waiting for itself.
 *
 * @since 0.1.0
 */
public final class SettingsReading {

	private final ThreadLocal<Boolean> active = new ThreadLocal<>();

	/**
	 * Reads settings.
	 * @param <T> the type of the settings
	 * @param settings reads the settings
	 * @return the settings
	 * @throws UnresolvedCloudPlaceholderException if a setting needs a value of the cloud
	 */
	public <T> T read(Supplier<T> settings) {
		boolean outermost = !isActive();
		this.active.set(true);
		try {
			return settings.get();
		}
		finally {
			if (outermost) {
				this.active.remove();
			}
		}
	}

	boolean isActive() {
		return this.active.get() != null;
	}

}
