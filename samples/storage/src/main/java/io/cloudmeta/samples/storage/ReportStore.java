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

package io.cloudmeta.samples.storage;

import org.jspecify.annotations.Nullable;

/**
 * Keeps reports. The rest of the application depends on this interface only, and on no
 * cloud or SDK.
 */
interface ReportStore {

	/**
	 * Writes a report, in place of the one that has this name.
	 * @param name the name
	 * @param report the report
	 */
	void write(String name, byte[] report);

	/**
	 * Reads a report.
	 * @param name the name
	 * @return the report, or {@code null} if none has this name
	 */
	byte @Nullable [] read(String name);

	/**
	 * Returns where the reports are.
	 * @return the address, in the words of the store's own tools
	 */
	String getLocation();

}
