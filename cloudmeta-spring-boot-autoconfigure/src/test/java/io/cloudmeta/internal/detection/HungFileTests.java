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
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudInstanceChangedEvent;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for local files whose reading does not return, as on a file system that hangs. A
 * FIFO without a writer stands for one.
 */
class HungFileTests {

	private static final Duration DETECTION_TIMEOUT = Duration.ofMillis(1500);

	private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(2);

	/** The time beyond a limit that a busy machine may take. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private static final String REASON = "was not read within 1500 ms";

	@TempDir
	private Path fifoDirectory;

	private final List<Path> fifos = new ArrayList<>();

	private final List<Thread> before = new ArrayList<>();

	@BeforeEach
	void rememberThreads() {
		this.before.addAll(Thread.getAllStackTraces().keySet());
	}

	@AfterEach
	void releaseReaders() throws Exception {
		for (Path fifo : this.fifos) {
			while (hungThreads().anyMatch((thread) -> isIn(thread, "open"))) {
				write(fifo, "");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "sys_vendor", "product_name", "board_asset_tag", "chassis_asset_tag" })
	void detectionContinuesWithoutAFirmwareFile(String file) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("azure").dmi(Dmi.NONE).start()) {
			TestSettings settings = settings(cloud);
			Path fifo = fifo(settings.sysfs().resolve("class/dmi/id").resolve(file));
			try (DetectedCloudInstance instance = settings.instance()) {
				long begin = System.nanoTime();
				assertThat(within(Duration.ofSeconds(8), instance::getProvider)).isEqualTo(CloudProvider.AZURE);
				assertThat(DetectionResultBuilder.since(begin))
					.isLessThan(DETECTION_TIMEOUT.multipliedBy(2).plus(GRACE));
				assertThat(instance.getRegion()).isNotNull();
				assertReportsThatItHangs(instance, fifo);
			}
		}
	}

	@Test
	void aHungFirmwareFileDoesNotRuleOutACloud() throws Exception {
		try (CloudSimulator laptop = CloudSimulator.start("none"); CloudSimulator cloud = CloudSimulator.start("gcp")) {
			TestSettings settings = settings(cloud).property("cloudmeta.detection.sysfs",
					laptop.getProperties().get("cloudmeta.detection.sysfs"));
			fifo(settings.sysfs().resolve("class/dmi/id/product_name"));
			try (DetectedCloudInstance instance = settings.instance()) {
				assertThat(within(Duration.ofSeconds(8), instance::getProvider)).isEqualTo(CloudProvider.GCP);
			}
		}
	}

	@Test
	void firmwareDecidesWhereAFileOfCloudInitHangs() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			TestSettings settings = settings(cloud);
			Path fifo = hangCloudInit(settings);
			try (DetectedCloudInstance instance = settings.instance()) {
				long begin = System.nanoTime();
				assertThat(within(Duration.ofSeconds(8), instance::getProvider)).isEqualTo(CloudProvider.AZURE);
				assertThat(DetectionResultBuilder.since(begin))
					.isLessThan(DETECTION_TIMEOUT.plus(FETCH_TIMEOUT).plus(GRACE));
				assertThat(instance.getDetection().conclusive()).isTrue();
				assertThat(cloud.getRequests()).hasSize(1);
				assertReportsThatItHangs(instance, fifo);
			}
		}
	}

	@Test
	void aLaptopRemainsOneWhereAFileOfCloudInitHangs() throws Exception {
		try (CloudSimulator laptop = CloudSimulator.start("none")) {
			TestSettings settings = settings(laptop);
			Path fifo = hangCloudInit(settings);
			try (DetectedCloudInstance instance = settings.instance()) {
				long begin = System.nanoTime();
				assertThat(within(Duration.ofSeconds(8), instance::getProvider)).isEqualTo(CloudProvider.LOCAL);
				assertThat(DetectionResultBuilder.since(begin)).isLessThan(DETECTION_TIMEOUT.plus(GRACE));
				assertThat(laptop.getRequests()).isEmpty();
				assertReportsThatItHangs(instance, fifo);
			}
		}
	}

	@Test
	void aRefreshDoesNotReadAFileThatStillHangs() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("azure").dmi(Dmi.NONE).start()) {
			TestSettings settings = settings(cloud);
			Path fifo = fifo(settings.sysfs().resolve("class/dmi/id/sys_vendor"));
			try (DetectedCloudInstance instance = settings.instance()) {
				within(Duration.ofSeconds(8), instance::getProvider);
				for (int i = 0; i < 5; i++) {
					long begin = System.nanoTime();
					assertThat(within(Duration.ofSeconds(8), instance::refresh)).isFalse();
					assertThat(DetectionResultBuilder.since(begin)).isLessThan(DETECTION_TIMEOUT);
					assertReportsThatItHangs(instance, fifo);
				}
				until(() -> hungThreads().count() == 1);
			}
		}
	}

	@Test
	void theReadingIsCompletedAsSoonAsTheFileResponds() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			TestSettings settings = settings(cloud).probe(Probe.NEVER);
			Path file = settings.sysfs().resolve("class/dmi/id/chassis_asset_tag");
			String tag = Files.readString(file);
			Path fifo = fifo(file);
			try (DetectedCloudInstance instance = settings.instance()) {
				List<CloudInstanceChangedEvent> changes = new CopyOnWriteArrayList<>();
				assertThat(within(Duration.ofSeconds(8), instance::getProvider)).isEqualTo(CloudProvider.LOCAL);
				assertThat(instance.getDetection().conclusive()).isFalse();
				instance.onChange(changes::add);
				write(fifo, tag);
				until(() -> !changes.isEmpty());
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
				assertThat(instance.getRegion()).isNotNull();
				assertThat(instance.getDetection().failures()).isEmpty();
				assertThat(instance.getDetection().evidence()).extracting(Evidence::source)
					.contains("dmi chassis_asset_tag");
				Files.delete(file);
				Files.writeString(file, tag);
				assertThat(within(Duration.ofSeconds(8), instance::refresh)).isFalse();
				assertThat(instance.getDetection().failures()).isEmpty();
				until(() -> hungThreads().findAny().isEmpty());
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "auto", "opennebula", "azure" })
	void gettersAndCloseReturnWhereTheContextOfOpenNebulaHangs(String provider) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("azure").dmi(Dmi.NONE).start()) {
			Path directory = this.fifoDirectory.resolve("one-context");
			Path fifo = fifo(directory.resolve("context.sh"));
			TestSettings settings = settings(cloud).property("cloudmeta.opennebula.context", directory.toString());
			if (!provider.equals("auto")) {
				settings.provider(CloudProvider.of(provider));
			}
			DetectedCloudInstance instance = new DetectedCloudInstance(settings::build);
			assertThat(within(Duration.ofSeconds(8), instance::getProvider))
				.isEqualTo(CloudProvider.of(provider.equals("auto") ? "azure" : provider));
			if (provider.equals("azure")) {
				assertThat(instance.getDetection().failures()).isEmpty();
			}
			else {
				assertThat(instance.getDetection().failures())
					.anySatisfy((failure) -> assertThat(failure).contains(fifo.toString(), REASON));
			}
			within(Duration.ofSeconds(1), () -> {
				instance.close();
				return true;
			});
		}
	}

	@Test
	void oneThreadHangsWhereALeaseOfCloudStackDoes() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("cloudstack")) {
			TestSettings settings = settings(cloud).provider(CloudProvider.CLOUDSTACK)
				.property("cloudmeta.cloudstack.endpoint", null);
			Path fifo = fifo(settings.root().resolve("var/lib/dhcp/dhclient.eth0.leases"));
			DetectionSettings located = withEndpoint(settings.build(), CloudProvider.CLOUDSTACK,
					MetadataEndpoint.wellKnown(cloud.getUrl().toString()));
			try (DetectedCloudInstance instance = new DetectedCloudInstance(() -> located)) {
				assertThat(within(Duration.ofSeconds(8), instance::getInstanceId)).isNotNull();
				assertReportsThatItHangs(instance, fifo);
				for (int i = 0; i < 5; i++) {
					assertThat(within(Duration.ofSeconds(8), instance::refresh)).isFalse();
					assertReportsThatItHangs(instance, fifo);
				}
			}
			until(() -> cloudmetaThreads().count() == 1);
		}
	}

	private static DetectionSettings withEndpoint(DetectionSettings settings, CloudProvider provider,
			MetadataEndpoint endpoint) {
		Map<CloudProvider, MetadataEndpoint> endpoints = new HashMap<>(settings.endpoints());
		endpoints.put(provider, endpoint);
		return new DetectionSettings(settings.enabled(), settings.provider(), settings.providerSource(),
				settings.probe(), settings.detectionTimeout(), settings.backgroundTimeout(), settings.fetchTimeout(),
				settings.fetchSource(), settings.sysfs(), settings.root(), settings.platformVariables(), endpoints,
				settings.fixedValues(), settings.fixedTags(), settings.fixedPlacement(), settings.tagFilter(),
				settings.custom());
	}

	private Stream<Thread> cloudmetaThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("cloudmeta-") && !this.before.contains(thread));
	}

	private static void assertReportsThatItHangs(CloudInstance instance, Path file) {
		assertThat(instance.getDetection().failures()).singleElement().asString().contains(file.toString(), REASON);
		assertThat(instance.getDetection().evidence()).filteredOn((evidence) -> evidence.finding().contains(REASON))
			.singleElement()
			.extracting(Evidence::source)
			.isEqualTo(file.toString());
	}

	private static TestSettings settings(CloudSimulator cloud) {
		return TestSettings.of(cloud).timeouts(DETECTION_TIMEOUT, FETCH_TIMEOUT);
	}

	/**
	 * Lets the time of boot hang, with which the age of cloud-init's file is compared.
	 */
	private Path hangCloudInit(TestSettings settings) throws Exception {
		Path file = settings.root().resolve("run/cloud-init/instance-data.json");
		Files.createDirectories(file.getParent());
		Files.writeString(file, "{\"v1\":{\"platform\":\"gce\"}}");
		return fifo(settings.root().resolve("proc/stat"));
	}

	/**
	 * Puts a link to a FIFO in place of a file. The FIFO outlives the simulated machine.
	 */
	private Path fifo(Path path) throws Exception {
		Path fifo = this.fifoDirectory.resolve("fifo" + this.fifos.size());
		try {
			int status = new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
			Assumptions.assumeTrue(status == 0, "mkfifo failed");
		}
		catch (IOException ex) {
			Assumptions.abort("There is no mkfifo on this system");
		}
		this.fifos.add(fifo);
		Files.createDirectories(path.getParent());
		Files.deleteIfExists(path);
		Files.createSymbolicLink(path, fifo);
		return path;
	}

	/**
	 * Opened for reading too, a FIFO does not block where its reader has gone meanwhile.
	 */
	private static void write(Path fifo, String text) throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(fifo.toFile(), "rw")) {
			file.write(text.getBytes(StandardCharsets.US_ASCII));
		}
	}

	private Stream<Thread> hungThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals(DetectionHolder.THREAD) && !this.before.contains(thread));
	}

	private static boolean isIn(Thread thread, String method) {
		return Stream.of(thread.getStackTrace()).anyMatch((frame) -> frame.getMethodName().startsWith(method));
	}

	private static <T> T within(Duration limit, Supplier<T> getter) throws InterruptedException, ExecutionException {
		try {
			return CompletableFuture.supplyAsync(getter, (task) -> new Thread(task).start())
				.get(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new AssertionError("The getter did not return within " + limit, ex);
		}
	}

	private static void until(BooleanSupplier condition) throws InterruptedException {
		long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).isLessThan(end);
			Thread.sleep(20);
		}
	}

}
