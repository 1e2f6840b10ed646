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

import java.util.Map;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.contrib.nio.testing.LocalStorageHelper;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The object stores of the clouds on this machine: on AWS a server that speaks S3's
 * protocol, on Google the implementation in memory that comes with Google's client, and
 * nothing elsewhere. What is kept in them stays when an application ends.
 */
public final class TestStores implements ApplicationContextInitializer<GenericApplicationContext> {

	private final @Nullable S3Server s3;

	private final StorageOptions cloudStorage = LocalStorageHelper.customOptions(false)
		.toBuilder()
		.setCredentials(NoCredentials.getInstance())
		.build();

	private TestStores(@Nullable S3Server s3) {
		this.s3 = s3;
	}

	/**
	 * Returns the stores of a cloud.
	 * @param cloud the simulated cloud
	 * @return the stores
	 */
	public static TestStores of(String cloud) {
		return new TestStores(cloud.startsWith("aws") ? S3Server.get() : null);
	}

	/**
	 * Returns the properties that lead an application to the stores.
	 * @return the properties
	 */
	public Map<String, String> getProperties() {
		return (this.s3 != null) ? Map.of("storage.endpoint", this.s3.getEndpoint().toString()) : Map.of();
	}

	@Override
	public void initialize(GenericApplicationContext context) {
		context.registerBean(AwsCredentialsProvider.class, AnonymousCredentialsProvider::create);
		context.registerBean(StorageOptions.class, () -> this.cloudStorage);
	}

}
