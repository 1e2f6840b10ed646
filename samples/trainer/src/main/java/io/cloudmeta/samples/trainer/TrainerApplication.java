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

import com.google.cloud.storage.Storage;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.samples.store.CloudStorageObjectStore;
import io.cloudmeta.samples.store.FolderObjectStore;
import io.cloudmeta.samples.store.ObjectStore;
import io.cloudmeta.samples.store.S3ObjectStore;
import io.cloudmeta.samples.store.StorageClients;
import io.cloudmeta.samples.store.StorageProperties;
import software.amazon.awssdk.services.s3.S3Client;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Trains a model, keeps checkpoints where the cloud keeps files, and continues on another
 * machine when this one is taken away. The page at {@code /} shows the progress.
 *
 * @since 0.1.0
 */
@SpringBootApplication
@EnableConfigurationProperties(TrainerProperties.class)
@Import(StorageClients.class)
public class TrainerApplication {

	public static void main(String[] args) {
		SpringApplication.run(TrainerApplication.class, args);
	}

	@Bean
	@ConditionalOnMissingBean
	Progress progress() {
		return new Progress(null);
	}

	@Bean
	@ConditionalOnMissingBean
	ObjectStore objectStore(CloudInstance instance, StorageProperties properties, ObjectProvider<S3Client> s3,
			ObjectProvider<Storage> cloudStorage) {
		return switch (instance.getProvider().getId()) {
			case "aws" -> new S3ObjectStore(s3.getObject(), properties.bucket(instance));
			case "gcp" -> new CloudStorageObjectStore(cloudStorage.getObject(), properties.bucket(instance));
			default -> new FolderObjectStore(properties.folder());
		};
	}

}
