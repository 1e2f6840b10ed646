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

package io.cloudmeta;

import java.time.Duration;
import java.util.List;

/**
 * Report of how the cloud was found, or why none was.
 *
 * @param evidence each signal that was evaluated, in that order
 * @param requests how many HTTP requests were made since the application started
 * @param conclusive {@code false} if no metadata service responded but nothing ruled out
 * a cloud
 * @param failures one line for each failure, each with what to do about it
 * @param elapsed how long the detection took, the reading of the identity included
 * @since 0.1.0
 */
public record DetectionReport(List<Evidence> evidence, int requests, boolean conclusive, List<String> failures,
		Duration elapsed) {

	public DetectionReport {
		evidence = List.copyOf(evidence);
		failures = List.copyOf(failures);
	}

}
