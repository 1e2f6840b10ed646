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

package io.cloudmeta.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is said of routes that lead nowhere, each in a network namespace of its
 * own. Skipped where nobody may make one.
 */
class NoRouteTests {

	@ParameterizedTest
	@ValueSource(strings = { "prohibit", "unreachable", "blackhole" })
	void saysThatThereIsNoWay(String kind, @TempDir Path directory) throws Exception {
		String route = "ip link set lo up && ip route add %s 192.0.2.1".formatted(kind);
		Assumptions.assumeTrue(succeeds(route),
				"this machine lets nobody make a network namespace (needs Linux, root, unshare and ip)");
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Path line = directory.resolve("line");
		assertThat(succeeds("%s && exec '%s' -cp '%s' %s '%s'".formatted(route, java,
				System.getProperty("java.class.path"), NoRouteClient.class.getName(), line)))
			.isTrue();
		assertThat(line).content().startsWith("GET http://192.0.2.1/path found no route: the network has no way");
	}

	private static boolean succeeds(String command) throws InterruptedException {
		List<String> unshare = new ArrayList<>(List.of("unshare", "--net"));
		if (!"root".equals(System.getProperty("user.name"))) {
			unshare.add("--map-root-user");
		}
		unshare.addAll(List.of("sh", "-c", command));
		try {
			Process process = new ProcessBuilder(unshare).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (IOException ex) {
			// no unshare on this machine
			return false;
		}
	}

}
