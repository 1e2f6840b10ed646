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

package io.cloudmeta.benchmarks.harness;

import java.io.File;
import java.util.Arrays;
import java.util.List;

/**
 * Runs one of the measurements: {@code startup}, {@code footprint}, {@code caches},
 * {@code interruptions}, {@code reads} or {@code herd}.
 *
 * @since 0.1.0
 */
public final class Harness {

	private Harness() {
	}

	/**
	 * Runs a measurement.
	 * @param arguments its name and options, such as {@code --rounds=20} or
	 * {@code --write=true}
	 * @throws Exception if it fails
	 */
	public static void main(String[] arguments) throws Exception {
		List<String> options = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
		Options.of(options.toArray(String[]::new));
		int exitCode = switch ((arguments.length > 0) ? arguments[0] : "") {
			case "startup" -> inNamespace(Startup.class, options);
			case "footprint" -> inNamespace(Footprint.class, options);
			case "caches" -> inNamespace(Caches.class, options);
			case "interruptions" -> inNamespace(Interruptions.class, options);
			case "reads" -> {
				Reads.main(options.toArray(String[]::new));
				yield 0;
			}
			case "herd" -> {
				Herd.main(options.toArray(String[]::new));
				yield 0;
			}
			default -> {
				List.of("startup, footprint, caches, interruptions, reads or herd?").forEach(System.err::println);
				yield 2;
			}
		};
		System.exit(exitCode);
	}

	private static int inNamespace(Class<?> measurement, List<String> options) throws Exception {
		if (!Namespace.isAllowed()) {
			List.of("This machine does not allow a network and mount namespace (needs Linux, root, unshare and ip)")
				.forEach(System.err::println);
			return 2;
		}
		return Namespace.run(measurement, new File(""), options.toArray(String[]::new));
	}

}
