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

package io.cloudmeta.internal.platform;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.FakeMetadataClient;

/**
 * What a machine has that a {@link Platform} looks at. Nothing here opens a socket.
 */
final class TestEnvironment {

	private final Map<String, String> variables = new HashMap<>();

	private Path root = Path.of("/nowhere");

	private TestEnvironment(Map<String, String> variables) {
		this.variables.putAll(variables);
	}

	/**
	 * Returns an environment with these variables and no files.
	 */
	static TestEnvironment of(Map<String, String> variables) {
		return new TestEnvironment(variables);
	}

	/**
	 * Returns the variables of a simulated platform that has these values, and no files.
	 */
	static TestEnvironment simulated(String platform, Map<String, String> values) {
		try (CloudSimulator simulator = CloudSimulator.of(platform).values(values).startWithoutServer()) {
			return of(simulator.getProperties());
		}
	}

	/**
	 * Sets a variable. An empty one counts as missing.
	 */
	TestEnvironment with(String name, String value) {
		this.variables.put(name, value);
		return this;
	}

	/**
	 * Looks for files below this directory.
	 */
	TestEnvironment root(Path root) {
		this.root = root;
		return this;
	}

	/**
	 * Returns what a platform finds.
	 * @return the match, or {@code null} if the environment says nothing of the platform
	 */
	PlatformMatch look(String platform) {
		PlatformEnvironment environment = new PlatformEnvironment(Platforms.variables(this.variables::get), this.root,
				new LocalFiles());
		return Platforms.look(environment)
			.stream()
			.filter((match) -> match.platform().getName().equals(platform))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns a client of a simulated platform's own metadata, to which a match leads.
	 */
	static FakeMetadataClient client(String platform, Map<String, String> values, PlatformMatch match) {
		return CloudSimulator.of(platform).values(values).client(match.endpoint());
	}

}
