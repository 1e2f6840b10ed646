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

package io.cloudmeta.samples.trainer;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import io.cloudmeta.samples.store.BrokenConnection;
import io.cloudmeta.samples.store.FolderObjectStore;
import io.cloudmeta.samples.store.ObjectStore;
import io.cloudmeta.samples.store.S3ObjectStore;
import io.cloudmeta.samples.store.S3Server;
import io.cloudmeta.samples.trainer.Checkpoints.Latest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Checkpoints}.
 */
class CheckpointsTests {

	static final TrainerProperties PROPERTIES = properties(CheckpointTests.MODEL, 1000);

	@TempDir
	private Path folder;

	private ObjectStore store;

	@BeforeEach
	void createStore() {
		this.store = new FolderObjectStore(this.folder);
	}

	static TrainerProperties properties(TrainerProperties.Model model, int steps) {
		return new TrainerProperties("job", steps, 100, Duration.ofMillis(300), Duration.ofMinutes(2), Duration.ZERO,
				model);
	}

	@Test
	void whenThereIsNoneBeginsAnew() {
		Latest latest = load();
		assertThat(latest.checkpoint()).isNull();
		assertThat(latest.refusals()).isEmpty();
	}

	@Test
	void keepsTheLatestAndTheOneBefore() {
		save(100, 200, 300);
		assertThat(load().checkpoint().step()).isEqualTo(300);
		assertThat(this.folder).isDirectoryContaining((file) -> file.endsWith("job.0.ckpt"))
			.isDirectoryContaining((file) -> file.endsWith("job.1.ckpt"));
		assertThat(this.folder.toFile().list()).hasSize(2);
	}

	@Test
	void whenContinuedReplacesTheOlderOne() {
		save(100, 200, 300);
		Checkpoints other = new Checkpoints(this.store, PROPERTIES);
		other.load();
		other.save(CheckpointTests.checkpoint(400));
		assertThat(this.store.read("job.0.ckpt").content()).isEqualTo(encoded(300));
		assertThat(this.store.read("job.1.ckpt").content()).isEqualTo(encoded(400));
	}

	@Test
	void whenTheLatestIsTruncatedUsesTheOneBefore() {
		save(100, 200);
		this.store.write("job.1.ckpt", Arrays.copyOf(encoded(200), 100));
		Latest latest = load();
		assertThat(latest.checkpoint().step()).isEqualTo(100);
		assertThat(latest.refusals()).singleElement()
			.asString()
			.startsWith("Checkpoint job.1.ckpt has 100 bytes in place of ");
	}

	@Test
	void whenTheLatestHasAnotherVersionUsesTheOneBefore() {
		save(100);
		this.store.write("job.1.ckpt", CheckpointTests.ofVersion(2, 200));
		Latest latest = load();
		assertThat(latest.checkpoint().step()).isEqualTo(100);
		assertThat(latest.refusals())
			.containsExactly("Checkpoint job.1.ckpt has version 2, and this application reads version 1");
	}

	@Test
	void whenTheOnlyOneIsTruncatedBeginsAnew() {
		this.store.write("job.0.ckpt", Arrays.copyOf(encoded(100), 100));
		Latest latest = load();
		assertThat(latest.checkpoint()).isNull();
		assertThat(latest.refusals()).hasSize(1);
	}

	@Test
	void whenTheOnlyOneHasAnotherVersionDoesNotReplaceIt() {
		this.store.write("job.0.ckpt", CheckpointTests.ofVersion(2, 200));
		assertThatIllegalStateException().isThrownBy(this::load)
			.withMessageContaining("job.0.ckpt has version 2, and this application reads version 1")
			.withMessageContaining("set another trainer.job");
		assertThat(this.store.read("job.0.ckpt").content()).isEqualTo(CheckpointTests.ofVersion(2, 200));
	}

	@Test
	void whenTheConnectionBreaksInTheMiddleUsesTheOneBefore() {
		String bucket = "training-frankfurt-4c1d";
		try (BrokenConnection network = new BrokenConnection(S3Server.get().getEndpoint())) {
			this.store = new S3ObjectStore(client(network.getEndpoint()), bucket);
			Checkpoints checkpoints = new Checkpoints(this.store, PROPERTIES);
			checkpoints.save(large(100));
			checkpoints.save(large(200));
			network.breakUploads(Integer.MAX_VALUE);
			assertThatExceptionOfType(SdkException.class).isThrownBy(() -> checkpoints.save(large(300)));
			assertThat(network.getBroken()).isPositive();
			assertThat(load().checkpoint().step()).isEqualTo(200);
			network.breakUploads(0);
			checkpoints.save(large(400));
			assertThat(load().checkpoint().step()).isEqualTo(400);
		}
	}

	@Test
	void aHalfWrittenFileIsNoCheckpoint() throws Exception {
		save(100);
		Files.write(this.folder.resolve("job.1.ckpt.1b4e28ba-2fa1-11d2-883f-0016d3cca427"), encoded(200));
		assertThat(load().checkpoint().step()).isEqualTo(100);
		assertThat(load().refusals()).isEmpty();
	}

	private Latest load() {
		return new Checkpoints(this.store, PROPERTIES).load();
	}

	private void save(int... steps) {
		Checkpoints checkpoints = new Checkpoints(this.store, PROPERTIES);
		for (int step : steps) {
			checkpoints.save(CheckpointTests.checkpoint(step));
		}
	}

	private static byte[] encoded(int step) {
		return CheckpointTests.checkpoint(step).encode(CheckpointTests.MODEL);
	}

	private static Checkpoint large(int step) {
		return new Checkpoint(step, new double[20_000], new double[20_000], TrainingHistory.NONE);
	}

	private static S3Client client(URI endpoint) {
		return S3Client.builder()
			.region(Region.EU_CENTRAL_1)
			.credentialsProvider(AnonymousCredentialsProvider.create())
			.endpointOverride(endpoint)
			.forcePathStyle(true)
			.build();
	}

}
