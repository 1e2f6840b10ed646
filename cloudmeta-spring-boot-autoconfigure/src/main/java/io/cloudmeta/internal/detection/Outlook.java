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

import io.cloudmeta.spi.MetadataException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Why another detection may find more than the latest one, in ascending order of what
 * decides where several reasons apply. There is none where another detection would find
 * the same.
 */
enum Outlook {

	/** Nothing listens, or the network has no route: to try again costs nothing. */
	REFUSED,

	/** There was no response, or one that says that the service is busy. */
	UNANSWERED,

	/**
	 * Responses arrived, but not all in time: another attempt continues with the rest.
	 */
	UNFINISHED;

	/**
	 * Returns the outlook after a failure, {@code null} if it would be the same again.
	 */
	static @Nullable Outlook of(Kind kind) {
		if (!kind.isTransient()) {
			return null;
		}
		return switch (kind) {
			case REFUSED, UNREACHABLE, STARTING -> REFUSED;
			default -> UNANSWERED;
		};
	}

	/**
	 * Returns what decides of two, each of which may be absent.
	 */
	static @Nullable Outlook of(@Nullable Outlook one, @Nullable Outlook other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (one.compareTo(other) >= 0) ? one : other;
	}

}
