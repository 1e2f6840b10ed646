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

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.cloudmeta.CloudPlacement.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CloudPlacement}.
 */
class CloudPlacementTests {

	@Test
	void levelsAreFromCoarseToFine() {
		CloudPlacement placement = CloudPlacement.of(CloudProvider.ORACLE,
				Map.of("host", "h", "zone", "z", "sub-block", "s", "block", "b", "fault-domain", "f"));
		assertThat(placement.getLevels()).containsExactly(new Level("zone", "z"), new Level("block", "b"),
				new Level("sub-block", "s"), new Level("host", "h"));
		assertThat(placement.getFaultDomain()).isEqualTo("f");
		assertThat(placement.get("sub-block")).isEqualTo("s");
		assertThat(placement.get("rack")).isNull();
		assertThat(placement.get("shelf")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "z, b, h, z, b, h, 3", "z, b, h, z, b, x, 2", "z, b, h, z, x, h, 1", "z, b, h, x, b, h, 0",
			"z, b, h, z, , h, 1", ", , , , , , 0", "z, b, h, , , , 0" })
	void sharedLevelsEndBeforeTheFirstThatDiffers(String zone, String block, String host, String otherZone,
			String otherBlock, String otherHost, int shared) {
		CloudPlacement placement = placement(CloudProvider.GCP, zone, block, host);
		CloudPlacement other = placement(CloudProvider.GCP, otherZone, otherBlock, otherHost);
		assertThat(placement.sharedLevels(other)).isEqualTo(shared);
		assertThat(other.sharedLevels(placement)).isEqualTo(shared);
	}

	@Test
	void nothingIsSharedAcrossClouds() {
		assertThat(
				placement(CloudProvider.GCP, "z", "b", "h").sharedLevels(placement(CloudProvider.AWS, "z", "b", "h")))
			.isZero();
	}

	@Test
	void faultDomainIsNoLevel() {
		CloudPlacement placement = CloudPlacement.of(CloudProvider.AZURE, Map.of("zone", "z", "fault-domain", "1"));
		CloudPlacement other = CloudPlacement.of(CloudProvider.AZURE, Map.of("zone", "z", "fault-domain", "2"));
		assertThat(placement.sharedLevels(other)).isOne();
		assertThat(placement).isNotEqualTo(other);
	}

	@Test
	void emptyIfNothingIsKnown() {
		assertThat(CloudPlacement.of(CloudProvider.AWS, Map.of()).isEmpty()).isTrue();
		assertThat(CloudPlacement.of(CloudProvider.AWS, Map.of("fault-domain", "1")).isEmpty()).isFalse();
	}

	@Test
	void refusesANameThatIsNoLevel() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloudPlacement.of(CloudProvider.AWS, Map.of("shelf", "7")))
			.withMessage("'shelf' is no level of a placement. Write one of zone, group, block, sub-block, rack, host,"
					+ " fault-domain");
	}

	private static CloudPlacement placement(CloudProvider provider, String zone, String block, String host) {
		Map<String, String> ids = new HashMap<>();
		ids.put("zone", zone);
		ids.put("block", block);
		ids.put("host", host);
		ids.values().removeIf(Objects::isNull);
		return CloudPlacement.of(provider, ids);
	}

}
