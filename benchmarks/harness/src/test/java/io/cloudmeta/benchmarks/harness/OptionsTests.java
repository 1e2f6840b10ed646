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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link Options}.
 */
class OptionsTests {

	@Test
	void hasWhatIsWrittenAndOtherwiseTheDefault() {
		Options options = Options.of("--rounds=3", "--warmups=0", "--only=laptop,ec2", "--write=true");
		assertThat(options.positive("rounds", 12)).isEqualTo(3);
		assertThat(options.number("warmups", 2)).isZero();
		assertThat(options.number("more", 40)).isEqualTo(40);
		assertThat(options.chosen(Situation.EC2)).isTrue();
		assertThat(options.chosen(Situation.GOOGLE)).isFalse();
		assertThat(options.write()).isTrue();
	}

	@Test
	void choosesAllWhereNothingIsChosen() {
		assertThat(Options.of().chosen(Situation.GOOGLE)).isTrue();
		assertThat(Options.of().write()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "many", "", "99999999999" })
	void saysWhatToWriteInPlaceOfWhatIsNoNumber(String number) {
		Options options = Options.of("--rounds=" + number);
		assertThatIllegalArgumentException().isThrownBy(() -> options.positive("rounds", 12))
			.withMessageContaining("'--rounds=" + number + "'")
			.withMessageContaining("--rounds=12");
	}

	@ParameterizedTest
	@CsvSource({ "--round=3, --name=value", "rounds, --name=value", "'--only=laptop,moon', --only=laptop" })
	void saysWhatToWriteInPlaceOfWhatIsNoOption(String argument, String instead) {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.of(argument)).withMessageContaining(instead);
	}

}
