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

package io.cloudmeta.internal.interruption;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * What one reading of a key says about interruptions.
 *
 * @param interruptions what is announced; empty if nothing is or if that is not known
 * @param unknown why it is not known what is announced, or {@code null} if it is known
 * @param retryAfter how long the service wants to be left alone, or {@code null}
 */
record Sighting(List<Notice> interruptions, @Nullable String unknown, @Nullable Duration retryAfter) {

	static Sighting none() {
		return new Sighting(List.of(), null, null);
	}

	static Sighting of(Notice... notices) {
		return new Sighting(List.of(notices), null, null);
	}

	static Sighting of(List<Notice> notices) {
		return new Sighting(List.copyOf(notices), null, null);
	}

	static Sighting unknown(String reason) {
		return new Sighting(List.of(), reason, null);
	}

	/**
	 * A notice.
	 *
	 * @param interruption the interruption
	 * @param estimated whether the deadline is not the cloud's, but counts from the
	 * reading
	 */
	record Notice(CloudInterruption interruption, boolean estimated) {

		private static final int MAX_LENGTH = 4096;

		/** A notice is logged and shown, and its texts come from outside. */
		Notice {
			interruption = inOneLine(interruption);
		}

		static Notice of(CloudInterruption.Builder interruption) {
			return new Notice(interruption.build(), false);
		}

		static Notice estimated(CloudInterruption.Builder interruption) {
			return new Notice(interruption.build(), true);
		}

		private static CloudInterruption inOneLine(CloudInterruption interruption) {
			Map<String, String> attributes = new LinkedHashMap<>();
			interruption.getAttributes().forEach((name, value) -> attributes.put(inOneLine(name), inOneLine(value)));
			CloudInterruption.Builder builder = CloudInterruption
				.builder(inOneLine(interruption.getId()), interruption.getKind(), interruption.getProvider())
				.state(interruption.getState())
				.source(interruption.getSource())
				.description(inOneLine(interruption.getDescription()))
				.announcedAt(interruption.getAnnouncedAt())
				.attributes(attributes)
				.advice(interruption.isAdvice())
				.hardwareFailure(interruption.isHardwareFailure());
			Instant deadline = interruption.getDeadline();
			Duration remaining = interruption.getRemaining();
			return ((deadline != null && remaining != null) ? builder.deadline(deadline, deadline.minus(remaining))
					: builder)
				.build();
		}

		private static String inOneLine(String text) {
			String line = MetadataText.plain(text).strip();
			return (line.length() > MAX_LENGTH) ? line.substring(0, MAX_LENGTH) : line;
		}

	}

}
