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

package io.cloudmeta.samples.whereami;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the unmodified jar without a setting of where to look: the metadata service
 * has its real address, and the firmware's files are under {@code /sys}. Both are so in
 * namespaces that end with the test.
 */
class RealAddressIT {

	private static final Log logger = LogFactory.getLog(RealAddressIT.class);

	private static final String REASON_TO_SKIP = "RealAddressIT is skipped: this machine does not allow anyone to make"
			+ " a network and mount namespace (needs Linux, root, unshare and ip)";

	private static final String LOOPBACK_WITH_METADATA_ADDRESS = "ip link set lo up"
			+ " && ip address add 169.254.169.254/32 dev lo";

	/**
	 * Half a second, the default where nothing local names a cloud, is enough for a real
	 * metadata service, but not for a simulated one that is just starting.
	 */
	private static final String TIME_FOR_A_SLOW_MACHINE = "--cloudmeta.detection.timeout=20s";

	private static boolean allowed;

	@BeforeAll
	static void tryNamespaces(@TempDir Path directory) throws IOException, InterruptedException {
		Path log = directory.resolve("log");
		String mount = "mount --bind '%s' /sys/class".formatted(directory);
		allowed = runInNamespace(log, "sh", "-c", LOOPBACK_WITH_METADATA_ADDRESS + " && " + mount) == 0;
		if (!allowed) {
			logger.warn(REASON_TO_SKIP);
		}
	}

	@BeforeEach
	void skipWhereNamespacesAreNotAllowed() {
		Assumptions.assumeTrue(allowed, REASON_TO_SKIP);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "aws, CLOUD, aws, aws_ec2, eu-central-1, 2", "azure, CLOUD, azure, azure.vm, northeurope, 1",
					"gcp, CLOUD, gcp, gcp_compute_engine, europe-north1, 1", "aws, KVM, aws, aws_ec2, eu-central-1, 2",
					"azure, NONE, azure, azure.vm, northeurope, 5", "openstack, KVM, openstack, openstack_nova, -, 13",
					"none, CLOUD, local, -, -, 0" })
	void saysWhereItRuns(String cloud, String firmware, String provider, @Nullable String platform,
			@Nullable String region, int requests, @TempDir Path directory) throws Exception {
		Path log = directory.resolve("namespace.log");
		int exitCode = runInNamespace(log, "sh", "-c", LOOPBACK_WITH_METADATA_ADDRESS + " && exec \"$0\" \"$@\"",
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), NamespacedWhereAmI.class.getName(), cloud, firmware,
				WhereAmIJar.getPath().toAbsolutePath().toString(), TIME_FOR_A_SLOW_MACHINE, directory.toString());
		assertThat(exitCode).as(() -> logs(log, directory.resolve("whereami.log"))).isZero();
		DocumentContext info = JsonPath.parse(Files.readString(directory.resolve("info.json")));
		DocumentContext identity = JsonPath.parse(Files.readString(directory.resolve("cloud.json")));
		assertThat(info.<String>read("$.cloud.provider")).as(identity::jsonString).isEqualTo(provider);
		assertThat(info.<List<String>>read("$.cloud[?(@.platform)].platform"))
			.isEqualTo((platform != null) ? List.of(platform) : List.of());
		assertThat(info.<List<String>>read("$.cloud[?(@.region)].region"))
			.isEqualTo((region != null) ? List.of(region) : List.of());
		assertThat(identity.<String>read("$.provider")).isEqualTo(provider);
		assertThat(identity.<List<Object>>read("$.evidence")).isNotEmpty();
		// with the values of info, before the endpoint has fetched the others
		assertThat(Files.readAllLines(directory.resolve("requests.txt"))).hasSizeBetween(requests - wave(requests),
				requests);
	}

	/** How many of the requests, at most, were sent at the same time as the last one. */
	private static int wave(int requests) {
		return (requests > 2) ? 3 : 0;
	}

	private static int runInNamespace(Path log, String... command) throws IOException, InterruptedException {
		List<String> unshare = new ArrayList<>(List.of("unshare", "--net", "--mount"));
		if (!"root".equals(System.getProperty("user.name"))) {
			unshare.add("--map-root-user");
		}
		unshare.addAll(Arrays.asList(command));
		Process process;
		try {
			process = new ProcessBuilder(unshare).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		}
		catch (IOException ex) {
			// No unshare on this machine
			return -1;
		}
		if (!process.waitFor(120, TimeUnit.SECONDS)) {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly().waitFor();
		}
		return process.exitValue();
	}

	private static String logs(Path... logs) {
		StringBuilder text = new StringBuilder();
		for (Path log : logs) {
			try {
				text.append(Files.exists(log) ? Files.readString(log) : "");
			}
			catch (IOException ex) {
				text.append(ex);
			}
		}
		return text.toString();
	}

}
