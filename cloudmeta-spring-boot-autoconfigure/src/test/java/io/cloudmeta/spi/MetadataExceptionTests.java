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

package io.cloudmeta.spi;

import io.cloudmeta.spi.MetadataException.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetadataException}.
 */
class MetadataExceptionTests {

	@Test
	void isOneLineWhateverWasAnswered() {
		MetadataException exception = new MetadataException(Kind.BUSY, "a\nb\u2028c\u202ed", "e\rf\u0000g\u200eh");
		assertThat(exception.toLine()).isEqualTo("a b c d: e f g h");
		assertThat(new MetadataException(Kind.BUSY, "busy", "").toLine()).isEqualTo("busy");
	}

	@Test
	void provesTheCloudOnlyIfMarked() {
		MetadataException refusal = new MetadataException(Kind.DENIED, "refused", "ask");
		assertThat(refusal.isFromThisCloud()).isFalse();
		assertThat(refusal.fromThisCloud().isFromThisCloud()).isTrue();
		assertThat(refusal.fromThisCloud().getKind()).isEqualTo(Kind.DENIED);
		assertThat(refusal.fromThisCloud().toLine()).isEqualTo("refused: ask");
	}

	@Test
	void knowsWhatMayPassAndWhatWasSilence() {
		assertThat(Kind.values()).filteredOn(Kind::isTransient)
			.containsExactly(Kind.BUSY, Kind.TIMEOUT, Kind.REFUSED, Kind.UNREACHABLE, Kind.STARTING, Kind.BROKEN);
		assertThat(Kind.values()).filteredOn(Kind::isSilence)
			.containsExactly(Kind.TIMEOUT, Kind.REFUSED, Kind.UNREACHABLE);
	}

}
