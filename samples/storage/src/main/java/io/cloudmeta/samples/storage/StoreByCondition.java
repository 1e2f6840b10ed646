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

import com.google.cloud.storage.Storage;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.ConditionalOnCloud;
import io.cloudmeta.samples.store.CloudStorageObjectStore;
import io.cloudmeta.samples.store.FolderObjectStore;
import io.cloudmeta.samples.store.ObjectStore;
import io.cloudmeta.samples.store.S3ObjectStore;
import io.cloudmeta.samples.store.StorageProperties;
import software.amazon.awssdk.services.s3.S3Client;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * One way to choose: conditions, which are decided while the application starts. Where it
 * is processed ahead of time, they fail the build, and {@link StoreByFactoryMethod} is
 * the way.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "storage.choice", havingValue = "condition")
class StoreByCondition {

	@Bean
	@ConditionalOnCloud("aws")
	ObjectStore s3ObjectStore(S3Client client, CloudInstance instance, StorageProperties properties) {
		return new S3ObjectStore(client, properties.bucket(instance));
	}

	@Bean
	@ConditionalOnCloud("gcp")
	ObjectStore cloudStorageObjectStore(Storage client, CloudInstance instance, StorageProperties properties) {
		return new CloudStorageObjectStore(client, properties.bucket(instance));
	}

	@Bean
	@ConditionalOnMissingBean
	ObjectStore folderObjectStore(StorageProperties properties) {
		return new FolderObjectStore(properties.folder());
	}

}
