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

package io.cloudmeta.integration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.cloudmeta.test.CloudSimulator;

/**
 * The command line of an application on a simulated cloud.
 */
final class Arguments {

	private Arguments() {
	}

	static String[] of(CloudSimulator cloud, String... properties) {
		List<String> arguments = new ArrayList<>();
		cloud.getProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		// a slow machine must not make it ask twice
		arguments.add("--cloudmeta.fetch.timeout=60s");
		Arrays.stream(properties).map((property) -> "--" + property).forEach(arguments::add);
		return arguments.toArray(String[]::new);
	}

}
