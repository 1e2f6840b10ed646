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

package io.cloudmeta.test;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An interruption that was announced.
 *
 * @param interruption the interruption
 * @param kind how the cloud announces it
 * @param announced the time of the first announcement
 * @param deadline when it begins
 * @param approved whether its start was approved
 */
record Announcement(SimulatedInterruption interruption, NoticeKind kind, Instant announced, Instant deadline,
		boolean approved) {

	String name() {
		return this.interruption.getKind();
	}

	/**
	 * Returns whether the interruption has begun, which not every cloud publishes.
	 */
	boolean hasStarted(Instant now) {
		return this.interruption.isStarted() || this.approved || !this.deadline.isAfter(now);
	}

	@Nullable String given(String field) {
		return this.interruption.getFields().get(field);
	}

	/**
	 * Returns the notice's fields.
	 * @param usual what the cloud writes, in its order
	 * @return the fields, with what the test gave in place of these or after them
	 */
	Map<String, String> fields(Map<String, String> usual) {
		Map<String, String> fields = new LinkedHashMap<>(usual);
		fields.putAll(this.interruption.getFields());
		fields.values().removeIf(String::isEmpty);
		return fields;
	}

	Announcement approve() {
		return new Announcement(this.interruption, this.kind, this.announced, this.deadline, true);
	}

}
