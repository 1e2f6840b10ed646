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
import io.cloudmeta.samples.store.CloudStorageObjectStore;
import io.cloudmeta.samples.store.FolderObjectStore;
import io.cloudmeta.samples.store.ObjectStore;
import io.cloudmeta.samples.store.S3ObjectStore;
import io.cloudmeta.samples.store.StorageProperties;
import software.amazon.awssdk.services.s3.S3Client;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The other way to choose: a factory method that calls
 * {@link io.cloudmeta.CloudInstance}. It works in applications that are processed ahead
 * of time, too, native images among them: they have the same beans on each machine, and
 * only this method's result differs.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "storage.choice", havingValue = "factory-method")
class StoreByFactoryMethod {

	@Bean
	ObjectStore objectStore(CloudInstance instance, StorageProperties properties, ObjectProvider<S3Client> s3,
			ObjectProvider<Storage> cloudStorage) {
		return switch (instance.getProvider().getId()) {
			case "aws" -> new S3ObjectStore(s3.getObject(), properties.bucket(instance));
			case "gcp" -> new CloudStorageObjectStore(cloudStorage.getObject(), properties.bucket(instance));
			default -> new FolderObjectStore(properties.folder());
		};
	}

}
