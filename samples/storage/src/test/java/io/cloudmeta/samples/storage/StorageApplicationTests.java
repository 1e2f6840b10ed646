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

package io.cloudmeta.samples.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.cloudmeta.samples.store.ObjectStore;
import io.cloudmeta.samples.store.TestStores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of the application on simulated clouds, with the clouds' own clients and the
 * stores of {@link TestStores}.
 */
class StorageApplicationTests {

	private static final byte[] REPORT = { 0, (byte) 0xFF, '\r', '\n', '-', '-', 'x' };

	private static final List<String> CHOICES = List.of("condition", "factory-method");

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "aws, S3ObjectStore, s3://reports-frankfurt-4c1d in eu-central-1",
			"gcp, CloudStorageObjectStore, gs://reports-hamina-4c1d of parcels-test-418" })
	void keepsReportsInABucketOfTheCloudThatItRunsOn(String cloud, String store, String location) {
		for (String choice : CHOICES) {
			try (SimulatedStorage application = start(cloud, choice)) {
				RestTestClient client = client(application);
				assertChosen(client, cloud, store, location);
				assertWritesAndReads(client, choice);
				assertThat(application.getContext().getBean(ObjectStore.class).read(choice).content())
					.isEqualTo(REPORT);
				assertThat(this.folder).isEmptyDirectory();
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "azure, azure", "none, local" })
	void keepsReportsInAFolderElsewhere(String cloud, String provider) {
		for (String choice : CHOICES) {
			try (SimulatedStorage application = start(cloud, choice)) {
				RestTestClient client = client(application);
				assertChosen(client, provider, "FolderObjectStore", this.folder.toString());
				assertWritesAndReads(client, choice);
				assertThat(this.folder.resolve(choice)).hasBinaryContent(REPORT);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "aws, eu-west-9", "gcp, eu-central-1" })
	void usesNoBucketThatIsNotConfigured(String cloud, String region) {
		for (String choice : CHOICES) {
			assertThatException().isThrownBy(() -> start(cloud, choice, "--cloudmeta.instance.region=" + region))
				.havingRootCause()
				.withMessage("No bucket is configured for region %s of %s: set storage.buckets.%s.%s".formatted(region,
						cloud, cloud, region));
		}
	}

	@Test
	void makesTheClientsOfNoOtherCloud() {
		try (SimulatedStorage application = start("aws", "factory-method")) {
			assertThat(singletons(application)).contains("s3Client").doesNotContain("cloudStorageClient");
		}
		try (SimulatedStorage application = start("none", "condition")) {
			assertThat(singletons(application)).doesNotContain("s3Client", "cloudStorageClient");
		}
	}

	@Test
	void refusesNamesThatLeadOutOfTheFolder() {
		try (SimulatedStorage application = start("none", "condition")) {
			RestTestClient client = client(application);
			client.put().uri("/reports/{name}", "..").body(REPORT).exchange().expectStatus().is4xxClientError();
			client.put().uri("/reports/{name}", "../today").body(REPORT).exchange().expectStatus().is4xxClientError();
			assertThat(this.folder).isEmptyDirectory();
		}
	}

	private static void assertChosen(RestTestClient client, String provider, String store, String location) {
		client.get()
			.uri("/store")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.store")
			.isEqualTo(store)
			.jsonPath("$.location")
			.isEqualTo(location)
			.jsonPath("$.provider")
			.isEqualTo(provider)
			.jsonPath("$.because[0]")
			.value(String.class, (because) -> assertThat(because).startsWith("dmi "));
	}

	private static void assertWritesAndReads(RestTestClient client, String name) {
		client.get().uri("/reports/" + name).exchange().expectStatus().isNotFound();
		client.put().uri("/reports/" + name).body(REPORT).exchange().expectStatus().isNoContent();
		client.get()
			.uri("/reports/" + name)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(byte[].class)
			.isEqualTo(REPORT);
	}

	private static RestTestClient client(SimulatedStorage application) {
		return RestTestClient.bindToServer().baseUrl(application.getAddress()).build();
	}

	private SimulatedStorage start(String cloud, String choice, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--server.port=0", "--storage.choice=" + choice, "--storage.folder=" + this.folder));
		return new SimulatedStorage(cloud, TestStores.of(cloud), all.toArray(String[]::new));
	}

	private static Set<String> singletons(SimulatedStorage application) {
		return Set.of(application.getContext().getBeanFactory().getSingletonNames());
	}

}
