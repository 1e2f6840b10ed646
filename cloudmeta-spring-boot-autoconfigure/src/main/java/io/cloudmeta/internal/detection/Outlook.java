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

/**
 * Whether another detection may find more than the latest one, and what it costs. In
 * ascending order of what decides where several apply.
 */
enum Outlook {

	/** Another detection would find the same. */
	SETTLED,

	/** Nothing listens, or the network has no route: to try again costs nothing. */
	REFUSED,

	/** There was no response, or one that asks for patience. */
	UNANSWERED,

	/**
	 * Responses arrived, but not all in time: another attempt continues with the rest.
	 */
	UNFINISHED;

	static Outlook of(Kind kind) {
		if (!kind.isTransient()) {
			return SETTLED;
		}
		return (kind == Kind.REFUSED || kind == Kind.UNREACHABLE) ? REFUSED : UNANSWERED;
	}

	Outlook and(Outlook other) {
		return (compareTo(other) >= 0) ? this : other;
	}

}
