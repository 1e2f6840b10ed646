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

import java.util.function.Consumer;

import io.cloudmeta.CloudInstance;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CloudInstance} that does nothing before it is asked.
 *
 * @since 0.1.0
 */
public interface LazyCloudInstance extends CloudInstance, AutoCloseable {

	/**
	 * Begins to read the settings and to detect, on a thread of its own, if neither has
	 * begun yet. Never waits for it and never fails: settings that make no sense are told
	 * to whoever {@link #verify() verifies} them or asks for something.
	 */
	void start();

	/**
	 * Makes sure that what was started could be. Waits until the settings are read, and
	 * not for the detection.
	 * @throws RuntimeException if it was started and a setting makes no sense
	 */
	default void verify() {
	}

	/**
	 * Waits for what was started. Unlike a getter, this does not bring back what was
	 * closed meanwhile.
	 * @return the instance of the latest reading, or {@code null} if nothing was started
	 * or asked for, or it was closed
	 * @throws RuntimeException if a setting makes no sense
	 */
	default @Nullable CloudInstance await() {
		return this;
	}

	/**
	 * Returns whether the getters answer without waiting for the detection.
	 * @return whether the detection is done
	 */
	boolean isDetected();

	/**
	 * Lets somebody know whenever the identity differs from what was known before.
	 * @param listener is told, one at a time, on the thread that has read the new
	 * identity
	 */
	default void onChange(Consumer<InstanceChange> listener) {
	}

	/**
	 * Reads the settings again if they were read: somebody may have asked before all of
	 * them were there. What was answered by then stays answered.
	 * @return whether they are others than before, so that a new detection is joined
	 */
	default boolean reconsider() {
		return false;
	}

	/**
	 * Forgets what is known, because the application may have been moved to another
	 * machine. Whoever asks next waits for a new detection.
	 */
	default void forget() {
	}

	/**
	 * Leaves the detection that is shared, if any is. What is asked afterwards joins one
	 * anew.
	 */
	@Override
	default void close() {
	}

}
