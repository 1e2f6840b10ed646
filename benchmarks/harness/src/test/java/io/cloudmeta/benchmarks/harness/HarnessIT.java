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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each harness still works, and what does not depend on the machine: who is
 * right and how many requests that takes. No times.
 */
class HarnessIT {

	private static final Log logger = LogFactory.getLog(HarnessIT.class);

	private static final String REASON_TO_SKIP = "HarnessIT is skipped: this machine does not allow anyone to make a network"
			+ " and mount namespace (needs Linux, root, unshare and ip)";

	/**
	 * By how many classes two starts of the same application differ: none or three on JDK
	 * 17, up to fifteen on JDK 25, which spins classes for method handles depending on
	 * which thread is first.
	 */
	private static final int VARIATION = 20;

	private static final Map<String, List<String>> RESULTS = new HashMap<>();

	private static boolean allowed;

	@TempDir
	private Path directory;

	@BeforeAll
	static void tryNamespace() {
		allowed = Namespace.isAllowed();
		if (!allowed) {
			logger.warn(REASON_TO_SKIP);
		}
	}

	@Test
	void theStarterSendsAsFewRequestsAsDocumented() throws Exception {
		assertThat(smoke("footprint")).contains("LAPTOP 0 local none", "EC2 2 aws eu-central-1",
				"GOOGLE 1 gcp europe-north1", "AZURE 1 azure northeurope");
	}

	@Test
	void littleIsKeptOffTheCloud() throws Exception {
		assertThat(number("LAPTOP bytes")).isPositive().isLessThanOrEqualTo(100_000);
	}

	@Test
	void fewClassesAreLoadedIfNoValueIsRead() throws Exception {
		assertThat(number("UNUSED classes")).isPositive().isLessThanOrEqualTo(65);
	}

	// Each cloud and platform that were loaded for nothing would be one more
	@Test
	void fewClassesAreLoadedOffTheCloud() throws Exception {
		assertThat(number("LAPTOP classes")).isPositive().isLessThanOrEqualTo(125);
	}

	/*
	 * Those of the JDK and of Spring included. The limits are the counts on JDK 17, as
	 * they stand in docs/performance.md.
	 */
	@ParameterizedTest
	@CsvSource({ "LAPTOP, 130", "EC2, 302", "GOOGLE, 302", "AZURE, 299" })
	void noMoreClassesAreLoadedUntilReadyThanBefore(String situation, int limit) throws Exception {
		assertThat(number(situation + " all")).isPositive().isLessThanOrEqualTo(limit + VARIATION);
	}

	@Test
	void theJarDoesNotGrowUnseen() throws Exception {
		assertThat(Files.size(Workplace.product())).isLessThanOrEqualTo(870_000);
	}

	@Test
	void eachPeerStillAnswers() throws Exception {
		assertThat(smoke("startup")).containsExactly("by hand: aws eu-central-1", "OpenTelemetry: aws eu-central-1",
				"awspring: aws eu-central-1", "Micronaut: aws none");
	}

	@Test
	void whatWasBuiltOnOneCloudDetectsTheOtherOneThatItRunsOn() throws Exception {
		assertThat(smoke("caches")).isNotEmpty()
			.allSatisfy((line) -> assertThat(line).endsWith(": 1 azure northeurope"));
	}

	@Test
	void eachCloudsNoticesReachTheListener() throws Exception {
		assertThat(smoke("interruptions")).containsExactly("EC2 2", "AZURE 2", "GOOGLE 2");
	}

	private int number(String name) throws IOException, InterruptedException {
		return smoke("footprint").stream()
			.filter((line) -> line.startsWith(name + " "))
			.mapToInt((line) -> Integer.parseInt(line.substring(name.length() + 1)))
			.findFirst()
			.orElseThrow();
	}

	private List<String> smoke(String name) throws IOException, InterruptedException {
		Assumptions.assumeTrue(allowed, REASON_TO_SKIP);
		List<String> known = RESULTS.get(name);
		if (known == null) {
			known = run(name);
			RESULTS.put(name, known);
		}
		return known;
	}

	private List<String> run(String name) throws IOException, InterruptedException {
		Path log = this.directory.resolve("log");
		Path results = this.directory.resolve("results");
		int exitCode = Namespace.run(NamespacedSmoke.class, log.toFile(), name, results.toString());
		assertThat(exitCode).as(() -> read(log)).isZero();
		return Files.readAllLines(results);
	}

	private static String read(Path log) {
		try {
			return Files.readString(log);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
