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

import java.util.Arrays;

/**
 * Whether Actuator is listing properties, which must neither fail nor start a detection.
 */
enum ActuatorListing {

	/** {@code /actuator/env}, which resolves the text of each property. */
	ENVIRONMENT("org.springframework.boot.actuate.env.EnvironmentEndpoint"),

	/**
	 * {@code /actuator/configprops}, which creates beans that are not there yet and
	 * leaves out those that cannot be created. They would keep a literal text for ever.
	 */
	CONFIGURATION_PROPERTIES(
			"org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint"),

	/** Neither. */
	NONE("");

	private final String className;

	ActuatorListing(String className) {
		this.className = className;
	}

	/**
	 * Returns what the current thread is doing. Costs a walk up its stack.
	 */
	static ActuatorListing current() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.map(StackWalker.StackFrame::getClassName)
				.filter((name) -> name.startsWith("org.springframework.boot.actuate."))
				.flatMap((name) -> Arrays.stream(values()).filter((listing) -> listing.isClass(name)))
				.findFirst()
				.orElse(NONE));
	}

	private boolean isClass(String name) {
		return this != NONE && name.startsWith(this.className);
	}

}
