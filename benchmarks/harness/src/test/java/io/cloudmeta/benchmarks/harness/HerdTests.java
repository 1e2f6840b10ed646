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

package io.cloudmeta.benchmarks.harness;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of many instances behind one slow metadata service.
 */
class HerdTests {

	@Test
	void eachInstanceIsAnsweredOnceAlsoWhereTheServiceIsBusy() throws Exception {
		Herd herd = Herd.boot(200, 100, Duration.ofMinutes(2));
		assertThat(herd.read()).isEqualTo(200);
		assertThat(herd.mostAnswers()).isOne();
		assertThat(herd.mostRequests()).as("no request was refused").isGreaterThan(1);
	}

}
