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

package io.cloudmeta.internal.placeholder;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PlaceholderCharacters}.
 */
class PlaceholderCharactersTests {

	private static final String ADDABLE = "=?%&!;*|";

	private static final PlaceholderCharacters DEFAULT = PlaceholderCharacters.with("");

	static Stream<String> addable() {
		return ADDABLE.chars().mapToObj(Character::toString);
	}

	/**
	 * All of ASCII but what can be added and what surrounds a property's value, and
	 * characters from outside of it.
	 */
	static Stream<String> others() {
		return IntStream.concat(IntStream.rangeClosed(0x21, 0x7e), "\u00a0\u202e\u200b\uff04\u00b2é東".chars())
			.filter((character) -> ADDABLE.indexOf(character) < 0)
			.mapToObj(Character::toString);
	}

	@ParameterizedTest
	@MethodSource("addable")
	void addsCharacter(String character) {
		String value = "a" + character + "b";
		assertThat(DEFAULT.firstRefused(value)).isEqualTo(character);
		assertThat(PlaceholderCharacters.isAddable(character)).isTrue();
		PlaceholderCharacters characters = PlaceholderCharacters.with(character);
		assertThat(characters.firstRefused(value)).isNull();
		addable().filter((other) -> !other.equals(character))
			.forEach((other) -> assertThat(characters.firstRefused(other)).isEqualTo(other));
	}

	@ParameterizedTest
	@MethodSource("others")
	void addsNoOtherCharacter(String character) {
		assertThat(PlaceholderCharacters.isAddable(character)).isFalse();
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> PlaceholderCharacters.with("=" + character))
			.satisfies((ex) -> assertThat(ex.getReason()).contains("= ? % & ! ; * |", "without separators"));
	}

	@Test
	void allowsExactlyLettersMarksDigitsSpaceAndTenCharacters() {
		for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
			String text = Character.toString(character);
			boolean expected = text.matches("[\\p{L}\\p{M}\\p{Nd}]") || " ._-/:,+@~".contains(text);
			assertThat(DEFAULT.firstRefused("a" + text + "b") == null).as("U+%04X", character).isEqualTo(expected);
		}
	}

	@Test
	void allowsNothingMoreWhereAllIsAdded() {
		PlaceholderCharacters all = PlaceholderCharacters.with(ADDABLE);
		"'\"`()[]{}$#<>\\^".chars()
			.mapToObj(Character::toString)
			.forEach((character) -> assertThat(all.firstRefused("a" + character)).isEqualTo(character));
	}

	@ParameterizedTest
	@ValueSource(strings = { "..", "../x", "x/..", "a/../b" })
	void refusesSegmentThatLeadsUpwards(String value) {
		assertThat(DEFAULT.firstRefused(value)).isEqualTo("..");
		assertThat(PlaceholderCharacters.describe("..")).isEqualTo("the path segment '..'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "...", "a..b", "..a", "a../b", "ocid1.tenancy.oc1..aaaa", "" })
	void allowsDotsThatAreNoSegment(String value) {
		assertThat(DEFAULT.firstRefused(value)).isNull();
	}

	@Test
	void describesWhatCannotBeSeenByItsCodeAlone() {
		assertThat(PlaceholderCharacters.describe("!")).isEqualTo("'!' (U+0021)");
		assertThat(PlaceholderCharacters.describe("~")).isEqualTo("'~' (U+007E)");
		assertThat(PlaceholderCharacters.describe("\u007f")).isEqualTo("U+007F");
		assertThat(PlaceholderCharacters.describe(" ")).isEqualTo("U+0020");
		assertThat(PlaceholderCharacters.describe("\u202e")).isEqualTo("U+202E");
	}

}
