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
import java.util.Map;

import org.springframework.util.Assert;

/**
 * What a simulated machine becomes at some time.
 *
 * @param after how long from now, or from the start
 * @param values the values that it has from then on beside those that it keeps
 */
record SimulatedChange(Duration after, Map<String, String> values) {

	SimulatedChange {
		Assert.isTrue(!after.isNegative(), () -> "A change cannot be %s ago".formatted(after.negated()));
		Assert.isTrue(!values.isEmpty(), "A change needs values");
	}

}
