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

import java.net.URI;
import java.util.Map;

/**
 * One cloud as an instance sees it.
 */
interface Simulation {

	/**
	 * Returns the response of the cloud's metadata service.
	 * @param request the request
	 * @return the answer
	 */
	Answer answer(SimulatedRequest request);

	/**
	 * Returns which interruptions the cloud announces to this machine.
	 * @return the kinds, none by default
	 */
	default NoticeKinds getNoticeKinds() {
		return NoticeKinds.NONE;
	}

	/**
	 * Refuses what could not be refused when the simulation was made, because it was not
	 * known by then.
	 * @throws IllegalArgumentException if this cannot be simulated
	 */
	default void verify() {
	}

	/**
	 * Returns the DMI values that the cloud's firmware writes.
	 * @return the values by the names of their files
	 */
	Map<String, String> getDmi();

	/**
	 * Returns what else a machine of the cloud has in its environment.
	 * @return the variables by their names
	 */
	default Map<String, String> getProperties() {
		return Map.of();
	}

	/**
	 * Returns what else a machine of the cloud has in its environment, where that leads
	 * to the simulation.
	 * @param url the base address of the simulation
	 * @return the variables by their names
	 */
	default Map<String, String> getProperties(URI url) {
		return getProperties();
	}

	/**
	 * Returns the files that an application finds there beside the firmware's.
	 * @return what they hold by their paths below the root
	 */
	default Map<String, String> getFiles() {
		return Map.of();
	}

}
