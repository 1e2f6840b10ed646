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

import java.time.Duration;

import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * The clouds' own clients, each created when a store first needs it, and never on the
 * other clouds. Their settings other than credentials come from
 * {@link io.cloudmeta.CloudInstance}, by placeholders. Credentials are found by the SDKs
 * themselves, unless there is a bean.
 * <p>
 * A request that is not answered fails after some seconds: what writes before a machine
 * is taken away has no time to wait.
 *
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StorageProperties.class)
public class StorageClients {

	private static final Duration ATTEMPT = Duration.ofSeconds(4);

	private static final Duration ALL_ATTEMPTS = Duration.ofSeconds(10);

	@Bean
	@Lazy
	S3Client s3Client(StorageProperties properties, ObjectProvider<AwsCredentialsProvider> credentials) {
		S3ClientBuilder client = S3Client.builder()
			.region(Region.of(properties.region()))
			.overrideConfiguration((override) -> override.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(ALL_ATTEMPTS));
		credentials.ifAvailable(client::credentialsProvider);
		if (properties.endpoint() != null) {
			client.endpointOverride(properties.endpoint()).forcePathStyle(true);
		}
		return client.build();
	}

	@Bean
	@Lazy
	Storage cloudStorageClient(StorageProperties properties, ObjectProvider<StorageOptions> options) {
		StorageOptions given = options.getIfAvailable();
		StorageOptions.Builder builder = (given != null) ? given.toBuilder() : StorageOptions.newBuilder();
		return builder.setProjectId(properties.project())
			.setRetrySettings(
					StorageOptions.getDefaultRetrySettings().toBuilder().setTotalTimeoutDuration(ALL_ATTEMPTS).build())
			.build()
			.getService();
	}

}
