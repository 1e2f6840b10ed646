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
 * Exoscale, whose metadata service has CloudStack's protocol, under a version of its own
 * too.
 *
 * @see <a href=
 * "https://community.exoscale.com/product/compute/instances/how-to/metadata-user-data/">Instance
 * metadata and user data</a>
 */
final class ExoscaleSimulation implements Simulation {

	private final CloudStackSimulation service;

	ExoscaleSimulation(SimulatedValues values) {
		this.service = new CloudStackSimulation(CloudStackInstance.onExoscale(values));
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "SeaBIOS", "chassis_vendor", "QEMU", "product_name", "Exoscale Compute Platform",
				"sys_vendor", "Exoscale");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		return this.service
			.answer(new SimulatedRequest(request.method(), request.path().replaceFirst("^/1\\.0/", "/latest/"),
					request.query(), request.headers(), request.body()));
	}

}
