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

package io.cloudmeta.interruption;

import java.util.Locale;

/**
 * Whether the notices of the cloud can be read.
 *
 * @since 0.1.0
 */
public enum WatchStatus {

	/** Notices are not watched: {@code cloudmeta.interruptions.enabled} is not true. */
	DISABLED,

	/** The cloud has not answered yet. */
	STARTING,

	/** Notices are watched, and the cloud answers. */
	WATCHING,

	/**
	 * Notices cannot be read, or not all of them. It is not known whether there are any;
	 * {@link CloudInterruptions#getStatusReason()} has the reason.
	 */
	UNKNOWN,

	/**
	 * The cloud announces nothing to an instance. A shutdown of the JVM is still an
	 * interruption of kind {@link InterruptionKind#SHUTDOWN}.
	 */
	UNSUPPORTED;

	/**
	 * Returns the name in JSON.
	 * @return the name, such as {@code watching}
	 */
	public String getId() {
		return name().toLowerCase(Locale.ROOT);
	}

}
