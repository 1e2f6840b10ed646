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

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Keeps objects in a bucket of S3.
 *
 * @since 0.1.0
 */
public class S3ObjectStore implements ObjectStore {

	private static final int CONFLICT = 409;

	private static final int PRECONDITION_FAILED = 412;

	private final S3Client client;

	private final String bucket;

	public S3ObjectStore(S3Client client, String bucket) {
		this.client = client;
		this.bucket = bucket;
	}

	@Override
	public @Nullable StoredObject read(String name) {
		try {
			ResponseBytes<GetObjectResponse> object = this.client
				.getObjectAsBytes((request) -> request.bucket(this.bucket).key(name));
			return new StoredObject(object.asByteArray(), object.response().eTag());
		}
		catch (NoSuchKeyException ex) {
			return null;
		}
	}

	@Override
	public void write(String name, byte[] content) {
		this.client.putObject(request(name).build(), RequestBody.fromBytes(content));
	}

	@Override
	public boolean replace(String name, byte[] content, @Nullable String expected) {
		PutObjectRequest.Builder request = request(name);
		if (expected != null) {
			request.ifMatch(expected);
		}
		else {
			request.ifNoneMatch("*");
		}
		try {
			this.client.putObject(request.build(), RequestBody.fromBytes(content));
			return true;
		}
		catch (S3Exception ex) {
			if (ex.statusCode() == PRECONDITION_FAILED || ex.statusCode() == CONFLICT) {
				return false;
			}
			throw ex;
		}
	}

	private PutObjectRequest.Builder request(String name) {
		return PutObjectRequest.builder().bucket(this.bucket).key(name);
	}

	@Override
	public String getLocation() {
		return "s3://%s in %s".formatted(this.bucket, this.client.serviceClientConfiguration().region());
	}

}
