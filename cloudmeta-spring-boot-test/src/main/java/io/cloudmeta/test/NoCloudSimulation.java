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

import java.util.Map;

/**
 * A laptop: its firmware names an office's hardware, and requests for metadata are reset.
 */
final class NoCloudSimulation implements Simulation {

	NoCloudSimulation(SimulatedValues values) {
		values.writeRest();
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "Dell Inc.", "board_vendor", "Dell Inc.", "chassis_asset_tag", "", "product_name",
				"Latitude 7450", "sys_vendor", "Dell Inc.");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		return Answer.reset();
	}

}
