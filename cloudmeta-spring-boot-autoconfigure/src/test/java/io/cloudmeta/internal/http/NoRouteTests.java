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

package io.cloudmeta.internal.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is said of routes that lead nowhere, each in a network namespace of its
 * own.
 */
class NoRouteTests {

	/** All packets go to a machine that is not there. */
	private static final String NOWHERE = "ip link set lo up && ip link add v0 type veth peer name v1"
			+ " && ip addr add 192.0.2.2/24 dev v0 && ip link set v0 up && ip link set v1 up"
			+ " && ip neigh add 192.0.2.1 lladdr 02:00:00:00:00:01 dev v0 nud permanent"
			+ " && ip route add default via 192.0.2.1 && mount --bind '%s' /etc/resolv.conf";

	@ParameterizedTest
	@ValueSource(strings = { "prohibit", "unreachable", "blackhole" })
	void saysThatThereIsNoWay(String kind, @TempDir Path directory) throws Exception {
		String route = "ip link set lo up && ip route add %s 192.0.2.1".formatted(kind);
		List<String> lines = ask(route, "http://192.0.2.1", directory);
		assertThat(lines.get(0)).startsWith("GET http://192.0.2.1/path found no route: the network has no route");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://192.0.2.1", "http://metadata.example.com" })
	void endsWithItsDeadlineWherePacketsVanish(String url, @TempDir Path directory) throws Exception {
		// longer than any deadline
		Path resolver = Files.writeString(directory.resolve("resolv.conf"),
				"nameserver 192.0.2.1\noptions timeout:30 attempts:5\n");
		List<String> lines = ask(NOWHERE.formatted(resolver), url, directory);
		assertThat(lines.get(0)).contains("in time: a firewall drops");
		assertThat(Integer.parseInt(lines.get(1))).isBetween(8, 25);
	}

	/**
	 * Sends a request from a process that has a network of its own.
	 * @return the failure, and after how many seconds it came
	 */
	private static List<String> ask(String network, String url, Path directory) throws Exception {
		return NetworkNamespace.run(network, directory, NoRouteClient.class, List.of(), url);
	}

}
