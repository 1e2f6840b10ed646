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

package io.cloudmeta.samples.store;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.google.cloud.storage.contrib.nio.testing.LocalStorageHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the {@link ObjectStore}s: a folder, S3 against a server in another process,
 * and Cloud Storage against Google's implementation in memory.
 */
class ObjectStoreTests {

	private static final String BUCKET = "reports-frankfurt-4c1d";

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "folder", "s3", "cloud-storage" })
	void readsWhatWasWrittenLast(String kind) {
		ObjectStore store = store(kind);
		assertThat(store.read("written")).isNull();
		store.write("written", bytes("one"));
		StoredObject one = store.read("written");
		assertThat(one.content()).isEqualTo(bytes("one"));
		store.write("written", new byte[] { 0, (byte) 0xFF, '\r', '\n' });
		assertThat(store.read("written").content()).isEqualTo(new byte[] { 0, (byte) 0xFF, '\r', '\n' });
	}

	@ParameterizedTest
	@ValueSource(strings = { "folder", "s3", "cloud-storage" })
	void replacesOnlyTheExpectedVersion(String kind) {
		ObjectStore store = store(kind);
		assertThat(store.replace("replaced", bytes("one"), null)).isTrue();
		assertThat(store.replace("replaced", bytes("other"), null)).isFalse();
		String one = store.read("replaced").version();
		assertThat(store.replace("replaced", bytes("two"), one)).isTrue();
		assertThat(store.replace("replaced", bytes("three"), one)).isFalse();
		StoredObject two = store.read("replaced");
		assertThat(two.content()).isEqualTo(bytes("two"));
		assertThat(two.version()).isNotEqualTo(one);
	}

	@ParameterizedTest
	@ValueSource(strings = { "folder", "s3" })
	void ofManyThatReplaceAtOnceOneSucceeds(String kind) throws Exception {
		ObjectStore store = store(kind);
		assertThat(store.replace("contended", bytes("first"), null)).isTrue();
		String version = store.read("contended").version();
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Future<Boolean>> attempts = IntStream.range(0, 8).mapToObj((attempt) -> executor.submit(() -> {
				start.await();
				return store.replace("contended", bytes("attempt " + attempt), version);
			})).toList();
			start.countDown();
			int successes = 0;
			for (Future<Boolean> attempt : attempts) {
				successes += attempt.get() ? 1 : 0;
			}
			assertThat(successes).isOne();
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void leavesNothingButTheObjectsInTheFolder() {
		ObjectStore store = store("folder");
		store.write("written", bytes("one"));
		store.write("written", bytes("two"));
		assertThat(this.folder).isDirectoryContaining((file) -> file.endsWith("written"))
			.isDirectoryNotContaining((file) -> !file.endsWith("written"));
	}

	@Test
	void reportsABucketThatDoesNotExist() {
		ObjectStore store = new S3ObjectStore(client(), "no-such-bucket");
		assertThatExceptionOfType(SdkException.class).isThrownBy(() -> store.write("written", bytes("one")))
			.withMessageContaining("bucket does not exist");
		assertThatExceptionOfType(SdkException.class).isThrownBy(() -> store.replace("written", bytes("one"), null))
			.withMessageContaining("bucket does not exist");
	}

	@Test
	void whenTheConnectionBreaksInTheMiddleOfAnUploadRepeatsIt() {
		try (BrokenConnection network = new BrokenConnection(S3Server.get().getEndpoint())) {
			ObjectStore store = new S3ObjectStore(client(network.getEndpoint()), BUCKET);
			store.write("repeated", large(1));
			network.breakUploads(1);
			store.write("repeated", large(2));
			assertThat(network.getBroken()).isOne();
			assertThat(store.read("repeated").content()).isEqualTo(large(2));
		}
	}

	@Test
	void whenEachConnectionBreaksInTheMiddleOfAnUploadKeepsTheObjectBefore() {
		try (BrokenConnection network = new BrokenConnection(S3Server.get().getEndpoint())) {
			ObjectStore store = new S3ObjectStore(client(network.getEndpoint()), BUCKET);
			store.write("broken", large(1));
			network.breakUploads(Integer.MAX_VALUE);
			assertThatExceptionOfType(SdkException.class).isThrownBy(() -> store.write("broken", large(2)));
			assertThat(network.getBroken()).isPositive();
			assertThat(store.read("broken").content()).isEqualTo(large(1));
		}
	}

	private static byte[] large(int value) {
		byte[] content = new byte[300_000];
		Arrays.fill(content, (byte) value);
		return content;
	}

	private ObjectStore store(String kind) {
		return switch (kind) {
			case "folder" -> new FolderObjectStore(this.folder);
			case "s3" -> new S3ObjectStore(client(), BUCKET);
			default -> new CloudStorageObjectStore(LocalStorageHelper.customOptions(false).getService(), BUCKET);
		};
	}

	private static S3Client client() {
		return client(S3Server.get().getEndpoint());
	}

	private static S3Client client(URI endpoint) {
		return S3Client.builder()
			.region(Region.EU_CENTRAL_1)
			.credentialsProvider(AnonymousCredentialsProvider.create())
			.endpointOverride(endpoint)
			.forcePathStyle(true)
			.build();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
