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

package io.cloudmeta.autoconfigure.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruptions;

/**
 * Interruptions as JSON shows them.
 */
final class InterruptionDetails {

	private static final double MILLIS_PER_SECOND = 1000.0;

	private InterruptionDetails() {
	}

	/**
	 * Returns the details of the interruptions.
	 */
	static Map<String, Object> of(CloudInterruptions interruptions) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("status", interruptions.getStatus().getId());
		String reason = interruptions.getStatusReason();
		if (reason != null) {
			details.put("reason", reason);
		}
		details.put("pending", interruptions.getPending().stream().map(InterruptionDetails::of).toList());
		return details;
	}

	private static Map<String, Object> of(CloudInterruption interruption) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("id", interruption.getId());
		details.put("kind", interruption.getKind().getId());
		details.put("state", interruption.getState().getId());
		Duration remaining = interruption.getRemaining();
		if (interruption.getDeadline() != null && remaining != null) {
			details.put("deadline", interruption.getDeadline().toString());
			details.put("remaining", remaining.toMillis() / MILLIS_PER_SECOND);
		}
		details.put("announcedAt", interruption.getAnnouncedAt().toString());
		details.put("source", interruption.getSource());
		details.put("description", interruption.getDescription());
		return details;
	}

}
