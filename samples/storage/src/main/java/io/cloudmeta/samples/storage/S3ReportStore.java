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

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Keeps reports in a bucket of S3.
 */
class S3ReportStore implements ReportStore {

	private final S3Client client;

	private final String bucket;

	S3ReportStore(S3Client client, String bucket) {
		this.client = client;
		this.bucket = bucket;
	}

	@Override
	public void write(String name, byte[] report) {
		this.client.putObject((request) -> request.bucket(this.bucket).key(name), RequestBody.fromBytes(report));
	}

	@Override
	public byte @Nullable [] read(String name) {
		try {
			return this.client.getObjectAsBytes((request) -> request.bucket(this.bucket).key(name)).asByteArray();
		}
		catch (NoSuchKeyException ex) {
			return null;
		}
	}

	@Override
	public String getLocation() {
		return "s3://%s in %s".formatted(this.bucket, this.client.serviceClientConfiguration().region());
	}

}
