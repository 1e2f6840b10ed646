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

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a cloud announces interruptions of one kind.
 *
 * @param lead how long before the interruption the cloud announces it
 * @param starts whether the notice shows that the interruption has started
 * @param spot whether only spot instances have it
 * @param fields the notice's fields that a test can set
 */
record NoticeKind(Duration lead, boolean starts, boolean spot, Set<String> fields) {

	static NoticeKind of(Duration lead, String... fields) {
		return new NoticeKind(lead, false, false, Set.of(fields));
	}

	NoticeKind and(String... fields) {
		Set<String> all = new HashSet<>(this.fields);
		all.addAll(List.of(fields));
		return new NoticeKind(this.lead, this.starts, this.spot, Set.copyOf(all));
	}

	NoticeKind starting() {
		return new NoticeKind(this.lead, true, this.spot, this.fields);
	}

	NoticeKind onSpot() {
		return new NoticeKind(this.lead, this.starts, true, this.fields);
	}

}
