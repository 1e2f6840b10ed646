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
 * An OpenStack cloud without an operator's changes.
 *
 * @see <a href="https://docs.openstack.org/nova/latest/user/metadata.html">Metadata</a>
 */
final class OpenStackSimulation implements Simulation {

	private final NovaMetadata metadata;

	OpenStackSimulation(SimulatedValues values) {
		this.metadata = new OpenStackInstance(values).getMetadata();
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "SeaBIOS", "chassis_vendor", "QEMU", "product_family", "Virtual Machine",
				"product_name", "OpenStack Nova", "sys_vendor", "OpenStack Foundation");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		return this.metadata.answer(request);
	}

}
