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

import java.nio.charset.StandardCharsets;

import com.google.cloud.storage.Storage;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link StorageClients} and {@link StorageProperties}.
 */
class StorageClientsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class))
		.withUserConfiguration(StorageClients.class)
		.withPropertyValues("storage.region=eu-central-1", "storage.project=parcels", "storage.folder=/tmp/reports",
				"storage.buckets.aws.eu-central-1=reports-frankfurt-4c1d",
				"storage.buckets.gcp.europe-north1=reports-hamina-4c1d");

	@Test
	void theClientOfS3ReadsWhatItWrites() {
		runOn("aws", "eu-central-1").run((context) -> {
			ObjectStore store = new S3ObjectStore(context.getBean(S3Client.class), bucket(context));
			store.write("clients", "s3".getBytes(StandardCharsets.UTF_8));
			assertThat(store.read("clients").content()).asString().isEqualTo("s3");
			assertThat(store.getLocation()).isEqualTo("s3://reports-frankfurt-4c1d in eu-central-1");
			assertThat(context.getBeanFactory().getSingletonNames()).doesNotContain("cloudStorageClient");
		});
	}

	@Test
	void theClientOfCloudStorageReadsWhatItWrites() {
		runOn("gcp", "europe-north1").run((context) -> {
			ObjectStore store = new CloudStorageObjectStore(context.getBean(Storage.class), bucket(context));
			store.write("clients", "gcs".getBytes(StandardCharsets.UTF_8));
			assertThat(store.read("clients").content()).asString().isEqualTo("gcs");
			assertThat(store.getLocation()).isEqualTo("gs://reports-hamina-4c1d of parcels");
			assertThat(context.getBeanFactory().getSingletonNames()).doesNotContain("s3Client");
		});
	}

	@Test
	void metadataNamesNoBucket() {
		runOn("aws", "eu-west-9").run((context) -> assertThatIllegalStateException().isThrownBy(() -> bucket(context))
			.withMessage("No bucket is configured for region eu-west-9 of aws: set storage.buckets.aws.eu-west-9"));
	}

	private ApplicationContextRunner runOn(String provider, String region) {
		TestStores stores = TestStores.of(provider);
		return this.runner.withInitializer((context) -> stores.initialize((GenericApplicationContext) context))
			.withPropertyValues("cloudmeta.instance.provider=" + provider, "cloudmeta.instance.region=" + region)
			.withPropertyValues(stores.getProperties()
				.entrySet()
				.stream()
				.map((property) -> property.getKey() + "=" + property.getValue())
				.toArray(String[]::new));
	}

	private static String bucket(ApplicationContext context) {
		return context.getBean(StorageProperties.class).bucket(context.getBean(CloudInstance.class));
	}

}
