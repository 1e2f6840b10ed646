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

package io.cloudmeta.internal.detection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.jspecify.annotations.Nullable;

/**
 * A machine whose cloud has IPv6 only, in the network that {@link Ipv6OnlyTests} has made
 * for it: detects, and writes down the result.
 */
public final class Ipv6OnlyMachine {

	private Ipv6OnlyMachine() {
	}

	/**
	 * Detects.
	 * @param args the file for the result, the cloud, what its firmware says, and the
	 * address at which its service listens, if it does
	 */
	public static void main(String[] args) throws IOException {
		String address = (args.length > 3) ? args[3] : "127.0.0.1";
		try (CloudSimulator cloud = CloudSimulator.of(args[1]).dmi(Dmi.valueOf(args[2])).listen(address, 80).start();
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.endpoints()
					.timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5))
					.instance()) {
			Files.writeString(Path.of(args[0]),
					"%s\n%s\n%s\n%s\n".formatted(instance.getProvider(), text(instance.getInstanceId()),
							text(name(instance)), String.join("; ", instance.getDetection().failures()))
							+ String.join("\n", evidence(instance)));
		}
	}

	/** Akamai has no host name. */
	private static @Nullable String name(CloudInstance instance) {
		String hostname = instance.getHostname();
		return (hostname != null) ? hostname : instance.getInstanceName();
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value : "-";
	}

	private static Iterable<String> evidence(CloudInstance instance) {
		return instance.getDetection()
			.evidence()
			.stream()
			.map((found) -> found.source() + " " + found.finding())
			.toList();
	}

}
